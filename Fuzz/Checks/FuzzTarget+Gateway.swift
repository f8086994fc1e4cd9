import Clients
import SpringCloudGateway
import Topology

extension FuzzTarget {
    /// What a gateway lists as its routes: each read, or left out alone, in words that can be shown.
    static let routes = FuzzTarget(name: "routes") { bytes in
        guard let found = try? GatewayRoutes.decode(bytes) else { return }
        for route in found.routes {
            let texts =
                [route.id, route.uri, route.group ?? "", route.zone ?? "", route.service ?? ""] + route.predicates
                + route.filters
            for text in texts { try mustHold(isPrintable(text), "a route that moves the terminal") }
            try mustHold(route.copies >= 1, "a route that is not there")
        }
        for fault in found.faults { try mustHold(isPrintable(fault), "a fault that moves the terminal") }
        try mustHold(Set(found.routes.map(\.id)).count == found.routes.count, "a route twice")
    }

    /// What a server counted, as Prometheus' text: the same wherever the bytes are cut, never below 0.
    static let metrics = FuzzTarget(name: "metrics") { bytes in
        let whole = GatewayCounters.decode(bytes, piece: max(1, bytes.count))
        let size = Int(bytes.first ?? 0) % 61 + 1
        try mustHold(GatewayCounters.decode(bytes, piece: size) == whole, "pieces of \(size) make other counters")
        for (route, counter) in whole {
            try mustHold(isPrintable(route), "a route that moves the terminal")
            let isSound = counter.requests >= 0 && counter.seconds >= 0 && counter.errors <= counter.requests
            try mustHold(isSound, "counted \(counter)")
        }
    }
}
