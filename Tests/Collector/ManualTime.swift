import Collector
import Synchronization
import Topology

/// Time that stands still until a test moves it.
///
/// Every wait ends when its task is cancelled: a test that has come to its time limit fails, and does not hang.
final class ManualTime: Sendable {
    private struct Sleeper {
        var due: Int64
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        var range: ClosedRange<Int64>
        var count: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Int64 = 1_000_000
        var wall: Int64 = 1_790_000_000_000
        var next = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [Int: Watcher] = [:]

        mutating func id() -> Int {
            next += 1
            return next
        }

        func isSeen(_ range: ClosedRange<Int64>, _ count: Int) -> Bool {
            sleepers.values.count { range.contains($0.due - now) } >= count
        }
    }

    private let state = Mutex(State())
    private let isLate: @Sendable (Int64) -> Bool

    /// - Parameter isLate: which sleeps, by their length, begin late, as on a busy machine.
    init(isLate: @escaping @Sendable (Int64) -> Bool = { _ in false }) {
        self.isLate = isLate
    }

    /// What a collector takes; `random` is always the same.
    func timing(random: Double = 0.5) -> Timing {
        Timing(clock: clock, sleep: { try await self.sleep($0) }, random: { random })
    }

    var clock: Clock {
        {
            self.state.withLock {
                ClockReading(
                    wall: Timestamp(milliseconds: $0.wall), moment: Moment(milliseconds: $0.now))
            }
        }
    }

    var now: Moment { clock().moment }

    /// Moves time, and wakes whoever waited for it.
    func advance(_ milliseconds: Int64) {
        let woken = state.withLock { state in
            state.now += milliseconds
            state.wall += milliseconds
            let due = state.sleepers.filter { $0.value.due <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.due < $1.due }.map(\.continuation)
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Somebody sets the wall clock.
    func setWall(by milliseconds: Int64) {
        state.withLock { $0.wall += milliseconds }
    }

    /// Waits until so many sleep for so long from now, in milliseconds.
    func paused(_ range: ClosedRange<Int64>, count: Int = 1) async {
        let id = state.withLock { $0.id() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isSeen(range, count) || Task.isCancelled { return true }
                    state.watchers[id] = Watcher(range: range, count: count, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    private func sleep(_ moment: Moment) async throws {
        if isLate(moment - now) { for _ in 0..<100 { await Task.yield() } }
        let id = state.withLock { $0.id() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let (outcome, watchers) = state.withLock { state -> (Result<Void, any Error>?, [Watcher]) in
                    if Task.isCancelled { return (.failure(CancellationError()), []) }
                    if moment.milliseconds <= state.now { return (.success(()), []) }
                    state.sleepers[id] = Sleeper(due: moment.milliseconds, continuation: continuation)
                    let seen = state.watchers.filter { state.isSeen($0.value.range, $0.value.count) }
                    for id in seen.keys { state.watchers[id] = nil }
                    return (nil, Array(seen.values))
                }
                if let outcome { continuation.resume(with: outcome) }
                for watcher in watchers { watcher.continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
