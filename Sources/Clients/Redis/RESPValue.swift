/// One value of Redis' protocol (RESP2 and RESP3), as it came.
public enum RESPValue: Hashable, Sendable {
    /// `+OK`.
    case status(String)
    /// `-NOAUTH …` and `!…`.
    case error(RESPError)
    /// `:42`.
    case integer(Int64)
    /// `$…` and `=…`, the latter without its three letters of format.
    case bytes([UInt8])
    /// `,3.5`.
    case double(Double)
    /// `#t`.
    case boolean(Bool)
    /// `(…`, the digits.
    case bigNumber(String)
    /// `_`, `$-1` and `*-1`.
    case null
    /// `*…`.
    case array([RESPValue])
    /// `%…`, keys and values in turn.
    case map([RESPValue])
    /// `~…`.
    case set([RESPValue])
    /// `>…`: what the server says without being asked.
    case push([RESPValue])

    /// A status' or a bulk's text; anything else has none.
    public var text: String? {
        switch self {
        case .status(let text), .bigNumber(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }

    /// A whole number, be it one or written as text (`TIME` answers texts).
    public var int64: Int64? {
        if case .integer(let value) = self { return value }
        return text.flatMap { Int64($0) }
    }

    /// The elements of an array or a set; anything else has none.
    public var elements: [RESPValue]? {
        switch self {
        case .array(let values), .set(let values): values
        default: nil
        }
    }
}

/// What a server refuses with: a word in capitals, then a sentence.
public struct RESPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `NOAUTH`, `WRONGPASS`, `ERR` …; empty where there is none.
    public let code: String
    /// All of it, one printable line.
    public let message: String

    /// Reads a line; servers of before 6.0 quote the arguments of what they do not know, which may be a password.
    public init(_ line: some Sequence<UInt8>) {
        var text = Excerpt.of(line, limit: 300)
        if let quoted = text.firstRange(of: "with args beginning with") {
            text = String(text[..<quoted.lowerBound]) + "…"
        }
        message = text
        code = String(text.prefix { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") })
    }

    /// The message.
    public var description: String { message }
}

/// How much one value may be; what a server announces is believed only as far as it delivers.
public struct RESPLimits: Hashable, Sendable {
    /// All bytes of one value.
    public var bytes: Int
    /// The bytes of a line: a status, an error, a number.
    public var line: Int
    /// How deep values may lie in each other.
    public var depth: Int
    /// All elements of one value together.
    public var elements: Int

    /// What `INFO` and its like need, many times over.
    public init(bytes: Int = 4 << 20, line: Int = 16 << 10, depth: Int = 8, elements: Int = 1 << 15) {
        self.bytes = bytes
        self.line = line
        self.depth = depth
        self.elements = elements
    }
}

/// Why bytes are no answer of a Redis.
public struct RESPFault: Error, Hashable, Sendable {
    /// Whether it is a bound that was passed, rather than the protocol that was not kept.
    public var isTooLarge: Bool
    /// What is wrong, printable.
    public var message: String
}
