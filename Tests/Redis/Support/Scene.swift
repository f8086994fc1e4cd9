import Contract
import Topology

@testable import Redis

/// A source of servers as the review sees them: built up line by line, so that a test says only what matters to it.
struct Scene {
    var nodes: [ReviewedNode] = []
    var own: [String: SettingValue] = [:]
    let now = Moment(milliseconds: 1_000_000)

    static let history = String(repeating: "a", count: 40)

    mutating func add(
        _ address: String, zone: String? = nil, state: NodeView.State = .live, error: String? = nil,
        _ node: RedisNode? = nil
    ) {
        nodes.append(
            ReviewedNode(
                id: NodeID(source: "cache", node: address), zone: zone, state: state, answeredAt: node?.at,
                error: error, facts: NodeFacts(own: node.map { OwnFacts($0) })))
    }

    /// A master at an offset; `past` are its offsets so many milliseconds ago.
    func master(
        _ offset: Int64, replid: String = Scene.history, replicas: [Downstream] = [],
        past: KeyValuePairs<Int64, Int64> = [:], ago: Int64 = 0
    ) -> RedisNode {
        var node = RedisNode(at: now + -ago)
        node.replid = replid
        node.offset = offset
        node.replicas = replicas
        node.port = 6379
        node.backlog = Backlog(size: 1_048_576, held: 10_000, first: offset - 9_999)
        node.history = past.map { Sample(at: now + -$0.key, replid: replid, offset: $0.value) }
        node.history.append(Sample(at: node.at, replid: replid, offset: offset))
        return node
    }

    /// A replica of `host:port` that has applied so much; `past` is what it had applied so many milliseconds ago.
    func replica(
        of host: String, _ applied: Int64, port: Int = 6379, replid: String = Scene.history, isUp: Bool = true,
        lastIO: Int64? = 0, received: Int64? = nil, past: KeyValuePairs<Int64, Int64> = [:], ago: Int64 = 0
    ) -> RedisNode {
        var node = RedisNode(at: now + -ago)
        node.replid = replid
        node.offset = applied
        node.port = 6379
        node.upstream = Upstream(
            host: host, port: port, isUp: isUp, lastIOSeconds: lastIO, downSeconds: isUp ? nil : 14, applied: applied,
            received: received ?? applied)
        node.history = past.map {
            Sample(
                at: now + -$0.key, replid: replid, offset: $0.value, applied: $0.value, received: $0.value, isLive: true
            )
        }
        node.history.append(
            Sample(
                at: node.at, replid: replid, offset: applied, applied: applied, received: received ?? applied,
                isLive: node.upstream?.isLive))
        return node
    }

    func line(
        _ host: String, _ offset: Int64, port: Int = 6379, ack: Int64? = 0, state: String = "online"
    ) -> Downstream {
        Downstream(host: host, port: port, state: state, offset: offset, ackSeconds: ack)
    }

    func review() -> SourceReview {
        let source = SourceSettings(
            name: "cache", kind: "redis", nodes: nodes.map { NodeSettings(address: $0.id.node, zone: $0.zone) },
            own: own)
        return ReplicationReview(source: source, nodes: nodes, now: now).result()
    }

    /// The one link.
    func link() -> ReplicationLink? {
        let links = review().links
        return links.count == 1 ? links[0] : nil
    }
}

extension Measured {
    var reason: String? {
        if case .unknown(let reason) = self { reason } else { nil }
    }
}
