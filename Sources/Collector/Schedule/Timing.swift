import Topology

/// What the collector takes from its surroundings: clocks, pauses and chance, so that tests set them.
public struct Timing: Sendable {
    /// Reads both clocks.
    public var clock: Clock
    /// Pauses for so many milliseconds; throws as soon as its task is cancelled.
    public var pause: @Sendable (_ milliseconds: Int64) async throws -> Void
    /// A number from 0 to 1.
    public var random: @Sendable () -> Double

    /// Real pauses and chance, with this clock.
    public init(
        clock: @escaping Clock,
        pause: @escaping @Sendable (Int64) async throws -> Void = { milliseconds in
            try await Task.sleep(for: .milliseconds(milliseconds), tolerance: .milliseconds(20), clock: .continuous)
        },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.clock = clock
        self.pause = pause
        self.random = random
    }

    /// This moment.
    var now: Moment { clock().moment }
}
