import Synchronization

/// The time of the simulated estate: monotonic, with the wall's time where it began.
///
/// Every timestamp of the estate comes from here, so that a test can let an hour pass at once and a jump of the machine's clock
/// changes nothing.
public struct LabClock: Sendable {
    /// Milliseconds since some fixed moment; never goes back.
    let monotonic: @Sendable () -> Int64
    /// The wall's time, in milliseconds since 1970, when `monotonic` was 0.
    let origin: Int64

    /// A clock of the given source.
    ///
    /// - Parameters:
    ///   - origin: milliseconds since 1970 at the source's 0.
    ///   - monotonic: milliseconds that never go back.
    public init(origin: Int64, monotonic: @escaping @Sendable () -> Int64) {
        self.origin = origin
        self.monotonic = monotonic
    }

    /// The machine's monotonic clock, with the wall's time read once, now.
    public static func system() -> LabClock {
        let began = ContinuousClock.now
        return LabClock(origin: Posix.wallMilliseconds()) {
            let passed = began.duration(to: .now).components
            return passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000
        }
    }

    /// The estate's time now, in milliseconds since 1970.
    func now() -> Int64 {
        origin + monotonic()
    }
}

/// A clock that stands still until it is moved.
public final class ManualClock: Sendable {
    private let passed = Mutex<Int64>(0)
    private let origin: Int64

    /// A clock that starts at that moment, in milliseconds since 1970.
    public init(origin: Int64 = 1_700_000_000_000) {
        self.origin = origin
    }

    /// The clock to give to a ``Lab``.
    public var clock: LabClock {
        LabClock(origin: origin) { self.passed.withLock { $0 } }
    }

    /// The moment that it shows, in milliseconds since 1970.
    public var now: Int64 {
        origin + passed.withLock { $0 }
    }

    /// Moves it on by so many milliseconds.
    public func advance(by milliseconds: Int64) {
        passed.withLock { $0 += milliseconds }
    }
}
