/// A point on the host's monotonic clock, in milliseconds since it booted (suspension counted).
///
/// Everything live is dated with it, never with the wall clock: an operator who sets the clock, or NTP that does,
/// changes no age and no deadline. Processes of one host share it until the next boot.
public struct Moment: Hashable, Comparable, Codable, Sendable {
    /// Milliseconds since boot.
    public let milliseconds: Int64

    /// A moment so many milliseconds after boot.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Orders by time.
    public static func < (a: Moment, b: Moment) -> Bool { a.milliseconds < b.milliseconds }

    /// The moment so many milliseconds later.
    public static func + (moment: Moment, milliseconds: Int64) -> Moment {
        Moment(milliseconds: moment.milliseconds &+ milliseconds)
    }

    /// The milliseconds from one moment to another; negative where the second is later.
    public static func - (later: Moment, earlier: Moment) -> Int64 { later.milliseconds &- earlier.milliseconds }
}
