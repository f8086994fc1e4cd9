import Topology

/// Screen 3: every instance of every zone in one table, filtered, ordered, marked; drained and restored from here.
struct InstancesScreen: Screen {
    static let id = ScreenID(rawValue: "instances")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.instances }
    var sortColumns: [ColumnID] { [.state, .service, .address, .zone, .registered, .requests, .errors, .since] }

    /// The columns; those of the traffic only where something counts it, because they take room from the others.
    static func columns(counted: Bool) -> [Column] {
        let traffic =
            counted
            ? [
                Column(.requests, ColumnText.requests, 5, most: 8, right: true, rank: 2),
                Column(.errors, ColumnText.errors, 6, most: 8, right: true, rank: 2),
            ] : []
        return [
            Column(.state, ColumnText.state, 8),
            Column(.service, ColumnText.service, counted ? 9 : 12, most: 28),
            Column(.address, ColumnText.address, counted ? 17 : 20, most: 26, rank: 1),
            Column(.zone, ColumnText.zone, counted ? 6 : 9, most: 16, rank: 2),
            Column(.registered, ColumnText.registered, counted ? 10 : 14, most: 16, rank: 4),
        ] + traffic
            + [
                Column(.mean, ColumnText.mean, 7, right: true, rank: 5),
                Column(.status, ColumnText.status, 15, most: 18, rank: 6),
                Column(.override, ColumnText.override, 15, most: 18, rank: 7),
                Column(.rule, ColumnText.rule, 20, most: 30, rank: 8),
                Column(.id, ColumnText.id, 32, most: 60, rank: 9),
                Column(.since, ColumnText.since, counted ? 5 : 6, right: true, rank: 3),
            ].filter { counted || $0.id != .mean }
    }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let order = InstanceOrder(view.sort, state.snapshot)
        let failing = Set(state.snapshot.traffic.failing.keys)
        let test = try? RowFilter.instances(view.appliedFilter, at: state.now.moment)
        var before: InstanceRows?
        // What counts requests changes with every reading, whichever services changed.
        if case .instances(let rows) = previous, !order.isByTraffic, rows.failing == failing { before = rows }
        return .instances(
            InstanceRows(
                state.snapshot.services, previous: before, test: test, failing: failing, order: order.key(of:)))
    }

    func wrong(with filter: String, at now: Moment) -> String? {
        do throws(FilterError) {
            _ = try RowFilter.instances(filter, at: now)
            return nil
        } catch {
            return error.description
        }
    }

    func ages(of filter: String) -> Bool { RowFilter.dependsOnTime(filter) }

    func visibleRows(of view: View, in state: ConsoleState) -> Int {
        InstancesLayout(state.layout.body).table.height - 1
    }

    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }

    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] { state.open(subject) }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        if case .instance(let key) = subject { key.description } else { nil }
    }
}

/// The parts of the screen: a title, the table, two lines of detail.
struct InstancesLayout: Sendable {
    let title: Area
    let table: Area
    let detail: Area

    init(_ area: Area) {
        title = area.top(1)
        let lines = area.height >= 12 ? 2 : 0
        table = area.below(1).above(lines)
        detail = area.bottom(lines)
    }
}
