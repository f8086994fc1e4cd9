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
        let request = HTTPRequest(
            "GET", url, headers: [HTTPHeader("Accept", "application/json")], byteLimit: 1 << 20,
            sendsCredentials: false)
        do throws(ClientError) {
            let response = try await http.send(request, until: deadline)
            let shown = Printable.line(EurekaClient.scrubbed(url))
            guard response.status == 200 else { return .notUp("\(shown) answers \(response.status)") }
            let parser = try JSONParser()
            let status = (try? parser.parse(response.body))?["status"]?.text
            guard status == "UP" else {
                return .notUp("\(shown) says \(Printable.line(status ?? "nothing of a status"))")
            }
            return .up
        } catch {
            return .notUp(error.message)
        }
    }
}
