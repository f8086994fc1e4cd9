/// What estate to simulate.
public struct LabOptions: Sendable {
    /// User and password that the servers ask for.
    public struct Credentials: Sendable, Equatable {
        /// The user.
        public let user: String
        /// The password.
        public let password: String

        /// Credentials.
        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// How many instances; 60 make a demo.
    public var instances = 60
    /// Which estate: the same seed makes the same addresses, ids and events in the same order.
    public var seed: UInt64 = 1
    /// How many Eureka servers, each in a zone of its own as far as the five zones reach.
    public var servers = 3
    /// Renewals alone: nothing goes down, is deployed or dies.
    public var quiet = false
    /// Short clocks: answers of a second's age, renewals each second.
    public var fast = false
    /// Whether instances answer at addresses of their own, and gateways send them the load of a shop; else there are registries alone.
    public var traffic = false
    /// The kinds of source that the estate file names: what whoever reads it knows.
    public var kinds: Set<String> = ["eureka"]
    /// The first server's port, the others follow; nil takes free ones.
    public var basePort: UInt16?
    /// The address that the servers listen on.
    public var address = "127.0.0.1"
    /// What the servers ask for; nil: nothing.
    public var credentials: Credentials?
    /// The folder of the estate file, the journal and the holds.
    public var directory = "azimuth-lab"
    /// What goes wrong by the clock.
    public var scenario: Scenario?
    /// Whether the estate ends when nobody has held it for some seconds.
    public var untilUnused = false

    /// The estate of the demo.
    public init() {}

    /// A port behind those of the servers, where the first one's is given.
    func port(after place: UInt16) -> UInt16? {
        basePort.map { $0 + UInt16(servers) + place }
    }

    var clocks: EurekaClocks {
        fast ? .fast : .standard
    }

    /// The most that the addresses of five zones and the memory of a laptop have room for.
    static let mostInstances = 200_000

    func check() throws(LabError) {
        guard (0...Self.mostInstances).contains(instances) else {
            throw LabError(
                code: .options, message: "cannot simulate \(instances) instances; choose 0 to \(Self.mostInstances)")
        }
        guard (1...64).contains(servers) else {
            throw LabError(code: .options, message: "cannot simulate \(servers) servers; choose 1 to 64")
        }
        if let basePort, Int(basePort) + servers + 8 > 65536 {
            throw LabError(
                code: .options, message: "there are no \(servers) ports from \(basePort) on; choose a lower one")
        }
    }
}

extension LabOptions.Credentials {
    /// The header that gives them.
    var header: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        let bytes = Array("\(user):\(password)".utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0..<4 {
                text.append(index <= group.count ? alphabet[value >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
            }
        }
        return "Basic " + String(decoding: text, as: UTF8.self)
    }
}
