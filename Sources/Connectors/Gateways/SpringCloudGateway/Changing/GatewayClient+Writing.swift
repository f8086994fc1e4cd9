import Clients
import Contract
import Topology

extension GatewayClient {
    /// Stores a definition; nothing is changed by it before a refresh.
    func post(_ id: String, _ definition: String, until deadline: Moment) async -> Outcome {
        await write("POST", address.route(id), body: definition, until: deadline)
    }

    /// Takes a stored definition away; nothing is changed by it before a refresh.
    func delete(_ id: String, until deadline: Moment) async -> Outcome {
        await write("DELETE", address.route(id), until: deadline)
    }

    /// Makes routes of the definitions; the answer comes before that is done, and says nothing of how it went.
    func refresh(until deadline: Moment) async -> Outcome {
        await write("POST", address.refresh, until: deadline)
    }

    private func write(_ method: String, _ url: String, body: String? = nil, until deadline: Moment) async -> Outcome {
        let headers = body == nil ? [] : [HTTPHeader("Content-Type", "application/json")]
        let request = HTTPRequest(
            method, url, headers: headers, body: body.map { Array($0.utf8) }, byteLimit: 1 << 20)
        do throws(ClientError) {
            let response = try await http.send(request, until: deadline)
            let text = "\(url): HTTP \(response.status)" + (response.excerpt.isEmpty ? "" : ", \(response.excerpt)")
            switch response.status {
            case 200..<300: return .done(receipt: [:])
            case 401, 403: return .rejected("\(text); check `credentials`, and the gateway's security")
            case 404, 405:
                return .rejected(
                    "\(text); the gateway takes no changes there (management.endpoint.gateway.access=unrestricted)")
            case 429, 500...: return .unknown(text)
            default: return .rejected(text)
            }
        } catch {
            return error.mayHaveBeenSent ? .unknown("\(url): \(error.message)") : .notSent("\(url): \(error.message)")
        }
    }
}
