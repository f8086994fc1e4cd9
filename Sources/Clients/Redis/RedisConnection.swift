import Topology

/// One connection to a Redis: calls out, answers in, in the same order.
actor RedisConnection {
    private let stream: ByteStream
    private var decoder: RESPDecoder
    private let limits: RESPLimits
    /// Set by the log-in.
    var protocolVersion = 2

    init(stream: ByteStream, limits: RESPLimits) {
        self.stream = stream
        self.limits = limits
        decoder = RESPDecoder(limits: limits)
    }

    /// Where it goes, for messages.
    nonisolated var label: String { stream.label }

    func speaks(_ version: Int) { protocolVersion = version }

    /// Sends calls at once and takes their answers; what the server pushes in between is not for us.
    func ask(_ commands: [RedisCommand], until deadline: Moment) async throws(ClientError) -> RedisRound {
        stream.trace("> \(commands.map(\.line).joined(separator: ", "))")
        let sentAt = MonotonicClock.now()
        try await stream.send(commands.flatMap(\.encoded), until: deadline)
        var replies: [RESPValue] = []
        // A server that pushes without end must not be listened to without end.
        var budget = limits.bytes * 2
        while replies.count < commands.count {
            if let value = try next() {
                if case .push = value { continue }
                replies.append(value)
                continue
            }
            let bytes = try await stream.receive(until: deadline)
            guard !bytes.isEmpty else {
                throw ClientError(
                    .connectionLost, "\(label): the server closed the connection without an answer",
                    mayHaveBeenSent: true)
            }
            budget -= bytes.count
            guard budget >= 0 else {
                throw ClientError(.tooLarge, "\(label): more than \(limits.bytes * 2) bytes in one round")
            }
            decoder.feed(bytes)
        }
        let answeredAt = MonotonicClock.now()
        stream.trace("< \(replies.count) answers after \(answeredAt - sentAt) ms")
        return RedisRound(
            replies: replies, sentAt: sentAt, answeredAt: answeredAt, remoteAddress: stream.remoteAddress,
            localAddress: stream.localAddress, protocolVersion: protocolVersion)
    }

    nonisolated func close() { stream.close() }

    private func next() throws(ClientError) -> RESPValue? {
        do throws(RESPFault) {
            return try decoder.next()
        } catch {
            let code: ClientError.Code = error.isTooLarge ? .tooLarge : .malformed
            throw ClientError(code, "\(label): \(error.message)", cause: error, mayHaveBeenSent: true)
        }
    }
}
