import Topology

/// Somebody who waits until bytes have come, or gone.
struct StreamWait {
    /// What it is cancelled by.
    let token: UInt64
    /// When it has waited long enough.
    let deadline: Moment
    let continuation: CheckedContinuation<Result<[UInt8], ClientError>, Never>
    /// When it began.
    let began = MonotonicClock.now()
    /// The most bytes to take.
    var limit = 0
    /// What is left to be sent; curl wants the same bytes again when it could not take them.
    var unsent: [UInt8] = []
    /// How many of them went out.
    var sent = 0

    func end(_ result: Result<[UInt8], ClientError>) { continuation.resume(returning: result) }
}
