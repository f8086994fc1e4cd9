import Contract
import Topology

/// A node as a registry lists it.
enum DiscoveredNode {
    /// `http://host:port` of a registration: the management port where it registered one of its own.
    ///
    /// Spring Cloud registers `management.port` by itself; a management port of its own speaks plain HTTP unless the
    /// metadata says otherwise, the traffic's port what the registry says of it.
    static func address(of registration: Registration) -> String? {
        let metadata = registration.metadata
        let host = registration.host
        guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else { return nil }
        let own = metadata["management.port"].flatMap { Int($0) }.flatMap { (1...65_535).contains($0) ? $0 : nil }
        let port = own ?? registration.port
        guard (1...65_535).contains(port) else { return nil }
        let isSecure = says(metadata) ?? (own == nil || own == registration.port) && registration.isSecure
        let isVersion6 = host.utf8.contains(UInt8(ascii: ":")) && !host.hasPrefix("[")
        return "\(isSecure ? "https" : "http")://\(isVersion6 ? "[\(host)]" : host):\(port)"
    }

    /// Its lease has expired by the live answer of the node that lists it.
    static func isLapsed(_ registration: Registration) -> Bool {
        registration.state == .unknown && registration.detail?.contains("lease expired") ?? false
    }

    private static func says(_ metadata: Metadata) -> Bool? {
        if let scheme = metadata["management.scheme"] { return scheme.lowercased() == "https" }
        for key in ["management.secure", "management.ssl.enabled", "secure"] {
            if let word = metadata[key]?.lowercased() { return word == "true" }
        }
        return nil
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
