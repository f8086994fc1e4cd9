/// What a document says of one instance's lease, in milliseconds of the server's own clock.
///
/// Eureka's `lastRenewalTimestamp` is the renewal *plus the duration* once the instance has renewed, and the plain
/// registration time before that; both forms are undone here, so that nobody else has to know.
struct Lease: Hashable, Sendable {
    /// When it last proved that it lives: its last renewal, or its registration.
    let provenAt: Int64
    /// When it expires unless it renews.
    let expiresAt: Int64

    /// A lease that nothing is known of never expires.
    static let unknown = Lease(provenAt: .min, expiresAt: .max)

    private init(provenAt: Int64, expiresAt: Int64) {
        self.provenAt = provenAt
        self.expiresAt = expiresAt
    }

    /// The lease of a `leaseInfo`.
    ///
    /// - Parameters:
    ///   - registered: `registrationTimestamp`, 0 where the server does not tell.
    ///   - stamp: `lastRenewalTimestamp`, 0 where the server does not tell.
    ///   - durationSeconds: `durationInSecs`.
    init(registered: Int64, stamp: Int64, durationSeconds: Int64) {
        guard stamp > 0, durationSeconds > 0, durationSeconds < 10_000_000 else {
            self = .unknown
            return
        }
        let duration = durationSeconds * 1000
        // Without a registration time the later of both readings is taken: an alarm must not be a guess.
        if registered > 0, stamp > registered {
            self.init(provenAt: stamp - duration, expiresAt: stamp)
        } else {
            self.init(provenAt: stamp, expiresAt: stamp + duration)
        }
    }

    /// How long it has been expired at a time of the server's clock, in milliseconds; nothing where it has not.
    func expired(at now: Int64) -> Int64? { now > expiresAt ? now - expiresAt : nil }

    /// Its length in milliseconds; nothing where that is not known.
    var durationMs: Int64? { expiresAt == .max ? nil : expiresAt - provenAt }
}
