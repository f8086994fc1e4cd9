import Curl
import Glibc

/// Remembers what was made of a string, or of an object whose values are all strings: a fleet repeats a few hundred of
/// them a hundred thousand times, and looking one up costs less than making its strings.
///
/// It forgets everything once it is full, so that endless new values cannot fill the memory. Not `Sendable`.
public final class JSONMemo<Value> {
    private struct Entry {
        var tag: UInt8
        var bytes: [UInt8]
        var value: Value
    }

    private var entries: [UInt64: Entry] = [:]
    private let limit: Int
    private let byteLimit: Int

    /// A memo of at most so many values, each made of at most so many bytes of JSON strings.
    public init(limit: Int = 4096, byteLimit: Int = 4096) {
        self.limit = limit
        self.byteLimit = byteLimit
    }

    /// What was made of an equal value before, or what is made now.
    public func value(of json: JSONValue, make: (JSONValue) -> Value) -> Value {
        guard let bytes = json.plainBytes, bytes.count <= byteLimit else { return make(json) }
        let hash = Self.hash(bytes)
        if let entry = entries[hash], entry.tag == json.tag, entry.bytes.count == bytes.count {
            let isEqual = entry.bytes.withUnsafeBytes { known in
                guard let a = known.baseAddress, let b = bytes.baseAddress else { return known.isEmpty }
                return memcmp(a, b, bytes.count) == 0
            }
            if isEqual { return entry.value }
        }
        // A newcomer of the same hash takes the place: whoever builds such values on purpose only loses the memo.
        let (tag, kept) = (json.tag, Array(bytes))
        let value = make(json)
        if entries.count >= limit { entries.removeAll(keepingCapacity: true) }
        entries[hash] = Entry(tag: tag, bytes: kept, value: value)
        return value
    }

    /// Eight bytes at a time; equality is decided by the bytes themselves.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while offset + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9FB2_1C65_1E98_DF25
            hash ^= hash >> 32
            offset += 8
        }
        while offset < bytes.count {
            hash = (hash ^ UInt64(bytes[offset])) &* 0x9FB2_1C65_1E98_DF25
            offset += 1
        }
        return hash ^ (hash >> 29)
    }
}

extension JSONValue {
    /// The bytes that tell a string, or an object of nothing but strings, from any other; nothing for other values.
    ///
    /// simdjson lays strings down one behind the other, each with its length in front: names and values of a flat object
    /// are one run of bytes.
    fileprivate var plainBytes: UnsafeRawBufferPointer? {
        if let bytes = utf8 { return UnsafeRawBufferPointer(bytes) }
        guard tag == UInt8(ascii: "{") else { return nil }
        var first: UnsafeBufferPointer<UInt8>?
        var last: UnsafeBufferPointer<UInt8>?
        var index = index + 1
        let end = next - 1
        while index < end {
            guard let bytes = JSONValue(parser: parser, index: index).utf8 else { return nil }
            first = first ?? bytes
            last = bytes
            index += 1
        }
        guard let start = first?.baseAddress, let last, let stop = last.baseAddress else { return nil }
        // From the length in front of the first name to the end of the last value.
        return UnsafeRawBufferPointer(start: start - 4, count: stop + last.count - (start - 4))
    }
}
