/// Bytes of a JSON document on their way: to one array, or in pieces to a compressor.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var gzip: GzipEncoder?

    /// A writer of plain or of compressed bytes.
    init(gzip: Bool, capacity: Int = 0) {
        self.gzip = gzip ? GzipEncoder() : nil
        bytes.reserveCapacity(gzip ? Self.piece + 4096 : capacity)
    }

    private static let piece = 128 << 10

    /// Writes the text as it is.
    mutating func raw(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes the bytes as they are.
    mutating func raw(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    /// Writes a number in decimal.
    mutating func number(_ value: Int64) {
        if value < 0 {
            bytes.append(UInt8(ascii: "-"))
        }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Writes a string between quotes, escaped where JSON asks for it.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        content(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes what stands between a string's quotes.
    mutating func content(_ text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        guard bytes[start...].contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return }
        let plain = Array(bytes[start...])
        bytes.removeSubrange(start...)
        for byte in plain {
            escape(byte)
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        default: bytes.append(byte)
        }
    }

    /// Lets the compressor have what is there, where it is enough; called between elements.
    mutating func flush() {
        guard bytes.count >= Self.piece, gzip != nil else { return }
        gzip?.append(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// The whole document.
    consuming func finish() -> [UInt8] {
        guard var gzip else { return bytes }
        gzip.append(bytes)
        return gzip.finish()
    }
}
