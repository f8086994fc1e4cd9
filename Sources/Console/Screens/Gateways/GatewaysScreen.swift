import Terminal
import Topology

/// Screen 5: the routes of every gateway by zone, what is set beside what is measured, and which nodes differ.
struct GatewaysScreen: Screen {
    static let id = ScreenID(rawValue: "gateways")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.gateways }
    var usesRoutes: Bool { true }
    var sortColumns: [ColumnID] { [.route, .requests, .errors, .mean] }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let filter = try? Filter(view.appliedFilter, .routes)
        let rows = state.routes.rows.filter { filter?.matches($0, at: state.now.moment) ?? true }
        return .subjects(Self.ordered(rows, view.sort).map { .route($0.key) })
    }

    /// Where the nodes differ or much fails first, else as the gateways list them.
    private static func ordered(_ rows: [RouteRow], _ sort: Sort?) -> [RouteRow] {
        func worry(_ row: RouteRow) -> Double {
            row.differs ? 0 : (row.rate.fresh?.errorRatio ?? 0) >= 0.05 ? 1 : 2
        }
        func key(_ row: RouteRow) -> Double {
            switch sort?.column {
            case .requests: row.rate.last?.requestsPerSecond ?? -1
            case .errors: row.rate.last?.errorRatio ?? -1
            case .mean: row.rate.last?.meanLatencyMs ?? -1
            default: worry(row)
            }
        }
        let ordered: [RouteRow] =
            if sort?.column == .route {
                rows.sorted { ($0.key.name, $0.key.source) < ($1.key.name, $1.key.source) }
            } else {
                rows.enumerated().map { (key($0.element), $0.offset, $0.element) }
                    .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
            }
        return sort?.descending == true ? ordered.reversed() : ordered
    }

    func wrong(with filter: String, at now: Moment) -> String? {
        do throws(FilterError) {
            _ = try Filter(filter, .routes)
            return nil
        } catch {
            return error.description
        }
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int {
        GatewaysLayout(state.layout.body, zones: state.zoneNames.count).table.height - 1
    }

    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }
    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] { state.open(subject) }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        if case .route(let key) = subject { key.name } else { nil }
    }
}

/// The parts of the screen: a title, the table, the selected row node by node.
struct GatewaysLayout: Sendable {
    let title: Area
    let table: Area
    let detail: Area

    init(_ area: Area, zones: Int) {
        title = area.top(1)
        let wanted = max(3, zones) + 5
        let lines = area.height >= 30 ? wanted : area.height >= 16 ? min(wanted, 9) : 0
        table = area.below(1).above(lines)
        detail = area.bottom(lines)
    }
}

extension ConsoleState {
    /// The zones that have a name, in their order.
    var zoneNames: [String] { snapshot.zones.map(\.name).filter { !$0.isEmpty } }

    /// The row of the selected route, or of the one that is looked at.
    var selectedRoute: RouteRow? {
        if case .route(let key)? = view.subject ?? selection { return routes.row(key) }
        return nil
    }
}
