import Terminal
import Topology

/// Screen 8: what happened lately, the newest first, one cause a line.
struct EventsScreen: Screen {
    static let id = ScreenID(rawValue: "events")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.events }

    private static let columns = [
        Column(.time, ColumnText.time, 8),
        Column(.subject, ColumnText.subject, 14, most: 28),
        Column(.what, ColumnText.what, 40, most: 160),
        Column(.since, ColumnText.since, 6, right: true, rank: 1),
    ]

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let needle = view.filter.lowercased()
        return .subjects(
            state.snapshot.events
                .filter { needle.isEmpty || ($0.subject + " " + $0.text).lowercased().contains(needle) }
                .map { .event($0) })
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { state.layout.body.height - 2 }
    func opens(_ subject: Subject, in state: ConsoleState) -> Bool {
        if case .event(let event) = subject, Self.leadsToScreen(event.kind) { return true }
        return destination(subject, state.snapshot) != nil
    }

    /// Whether a kind of event leads to a screen, whatever its subject is.
    private static func leadsToScreen(_ kind: EstateEvent.Kind) -> Bool {
        switch kind {
        case .linkLost, .linkBack, .routes, .zoneOut, .zoneBack: true
        case .wentDown, .cameUp, .wentOut, .becameUnknown, .appeared, .gone, .zoneChanged, .disagree, .agree,
            .sourceLost, .sourceBack, .failing, .recovered:
            false
        }
    }

    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] {
        guard case .event(let event) = subject else { return [] }
        switch event.kind {
        case .linkLost, .linkBack: state.push(View(ReplicationScreen.id, filter: "source=" + event.subject))
        case .routes: state.push(View(GatewaysScreen.id, filter: "source=" + event.subject))
        case .zoneOut, .zoneBack: state.show(OperationsScreen.id)
        case .wentDown, .cameUp, .wentOut, .becameUnknown, .appeared, .gone, .zoneChanged, .disagree, .agree,
            .sourceLost,
            .sourceBack, .failing, .recovered:
            return destination(subject, state.snapshot).map { state.open($0) } ?? []
        }
        return []
    }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        guard case .event(let event) = subject else { return nil }
        return "\(state.now.wall(of: event.at).rfc3339) \(event.subject): \(event.text)"
    }

    /// Where an event leads: to the zone, source or service that its subject names.
    private func destination(_ subject: Subject, _ snapshot: Snapshot) -> Subject? {
        guard case .event(let event) = subject else { return nil }
        if snapshot.zones.contains(where: { $0.name == event.subject }) { return .zone(event.subject) }
        if snapshot.sources.contains(where: { $0.name == event.subject }) { return .source(event.subject) }
        return snapshot.services.first { $0.key.description == event.subject || $0.key.name == event.subject }
            .map { .service($0.key) }
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let rows = state.view.rows
        pen.title(title, state.view.filter, end: String(rows.count), in: area)
        let table = Table(Self.columns, in: area.below(1))
        table.drawHeading(nil, with: &pen)
        if rows.count == 0 {
            let text =
                state.view.filter.isEmpty
                ? pen.say(OverviewText.noEvents) : pen.say(OverviewText.noMatch, state.view.filter)
            pen.text(text, x: area.x + Table.lead, y: area.y + 2, width: area.width - Table.lead, role: .dim)
        }
        table.drawRows(
            of: state, with: &pen,
            shape: { row in
                if case .event(let event)? = rows.subject(row) { Marks.event(event.kind) } else { ("", .text) }
            },
            cell: { row, column, pen in
                guard case .event(let event)? = rows.subject(row) else { return Cell("") }
                switch column {
                case .time: return Cell(pen.now.wall(of: event.at).timeOfDay, .dim)
                case .subject: return Cell(event.subject, .strong)
                case .what: return Cell(Sentence.text(event.text, pen.language))
                default: return Cell(pen.age(since: event.at), .dim)
                }
            })
    }
}
