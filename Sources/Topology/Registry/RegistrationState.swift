/// What one node of a registry says of an instance, in our words.
///
/// The order of the cases is the order of badness: where registrations differ, the first of them is the instance's state.
public enum RegistrationState: String, Codable, CaseIterable, Comparable, Sendable {
    /// It must not get traffic, and nobody asked for that.
    case down
    /// Taken out of rotation.
    case out
    /// Stale, its lease expired, or a status that we do not know.
    case unknown
    /// Registered, not ready yet.
    case starting
    /// In rotation.
    case up

    /// `down` is less than `up`: the minimum is the worst.
    public static func < (a: RegistrationState, b: RegistrationState) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .down: 0
        case .out: 1
        case .unknown: 2
        case .starting: 3
        case .up: 4
        }
    }
}
