import Terminal
import Topology

/// Screen 4: every server of every source, whether it answers, and where servers of one source disagree.
struct RegistriesScreen: Screen {
    static let id = ScreenID(rawValue: "registries")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.registries }
    var comparesServers: Bool { true }

    static let columns = [
        Column(.node, ColumnText.node, 22, most: 40),
        Column(.state, ColumnText.state, 12),
        Column(.zone, ColumnText.zone, 9, most: 16, rank: 2),
        Column(.registrations, ColumnText.registrations, 7, right: true, rank: 1),
        Column(.latency, ColumnText.latency, 8, right: true, rank: 4),
        Column(.age, ColumnText.age, 6, right: true, rank: 3),
        Column(.version, ColumnText.version, 12, most: 20, rank: 5),
        Column(.what, ColumnText.what, 30, most: 90, rank: 6),
    ]

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let needle = view.filter.lowercased()
        return .subjects(
            state.snapshot.sources.flatMap { source -> [Subject] in
                let nodes = source.nodes.filter {
                    needle.isEmpty || ($0.id.description + " " + ($0.zone ?? "")).lowercased().contains(needle)
                }
                return nodes.isEmpty && !needle.isEmpty ? [] : [.source(source.name)] + nodes.map { .node($0.id) }
            })
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int {
        RegistriesLayout(state.layout.body).table.height - 1
    }

    func sections(of view: View, in state: ConsoleState) -> [Int] {
        (0..<view.rows.count).filter { if case .source? = view.rows.subject($0) { true } else { false } }
    }

    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }

    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] {
        if case .source(let name) = subject {
            state.push(View(InstancesScreen.id, filter: RowFilter.expression(differingIn: name)))
            return []
        }
        return state.open(subject)
    }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        switch subject {
        case .node(let id): id.node
        case .source(let name): name
        default: nil
        }
    }
}

/// The parts of the screen: a title, the table, the selected server's lines.
struct RegistriesLayout: Sendable {
    let title: Area
    let table: Area
    let detail: Area

    init(_ area: Area) {
        title = area.top(1)
        let lines = area.height >= 30 ? 7 : area.height >= 14 ? 4 : 0
        table = area.below(1).above(lines)
        detail = area.bottom(lines)
    }
}
