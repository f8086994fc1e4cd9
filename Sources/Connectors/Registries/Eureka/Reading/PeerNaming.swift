import Contract
import Topology

/// Which servers one server names, and what it calls itself: from its status page and from the servers' registrations.
struct PeerNaming {
    /// The other servers, each once.
    private(set) var named: [NamedServer] = []
    /// Names of its own, as `host:port`.
    private(set) var ownNames: [String]

    /// Puts together what both tell.
    ///
    /// - Parameters:
    ///   - address: the server that was asked.
    ///   - page: its status page, where it has one.
    ///   - registrations: those of Eureka servers that it lists.
    init(address: EurekaAddress, page: StatusPage?, registrations: [Registration]) {
        ownNames = page?.ownNames ?? []
        let own = Set(ownNames + [address.hostAndPort])
        for replica in page?.replicas ?? [] {
            // The user and password that peers may carry in their addresses end here.
            guard let peer = EurekaAddress(replica), !own.contains(peer.hostAndPort) else { continue }
            add(peer, by: "/status", otherNames: [])
        }
        for registration in registrations {
            let byName = EurekaAddress.join(
                registration.hostName.isEmpty ? registration.host : registration.hostName, registration.port)
            let byAddress = EurekaAddress.join(registration.host, registration.port)
            // Its own IP address may be a bridge's, and another's as well: the host name decides.
            if own.contains(byName) || byAddress == address.hostAndPort {
                if !ownNames.contains(byName) { ownNames.append(byName) }
                continue
            }
            guard let peer = EurekaAddress("\(address.scheme)://\(byName)\(address.path)") else { continue }
            add(
                peer, by: "registration of \(registration.sourceService)",
                otherNames: byAddress == byName ? [] : [byAddress])
        }
    }

    private mutating func add(_ peer: EurekaAddress, by source: String, otherNames: [String]) {
        let known = named.firstIndex { server in
            guard let name = EurekaAddress(server.address)?.hostAndPort else { return false }
            return name == peer.hostAndPort || otherNames.contains(name) || server.otherNames.contains(peer.hostAndPort)
        }
        guard let known else {
            named.append(
                NamedServer(address: peer.base, host: peer.host, namedBy: source, otherNames: otherNames))
            return
        }
        let name = EurekaAddress(named[known].address)?.hostAndPort
        for other in otherNames + [peer.hostAndPort] where other != name && !named[known].otherNames.contains(other) {
            named[known].otherNames.append(other)
        }
    }
}
