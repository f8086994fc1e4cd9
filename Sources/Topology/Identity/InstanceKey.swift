/// Which instance: service, address and port.
///
/// It groups rows that several nodes and sources tell of; it never addresses a write, because only a source's own id does.
public struct InstanceKey: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// Its service.
    public let service: ServiceKey
    /// `10.2.3.4:8080`.
    public let address: String
    /// Empty, but where one node lists two registrations of one address (bridge addresses repeat): there the source's own
    /// id, because two registrations of one node are never one instance.
    public let discriminator: String

    /// A key; the discriminator is empty unless an address repeats on one node.
    public init(service: ServiceKey, address: String, discriminator: String = "") {
        self.service = service
        self.address = address
        self.discriminator = discriminator
    }

    /// Orders by service, address, discriminator.
    public static func < (a: InstanceKey, b: InstanceKey) -> Bool {
        if a.service != b.service { return a.service < b.service }
        return a.address == b.address ? a.discriminator < b.discriminator : a.address < b.address
    }

    /// `payment/10.2.3.4:8080`, the form that commands take.
    public var description: String {
        "\(service)/\(address)" + (discriminator.isEmpty ? "" : "#\(discriminator)")
    }
}
