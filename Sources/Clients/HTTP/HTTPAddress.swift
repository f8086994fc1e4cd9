import Curl

/// An address taken apart by curl's own parser, so that what is checked here is what curl connects to.
struct HTTPAddress: Sendable {
    /// `http` or `https`.
    var scheme: String
    /// The host, IPv6 without brackets.
    var host: String
    /// The port.
    var port: Int
    /// What follows host and port: path and query.
    var target: String
    /// As it was given.
    var text: String

    /// Host and port as messages show them.
    var label: String { "\(bracketed(host)):\(port)" }

    /// Whether it is `https`.
    var isSecure: Bool { scheme == "https" }

    /// The same address under another host name.
    func replacing(host name: String) -> String { "\(scheme)://\(bracketed(name)):\(port)\(target)" }

    /// Takes an address apart.
    ///
    /// - Throws: `.settings` where it cannot be used; the message never holds user or password.
    init(_ text: String, schemes: [String] = ["http", "https"]) throws(ClientError) {
        guard let url = curl_url() else { throw ClientError(.settings, "no memory for an address") }
        defer { curl_url_cleanup(url) }
        let shown = Redaction.url(Excerpt.of(text, limit: 200))
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ClientError(.settings, "\(shown) is not an address: encode what is not plain ASCII")
        }
        guard curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK,
            let scheme = Self.part(url, CURLUPART_SCHEME), let host = Self.part(url, CURLUPART_HOST), !host.isEmpty
        else { throw ClientError(.settings, "\(shown) is not an address") }
        guard schemes.contains(scheme) else {
            throw ClientError(.settings, "\(shown): \(schemes.joined(separator: " or ")) is wanted, not \(scheme)")
        }
        guard Self.part(url, CURLUPART_USER) == nil, Self.part(url, CURLUPART_PASSWORD) == nil else {
            throw ClientError(
                .settings, "\(shown): user and password belong under `credentials`, not into the address")
        }
        self.text = text
        self.scheme = scheme
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let port = Self.part(url, CURLUPART_PORT).flatMap { Int($0) }
        self.port = port ?? (scheme == "https" ? 443 : scheme == "http" ? 80 : 1080)
        let query = Self.part(url, CURLUPART_QUERY).map { "?\($0)" } ?? ""
        target = (Self.part(url, CURLUPART_PATH) ?? "/") + query
    }

    private static func part(_ url: OpaquePointer, _ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    private func bracketed(_ host: String) -> String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host }
}
