import Clients
import Contract

extension GatewayClient {
    /// What a call without an answer means to an operator.
    static func readError(_ error: ClientError, of url: String) -> ReadError {
        let code: ReadError.Code =
            switch error.code {
            case .malformed, .truncated: .malformed
            case .tooLarge: .tooLarge
            case .cancelled: .cancelled
            case .settings: .settings
            default: .unreachable
            }
        let advice: String? =
            switch error.code {
            case .tls: "check `tls` of the source: the authority, the server's name, the client certificate"
            case .connectionRefused, .nameNotResolved, .proxy: "check that the gateway runs and that `url` is right"
            default: nil
            }
        let text = "\(url): \(error.message)"
        return ReadError(code, advice.map { "\(text); \($0)" } ?? text)
    }

    /// What an answer that is not what was asked for means to an operator.
    static func meaning<Value>(of response: HTTPResponse, _ url: String) -> Answer<Value> {
        let status = "\(url): HTTP \(response.status)"
        switch response.status {
        case 300..<400:
            return .failed("\(status), a redirect; redirects are not followed: write the address of the gateway itself")
        case 401:
            return .refused("\(status), it wants other credentials; check `credentials` of the source")
        case 403:
            return .refused("\(status), access denied; check `credentials` of the source, and the gateway's security")
        case 404, 405:
            return .hidden(
                "\(status), not shown there; check `url` and `actuator`, and on the gateway "
                    + "management.endpoints.web.exposure.include")
        default:
            let excerpt = response.excerpt.isEmpty ? "" : ": \(response.excerpt)"
            return .failed("\(status)\(excerpt)")
        }
    }
}
