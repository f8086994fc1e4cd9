/// A call as a person would send it by hand, secrets by reference alone.
public enum CurlLine {
    /// `curl -X PUT 'http://…'`, with what the source needs of credentials, TLS and proxy.
    ///
    /// - Parameter body: what is sent along, to the letter.
    public static func of(
        _ method: String, _ url: String, headers: [String] = [], body: String? = nil, transport: TransportSettings
    ) -> String {
        var words = ["curl", "-X", method]
        if let credentials = transport.credentials {
            words += ["-u", "\"\(escaped(credentials.user)):\(expansion(of: credentials.password.reference))\""]
        }
        let tls = transport.tls
        if let ca = tls.ca { words += ["--cacert", quoted(ca)] }
        if let certificate = tls.certificate { words += ["--cert", quoted(certificate)] }
        if let key = tls.key { words += ["--key", quoted(key)] }
        if !tls.verify { words.append("-k") }
        if let proxy = transport.proxy { words += ["-x", quoted(proxy)] }
        for header in headers { words += ["-H", quoted(header)] }
        if let body { words += ["--data-binary", quoted(body)] }
        return (words + [quoted(url)]).joined(separator: " ")
    }

    /// What a shell makes the secret of: `$NAME`, or the file's content.
    private static func expansion(of reference: String) -> String {
        if reference.hasPrefix("${env:"), reference.hasSuffix("}") {
            return "$" + reference.dropFirst(6).dropLast()
        }
        if reference.hasPrefix("${file:"), reference.hasSuffix("}") {
            return "$(cat \(quoted(String(reference.dropFirst(7).dropLast()))))"
        }
        return "$PASSWORD"
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    /// Within double quotes.
    private static func escaped(_ text: String) -> String {
        text.map { "\"\\$`".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
