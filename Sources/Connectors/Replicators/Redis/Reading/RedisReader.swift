import Clients
import Contract
import Topology

/// Reads one server: a round of calls that go out together, and where it was before.
actor RedisReader: Reader {
    private let node: NodeSettings
    private let transport: TransportSettings
    private let client: RedisClient
    private let clock: Clock
    private var history: [Sample] = []
    private var hasAnswered = false

    /// So many answers are remembered: an hour at a poll of ten seconds.
    static let mostSamples = 360

    private static let calls = [
        RedisCommand("INFO", "replication"), RedisCommand("ROLE"), RedisCommand("TIME"),
        RedisCommand("INFO", "server"), RedisCommand("INFO", "persistence"),
    ]

    init(node: NodeSettings, transport: TransportSettings, client: RedisClient, clock: @escaping Clock) {
        self.node = node
        self.transport = transport
        self.client = client
        self.clock = clock
    }

    nonisolated var pace: ReaderPace { .polled }

    func next(until deadline: Moment) async throws(ReadError) -> Reading {
        let round: RedisRound
        do throws(ClientError) {
            round = try await client.ask(Self.calls, until: deadline)
        } catch {
            throw ReadError(error, transport: transport)
        }
        let answer = RedisAnswer(round, address: node.address, user: transport.credentials?.user)
        var state = try answer.node()
        // The same text again and again would be a copy an answer.
        if let last = history.last?.replid, last == state.replid { state.replid = last }
        state.remoteAddress = transport.proxy == nil ? round.remoteAddress : nil
        remember(state)
        state.history = history
        let facts = NodeFactsMaker(
            address: node.address, state: state, answer: answer, skew: ClockSkew(round, reading: clock())
        ).facts()
        defer { hasAnswered = true }
        let observation = Observation(node: facts)
        if !answer.faults.isEmpty { return .partial(observation, replacesAll: true, faults: answer.faults) }
        return hasAnswered ? .changes(observation) : .reset(observation)
    }

    func close() async { await client.close() }

    private func remember(_ state: RedisNode) {
        history.append(
            Sample(
                at: state.at, replid: state.isLoading ? nil : state.replid, offset: state.offset,
                applied: state.applied, received: state.upstream?.received, isLive: state.upstream?.isLive))
        if history.count > Self.mostSamples { history.removeFirst(history.count - Self.mostSamples) }
    }
}

extension Upstream {
    /// For so long a link may be silent: a master that has nothing to say pings every ten seconds.
    static let longestSilenceSeconds: Int64 = 11

    /// Whether it is up and heard from.
    var isLive: Bool { isUp && (lastIOSeconds ?? 0) <= Self.longestSilenceSeconds }
}
