import Clients
import Contract
import Topology

extension EurekaActuator {
    func capabilities(until deadline: Moment) async -> [NodeID: Capability] {
        await withTaskGroup(of: (NodeID, Capability).self) { group in
            for node in nodes {
                group.addTask { (source.id(of: node.settings), await capability(of: node, until: deadline)) }
            }
            var all: [NodeID: Capability] = [:]
            for await (id, capability) in group { all[id] = capability }
            for node in source.nodes where all[source.id(of: node)] == nil {
                all[source.id(of: node)] = .silent("\(Printable.line(node.address)) is not an address")
            }
            return all
        }
    }

    /// Puts a status on an instance that does not exist: 404 where that is allowed, 401 or 403 where it is not.
    private func capability(of node: Node, until deadline: Moment) async -> Capability {
        let url = node.client.address.override("NOPE", "none", value: EurekaAction.out)
        do throws(ClientError) {
            let response = try await http.send(HTTPRequest("PUT", url, byteLimit: 1 << 20), until: deadline)
            switch response.status {
            case 404:
                if let doubt = await node.client.doubtOfEureka(until: deadline) { return .readOnly(doubt) }
                return .writable(["status override"])
            case 401, 403:
                return .readOnly(
                    "HTTP \(response.status) to a PUT: check `credentials`, and that CSRF protection leaves "
                        + "/eureka/** out")
            default:
                return .readOnly(
                    "HTTP \(response.status) to a PUT on an instance that does not exist, where Eureka answers 404")
            }
        } catch {
            return .silent(error.message)
        }
    }
}
