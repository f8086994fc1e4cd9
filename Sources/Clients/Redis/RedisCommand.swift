/// A call to Redis: a word and its arguments.
public struct RedisCommand: Hashable, Sendable {
    /// The words in order.
    public let words: [String]
    /// Whether its arguments are secrets, which no trace shows.
    let isSecret: Bool

    /// A call (`RedisCommand("INFO", "replication")`).
    public init(_ words: String...) {
        self.init(words: words)
    }

    init(words: [String], isSecret: Bool = false) {
        self.words = words
        self.isSecret = isSecret
    }

    /// Its name, as refusals name it.
    public var name: String { words.first?.uppercased() ?? "" }

    /// As a person types it.
    public var line: String { isSecret ? "\(name) \(Redaction.mark)" : words.joined(separator: " ") }

    /// As it goes over the wire: an array of texts, each with its length, so that no byte in them means anything.
    public var encoded: [UInt8] {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words {
            let text = Array(word.utf8)
            bytes += Array("$\(text.count)\r\n".utf8)
            bytes += text
            bytes += [13, 10]
        }
        return bytes
    }
}
