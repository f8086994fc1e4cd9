/// What an instance is, over all registrations of it.
public enum InstanceState: String, Codable, CaseIterable, Sendable {
    /// In rotation everywhere.
    case up
    /// Must not get traffic.
    case down
    /// Taken out of rotation.
    case out
    /// Not ready yet.
    case starting
    /// Nobody fresh tells.
    case unknown
    /// Its registries list it no more; remembered for a while.
    case gone

    /// The instance's state where all registrations agree on one.
    public init(_ state: RegistrationState) {
        switch state {
        case .up: self = .up
        case .down: self = .down
        case .out: self = .out
        case .starting: self = .starting
        case .unknown: self = .unknown
        }
    }
}
