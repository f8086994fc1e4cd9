/// What a registry says of an instance.
enum InstanceStatus: UInt8, CaseIterable, Sendable {
    case up
    case down
    case starting
    case outOfService
    case unknown

    /// The word on the wire.
    var word: String {
        switch self {
        case .up: "UP"
        case .down: "DOWN"
        case .starting: "STARTING"
        case .outOfService: "OUT_OF_SERVICE"
        case .unknown: "UNKNOWN"
        }
    }

    /// The status of exactly that word, as the parameters of requests want it: anything else is a 500 of the server's.
    init?(word: String) {
        guard let status = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = status
    }
}
