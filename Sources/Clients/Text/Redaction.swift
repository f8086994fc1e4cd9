/// Takes secrets out of what is shown or written down.
enum Redaction {
    static let mark = "***"

    /// Names of headers, query parameters and JSON members whose values are secrets.
    static func isSecret(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        if name.contains("password") || name.contains("passwd") || name.contains("secret") { return true }
        if name.contains("authorization") || name.contains("cookie") || name.contains("credential") { return true }
        return name.hasSuffix("token") || name.hasSuffix("api-key") || name.hasSuffix("apikey")
    }

    /// An address without user and password, and without the values of secret parameters.
    static func url(_ text: String) -> String {
        guard let query = text.firstIndex(of: "?") else { return userinfo(text) }
        let parameters = text[text.index(after: query)...].split(separator: "&", omittingEmptySubsequences: false)
        let shown = parameters.map { parameter -> String in
            guard let equals = parameter.firstIndex(of: "="), isSecret(parameter[..<equals]) else {
                return String(parameter)
            }
            return "\(parameter[...equals])\(mark)"
        }
        return userinfo(String(text[..<query])) + "?" + shown.joined(separator: "&")
    }

    /// Any text without `user:password@` behind `://`, wherever it stands.
    static func userinfo(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index...].starts(with: Array("://".utf8)) else {
                kept.append(bytes[index])
                index += 1
                continue
            }
            kept += Array("://".utf8)
            index += 3
            let authority = bytes[index...].prefix { !ends.contains($0) }
            guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { continue }
            kept += Array("\(mark)@".utf8)
            index = at + 1
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// What ends the authority of an address in running text.
    private static let ends = Set("/?#\"'<>\\ \t\r\n,;".utf8)
}
