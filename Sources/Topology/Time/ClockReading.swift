/// Both clocks read at once: what turns a `Moment` into the wall-clock time that people and files want.
public struct ClockReading: Hashable, Sendable {
    /// The wall clock.
    public let wall: Timestamp
    /// The monotonic clock.
    public let moment: Moment

    /// One reading of both.
    public init(wall: Timestamp, moment: Moment) {
        self.wall = wall
        self.moment = moment
    }

    /// The wall-clock time of a moment, as this reading's wall clock counts it.
    public func wall(of other: Moment) -> Timestamp {
        Timestamp(milliseconds: wall.milliseconds + (other - moment))
    }

    /// The moment of a kept wall-clock time; one in the future (a clock set back since) counts as now.
    public func moment(of time: Timestamp) -> Moment {
        moment + min(0, time.milliseconds - wall.milliseconds)
    }
}

/// Reads the clocks; given in wherever time is needed, so that tests set it.
public typealias Clock = @Sendable () -> ClockReading
