import Crypto

/// The SHA-256 digest of some bytes.
///
/// It names what was read (an estate file, a plan) and links the journal's events, so that an edited or removed line shows.
public struct SHA256: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes a digest has.
    public static let byteCount = 32

    /// The digest, 32 bytes.
    public let bytes: [UInt8]

    /// Digests these bytes.
    public init(of message: [UInt8]) {
        bytes = message.withUnsafeBytes(Self.digest)
    }

    /// Digests the UTF-8 of this text.
    public init(of message: String) {
        var message = message
        bytes = message.withUTF8 { Self.digest(UnsafeRawBufferPointer($0)) }
    }

    /// The digest that these 64 hexadecimal digits spell, in either case; `nil` for anything else.
    public init?(hex: String) {
        let digits = hex.utf8.compactMap(Self.digit)
        guard hex.utf8.count == 2 * Self.byteCount, digits.count == 2 * Self.byteCount else { return nil }
        bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The digest as 64 lower-case hexadecimal digits, as `sha256sum` prints it.
    public var hex: String {
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The hexadecimal form.
    public var description: String { hex }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func digest(_ message: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            // It fails where memory is out or OpenSSL was built or configured without SHA-256. A chain that goes on
            // with a digest of nothing would be worse than an end.
            let done = EVP_Digest(message.baseAddress, message.count, buffer.baseAddress, nil, EVP_sha256(), nil)
            precondition(done == 1, "libcrypto gives no SHA-256: check its configuration (openssl dgst -sha256 FILE)")
            count = byteCount
        }
    }
}
