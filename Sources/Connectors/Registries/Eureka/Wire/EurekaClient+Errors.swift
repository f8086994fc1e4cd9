import Clients
import Contract

extension EurekaClient {
    /// What a call without an answer means to an operator.
    func readError(_ error: ClientError, of url: String) -> ReadError {
        if let cause = error.cause as? ReadError { return cause }
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
            case .malformed: "check that `url` is Eureka's own address and no proxy answers in its place"
            case .tls: "check `tls` of the source: the authority, the server's name, the client certificate"
            case .connectionRefused, .nameNotResolved, .proxy: "check that the server runs and that `url` is right"
            default: nil
            }
        return ReadError(code, Self.message(url, error.message, advice))
    }

    /// What an answer that is no document means to an operator.
    func readError(_ response: HTTPResponse, of url: String) -> ReadError {
        let (code, what, advice) = Self.meaning(of: response)
        return ReadError(code, Self.message(url, "HTTP \(response.status), \(what)", advice))
    }

    private static func meaning(of response: HTTPResponse) -> (ReadError.Code, what: String, advice: String?) {
        switch response.status {
        case 300..<400:
            let target = response.header("location").map { Printable.line(scrubbed($0), limit: 160) } ?? "elsewhere"
            return (
                .malformed, "a redirect to \(target)",
                "redirects are not followed: write the address of the server itself"
            )
        case 401:
            return (
                .refused, "it wants other credentials", "check `credentials` of the source: user, password, rights"
            )
        case 403:
            return (.refused, "access denied", "check `credentials` of the source, and the server's security rules")
        case 404:
            return (.malformed, "nothing there", "check the path: Spring Cloud's is /eureka, Netflix's /eureka/v2")
        case 429, 503:
            return (.notReady, "the server is overloaded or limits its clients", "poll it less often")
        case 500...:
            return (.serverError, "the server failed: \(response.excerpt)", "see its log")
        default:
            return (.malformed, "not the answer of a Eureka: \(response.excerpt)", nil)
        }
    }

    /// What an address says without the user and password in it.
    static func scrubbed(_ text: String) -> String {
        guard let mark = text.range(of: "://") else { return text }
        let authority = text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return text }
        return String(text[..<mark.upperBound]) + String(text[text.index(after: at)...])
    }

    private static func message(_ url: String, _ what: String, _ advice: String?) -> String {
        let text = what.isEmpty ? url : "\(url): \(what)"
        return advice.map { "\(text); \($0)" } ?? text
    }
}

extension ReadError.Code {
    /// The server answers that it failed (500).
    static let serverError = ReadError.Code(rawValue: "server-error")
}
