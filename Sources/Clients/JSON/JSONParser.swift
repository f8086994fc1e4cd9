import SimdJSON

/// Parses JSON texts, one after the other, in memory that it keeps: each text ends the life of the values before it.
///
/// Not `Sendable`: a parser and its values stay with one task. One is cheap (16 KiB) and grows to the largest text seen.
public final class JSONParser {
    /// What is accepted.
    public let limits: JSONLimits
    /// Where the current text was left; its own memory, because every read of a value looks here.
    @usableFromInline let current: UnsafeMutablePointer<Text>
    private let parser: OpaquePointer

    /// A parser with bounds.
    ///
    /// - Throws: `ClientError.Code.tooLarge` where there is no memory.
    public init(limits: JSONLimits = JSONLimits()) throws(ClientError) {
        // simdjson refuses less than its own smallest capacity.
        guard let parser = sj_parser_new(max(limits.bytes, 64), limits.depth) else {
            throw ClientError(.tooLarge, "no memory for a JSON parser")
        }
        self.limits = limits
        self.parser = parser
        current = .allocate(capacity: 1)
        current.initialize(to: Text(generation: 0, tape: Self.nothing.tape, strings: Self.nothing.strings))
    }

    deinit {
        current.deallocate()
        sj_parser_free(parser)
    }

    /// A parsed text in simdjson's memory.
    @usableFromInline
    struct Text {
        /// Counts the texts; a value of an earlier one traps instead of reading another's bytes.
        @usableFromInline var generation: UInt32
        /// A tag in the top 8 bits of each word, a payload in the rest.
        @usableFromInline var tape: UnsafePointer<UInt64>
        /// Each string as 4 bytes of length and its UTF-8.
        @usableFromInline var strings: UnsafePointer<UInt8>
    }

    /// Parses one text and gives its root.
    ///
    /// - Throws: `.malformed` with an excerpt; `.tooLarge` where it is longer than the bound.
    public func parse(_ bytes: [UInt8]) throws(ClientError) -> JSONValue {
        do {
            return try bytes.withUnsafeBufferPointer { try parse($0, padded: false) }
        } catch let error as ClientError {
            throw error
        } catch {
            throw ClientError(.malformed, "not JSON", cause: error)
        }
    }

    /// Parses a text; with `padded`, `SJ_PADDING` readable bytes follow it and it is not copied.
    func parse(_ bytes: UnsafeBufferPointer<UInt8>, padded: Bool) throws(ClientError) -> JSONValue {
        let generation = current.pointee.generation &+ 1
        current.pointee = Text(generation: generation, tape: Self.nothing.tape, strings: Self.nothing.strings)
        guard bytes.count <= limits.bytes, let base = bytes.baseAddress else {
            if bytes.isEmpty { throw ClientError(.malformed, "not JSON: empty") }
            throw ClientError(.tooLarge, "a JSON text of \(bytes.count) bytes is larger than \(limits.bytes)")
        }
        var tape: UnsafePointer<UInt64>?
        var strings: UnsafePointer<UInt8>?
        let error = sj_parse(parser, base, bytes.count, padded, &tape, &strings)
        guard error == 0, let tape, let strings else {
            let reason = Self.reason(error)
            throw ClientError(.malformed, "not valid JSON: \(reason): \(Excerpt.of(bytes))")
        }
        current.pointee = Text(generation: generation, tape: tape, strings: strings)
        return JSONValue(parser: self, index: 1)
    }

    /// simdjson's words where they serve a reader, ours where they are about its own memory.
    private static func reason(_ error: Int32) -> String {
        guard let text = sj_error_message(error) else { return "error \(error)" }
        return Excerpt.of(String(cString: text), limit: 120)
    }

    /// A tape that says null, so that there is always something to point at.
    ///
    /// Safe to share: allocated once, never written again, never freed.
    private nonisolated(unsafe) static let nothing: (tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>) = {
        let tape = UnsafeMutablePointer<UInt64>.allocate(capacity: 2)
        tape.initialize(repeating: UInt64(UInt8(ascii: "n")) << 56, count: 2)
        let strings = UnsafeMutablePointer<UInt8>.allocate(capacity: 4)
        strings.initialize(repeating: 0, count: 4)
        return (UnsafePointer(tape), UnsafePointer(strings))
    }()
}

/// What a parser accepts.
public struct JSONLimits: Hashable, Sendable {
    /// The largest text in bytes; it takes up to 15 times as much memory while it is read.
    public var bytes: Int
    /// The deepest nesting.
    public var depth: Int

    /// 4 MiB and 64 levels, unless said otherwise.
    public init(bytes: Int = 4 << 20, depth: Int = 64) {
        self.bytes = bytes
        self.depth = depth
    }
}
