/// The health of a zone or a service, rolled up from its instances.
///
/// The order of the cases is the order of worry.
public enum Health: String, Codable, CaseIterable, Sendable {
    /// Less than half of the instances that are not out are up.
    case sick
    /// Some instance is down, unknown or gone.
    case degraded
    /// No fresh answer.
    case unknown
    /// Everything is out of rotation.
    case out
    /// Nothing is wrong.
    case ok

    /// Judges one service's instances (DESIGN §8): the dead that are listed no more still count against it.
    public init(of counts: Counts) {
        let expected = counts.total - counts.out
        if expected == 0 {
            self = counts.out > 0 ? .out : .unknown
        } else if counts.unknown == expected {
            self = .unknown
        } else if counts.up * 2 < expected {
            self = .sick
        } else if counts.down + counts.unknown + counts.gone > 0 {
            self = .degraded
        } else {
            self = .ok
        }
    }
}
