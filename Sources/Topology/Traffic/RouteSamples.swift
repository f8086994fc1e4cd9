/// What gateways count on routes that lead to one instance alone, by its address: as good as asking the instance, where
/// no service is named that could be asked for.
public enum RouteSamples {
    /// Requests to an address, over all gateways.
    public struct Tally: Sendable {
        /// What was counted.
        public var rate: TrafficRate
        /// How many requests that was.
        public var requests: Double
        /// When the oldest of it was read.
        public var at: Moment
    }

    /// By `host:port` of the routes' URIs; gateways that do not answer say nothing.
    public static func byAddress(_ nodes: [GatewayNode]) -> [String: Tally] {
        var rates: [String: [(rate: TrafficRate, overMs: Int64, at: Moment)]] = [:]
        for node in nodes where node.isFresh {
            for view in node.routes ?? [] where view.route.service == nil {
                guard let (rate, at) = view.rate.freshWithTime, rate.requestsPerSecond > 0 else { continue }
                let address = NodeID(source: "", node: view.route.uri).server
                rates[address, default: []].append((rate, node.overMs, at))
            }
        }
        return rates.mapValues { all in
            Tally(
                rate: TrafficRate.sum(all.map(\.rate)),
                requests: all.reduce(0) { $0 + $1.rate.requestsPerSecond * Double($1.overMs) / 1000 },
                at: all.map(\.at).min() ?? Moment(milliseconds: 0))
        }
    }

    /// The instances at these addresses as samples; those of services that were asked themselves are left out.
    public static func samples(
        _ tallies: [String: Tally], of services: some Sequence<ServiceView>, besides asked: Set<ServiceKey>
    ) -> [UpstreamSample] {
        guard !tallies.isEmpty else { return [] }
        var samples: [UpstreamSample] = []
        for service in services where !asked.contains(service.key) {
            for instance in service.instances {
                guard let tally = tallies[instance.key.address] else { continue }
                samples.append(
                    UpstreamSample(
                        instance: instance.key, zone: instance.zone, isUp: instance.state == .up && !instance.differs,
                        rate: .value(tally.rate, at: tally.at), requests: tally.requests))
            }
        }
        return samples
    }
}
