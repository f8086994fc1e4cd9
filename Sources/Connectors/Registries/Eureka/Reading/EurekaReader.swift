import Clients
import Contract
import Topology

/// Reads one Eureka server: everything, then what changes, leases judged by live looks.
actor EurekaReader: Reader {
    nonisolated let pace = ReaderPace.polled

    let client: EurekaClient
    private(set) var registry = NodeRegistry()
    private(set) var schedule: FetchSchedule
    var watch = LeaseWatch()
    /// The server's clock as its last answer had it.
    var serverClock: ServerClock?
    /// The application under which the server lists itself, as its documents tell.
    private(set) var ownApplication: ServiceKey?
    /// What the last document could not tell.
    private(set) var faults: [DocumentFault] = []
    /// Services that changed and have not been told yet.
    private var dirty: Set<ServiceKey> = []
    /// Services whose registrations were last told otherwise than the documents say.
    private var judged: Set<ServiceKey> = []
    /// What was told last; nothing before the first answer.
    private var told: [ServiceKey: [Registration]]?
    private var toldFacts: NodeFacts?
    var pages = NodePages()

    /// What is kept of a poll's time for the answer itself.
    private static let marginMs: Int64 = 150

    /// A reader of the server behind a client; nothing is sent yet.
    init(client: EurekaClient, usesDelta: Bool) {
        self.client = client
        schedule = FetchSchedule(usesDelta: usesDelta)
    }

    func next(until deadline: Moment) async throws(ReadError) -> Reading {
        let began = client.clock().moment
        let fetchingPages = pages.isDue(at: began) ? startPages(until: deadline) : nil
        do throws(ReadError) {
            try await refresh(until: deadline)
        } catch {
            fetchingPages?.cancel()
            throw error
        }
        await judgeLeases(until: deadline + -Self.marginMs)
        if let fetchingPages { await finishPages(fetchingPages, began: began, until: deadline) }
        return compose()
    }

    func look(at targets: [LookTarget], until deadline: Moment) async -> [LookTarget: Look] {
        let answers = await looks(at: targets, until: deadline)
        return answers.mapValues { answer in
            switch answer {
            case .absent: return .absent
            case .refused(let why), .unknown(let why): return .unknown(why)
            case .listed(let instance, let time):
                let entry = instance.entry
                guard let now = (time ?? serverClock)?.now(at: client.clock().moment),
                    let expired = entry.lease.expired(at: now)
                else { return .listed(entry.registration) }
                let detail = "lease expired \(LeaseWatch.age(expired)) ago"
                return .listed(entry.registration.judged(entry.registration.state.onceExpired, detail: detail))
            }
        }
    }

    /// Reads what changed, or everything where that is due or the delta proves wrong.
    private func refresh(until deadline: Moment) async throws(ReadError) {
        if !schedule.isFullDue(at: client.clock().moment) {
            if try await readDelta(until: deadline) { return }
        }
        try await readAll(until: deadline)
    }

    private func readDelta(until deadline: Moment) async throws(ReadError) -> Bool {
        do throws(ReadError) {
            let (delta, time) = try await client.document(client.address.delta, until: deadline)
            if let time { serverClock = time }
            dirty.formUnion(registry.apply(delta))
            let proven = delta.faults.isEmpty && delta.hashCode == registry.hashCode
            schedule.noteDelta(at: client.clock().moment, proven: proven)
            return proven
        } catch {
            switch error.code {
            case .refused, .malformed:
                schedule.noteDeltaRefused(at: client.clock().moment)
                return false
            case .serverError: return false
            default: throw error
            }
        }
    }

    private func readAll(until deadline: Moment) async throws(ReadError) {
        let document: Document
        let time: ServerClock?
        do throws(ReadError) {
            (document, time) = try await client.document(client.address.applications, until: deadline)
        } catch {
            throw await explained(error, until: deadline)
        }
        if let time { serverClock = time }
        dirty.formUnion(registry.replace(with: document))
        faults = document.faults
        ownApplication = document.ownApplication ?? ownApplication
        let proven = faults.isEmpty && document.hashCode == registry.hashCode
        schedule.noteFull(
            at: client.clock().moment, proven: proven, leaseMs: registry.usualLeaseMs, instances: registry.count)
        watch.date(registry, serverNow: serverClock?.now(at: client.clock().moment) ?? .max)
    }

    /// A 403 of `/apps` is a server that warms up where its status page is open, and a refusal where that is closed too.
    private func explained(_ error: ReadError, until deadline: Moment) async -> ReadError {
        guard error.code == .refused, await client.statusPage(until: deadline).status == 200 else { return error }
        return ReadError(
            .notReady,
            "\(client.address.applications): HTTP 403, the server is still warming up: it found no peer to copy from; "
                + "it opens by itself within 5 minutes (`waitTimeInMsWhenSyncEmpty`)")
    }

    /// The answer to a poll, made of what changed since the last.
    private func compose() -> Reading {
        let now = serverClock?.now(at: client.clock().moment) ?? .min
        let touched = watch.touched
        var services: [ServiceKey: [Registration]] = [:]
        let first = told == nil
        let stale = first ? Set(registry.services.keys) : dirty.union(touched).union(judged)
        for service in stale {
            let entries = registry.services[service] ?? []
            let list =
                touched.contains(service)
                ? entries.map { watch.judged($0, in: service, serverNow: now) } : entries.map(\.registration)
            if told?[service] != list, !(list.isEmpty && told?[service] == nil) { services[service] = list }
            told = told ?? [:]
            told?[service] = list.isEmpty ? nil : list
        }
        told = told ?? [:]
        dirty.removeAll()
        judged = touched
        let facts = nodeFacts()
        let newFacts = facts == toldFacts ? nil : facts
        toldFacts = facts
        let observation = Observation(services: services, node: newFacts)
        if !faults.isEmpty {
            let known = faults.allSatisfy { $0.service != nil }
            let told = faults.map { ReadFault(service: $0.service, message: $0.reason) }
            return .partial(observation, replacesAll: first && known, faults: told)
        }
        if first { return .reset(observation) }
        return services.isEmpty ? .confirmed(newFacts) : .changes(observation)
    }
}
