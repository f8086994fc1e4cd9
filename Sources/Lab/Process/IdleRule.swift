/// When an estate that nobody holds ends: when there has been no hold for five seconds, so that one holder may follow another and
/// the first may take its time to come.
struct IdleRule: Sendable {
    static let patience: Int64 = 5_000
    private var lastHeld: Int64

    init(now: Int64) {
        lastHeld = now
    }

    /// Whether it is over.
    mutating func isOver(holders: Int, now: Int64) -> Bool {
        if holders > 0 { lastHeld = now }
        return now - lastHeld >= Self.patience
    }
}
