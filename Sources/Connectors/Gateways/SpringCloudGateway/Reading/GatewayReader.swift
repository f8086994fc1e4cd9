import Clients
import Contract
import Topology

/// Reads one gateway: its routes and counters at each poll, definitions and the rest now and then.
actor GatewayReader: Reader {
    nonisolated let pace = ReaderPace.polled

    let client: GatewayClient
    private let names: MetricNames
    private(set) var pages = GatewayPages()
    /// Whether the server leaves out the metrics that are not asked for; found out by asking.
    private var filtersMetrics = true
    private var pagesAt: Moment?
    private var definitionsAt: Moment?
    /// What was told last; nothing before the first answer.
    private var told: [Route]?
    private var toldFacts: NodeFacts?
    private var hasTold = false
    /// Definitions that were not loaded at the last look, so that they are not waited for again.
    private var confirmed: [RouteNote] = []
    /// Notes of the routes that were told last, made anew where anything they rest on changed.
    private var notes: (table: [Route], definitions: [DefinitionDigest]?, notes: [RouteNote])?

    /// What is kept of a poll's time for the answer itself.
    private static let marginMs: Int64 = 150
    /// How often definitions are read while nothing changes, in milliseconds.
    private static let definitionsMs: Int64 = 30_000
    /// How long a refresh that was just answered may take, in milliseconds.
    private static let refreshMs: Int64 = 300
    /// How often the rest is read, in milliseconds.
    private static let pagesMs: Int64 = 60_000

    /// A reader of the gateway behind a client; nothing is sent yet.
    init(client: GatewayClient, settings: GatewaySettings) {
        self.client = client
        names = .gateway(prefix: settings.metricsPrefix)
    }

    func next(until deadline: Moment) async throws(ReadError) -> Reading {
        let limit = deadline + -Self.marginMs
        async let counting = readCounters(until: limit)
        async let paging: Void = readPages(until: limit)
        let routes = await readRoutes(until: limit)
        let counters = await counting
        await paging
        if case .silent(let error) = routes { throw error }
        if let error = refusal(routes) { throw error }
        return compose(routes, counters)
    }

    /// Definitions first where they are due: one that is not among the routes read after it was left out by a refresh.
    private func readRoutes(until deadline: Moment) async -> Answer<RouteTable> {
        let isDue = definitionsAt.map { client.clock().moment - $0 >= Self.definitionsMs } ?? true
        if isDue { await readDefinitions(until: deadline) }
        var answer = await client.routes(until: deadline)
        // Definitions of before the change say nothing of what is new.
        if !isDue, let table = answer.value, let told, table.routes != told.map(\.undefined) {
            await readDefinitions(until: deadline)
            answer = await client.routes(until: deadline)
        }
        guard let table = answer.value, let definitions = pages.definitions else { return answer }
        let unloaded = RouteNotes.unloaded(definitions, table)
        defer { confirmed = unloaded }
        // A refresh is answered before it is done: somebody may be in the middle of a change.
        let room = deadline - client.clock().moment
        guard !unloaded.isEmpty, unloaded != confirmed, room > 3 * Self.refreshMs else { return answer }
        guard (try? await Task.sleep(for: .milliseconds(Self.refreshMs))) != nil else { return answer }
        await readDefinitions(until: deadline)
        return await client.routes(until: deadline)
    }

    private func readDefinitions(until deadline: Moment) async {
        let now = client.clock().moment
        // They must not cost the routes their answer.
        switch await client.definitions(until: now + (deadline - now) / 2) {
        case .value(let list):
            pages.definitions = list.map(DefinitionDigest.init)
            pages.definitionsTrouble = nil
            definitionsAt = now
        case .silent: break
        case let answer:
            pages.definitions = nil
            pages.definitionsTrouble = answer.trouble
            definitionsAt = now
        }
    }

    private func readCounters(until deadline: Moment) async -> Answer<(scan: CounterScan, at: Moment)> {
        let isFiltered = filtersMetrics
        let answer = await client.counters(names, isFiltered: isFiltered, until: deadline)
        guard isFiltered, let scan = answer.value?.scan, scan.epoch == nil, !scan.isProven else { return answer }
        // A server that filters by something else, or whose process metrics are off.
        let whole = await client.counters(names, isFiltered: false, until: deadline)
        if let scan = whole.value?.scan, scan.epoch != nil || scan.isProven { filtersMetrics = false }
        return whole
    }

    private func readPages(until deadline: Moment) async {
        let now = client.clock().moment
        guard pagesAt.map({ now - $0 >= Self.pagesMs }) ?? true else { return }
        pagesAt = now
        async let health = client.page(client.address.health, until: deadline)
        async let info = client.page(client.address.info, until: deadline)
        async let environment = client.page(
            client.address.environment, bytes: GatewayClient.documentBytes, until: deadline)
        let found = await (health, info, environment)
        pages.health = found.0.value.flatMap(GatewayPages.status)
        pages.healthTrouble = found.0.trouble
        pages.version = found.1.value.flatMap(GatewayPages.version) ?? pages.version
        if case .silent = found.2 { return }
        pages.fileRoutes = found.2.value.flatMap(FileRoutes.ids)
    }

    /// A node whose every page refuses us, or that has no actuator at all, has not answered.
    private func refusal(_ routes: Answer<RouteTable>) -> ReadError? {
        guard pages.health == nil else { return nil }
        switch routes {
        case .refused(let why): return ReadError(.refused, why)
        case .hidden(let why), .failed(let why): return ReadError(.malformed, why)
        case .value, .silent: return nil
        }
    }

    /// The answer to a poll.
    private func compose(
        _ answer: Answer<RouteTable>, _ counting: Answer<(scan: CounterScan, at: Moment)>
    ) -> Reading {
        let table = answer.value
        var routes = table.map { place($0.routes) }
        // The same array as before, so that nobody compares thousands of routes that did not change.
        if let told, routes == told { routes = told }
        let facts = facts(table, answer, counting, notes: table.map(notes(of:)) ?? [])
        let newFacts = facts == toldFacts ? nil : facts
        toldFacts = facts
        told = routes ?? told
        let first = !hasTold
        hasTold = true
        let observation = Observation(
            node: newFacts, routes: routes, counters: counters(counting.value, of: routes ?? told ?? []))
        var faults = (table?.shownFaults ?? []).map { ReadFault(message: "\(client.address.routes): \($0)") }
        if let trouble = answer.trouble { faults.append(ReadFault(message: trouble)) }
        if !faults.isEmpty { return .partial(observation, replacesAll: false, faults: faults) }
        return first ? .reset(observation) : .changes(observation)
    }

    /// Says where routes are defined, as far as it is proven.
    private func place(_ routes: [Route]) -> [Route] {
        let defined = pages.definitions.map { Set($0.map(\.id)) }
        return routes.map { route in
            var route = route
            if let defined, !defined.contains(route.id) {
                route.definedIn = .code
            } else if route.copies == 1, pages.fileRoutes?.contains(route.id) == true {
                route.definedIn = .properties
            }
            return route
        }
    }

    private func notes(of table: RouteTable) -> [RouteNote] {
        if let notes, notes.table == table.routes, notes.definitions == pages.definitions { return notes.notes }
        let made = RouteNotes.of(table, definitions: pages.definitions)
        notes = (table.routes, pages.definitions, made)
        return made
    }

    /// What was counted; a route that nobody called yet has no counter, and is at 0 where others would have one.
    private func counters(_ read: (scan: CounterScan, at: Moment)?, of routes: [Route]) -> CounterReading? {
        guard let read, read.scan.isProven else { return nil }
        var counters = read.scan.found
        for route in routes where counters[route.id] == nil { counters[route.id] = TrafficCounter() }
        return CounterReading(at: read.at, epoch: read.scan.epoch, counters: counters)
    }
}

extension Route {
    /// The same as the gateway told it.
    fileprivate var undefined: Route {
        var route = self
        route.definedIn = nil
        return route
    }
}
