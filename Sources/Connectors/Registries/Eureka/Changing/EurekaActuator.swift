import Clients
import Contract
import Topology

/// Drains and restores by status overrides, which are kept by the servers and survive a restart of the instance.
///
/// A write goes to one server, and the servers replicate it; but what one of them misses never heals by itself, and
/// what one of them still has comes back. So each server is read back past its caches, one that lacks a drain gets it
/// directly, and a restore takes the override away on every one.
struct EurekaActuator: Actuator {
    let source: SourceSettings
    let settings: EurekaSettings
    let nodes: [Node]
    let http: HTTPClient
    let clock: Clock

    /// One server and how it is called.
    struct Node: Sendable {
        var settings: NodeSettings
        var client: EurekaClient
        var name: String { settings.address }
    }

    /// The server of a step.
    func node(_ name: String) -> Node? { nodes.first { $0.name == name } }

    func check(_ step: Step, until deadline: Moment) async -> Standing {
        guard let action = EurekaAction(step.action) else {
            return .unknown("this version does not know the step `\(Printable.line(step.action.name))`")
        }
        if case .renewal(let target, let names) = action {
            return await checkRenewal(of: target, at: names, until: deadline)
        }
        guard let node = node(step.node) else { return .unknown("\(step.node) is not in the estate file any more") }
        switch await node.client.live(action.target.application, action.target.id, until: deadline) {
        case .absent: return .moot("\(step.target) is not registered at \(step.node) any more")
        case .refused(let why), .unknown(let why): return .unknown(why)
        case .listed(let instance, _):
            let registration = instance.entry.registration
            let what = "\(registration.status), " + (registration.override.map { "override \($0)" } ?? "no override")
            switch action {
            case .put(_, let value): return registration.override == value ? .holds : .doesNot(what)
            // What somebody else put there meanwhile is theirs: ours is gone.
            case .delete(_, let override, _, _): return registration.override == override ? .doesNot(what) : .holds
            case .renewal: return .unknown("no single server tells of a renewal")
            }
        }
    }

    func apply(_ step: Step, until deadline: Moment) async -> Outcome {
        guard let action = EurekaAction(step.action), let node = node(step.node) else {
            return .notSent("\(step.node) or what is to be done there is not known here")
        }
        guard let call = Self.call(action, at: node.client.address) else {
            return .notSent("waiting sends nothing")
        }
        let request = HTTPRequest(call.method, call.url, headers: call.headers, byteLimit: 1 << 20)
        do throws(ClientError) {
            return Self.outcome(of: try await http.send(request, until: deadline), call.url)
        } catch {
            return error.mayHaveBeenSent ? .unknown(error.message) : .notSent(error.message)
        }
    }

    /// Method, address and headers of an action; nothing for a wait.
    static func call(
        _ action: EurekaAction, at address: EurekaAddress
    ) -> (method: String, url: String, headers: [HTTPHeader])? {
        switch action {
        case .put(let target, let value):
            return ("PUT", address.override(target.application, target.id, value: value), [])
        case .delete(let target, _, let status, let local):
            // With this header the server takes the write for itself and tells no peer.
            let headers = local ? [HTTPHeader("x-netflix-discovery-replication", "true")] : []
            return ("DELETE", address.override(target.application, target.id, value: status), headers)
        case .renewal:
            return nil
        }
    }

    private static func outcome(of response: HTTPResponse, _ url: String) -> Outcome {
        let text = "\(url): HTTP \(response.status)" + (response.excerpt.isEmpty ? "" : ", \(response.excerpt)")
        switch response.status {
        case 200..<300: return .done(receipt: ["status": "HTTP \(response.status)"])
        case 401, 403:
            return .rejected("\(text); check `credentials`, and that CSRF protection leaves /eureka/** out")
        // The instance deregistered since it was looked at, or a proxy answers: the read-back tells which.
        case 404, 429, 502, 503, 504: return .unknown(text)
        case 500: return .rejected("\(text); Eureka answers so to a status that it does not know")
        default: return .rejected(text)
        }
    }

    private func checkRenewal(
        of target: EurekaAction.Target, at names: [String], until deadline: Moment
    ) async -> Standing {
        let nodes = nodes.filter { names.contains($0.name) }
        let views = await LiveViews.take(
            [LookTarget(sourceService: target.application, id: target.id)], at: nodes, until: deadline, clock: clock)
        var waiting: [String] = []
        var silent: [String] = []
        var listed = 0
        for node in nodes {
            switch views.answer(node.name, target.application, target.id) {
            case .listed(let instance, _):
                listed += 1
                if instance.entry.registration.status == "UNKNOWN" { waiting.append(node.name) }
            case .absent: break
            case .refused(let why), .unknown(let why): silent.append(why)
            }
        }
        if !waiting.isEmpty { return .doesNot("UNKNOWN at " + waiting.joined(separator: ", ")) }
        if listed > 0 { return .holds }
        if let why = silent.first { return .unknown(why) }
        return .moot("\(target.application)/\(target.id) is registered nowhere any more")
    }
}
