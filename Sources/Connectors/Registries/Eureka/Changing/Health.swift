import Clients
import Contract
import Topology

/// What an instance's own health endpoint says.
enum Health: Hashable, Sendable {
    /// UP.
    case up
    /// Anything else, and why.
    case notUp(String)
}

extension EurekaActuator {
    /// Asks each target's own health endpoint, as it registered it; without the source's credentials.
    func health(of targets: [Intent.Target], _ views: LiveViews, until deadline: Moment) async -> [InstanceKey: Health]
    {
        let limit = min(deadline, clock().moment + source.deadlineMs)
        return await withTaskGroup(of: (InstanceKey, Health).self) { group in
            var waiting = targets.makeIterator()
            var all: [InstanceKey: Health] = [:]
            func start() {
                guard let target = waiting.next() else { return }
                let view = TargetView(target, nodes: nodes, views: views)
                let url = view.listed.compactMap(\.instance.healthCheckURL).first
                group.addTask { (target.instance, await health(at: url, until: limit)) }
            }
            for _ in 0..<8 { start() }
            while let (instance, health) = await group.next() {
                all[instance] = health
                start()
            }
            return all
        }
    }

    private func health(at url: String?, until deadline: Moment) async -> Health {
        guard let url else { return .notUp("it registered no health endpoint") }
        let shown = Printable.line(EurekaClient.scrubbed(url))
        do throws(ClientError) {
            switch HealthAnswer(try await ask(url, until: deadline).body) {
            case .up: return .up
            case .notUp(let what): return .notUp("\(shown) \(what)")
            case .unclear: break
            }
            // Spring Boot's readiness does not hold what the registry says.
            let ready = try await ask(url + "/readiness", until: deadline)
            if ready.status == 200, HealthAnswer(ready.body) == .up { return .up }
            return .notUp("\(shown) says OUT_OF_SERVICE without why, and its readiness does not say UP")
        } catch {
            return .notUp(error.message)
        }
    }

    private func ask(_ url: String, until deadline: Moment) async throws(ClientError) -> HTTPResponse {
        try await http.send(
            HTTPRequest(
                "GET", url, headers: [HTTPHeader("Accept", "application/json")], byteLimit: 1 << 20,
                sendsCredentials: false), until: deadline)
    }
}
