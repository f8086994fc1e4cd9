/// Cuts Redis' answers out of the bytes as they come, wherever they are cut; no input makes it trap or grow.
///
/// What is held is what was delivered and is not yet a whole value, at most `limits.bytes` and a piece; nothing is
/// reserved for what is only announced. After a fault nothing more can be told: the connection is of no use.
public struct RESPDecoder: Sendable {
    private let limits: RESPLimits
    private var buffer: [UInt8] = []
    /// Where the next token begins.
    private var start = 0
    /// Up to where no line end was found.
    private var scanned = 0
    private var frames: [Frame] = []
    /// The text whose length was read and whose bytes are still coming.
    private var bulk: (kind: UInt8, length: Int)?
    /// What the value at hand has used of its bounds.
    private var usedBytes = 0
    private var usedElements = 0
    private var fault: RESPFault?

    /// A value that holds others and is not complete.
    private struct Frame: Sendable {
        var kind: UInt8
        var remaining: Int
        var values: [RESPValue] = []
    }

    /// A decoder at the beginning of a connection.
    public init(limits: RESPLimits = RESPLimits()) {
        self.limits = limits
    }

    /// Bytes that are held.
    public var heldBytes: Int { buffer.count - start }

    /// Takes bytes as they came.
    public mutating func feed(_ bytes: some Collection<UInt8>) {
        guard fault == nil else { return }
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 64 << 10)
            (start, scanned) = (0, 0)
        } else if start > 32 << 10, start > buffer.count / 2 {
            buffer.removeFirst(start)
            scanned -= start
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole value; nothing where more bytes are needed.
    ///
    /// - Throws: `RESPFault`, from then on each time.
    public mutating func next() throws(RESPFault) -> RESPValue? {
        if let fault { throw fault }
        do throws(RESPFault) {
            while true {
                guard let token = try token() else { return nil }
                guard let value = try place(token) else { continue }
                (usedBytes, usedElements) = (0, 0)
                return value
            }
        } catch {
            fault = error
            buffer = []
            frames = []
            (start, scanned) = (0, 0)
            throw error
        }
    }

    /// A scalar, or the beginning of what holds others.
    private enum Token {
        case value(RESPValue)
        case opening(Frame)
    }

    private mutating func token() throws(RESPFault) -> Token? {
        if let bulk { return try text(bulk.kind, bulk.length) }
        guard let line = try line() else { return nil }
        guard let kind = line.first else { throw Self.malformed("an empty line") }
        let rest = line.dropFirst()
        switch kind {
        case UInt8(ascii: "+"): return .value(.status(String(decoding: rest, as: UTF8.self)))
        case UInt8(ascii: "-"): return .value(.error(RESPError(rest)))
        case UInt8(ascii: ":"): return .value(.integer(try number(rest)))
        case UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: "!"):
            let length = try number(rest)
            if length == -1, kind == UInt8(ascii: "$") { return .value(.null) }
            guard length >= 0 else { throw Self.malformed("a length of \(length)") }
            guard length <= limits.bytes - usedBytes else {
                throw RESPFault(isTooLarge: true, message: "an answer of more than \(limits.bytes) bytes")
            }
            bulk = (kind, Int(length))
            return try text(kind, Int(length))
        case UInt8(ascii: "*"), UInt8(ascii: "%"), UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "|"):
            return try opening(kind, try number(rest))
        default: return .value(try RESPScalar.value(kind, rest))
        }
    }

    /// Opens what holds others; announced elements count at once, so that none is believed that cannot come.
    private mutating func opening(_ kind: UInt8, _ count: Int64) throws(RESPFault) -> Token {
        if count == -1, kind == UInt8(ascii: "*") { return .value(.null) }
        guard count >= 0 else { throw Self.malformed("a count of \(count)") }
        if kind == UInt8(ascii: ">"), !frames.isEmpty { throw Self.malformed("a push within a value") }
        let each: Int64 = kind == UInt8(ascii: "%") || kind == UInt8(ascii: "|") ? 2 : 1
        guard count <= Int64(limits.elements - usedElements) / each else {
            throw RESPFault(isTooLarge: true, message: "an answer of more than \(limits.elements) elements")
        }
        guard frames.count < limits.depth else {
            throw RESPFault(isTooLarge: true, message: "an answer nested deeper than \(limits.depth)")
        }
        usedElements += Int(count * each)
        return .opening(Frame(kind: kind, remaining: Int(count * each)))
    }

    /// Puts a token where it belongs; a value that is complete and belongs nowhere is the answer.
    private mutating func place(_ token: Token) throws(RESPFault) -> RESPValue? {
        var value: RESPValue
        switch token {
        case .value(let scalar): value = scalar
        case .opening(let frame) where frame.remaining > 0:
            frames.append(frame)
            return nil
        case .opening(let frame):
            guard let empty = Self.value(of: frame) else { return nil }
            value = empty
        }
        while var frame = frames.popLast() {
            frame.values.append(value)
            frame.remaining -= 1
            guard frame.remaining == 0 else {
                frames.append(frame)
                return nil
            }
            // Attributes say something about the value behind them, which nobody asked for.
            guard let whole = Self.value(of: frame) else { return nil }
            value = whole
        }
        return value
    }

    private static func value(of frame: Frame) -> RESPValue? {
        switch frame.kind {
        case UInt8(ascii: "*"): .array(frame.values)
        case UInt8(ascii: "%"): .map(frame.values)
        case UInt8(ascii: "~"): .set(frame.values)
        case UInt8(ascii: ">"): .push(frame.values)
        default: nil
        }
    }

    /// The next line without its end.
    private mutating func line() throws(RESPFault) -> ArraySlice<UInt8>? {
        guard let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) else {
            scanned = buffer.count
            // One more than the line itself: its end is two bytes, and the first of them may be here.
            guard scanned - start <= limits.line + 1 else {
                throw RESPFault(isTooLarge: true, message: "a line of more than \(limits.line) bytes")
            }
            return nil
        }
        guard end - start <= limits.line + 1 else {
            throw RESPFault(isTooLarge: true, message: "a line of more than \(limits.line) bytes")
        }
        guard end > start, buffer[end - 1] == UInt8(ascii: "\r") else {
            throw Self.malformed(buffer[start..<end])
        }
        let line = buffer[start..<end - 1]
        try use(end + 1)
        return line
    }

    /// The text of a length that was read, once it is all there.
    private mutating func text(_ kind: UInt8, _ length: Int) throws(RESPFault) -> Token? {
        guard buffer.count - start >= length + 2 else { return nil }
        let end = start + length
        let text = buffer[start..<end]
        guard buffer[end] == UInt8(ascii: "\r"), buffer[end + 1] == UInt8(ascii: "\n") else {
            throw Self.malformed("a text that does not end where its length says")
        }
        bulk = nil
        try use(end + 2)
        switch kind {
        case UInt8(ascii: "!"): return .value(.error(RESPError(text)))
        case UInt8(ascii: "="):
            guard length >= 4, text[text.startIndex + 3] == UInt8(ascii: ":") else {
                throw Self.malformed("a text without its format")
            }
            return .value(.bytes(Array(text.dropFirst(4))))
        default: return .value(.bytes(Array(text)))
        }
    }

    private mutating func use(_ end: Int) throws(RESPFault) {
        usedBytes += end - start
        start = end
        scanned = end
        guard usedBytes <= limits.bytes + limits.line else {
            throw RESPFault(isTooLarge: true, message: "an answer of more than \(limits.bytes) bytes")
        }
    }

    private func number(_ digits: ArraySlice<UInt8>) throws(RESPFault) -> Int64 {
        guard let number = RESPScalar.integer(digits) else { throw Self.malformed(digits) }
        return number
    }

    private static func malformed(_ text: String) -> RESPFault {
        RESPFault(isTooLarge: false, message: "not an answer of Redis: \(text)")
    }

    static func malformed(_ bytes: ArraySlice<UInt8>) -> RESPFault {
        malformed("`\(Excerpt.of(bytes, limit: 60))`")
    }
}
