import Serving
import Synchronization

/// The simulated Redis servers: one tree of replication, each node behind a TCP server of its own.
final class RedisEstate: Sendable {
    /// A value, and how far a replica must be to know it; nil where it was deleted.
    struct Entry: Sendable {
        let value: [UInt8]?
        let offset: Int64
    }

    struct State: Sendable {
        var tree: RedisTree
        /// By key, the last values of each, oldest first: a replica that is behind knows an older one.
        var data: [[UInt8]: [Entry]] = [:]
        var commands: Int64 = 0
        var clients: Int64 = 0
    }

    let clock: LabClock
    let credentials: LabOptions.Credentials?
    let state: Mutex<State>
    /// The identity of the data set, which replicas share with their master.
    let replicationID: String
    private let servers: Mutex<[StreamServer]>

    /// Zone and master of each node: two replicas in other zones, and one behind the second of them.
    static let shape: [(zone: Int, parent: Int?)] = [(0, nil), (1, 0), (3, 0), (4, 2)]
    /// The last part of their addresses.
    private static let number = 252

    init(options: LabOptions, clock: LabClock) throws(LabError) {
        self.clock = clock
        credentials = options.credentials
        var random = LabRandom(seed: options.seed ^ 0x8ED15)
        replicationID = (0..<5).map { _ in Self.hex(random.next()) }.joined()
        state = Mutex(State(tree: RedisTree(nodes: [], now: 0, written: 0)))
        servers = Mutex([])
        var nodes: [RedisTree.Node] = []
        var listening: [StreamServer] = []
        for (index, place) in Self.shape.enumerated() {
            let address = "127.\(LabZone.all[place.zone].number).0.\(Self.number)"
            let ports = Ports.range(options.port(after: 2), Ports.redis, from: listening.first?.port)
            let server = try Ports.first(ports, "the Redis server at \(address)") {
                port throws(ServingError) in
                try StreamServer(address: address, port: port) { [weak self] in RedisSession(of: self, node: index) }
            }
            listening.append(server)
            // Another region is further away.
            let far = place.parent.map { LabZone.all[Self.shape[$0].zone].region != LabZone.all[place.zone].region }
            let delay: Int64 = far == true ? 38 : 2
            nodes.append(
                RedisTree.Node(
                    zone: place.zone, address: address, port: server.port, parent: place.parent, naturalDelay: delay,
                    delay: delay))
        }
        servers.withLock { $0 = listening }
        let now = clock.monotonic()
        state.withLock { $0.tree = RedisTree(nodes: nodes, now: now, written: 7_340_032_000) }
    }

    /// What is wrong with a node's process.
    func fault(_ node: Int) -> NodeFault? {
        state.withLock { $0.tree.nodes[node].fault }
    }

    /// Changes nodes and links from now on.
    func change(_ body: (inout [RedisTree.Node]) -> Void) throws(LabError) {
        let now = clock.monotonic()
        let (old, new) = state.withLock { state in
            state.tree.settle(now)
            let old = state.tree.nodes.map(\.fault)
            state.tree.change(now, body)
            return (old, state.tree.nodes.map(\.fault))
        }
        for (index, server) in servers.withLock({ $0 }).enumerated() where old[index] != new[index] {
            // Whoever was left hanging is cut off once that is over.
            if new[index] == .refusing || old[index] == .hanging { server.refuse() }
            guard new[index] != .refusing else { continue }
            do throws(ServingError) {
                try server.listen()
            } catch {
                throw LabError(
                    code: .server, message: "the Redis server does not come back: \(error.message)", cause: error)
            }
        }
    }

    func stop() {
        for server in servers.withLock({ $0 }) { server.stop() }
    }

    private static func hex(_ number: UInt64) -> String {
        let text = String(number & 0xFFFF_FFFF, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }
}
