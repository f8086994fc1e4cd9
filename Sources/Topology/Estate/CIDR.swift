/// An IPv4 or IPv6 network, `10.1.0.0/16`.
public struct CIDR: Hashable, Sendable, CustomStringConvertible {
    private let network: [UInt8]
    private let prefixLength: Int

    /// Parses `ADDRESS/LENGTH`; nothing where it is neither IPv4 nor IPv6 or the length does not fit.
    ///
    /// Bits beyond the prefix are dropped, as routers do, so that equal networks are equal. An address alone is a network of one.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = IPAddress.bytes(String(parts[0])) else { return nil }
        var length = bytes.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), (0...length).contains(given) else { return nil }
            length = given
        }
        network = bytes.enumerated().map { index, byte in
            let kept = min(8, max(0, length - index * 8))
            return byte & UInt8(truncatingIfNeeded: 0xff << (8 - kept))
        }
        prefixLength = length
    }

    /// Whether an address lies in it; text that is no address lies nowhere.
    public func contains(_ address: String) -> Bool {
        guard let bytes = IPAddress.bytes(address) else { return false }
        return contains(bytes: bytes)
    }

    /// Whether an address lies in it, from its 4 or 16 bytes.
    public func contains(bytes: [UInt8]) -> Bool {
        guard bytes.count == network.count else { return false }
        let whole = prefixLength / 8
        for index in 0..<whole where bytes[index] != network[index] { return false }
        let rest = prefixLength % 8
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xff << (8 - rest))
        return bytes[whole] & mask == network[whole] & mask
    }

    /// The address it begins with.
    public var base: String { IPAddress.text(network) }

    /// `10.1.0.0/16`; IPv6 in full groups.
    public var description: String { "\(IPAddress.text(network))/\(prefixLength)" }
}
