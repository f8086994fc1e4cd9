import Terminal
import Topology

/// Screen 2: every service, how much of it is up in each zone, the sickest first.
struct ServicesScreen: Screen {
    static let id = ScreenID(rawValue: "services")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.services }
    var sortColumns: [ColumnID] { [.state, .service, .up, .requests, .errors, .mean] }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let services = state.snapshot.services.filter { RowFilter.matches(view.filter, $0) }
        return .subjects(
            Self.ordered(services, view.sort, state.snapshot.traffic.services).map { .service($0.key) })
    }

    private static func ordered(
        _ services: [ServiceView], _ sort: Sort?, _ traffic: [ServiceKey: ServiceTraffic]
    ) -> [ServiceView] {
        func counted(_ number: (TrafficRate) -> Double?) -> [ServiceView] {
            services.map { ($0, traffic[$0.key]?.rate.last.flatMap(number) ?? -1) }
                .sorted { ($0.1, $0.0.key) < ($1.1, $1.0.key) }.map(\.0)
        }
        let rank = Dictionary(uniqueKeysWithValues: Health.allCases.enumerated().map { ($1, $0) })
        let ordered: [ServiceView] =
            switch sort?.column {
            case .service: services
            case .requests: counted { $0.requestsPerSecond }
            case .errors: counted { $0.errorRatio }
            case .mean: counted { $0.meanLatencyMs }
            case .up: services.sorted { ($0.counts.up, $0.key) < ($1.counts.up, $1.key) }
            default: services.sorted { (rank[$0.state] ?? 0, $0.key) < (rank[$1.state] ?? 0, $1.key) }
            }
        return sort?.descending == true ? ordered.reversed() : ordered
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int {
        ServicesLayout(state.layout.body).table.height - 1
    }

    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }
    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] { state.open(subject) }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        if case .service(let key) = subject { key.description } else { nil }
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let snapshot = state.snapshot
        let count = state.view.rows.count
        pen.title(
            title, state.view.filter,
            end: pen.say(OverviewText.shown, String(count), String(snapshot.services.count)), in: area)
        let counted = !snapshot.traffic.services.isEmpty
        let layout = ServicesLayout(area)
        let table = Table(Self.columns(snapshot, counted: counted, pen), in: layout.table)
        table.drawHeading(state.view.sort, with: &pen)
        if count == 0 {
            let text =
                state.view.filter.isEmpty
                ? pen.say(OverviewText.noServices) : pen.say(OverviewText.noMatch, state.view.filter)
            pen.text(text, x: area.x + Table.lead, y: area.y + 2, width: area.width - Table.lead, role: .stateUnknown)
        }
        let shown = services(state)
        table.drawRows(
            of: state, with: &pen, shape: { shown[$0].map { Marks.health($0.state) } ?? ("", .text) },
            cell: { row, column, pen in shown[row].map { cell(column, $0, state) } ?? Cell("") })
        if layout.detail.height == 2, let selected = shown[state.view.row] {
            drawDetail(selected, state, in: layout.detail, with: &pen)
        }
    }

    private static func columns(_ snapshot: Snapshot, counted: Bool, _ pen: Pen) -> [Column] {
        let zones = snapshot.zones.map { zone in
            Column(
                ColumnID(rawValue: "zone " + zone.name),
                named: zone.name.isEmpty ? pen.say(StateText.noZone) : zone.name, counted ? 11 : 12, most: 18,
                right: true, rank: zone.name.isEmpty ? 4 : 2)
        }
        let traffic = [
            Column(.requests, ColumnText.requests, 6, most: 8, right: true, rank: 1),
            Column(.errors, ColumnText.errors, 7, right: true, rank: 1),
            Column(.mean, ColumnText.mean, 7, right: true, rank: 5),
            Column(.what, ColumnText.wrong, 24, most: 70, rank: 6),
        ]
        return [
            Column(.state, ColumnText.state, counted ? 8 : 9), Column(.service, ColumnText.service, 14, most: 32),
            Column(.up, ColumnText.up, 9, right: true, rank: counted ? 3 : 1),
        ] + zones + (counted ? traffic : [])
    }

    /// Two lines: what is wrong with it, then what it does and who counts that.
    private func drawDetail(_ service: ServiceView, _ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let (mark, role) = Marks.health(service.state)
        let end = area.x + area.width - 1
        var x = pen.text(mark + " ", x: area.x + 1, y: area.y, width: 3, role: role)
        x = pen.text(service.key.description + "  ", x: x, y: area.y, width: end - x, role: .strong)
        let wrong = ServiceWords.wrong(service, state)
        pen.text(
            wrong.isEmpty ? pen.say(ServiceText.nothingWrong) : wrong, x: x, y: area.y, width: end - x,
            role: wrong.isEmpty ? .dim : .warning)
        let y = area.y + 1
        guard let traffic = state.snapshot.traffic.services[service.key] else {
            pen.text(pen.say(ServiceText.notCounted), x: area.x + 3, y: y, width: end - area.x - 3, role: .dim)
            return
        }
        x = area.x + 3
        let parts = [(traffic.rate.requests, "/s"), (traffic.rate.errors, ""), (traffic.rate.latency, "")]
        for (cell, unit) in parts { x = pen.text(cell.text + unit, x: x, y: y, width: end - x, role: cell.role) + 2 }
        var basis = pen.say(traffic.basis == .gateways ? ServiceText.byGateways : ServiceText.byUpstreams)
        if let coverage = traffic.coverage, coverage.measured < coverage.all {
            basis += ", " + pen.say(OverviewText.ofAll, String(coverage.measured), String(coverage.all))
        }
        if let why = traffic.rate.whyUnknown { basis = why }
        pen.text(basis, x: x, y: y, width: end - x, role: .dim)
    }

    /// The services of the visible rows.
    private func services(_ state: ConsoleState) -> [Int: ServiceView] {
        var found: [Int: ServiceView] = [:]
        let first = state.view.scroll
        for row in first..<min(state.view.rows.count, first + max(0, state.layout.body.height)) {
            if case .service(let key)? = state.view.rows.subject(row) { found[row] = state.snapshot.service(key) }
        }
        return found
    }

    private func cell(_ column: ColumnID, _ service: ServiceView, _ state: ConsoleState) -> Cell {
        let rate = state.snapshot.traffic.services[service.key]?.rate ?? .notApplicable
        return switch column {
        case .requests: rate.requests
        case .errors: rate.errors
        case .mean: rate.latency
        case .what: Cell(ServiceWords.wrong(service, state), .warning)
        case .state: Cell(state.say(StateText(service.state)), Marks.health(service.state).role)
        case .service: Cell(service.key.description, .strong)
        case .up: Self.tally(service.counts)
        default: service.zones[String(column.rawValue.dropFirst(5))].map(Self.tally) ?? Cell("–", .dim)
        }
    }

    /// `18/20`, and beside it what is out: those are not missing.
    static func tally(_ counts: Counts) -> Cell {
        let expected = counts.total - counts.out
        let text = "\(counts.up)/\(expected)" + (counts.out > 0 ? " ○\(counts.out)" : "")
        return Cell(
            text, counts.up == expected ? (expected == 0 ? .stateOut : .text) : Marks.health(Health(of: counts)).role)
    }
}

/// The parts of the screen: a title, the table, two lines of the selected service.
struct ServicesLayout: Sendable {
    let table: Area
    let detail: Area

    init(_ area: Area) {
        let lines = area.height >= 12 ? 2 : 0
        table = area.below(1).above(lines)
        detail = area.bottom(lines)
    }
}

extension Pen {
    /// The first line of a screen: its title, what filters it, and a tally at the end.
    mutating func title(_ title: any Phrase, _ filter: String, end: String, in area: Area, role: StyleRole = .dim) {
        let after = text(title.text(language), x: area.x + 1, y: area.y, width: area.width, role: .title)
        let room = area.width - 4 - after - width(of: end)
        text(filter, x: after + 2, y: area.y, width: room, role: .match)
        right(end, x: area.x, y: area.y, width: area.width - 1, role: role)
    }
}
