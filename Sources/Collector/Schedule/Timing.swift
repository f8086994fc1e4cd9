import Topology

/// What the collector takes from its surroundings: clocks, pauses and chance, so that tests set them.
public struct Timing: Sendable {
    /// Reads both clocks.
    public var clock: Clock
    /// Sleeps until a moment; throws as soon as its task is cancelled.
    ///
    /// A moment and no length: tasks begin when a thread is free, and what was decided before must not move with it.
    public var sleep: @Sendable (_ until: Moment) async throws -> Void
    /// A number from 0 to 1.
    public var random: @Sendable () -> Double

    /// Real sleep and chance, with this clock.
    public init(
        clock: @escaping Clock,
        sleep: (@Sendable (Moment) async throws -> Void)? = nil,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.clock = clock
        self.sleep =
            sleep ?? { moment in
                let milliseconds = max(0, moment - clock().moment)
                try await Task.sleep(
                    for: .milliseconds(milliseconds), tolerance: .milliseconds(20), clock: .continuous)
            }
        self.random = random
    }

    /// This moment.
    var now: Moment { clock().moment }
}
