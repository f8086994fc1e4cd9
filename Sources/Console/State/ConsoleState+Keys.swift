import Terminal
import Topology

extension ConsoleState {
    /// A key: the prompt's while there is one, else an action's.
    mutating func press(_ key: Key) -> [Effect] {
        notice = nil
        switch prompt {
        case .field(let field): return press(key, in: field)
        case .question(let question): return answer(question, with: key)
        case nil: break
        }
        guard let id = keys.action(for: key, on: view.screen), let action = ActionTable.action(id) else {
            notify(FrameText.unknownKey, key.name)
            return []
        }
        return run(action)
    }

    /// Does an action, or says why not.
    mutating func run(_ action: Action, words: String = "") -> [Effect] {
        if let reason = action.unavailable(self) {
            let what = action.hint ?? action.title
            notice = Notice(text: what.text(language) + ": " + reason, bad: true)
            return []
        }
        return action.perform(&self, words)
    }

    /// Text that was pasted goes where text is typed, and nowhere else.
    mutating func paste(_ text: String) {
        guard case .field(var field) = prompt else { return }
        field.field.insert(text)
        prompt = .field(field)
        typed(field)
    }

    /// Yes does it, anything else does not; a yes that was typed before the question could be read is discarded.
    private mutating func answer(_ question: Question, with key: Key) -> [Effect] {
        if now.moment - question.askedAt < Question.guardMs { return [] }
        prompt = nil
        guard key == .character("y") || key == .character("Y") else {
            if key == .control("c") { return [.quit] }
            return []
        }
        if let subject = question.opens { return open(subject) }
        return question.effects
    }

    /// Asks a question that nothing typed before can answer.
    mutating func ask(_ text: String, then effects: [Effect] = [], opening subject: Subject? = nil) -> [Effect] {
        prompt = .question(Question(text, effects: effects, opens: subject, askedAt: now.moment))
        return [.discardTypedAhead]
    }

    /// Says something on the bottom line until the next key.
    mutating func notify(_ phrase: some Phrase, _ values: String..., bad: Bool = false) {
        notice = Notice(text: phrase.text(language, values), bad: bad)
    }
}
