import Clients

/// `/status`: the peers that a server replicates to, and the names it gives itself.
///
/// Asked for as XML: in Spring Cloud 2025.0.0 the same as JSON answers 500, and fills the server's log with a stack
/// trace, unless `minAvailableInstancesForPeerReplication` is set. Servers that know JSON alone may answer that.
struct StatusPage: Hashable, Sendable {
    /// The peers' addresses as the server is configured with them; credentials are still in them.
    var replicas: [String] = []
    /// The application it registers itself under.
    var application: String?
    /// Names of its own, as `host:port`.
    var ownNames: [String] = []

    /// What is asked for.
    static let accept = "application/xml, */*;q=0.5"

    /// Reads an answer of either kind; nothing where it is neither.
    init?(_ body: [UInt8]) {
        let first = body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        switch first {
        case UInt8(ascii: "<"): self.init(xml: String(decoding: body, as: UTF8.self))
        case UInt8(ascii: "{"): self.init(json: body)
        default: return nil
        }
    }

    private init?(xml: String) {
        guard xml.range(of: "<applicationStats>") != nil || xml.range(of: "StatusInfo") != nil else { return nil }
        replicas = Self.list(Self.element("registered-replicas", in: xml[...]))
        guard let instance = Self.element("instanceInfo", in: xml[...]) else { return }
        application = Self.element("app", in: instance).map(Self.unescaped)
        let port = Self.port("port", in: instance) ?? Self.port("securePort", in: instance)
        setNames(
            Self.element("hostName", in: instance).map(Self.unescaped),
            Self.element("ipAddr", in: instance).map(Self.unescaped), port)
    }

    private init?(json body: [UInt8]) {
        guard let parser = try? JSONParser(limits: JSONLimits(bytes: 1 << 20)), let root = try? parser.parse(body)
        else { return nil }
        // Old servers wrap it once more, in the class's name.
        let page = root["applicationStats"] == nil ? root.members.first { _ in true }?.value ?? root : root
        guard let stats = page["applicationStats"] else { return nil }
        replicas = Self.list(stats["registered-replicas"]?.text.map { $0[...] })
        guard let instance = page["instanceInfo"] else { return }
        let wire = WireInstance(instance)
        application = wire.application
        let port = wire.port.enabled ?? true ? wire.port.number : wire.securePort.number
        setNames(wire.hostName, wire.address, port)
    }

    private mutating func setNames(_ host: String?, _ address: String?, _ port: Int?) {
        guard let port else { return }
        for name in [host, address].compactMap({ $0 }) where !name.isEmpty {
            let name = EurekaAddress.join(name, port)
            if !ownNames.contains(name) { ownNames.append(name) }
        }
    }

    /// Parted by commas, with a blank or without, and one at the end.
    private static func list(_ text: Substring?) -> [String] {
        (text.map { unescaped($0) } ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// The text between the first pair of tags of a name.
    private static func element(_ name: String, in text: Substring) -> Substring? {
        guard let open = text.range(of: "<\(name)>") else { return nil }
        guard let close = text[open.upperBound...].range(of: "</\(name)>") else { return nil }
        return text[open.upperBound..<close.lowerBound]
    }

    /// `<port enabled="true">8761</port>`.
    private static func port(_ name: String, in text: Substring) -> Int? {
        guard let open = text.range(of: "<\(name) enabled=\"true\">") else { return nil }
        return Int(text[open.upperBound...].prefix { $0.isNumber })
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            let entity = entities.first { rest.hasPrefix($0.name) }
            result += entity?.text ?? "&"
            rest = rest.dropFirst(entity?.name.count ?? 1)
        }
        return result + rest
    }

    private static let entities: [(name: String, text: String)] = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
    ]
}
