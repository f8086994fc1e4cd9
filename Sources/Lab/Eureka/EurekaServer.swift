import Serving
import Synchronization

/// One simulated Eureka server: a registry behind HTTP, with peers and with faults.
final class EurekaServer: Sendable {
    let index: Int
    let zone: LabZone
    let clock: LabClock
    let clocks: EurekaClocks
    let credentials: LabOptions.Credentials?
    let registry: Mutex<EurekaRegistry>
    let cache: ResponseCache
    let faults = Mutex(ServerFaults())
    /// When it started, in the wall's milliseconds.
    let started: Int64
    /// What is still to be sent, one queue a peer; the server's own is empty.
    let outbox: Mutex<[[ReplicationTask]]>
    private let peerURLs = Mutex<[String]>([])
    private let http = Mutex<HTTPServer?>(nil)

    init(
        index: Int, zone: LabZone, of count: Int, options: LabOptions, clock: LabClock, started: Int64
    ) {
        self.index = index
        self.zone = zone
        self.clock = clock
        self.started = started
        clocks = options.clocks
        credentials = options.credentials
        registry = Mutex(EurekaRegistry(clocks: options.clocks, seed: options.seed &+ UInt64(index)))
        cache = ResponseCache(clocks: options.clocks)
        outbox = Mutex(Array(repeating: [], count: count))
    }

    /// Begins to listen.
    func listen(address: String, port: UInt16) throws(LabError) {
        do throws(ServingError) {
            let server = try HTTPServer(answeringOn: address, port: port, threads: 2) { [weak self] in
                self?.answer($0) ?? .drop
            }
            http.withLock { $0 = server }
        } catch {
            throw LabError(
                code: .server, message: "the Eureka server of \(zone.name) does not start: \(error.message)",
                cause: error)
        }
    }

    /// `http://ADDRESS:PORT/eureka`, as estate files name it.
    var url: String {
        http.withLock { $0 }.map { "\($0.url)/eureka" } ?? ""
    }

    var port: UInt16 {
        http.withLock { $0 }?.port ?? 0
    }

    /// The peers' addresses, as this server's pages name them: with a slash at the end.
    var peers: [String] {
        get { peerURLs.withLock { $0 } }
        set { peerURLs.withLock { $0 = newValue } }
    }

    /// Whether instances and peers reach it.
    var isReachable: Bool {
        faults.withLock { $0.reach } == .reachable
    }

    /// Changes how it treats whoever connects.
    func become(_ reach: ServerFaults.Reach) throws(LabError) {
        faults.withLock { $0.reach = reach }
        guard let server = http.withLock({ $0 }) else { return }
        guard reach != .refusing else { return server.refuse() }
        do throws(ServingError) {
            // Whoever it left hanging is cut off: those calls are not answered any more.
            if reach == .reachable { server.refuse() }
            try server.listen()
        } catch {
            throw LabError(
                code: .server, message: "the Eureka server of \(zone.name) does not come back: \(error.message)",
                cause: error)
        }
    }

    func stop() {
        http.withLock { $0 }?.stop()
    }

    /// Queues something for every peer.
    func tellPeers(_ app: String, _ id: String, _ action: ReplicationTask.Action, now: Int64) {
        let task = ReplicationTask(app: app, id: id, action: action, expires: now + clocks.replicationExpiry)
        outbox.withLock { queues in
            for peer in queues.indices where peer != index { queues[peer].append(task) }
        }
    }
}
