import Terminal
import Topology

/// One server: what it says of itself, what can be done there, and where it differs from the others of its source.
struct NodeScreen: Screen {
    static let id = ScreenID(rawValue: "server")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.node }
    var filters: Bool { false }
    var comparesServers: Bool { true }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let count = document(of: view, in: state).lines.count
        let differences = differences(of: view, in: state).map { Subject.instance($0.instance) }
        return .subjects((0..<count).map { .line($0) } + differences)
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { state.layout.body.height - 2 }

    func opens(_ subject: Subject, in state: ConsoleState) -> Bool {
        if case .instance = subject { true } else { false }
    }

    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] { state.open(subject) }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        switch subject {
        case .instance(let key): return key.description
        case .line(let index):
            let lines = document(of: state.view, in: state).lines
            return lines.indices.contains(index) ? lines[index].copied : nil
        default: return nil
        }
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        pen.title(title, id(state.view)?.description ?? "", end: "", in: area)
        if let answered = id(state.view).flatMap({ RegistriesScreen.node($0, state) })?.answeredAt {
            _ = pen.freshness(since: answered)
        }
        var document = document(of: state.view, in: state)
        for difference in differences(of: state.view, in: state) {
            let says =
                difference.says.map { pen.say(RegistryText.says, $0.registration.status) }
                ?? pen.say(RegistryText.lacks)
            document.add(DocumentLine(difference.instance.description, says, .warning, mark: ("≠", .warning)))
        }
        pen.document(document, state.view, in: area.below(2))
    }

    private func id(_ view: View) -> NodeID? {
        if case .node(let id)? = view.subject { id } else { nil }
    }

    private func differences(of view: View, in state: ConsoleState) -> [Divergence.Difference] {
        id(view).flatMap { state.divergence.nodes[$0] } ?? []
    }

    private func document(of view: View, in state: ConsoleState) -> Document {
        var document = Document(labels: 24, width: state.columns)
        for line in lines(of: view, in: state) { document.wrap(line) }
        return document
    }

    private func lines(of view: View, in state: ConsoleState) -> [DocumentLine] {
        guard let id = id(view) else { return [] }
        guard let node = RegistriesScreen.node(id, state) else {
            return [DocumentLine("", state.say(RegistryText.vanished, NodeName.short(id.node), id.source), .stateGone)]
        }
        let shape = Marks.node(node.state)
        var lines = [
            DocumentLine(state.say(ColumnText.state), state.say(StateText(node.state)), shape.role, mark: shape),
            DocumentLine(state.say(ColumnText.zone), node.zone ?? "–"),
            DocumentLine(state.say(ColumnText.version), node.serverVersion ?? "?"),
            DocumentLine(
                state.say(ColumnText.registrations), node.answeredAt == nil ? "?" : String(node.registrations)),
        ]
        lines += Self.summary(node, state)
        if let count = state.divergence.counts[id], count > 0 {
            lines += [.blank, .heading(state.say(RegistryText.differsWhere, String(count)))]
        }
        return lines
    }

    /// What is worth a line of a server: its error, its facts, what can be done there.
    static func summary(_ node: NodeView, _ state: ConsoleState) -> [DocumentLine] {
        var lines: [DocumentLine] = []
        if node.state == .named { lines.append(DocumentLine("·", state.say(RegistryText.named), .dim)) }
        if let error = node.error { lines.append(DocumentLine(state.say(RegistryText.error), error, .warning)) }
        if let answered = node.answeredAt {
            let ago = state.say(RegistryText.ago, Age.freshness(since: answered, state.now))
            lines.append(DocumentLine(state.say(RegistryText.answered), ago))
        }
        lines += node.facts.map { fact in
            let role: StyleRole =
                switch fact.severity {
                case .bad?: .bad
                case .warning?: .warning
                case nil: .text
                }
            return DocumentLine(fact.label, fact.value, role)
        }
        let nothing = state.say(RegistryText.nothing)
        lines.append(
            DocumentLine(
                state.say(RegistryText.reads), node.reads.isEmpty ? nothing : node.reads.joined(separator: ", ")))
        lines.append(
            DocumentLine(
                state.say(RegistryText.writes), node.writes.isEmpty ? nothing : node.writes.joined(separator: ", "),
                node.writes.isEmpty ? .dim : .text))
        return lines
    }
}
