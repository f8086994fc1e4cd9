import Contract
import Topology

/// One polled server as the review sees it.
struct Peer {
    /// As the estate file writes it.
    let address: String
    let zone: String?
    /// What it said last, where it ever did.
    let node: RedisNode?
    /// Whether that is what it says now.
    let isFresh: Bool
    /// Whether it has not been asked to the end yet.
    let isWaiting: Bool
    /// Why it does not answer, in a few words.
    let error: String?
    /// Its address made comparable.
    let place: HostPort?

    init(_ reviewed: ReviewedNode) {
        address = reviewed.id.node
        zone = reviewed.zone
        node = reviewed.facts.own?.value(as: RedisNode.self)
        isFresh = node != nil && (reviewed.state == .live || reviewed.state == .partial)
        isWaiting = reviewed.state == .waiting
        error = reviewed.error
        place = HostPort(reviewed.id.node)
    }

    /// What it says now.
    var fresh: RedisNode? { isFresh ? node : nil }

    /// Its own host as others may see it: the address that was connected to, else as it is written.
    var hosts: [String] {
        [place?.host, node?.remoteAddress.map { HostPort(host: $0, port: 0).host }].compactMap { $0 }
    }
}

/// One end of a link: a server that is polled, or one that is only named.
enum Endpoint: Hashable {
    case peer(Int)
    case named(HostPort)
}

/// What is known of one link, from both ends.
struct Edge {
    let from: Endpoint
    let to: Endpoint
    /// The master's line on it, where a master that is polled lists it.
    var listing: Downstream?
    /// Whether the replica says that it receives from there.
    var isClaimed = false
}
