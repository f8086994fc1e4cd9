import Operations
import Terminal
import Topology

/// Everything that any server says of one instance, and what it registered with.
struct InstanceScreen: Screen {
    static let id = ScreenID(rawValue: "instance")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.instance }
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
        let instance = key(state.view).flatMap { state.snapshot.found($0) }
        pen.title(title, key(state.view)?.description ?? "", end: "", in: area)
        if let instance { pen.changes(at: Age.nextChange(since: instance.since, pen.now)) }
        pen.document(document(of: state.view, in: state), state.view, in: area.below(2))
    }

    private func key(_ view: View) -> InstanceKey? {
        if case .instance(let key)? = view.subject { key } else { nil }
    }

    private func document(of view: View, in state: ConsoleState) -> Document {
        var document = Document(labels: 24, width: state.columns)
        for line in lines(of: view, in: state) { document.wrap(line) }
        return document
    }

    private func lines(of view: View, in state: ConsoleState) -> [DocumentLine] {
        guard let key = key(view) else { return [] }
        guard let instance = state.snapshot.found(key) else {
            return [DocumentLine("", state.say(InstanceText.vanished, key.description), .stateGone)]
        }
        let failing = state.snapshot.traffic.failing[key]
        let shape = Marks.instance(instance, failing: failing != nil)
        let since = state.say(InstanceText.since, Age.text(since: instance.since, state.now))
        var word = state.say(StateText(instance.state)) + "  " + since
        if instance.differs { word += "  ≠ " + state.say(InstanceText.differ) }
        var lines = [
            DocumentLine(state.say(InstanceText.state), word, shape.role, mark: shape),
            DocumentLine(state.say(ColumnText.service), instance.key.service.description),
            DocumentLine(state.say(ColumnText.address), instance.key.address),
            DocumentLine(
                state.say(ColumnText.zone),
                instance.zone.map { state.say(InstanceText.zoneBy, $0, instance.zoneRule) }
                    ?? state.say(InstanceText.noZone, instance.zoneRule)),
        ]
        lines += traffic(instance, failing, state)
        if let host = instance.registrations.first?.registration.hostName, !host.isEmpty {
            lines.append(DocumentLine(state.say(InstanceText.host), host))
        }
        if let drain = state.journal.drains[key] {
            let at = drain.at.rfc3339.prefix(16) + "Z"
            let text = state.say(InstanceText.drainedBy, drain.by, drain.operation, drain.reason)
            lines.append(DocumentLine(state.say(InstanceText.drained), "\(at)  \(text)", .stateOut))
        } else if state.hasForeignOverride(instance) {
            lines.append(
                DocumentLine(state.say(InstanceText.foreign), state.say(InstanceText.foreignLong), .stateOut))
        }
        lines.append(.blank)
        lines.append(.heading(state.say(InstanceText.registrations)))
        for view in instance.registrations { lines += registration(view, state) }
        lines += unlisted(instance, state)
        lines.append(.blank)
        lines.append(.heading(state.say(InstanceText.metadata)))
        let pairs = instance.registrations.last?.registration.metadata.pairs ?? [:]
        if pairs.isEmpty { lines.append(DocumentLine("", state.say(InstanceText.noMetadata), .dim)) }
        lines += pairs.sorted { $0.key < $1.key }.map { DocumentLine($0.key, $0.value) }
        return lines
    }

    /// What was counted of it, where anything counts requests.
    private func traffic(_ instance: InstanceView, _ failing: String?, _ state: ConsoleState) -> [DocumentLine] {
        var lines: [DocumentLine] = []
        if let failing {
            lines.append(
                DocumentLine("", state.say(InstanceText.answersBut, failing), .stateFailing, mark: ("▲", .stateFailing))
            )
        }
        guard !state.snapshot.traffic.instances.isEmpty else { return lines }
        guard let rate = state.snapshot.traffic.instances[instance.key] else {
            return lines + [DocumentLine(state.say(InstanceText.traffic), state.say(InstanceText.notAsked), .dim)]
        }
        let says = [rate.requests.text + "/s", rate.errors.text, rate.latency.text, rate.whyUnknown ?? ""]
        return lines + [
            DocumentLine(
                state.say(InstanceText.traffic), says.filter { !$0.isEmpty }.joined(separator: "  "), rate.requests.role
            )
        ]
    }

    private func registration(_ view: RegistrationView, _ state: ConsoleState) -> [DocumentLine] {
        let registration = view.registration
        let shape = Marks.registration(view.state)
        var says = [registration.status]
        if let override = registration.override { says.append(state.say(InstanceText.overridden, override)) }
        if let reason = view.reason ?? registration.detail { says.append(reason) }
        if let renewal = registration.renewalMs { says.append(state.say(InstanceText.renews, String(renewal / 1000))) }
        return [
            DocumentLine(NodeName.short(view.node.node), says.joined(separator: "  "), shape.role, mark: shape),
            DocumentLine("", registration.sourceService + "/" + registration.id, .dim),
        ]
    }

    /// Configured servers of its sources that do not list it.
    private func unlisted(_ instance: InstanceView, _ state: ConsoleState) -> [DocumentLine] {
        let sources = Set(instance.registrations.map(\.node.source))
        let listed = Set(instance.registrations.map(\.node))
        return state.snapshot.sources.filter { sources.contains($0.name) }.flatMap(\.nodes)
            .filter { $0.state != .named && !listed.contains($0.id) }
            .map {
                DocumentLine(
                    NodeName.short($0.id.node), state.say(InstanceText.notListed), .stateGone, mark: ("–", .stateGone))
            }
    }
}
