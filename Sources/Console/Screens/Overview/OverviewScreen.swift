import Topology

/// Screen 1: which zone is sick, what is wrong, worst first, and where to look.
///
/// Zones stand as cards by region, what is wrong as sentences below; a larger terminal adds the services that hurt, the
/// sources and what happened lately, in this order.
struct OverviewScreen: Screen {
    static let id = ScreenID(rawValue: "overview")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.overview }
    var filters: Bool { false }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        .subjects(OverviewLayout.subjects(state))
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { max(1, view.rows.count) }

    func row(from row: Int, _ direction: MoveDirection, _ view: View, _ state: ConsoleState) -> Int {
        let zones = state.snapshot.zones.count
        let homeless = state.snapshot.zones.contains { $0.name.isEmpty } ? 1 : 0
        let cards = zones - homeless
        let across = OverviewLayout(state, in: state.layout.body).cards.perLine
        switch direction {
        case .right: return row < cards ? min(row + 1, cards - 1) : row
        case .left: return row < cards ? max(row - 1, 0) : row
        case .down:
            guard row < zones else { return row + 1 }
            if row >= cards { return row + 1 }
            if row + across < cards { return row + across }
            return row / across < (cards - 1) / across ? cards - 1 : cards
        case .up:
            if row < cards { return row - across >= 0 ? row - across : row }
            return row == cards ? max(0, (cards - 1) / across * across) : row - 1
        }
    }

    func sections(of view: View, in state: ConsoleState) -> [Int] {
        var starts: [Int] = []
        var before: OverviewLayout.Section?
        for row in 0..<view.rows.count {
            guard let subject = view.rows.subject(row) else { continue }
            let section = OverviewLayout.section(of: subject)
            if section != before { starts.append(row) }
            before = section
        }
        return starts
    }

    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }

    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] {
        state.open(subject)
    }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        switch subject {
        case .zone(let name): name
        case .service(let key): key.description
        case .source(let name): name
        case .attention:
            zip(OverviewLayout.attention(state.snapshot), state.snapshot.attention).first { $0.0 == subject }
                .map { "\($0.1.subject): \($0.1.text)" }
        default: nil
        }
    }
}
