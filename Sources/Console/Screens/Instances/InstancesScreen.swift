import Topology

/// Screen 3: every instance of every zone in one table, filtered, ordered, marked; drained and restored from here.
struct InstancesScreen: Screen {
    static let id = ScreenID(rawValue: "instances")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.instances }
    var sortColumns: [ColumnID] { [.state, .service, .address, .zone, .registered, .since] }

    static let columns = [
        Column(.state, ColumnText.state, 8),
        Column(.service, ColumnText.service, 12, most: 28),
        Column(.address, ColumnText.address, 20, most: 26, rank: 1),
        Column(.zone, ColumnText.zone, 9, most: 16, rank: 2),
        Column(.registered, ColumnText.registered, 14, most: 16, rank: 4),
        Column(.status, ColumnText.status, 15, most: 18, rank: 5),
        Column(.override, ColumnText.override, 15, most: 18, rank: 6),
        Column(.rule, ColumnText.rule, 20, most: 30, rank: 7),
        Column(.id, ColumnText.id, 32, most: 60, rank: 8),
        Column(.since, ColumnText.since, 6, right: true, rank: 3),
    ]

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let order = InstanceOrder(view.sort, state.snapshot)
        let test = try? RowFilter.instances(view.appliedFilter, at: state.now.moment)
        var before: InstanceRows?
        if case .instances(let rows) = previous { before = rows }
        return .instances(
            InstanceRows(
                state.snapshot.services, previous: before, test: test, order: order.key(of:)))
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
