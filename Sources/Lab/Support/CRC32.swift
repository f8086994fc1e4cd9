/// The checksum of gzip (RFC 1952).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    /// The state after more bytes; it begins with all ones, and its complement is the checksum.
    static func update(_ state: UInt32, _ bytes: [UInt8]) -> UInt32 {
        let table = table
        var state = state
        for byte in bytes {
            state = table[Int((state ^ UInt32(byte)) & 0xFF)] ^ (state >> 8)
        }
        return state
    }
}
