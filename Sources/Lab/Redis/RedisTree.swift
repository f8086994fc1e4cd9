/// A simulated Redis master with its replicas: how far each is, at any moment. Pure, given the time.
///
/// Positions are functions of time rather than something that is stepped, so that both ends of a link, asked at the same moment, tell
/// exactly what they would.
struct RedisTree: Sendable {
    /// What is wrong with the way from a node's master to it.
    enum Fault: Sendable, Equatable {
        /// The connection is closed, and none is made.
        case cut
        /// The connection stays, and nothing comes over it.
        case frozen
    }

    /// One server.
    struct Node: Sendable {
        let zone: Int
        /// `127.1.0.253`.
        let address: String
        let port: UInt16
        /// The one whose data it takes; nil for the master.
        let parent: Int?
        /// What is wrong with its process.
        var fault: NodeFault?
        /// What is wrong with its link.
        var link: Fault?
        /// How much later than at its parent things happen here by nature, in milliseconds.
        let naturalDelay: Int64
        /// The same with what was made worse.
        var delay: Int64
        /// Since when nothing comes, and where it stands since; nil while it follows.
        var stopped: (since: Int64, at: Int64)?
        /// What it catches up from, and since when; nil once it has.
        var resumed: (since: Int64, from: Int64, full: Bool)?
        /// It never goes back, whatever is done to its link.
        var floor: Int64 = 0
        var fullSyncs = 0
        var partialSyncs = 0
    }

    /// The master's position from a moment on: it grows evenly until the next one.
    private struct Stretch: Sendable {
        let since: Int64
        let base: Double
        let rate: Double
    }

    var nodes: [Node]
    private var history: [Stretch]
    /// What replicas that lost the connection can be told without copying all, in bytes.
    static let backlog: Int64 = 1 << 20
    /// How fast a replica catches up, in bytes a second, and how long a copy of all takes, in milliseconds.
    private static let catchUp = 4e6
    static let copyTime: Int64 = 4_000
    /// After how long without a word a link counts as broken, in milliseconds (`repl-timeout`).
    static let timeout: Int64 = 60_000
    /// What is written each second, in bytes.
    static let writeRate = 24_000.0

    init(nodes: [Node], now: Int64, written: Int64) {
        self.nodes = nodes
        history = [Stretch(since: now, base: Double(written), rate: Self.writeRate)]
    }

    /// How far a node is: bytes of the stream that it has written or taken over.
    func offset(_ index: Int, _ now: Int64) -> Int64 {
        let node = nodes[index]
        guard let parent = node.parent else { return Int64(written(at: now)) }
        if let stopped = node.stopped { return stopped.at }
        var position = offset(parent, now - node.delay)
        if let resumed = node.resumed {
            let passed = Double(max(0, now - resumed.since - (resumed.full ? Self.copyTime : 0)))
            position = min(position, resumed.from + Int64(passed * Self.catchUp / 1000))
        }
        return max(node.floor, position)
    }

    private func written(at time: Int64) -> Double {
        let stretch = history.last { $0.since <= time } ?? history[0]
        return max(0, stretch.base + stretch.rate * Double(time - stretch.since) / 1000)
    }

    /// Something was written besides the steady load.
    mutating func write(_ bytes: Int, _ now: Int64) {
        begin(now, base: written(at: now) + Double(bytes), rate: history.last?.rate ?? 0)
    }

    /// The steady load stops or goes on.
    mutating func setWriting(_ rate: Double, _ now: Int64) {
        guard history.last?.rate != rate else { return }
        begin(now, base: written(at: now), rate: rate)
    }

    private mutating func begin(_ now: Int64, base: Double, rate: Double) {
        history.append(Stretch(since: now, base: base, rate: rate))
        if history.count > 4096 { history.removeFirst(2048) }
    }

    /// Whether data comes to a node.
    func flows(_ index: Int) -> Bool {
        guard let parent = nodes[index].parent else { return true }
        return nodes[index].link == nil && nodes[index].fault?.isSilent != true && nodes[parent].fault?.isSilent != true
    }

    /// Changes nodes, and stops or resumes what that stops or resumes. A dead or standing master writes nothing.
    mutating func change(_ now: Int64, _ body: (inout [Node]) -> Void) {
        let before = nodes.indices.map { (flows: flows($0), offset: offset($0, now)) }
        body(&nodes)
        for index in nodes.indices {
            guard nodes[index].parent != nil else {
                setWriting(nodes[index].fault?.isSilent == true ? 0 : Self.writeRate, now)
                continue
            }
            nodes[index].floor = before[index].offset
            switch (before[index].flows, flows(index)) {
            case (true, false):
                nodes[index].stopped = (now, before[index].offset)
                nodes[index].resumed = nil
            case (false, true): resume(index, from: before[index].offset, now)
            default: break
            }
        }
    }

    private mutating func resume(_ index: Int, from position: Int64, _ now: Int64) {
        nodes[index].stopped = nil
        guard let parent = nodes[index].parent else { return }
        let full = offset(parent, now) - position > Self.backlog
        nodes[index].resumed = (now, position, full)
        if full { nodes[parent].fullSyncs += 1 } else { nodes[parent].partialSyncs += 1 }
    }

    /// Forgets what a replica caught up from once it has.
    mutating func settle(_ now: Int64) {
        for index in nodes.indices where nodes[index].resumed != nil {
            guard let parent = nodes[index].parent, !isCopying(index, now) else { continue }
            if offset(index, now) >= offset(parent, now - nodes[index].delay) { nodes[index].resumed = nil }
        }
    }

    /// Whether it is being sent all of the data.
    func isCopying(_ index: Int, _ now: Int64) -> Bool {
        nodes[index].resumed.map { $0.full && now - $0.since < Self.copyTime } ?? false
    }
}
