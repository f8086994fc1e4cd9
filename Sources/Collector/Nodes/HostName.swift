/// The host of a node's or a route's address.
enum HostName {
    /// `10.1.0.9` of `http://user@10.1.0.9:8080/x` or `10.1.0.9:6379`; nothing where there is none.
    static func of(_ address: String) -> String? {
        var text = address[...]
        if let colons = text.firstRange(of: "://") { text = text[colons.upperBound...] }
        if let end = text.firstIndex(where: { "/?#".contains($0) }) { text = text[..<end] }
        if let at = text.lastIndex(of: "@") { text = text[text.index(after: at)...] }
        if text.first == "[", let end = text.firstIndex(of: "]") {
            text = text[text.index(after: text.startIndex)..<end]
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            text = text[..<colon]
        }
        return text.isEmpty ? nil : String(text)
    }
}
