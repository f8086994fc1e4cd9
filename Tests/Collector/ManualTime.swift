import Collector
import Synchronization
import Topology

/// Time that stands still until a test moves it.
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
        var cancelled: Set<Int> = []
        var watchers: [Watcher] = []

        func sleeping(_ range: ClosedRange<Int64>) -> Int {
            sleepers.values.count { range.contains($0.due - now) }
        }
    }

    private let state = Mutex(State())

    /// What a collector takes; `random` is always the same.
    func timing(random: Double = 0.5) -> Timing {
        Timing(clock: clock, pause: { try await self.pause($0) }, random: { random })
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

    /// Waits until so many pause for so long from now, in milliseconds.
    func paused(_ range: ClosedRange<Int64>, count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleeping(range) >= count { return true }
                state.watchers.append(Watcher(range: range, count: count, continuation: continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// How long everybody pauses from now.
    var pauses: [Int64] { state.withLock { state in state.sleepers.values.map { $0.due - state.now }.sorted() } }

    private func pause(_ milliseconds: Int64) async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isOver, watchers) = state.withLock { state -> (Bool, [Watcher]) in
                    if state.cancelled.remove(id) != nil { return (true, []) }
                    state.sleepers[id] = Sleeper(due: state.now + milliseconds, continuation: continuation)
                    let seen = state.watchers.filter { state.sleeping($0.range) >= $0.count }
                    state.watchers = state.watchers.filter { state.sleeping($0.range) < $0.count }
                    return (false, seen)
                }
                if isOver { continuation.resume(throwing: CancellationError()) }
                for watcher in watchers { watcher.continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
