import Terminal
import Topology

/// One replication link: the three facts of its lag, how they went, and the raw facts with who said them and when.
struct LinkScreen: Screen {
    static let id = ScreenID(rawValue: "link")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.link }
    var filters: Bool { false }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        .subjects(document(of: view, in: state).lines.indices.map { .line($0) })
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { state.layout.body.height - 2 }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        guard case .line(let index) = subject else { return nil }
        let lines = document(of: state.view, in: state).lines
        return lines.indices.contains(index) ? lines[index].copied : nil
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let id = id(state.view)
        let ends = id.map { NodeName.short($0.from) + " → " + NodeName.short($0.to) } ?? ""
        pen.title(title, (id?.source ?? "") + "  " + ends, end: "", in: area)
        let link = id.flatMap { state.snapshot.link($0) }
        for moment in [link?.provenAt].compactMap(\.self) + (link?.facts.map(\.at) ?? []) {
            _ = pen.freshness(since: moment)
        }
        pen.document(document(of: state.view, in: state), state.view, in: area.below(2))
    }

    private func id(_ view: View) -> ReplicationLink.ID? {
        if case .link(let id)? = view.subject { id } else { nil }
    }

    private func document(of view: View, in state: ConsoleState) -> Document {
        var document = Document(labels: 24, width: state.columns)
        guard let id = id(view) else { return document }
        guard let link = state.snapshot.link(id) else {
            document.wrap(DocumentLine("", state.say(ReplicationText.vanished), .stateGone))
            return document
        }
        for line in head(link, state) { document.wrap(line) }
        document.add(.blank)
        document.add(.heading(state.say(ReplicationText.history)))
        let width = max(8, state.columns - document.labels - 6)
        let most = link.history.compactMap(\.self).max()
        document.add(
            DocumentLine(
                state.say(
                    ReplicationText.upTo, most.map { Figures.position($0, link.unit) } ?? "?"),
                Sparkline.text(link.history, width: min(width, max(24, link.history.count))), .spark))
        document.add(.blank)
        document.add(.heading(state.say(ReplicationText.facts)))
        if link.facts.isEmpty { document.add(.text(state.say(ReplicationText.noFacts), .dim)) }
        for fact in link.facts {
            let age = state.say(RegistryText.ago, Age.freshness(since: fact.at, state.now))
            document.wrap(
                DocumentLine(fact.label, fact.value + "   " + NodeName.short(fact.node) + "  " + age))
        }
        return document
    }

    private func head(_ link: ReplicationLink, _ state: ConsoleState) -> [DocumentLine] {
        let shape = Marks.link(link.state)
        func end(_ node: String, _ zone: String?) -> String { node + "  (" + (zone ?? "?") + ")" }
        func measured<Value>(_ value: Measured<Value>, _ text: (Value) -> String) -> (String, StyleRole) {
            let cell = value.cell(text)
            var says = cell.text
            if case .stale(_, let at) = value {
                says += "  " + state.say(RegistryText.ago, Age.text(since: at, state.now))
            }
            if let why = value.whyUnknown { says += "  " + why }
            return (says, cell.role)
        }
        let position = measured(link.position) { value in
            Self.exact(value) + " " + link.unit
                + (value >= 1000 ? "  (" + Figures.position(value, link.unit) + ")" : "")
        }
        let seconds = measured(link.seconds, Figures.seconds)
        let live = measured(link.live) { state.say($0 ? ReplicationText.flows : ReplicationText.doesNotFlow) }
        let proven = link.provenAt.map { state.say(RegistryText.ago, Age.freshness(since: $0, state.now)) }
        var lines = [
            DocumentLine(state.say(ColumnText.state), state.say(StateText(link.state)), shape.role, mark: shape)
        ]
        if let reason = link.reason {
            lines.append(DocumentLine(state.say(ColumnText.why), reason, link.state == .ok ? .dim : .warning))
        }
        lines += [
            DocumentLine(state.say(ColumnText.from), end(link.from, link.fromZone)),
            DocumentLine(state.say(ColumnText.to), end(link.to, link.toZone)),
            DocumentLine(state.say(ColumnText.position), position.0, position.1),
            DocumentLine(state.say(ColumnText.seconds), seconds.0, seconds.1),
            DocumentLine(state.say(ReplicationText.live), live.0, live.1),
            DocumentLine(
                state.say(ColumnText.proven), proven ?? state.say(StateText.never),
                proven == nil ? .stateUnknown : .text),
        ]
        return lines
    }

    /// A whole number to its last digit.
    private static func exact(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 9e15 else { return "?" }
        return String(Int64(value.rounded()))
    }
}
