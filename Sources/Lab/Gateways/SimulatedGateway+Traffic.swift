import Synchronization

extension SimulatedGateway {
    /// Which routes take the requests of a path, once a refresh that is due is done.
    func shares(of path: String, _ now: Int64) -> [GatewayState.Share] {
        state.withLock { state in
            state.settle(now)
            return state.shares(of: path)
        }
    }

    /// Sets the pace of its counters: each route's part of what became of the requests to its target.
    func pace(_ now: Int64, _ flows: [(route: GatewayRoute, part: Double, served: ServedLoad?)]) {
        state.withLock { state in
            state.pace(now)
            for flow in flows {
                for outcome in flow.served?.byStatus ?? [] {
                    state.flow(flow.route, status: outcome.status, outcome.rate * flow.part, seconds: outcome.seconds)
                }
            }
        }
    }

    /// Its registry client has heard something: routes are loaded again, as Spring Cloud Gateway does at each heartbeat.
    func heartbeat(_ now: Int64) {
        state.withLock { $0.refresh(now) }
    }
}
