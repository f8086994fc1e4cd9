import Terminal
import Topology

/// Screen 6: how data flows between the zones and how far each link is behind, as a drawing and as a table.
struct ReplicationScreen: Screen {
    static let id = ScreenID(rawValue: "replication")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.replication }
    var sortColumns: [ColumnID] { [.link, .state, .position, .seconds, .proven] }

    static let columns = [
        Column(.link, ColumnText.link, 19, most: 34),
        Column(.state, ColumnText.state, 11),
        Column(.position, ColumnText.position, 9, most: 12, right: true),
        Column(.seconds, ColumnText.seconds, 7, right: true),
        Column(.proven, ColumnText.proven, 7, right: true, rank: 1),
        Column(.what, ColumnText.why, 16, most: 60, rank: 2),
        Column(.address, ColumnText.from, 21, most: 30, rank: 4),
        Column(.node, ColumnText.to, 21, most: 30, rank: 4),
        Column(.kind, ColumnText.history, 24, rank: 5),
    ]

    var actions: [Action] {
        [
            Action(
                "graph", [.character("t")], ActionText.graph, hint: HintText.graph, on: [Self.id],
                unavailable: { state in
                    ReplicationLayout(state, in: state.layout.body, folded: false).graph.height > 0
                        ? nil : state.say(ReasonText.noGraph)
                },
                perform: { state in
                    state.view.expanded.toggle()
                    return []
                })
        ]
    }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let filter = try? Filter(view.appliedFilter, .links)
        let links = state.snapshot.links.filter { filter?.matches($0, at: state.now.moment) ?? true }
        return .subjects(Self.ordered(links, view.sort).map { .link($0.id) })
    }

    private static func ordered(_ links: [ReplicationLink], _ sort: Sort?) -> [ReplicationLink] {
        func key(_ link: ReplicationLink) -> Double {
            switch sort?.column {
            case .position: link.position.last ?? -1
            case .seconds: link.seconds.last ?? -1
            case .proven: link.provenAt.map { -Double($0.milliseconds) } ?? .infinity
            default: 0
            }
        }
        let ordered: [ReplicationLink] =
            switch sort?.column {
            case .position, .seconds, .proven: links.sorted { key($0) > key($1) }
            case .link: links.sorted { ($0.source, $0.from, $0.to) < ($1.source, $1.from, $1.to) }
            default: links.sorted(by: LagText.isWorse)
            }
        return sort?.descending == true ? ordered.reversed() : ordered
    }

    func wrong(with filter: String, at now: Moment) -> String? {
        do throws(FilterError) {
            _ = try Filter(filter, .links)
            return nil
        } catch {
            return error.description
        }
    }

    func ages(of filter: String) -> Bool { filter.contains("proven") }

    func visibleRows(of view: View, in state: ConsoleState) -> Int {
        ReplicationLayout(state, in: state.layout.body, folded: view.expanded).table.height - 1
    }

    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }
    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] { state.open(subject) }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        if case .link(let id) = subject { "\(id.source) \(id.from) → \(id.to)" } else { nil }
    }
}

/// The parts of the screen: a title, the drawing, the table, two lines of the selected link.
struct ReplicationLayout {
    let title: Area
    /// The drawing; empty where it does not fit or is folded away.
    let graph: Area
    let table: Area
    let detail: Area
    /// Whether the drawing is the matrix.
    let isMatrix: Bool

    init(_ state: ConsoleState, in area: Area, folded: Bool) {
        let snapshot = state.snapshot
        title = area.top(1)
        let lines = area.height >= 12 ? 2 : 0
        let body = area.below(1).above(lines)
        let zones = snapshot.linkedZones
        let drawn = ReplicationGraph.rows(zones.count)
        let isMatrix = drawn == 0 && !LagMatrix.zones(snapshot, width: area.width).isEmpty
        self.isMatrix = isMatrix
        let most = area.height >= 30 ? 3 : 1
        let wanted = isMatrix ? LagMatrix.rows(snapshot, width: area.width, most: most) : area.width >= 76 ? drawn : 0
        let fits = wanted > 0 && body.height - wanted - 1 >= 5
        graph = fits && !folded ? body.top(wanted) : body.top(0)
        table = graph.height > 0 ? body.below(graph.height + 1) : body
        detail = area.bottom(lines)
    }
}
