import Topology

/// What instances are ordered by, as one integer each: comparing ten thousand integers costs a millisecond, comparing as many
/// texts a frame.
///
/// Equal integers stay in the order of service and address, so every order is total and stable.
struct InstanceOrder: Sendable {
    private let sort: Sort?
    private let zones: [String: UInt64]
    private let traffic: TrafficView

    /// The order of a column; without one the worst come first.
    init(_ sort: Sort?, _ snapshot: Snapshot) {
        self.sort = sort
        zones = Dictionary(
            snapshot.zones.enumerated().map { ($1.name, UInt64($0)) }, uniquingKeysWith: { first, _ in first })
        traffic = snapshot.traffic
    }

    /// Whether it follows what was counted.
    var isByTraffic: Bool { sort.map { $0.column == .requests || $0.column == .errors } ?? false }

    /// The integer of an instance; smaller stands higher.
    func key(of instance: InstanceView) -> UInt64 {
        guard let sort else { return worry(instance) }
        let key =
            switch sort.column {
            case .address: Self.address(instance.key.address)
            case .zone: zones[instance.zone ?? ""] ?? .max >> 1
            case .registered: UInt64(instance.registrations.count) << 1 | (instance.differs ? 0 : 1)
            case .since: UInt64(max(0, .max - instance.since.milliseconds))
            case .requests: number(instance) { $0.requestsPerSecond }
            case .errors: number(instance) { $0.errorRatio }
            case .state: worry(instance)
            default: UInt64(0)
            }
        return sort.descending ? .max - key : key
    }

    /// A counted number to its thousandths; what is not known stands before 0.
    private func number(_ instance: InstanceView, _ get: (TrafficRate) -> Double?) -> UInt64 {
        guard let value = traffic.instances[instance.key]?.last.flatMap(get), value.isFinite, value >= 0 else {
            return 0
        }
        return 1 + UInt64(min(value * 1000, 1e15))
    }

    /// The worst first: down, gone, unknown, what fails or differs, starting, out, up.
    private func worry(_ instance: InstanceView) -> UInt64 {
        switch instance.state {
        case .down: 0
        case .gone: 1
        case .unknown: 2
        case .up where instance.differs || traffic.failing[instance.key] != nil: 3
        case .starting: 4
        case .out: 5
        case .up: 6
        }
    }

    /// The address as a number, so that 10.2.3.9 stands before 10.2.3.10; names come after addresses, by their beginning.
    private static func address(_ text: String) -> UInt64 {
        let (host, port) = split(text)
        if let bytes = IPAddress.bytes(host), bytes.count == 4 {
            return bytes.reduce(0) { $0 << 8 | UInt64($1) } << 16 | UInt64(port & 0xFFFF)
        }
        return 1 << 62 | text.utf8.prefix(7).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func split(_ text: String) -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":") else { return (text, 0) }
        return (String(text[..<colon]), Int(text[text.index(after: colon)...]) ?? 0)
    }
}
