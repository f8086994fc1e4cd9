import Operations
import Terminal
import Topology

/// A line below the header that every screen has while it is true.
struct Banner: Sendable {
    /// What it says.
    var text: String
    /// How it looks.
    var role: StyleRole
    /// What stands at its end: the keys that help.
    var end = ""
    /// What its age is counted from, where it says one.
    var since: Moment?
}

extension ConsoleState {
    /// The most lines that banners take.
    static let mostBanners = 2

    /// What is loud at the moment, the loudest first: operations that stand still, that the picture is old, operations at
    /// work.
    var banners: [Banner] {
        Array((waitingBanners + ageBanners + movingBanners).prefix(Self.mostBanners))
    }

    private var ageBanners: [Banner] {
        if snapshot.kept {
            let text = say(FrameText.kept, Age.text(since: snapshot.takenAt, now))
            return [Banner(text: text, role: .danger, since: snapshot.takenAt)]
        }
        let sources = snapshot.sources
        guard !sources.isEmpty, sources.allSatisfy({ $0.state == .failed }) else { return [] }
        guard let last = sources.flatMap(\.nodes).compactMap(\.answeredAt).max() else { return [] }
        return [Banner(text: say(FrameText.allLost, Age.text(since: last, now)), role: .danger, since: last)]
    }

    private var waitingBanners: [Banner] {
        let waiting = journal.waiting
        guard let first = waiting.first else { return [] }
        var text = "✖ \(word(of: first))  \(title(of: first))"
        if waiting.count > 1 { text += "  " + say(OperationText.bannerMore, String(waiting.count - 1)) }
        return [Banner(text: text, role: .danger, end: bannerKeys)]
    }

    private var movingBanners: [Banner] {
        let moving = journal.moving
        guard let first = moving.first else { return [] }
        let (done, all) = first.progress
        var text = "▶ \(word(of: first))  \(title(of: first))  "
        text += say(OperationText.progress, String(done), String(all))
        let owed = first.owedSteps.count
        if owed > 0 { text += "  " + say(OperationText.owes, String(owed)) }
        if case .silent(let age)? = first.liveness { text += "  " + say(OperationText.silent, TimeSpan.text(age)) }
        if moving.count > 1 { text += "  " + say(OperationText.bannerMore, String(moving.count - 1)) }
        return [Banner(text: text, role: .headerOperation, end: bannerKeys)]
    }

    /// How to get to the operations from where one is.
    private var bannerKeys: String {
        guard view.screen != OperationsScreen.id, view.screen != OperationScreen.id,
            let action = ActionTable.action(ActionID(rawValue: OperationsScreen.id.rawValue)),
            let key = keys.keys(of: action, on: view.screen).first
        else { return "" }
        return key.shortName + " " + action.title.text(language)
    }
}
