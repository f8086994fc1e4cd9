import Contract
import Synchronization
import Topology

/// A reader that says what a test tells it to, when it is told.
final class ScriptedReader: Reader {
    typealias Answer = Result<Reading, ReadError>

    private struct State {
        var answers: [Answer] = []
        var waiting: CheckedContinuation<Answer, Never>?
        var asked: [Moment] = []
        var watcher: CheckedContinuation<Moment, Never>?
        var looks: [[LookTarget]] = []
        var look: (@Sendable (LookTarget) -> Look?)?
        var calls = 0
        var inFlight = 0
        var mostInFlight = 0
        var isClosed = false
    }

    let pace: ReaderPace
    let heedsCancellation: Bool
    private static let cancelled = Answer.failure(ReadError(.cancelled, "cancelled"))
    private let state = Mutex(State())

    init(pace: ReaderPace = .polled, heedsCancellation: Bool = true) {
        self.pace = pace
        self.heedsCancellation = heedsCancellation
    }

    func next(until deadline: Moment) async throws(ReadError) -> Reading {
        announce(deadline)
        let answer: Answer
        if heedsCancellation {
            answer = await withTaskCancellationHandler {
                await wait()
            } onCancel: {
                say(Self.cancelled, onlyIfWaiting: true)
            }
        } else {
            answer = await wait()
        }
        state.withLock { $0.inFlight -= 1 }
        return try answer.get()
    }

    private func announce(_ deadline: Moment) {
        let watcher = state.withLock { state in
            state.calls += 1
            state.inFlight += 1
            state.mostInFlight = max(state.mostInFlight, state.inFlight)
            let watcher = state.watcher
            state.watcher = nil
            if watcher == nil { state.asked.append(deadline) }
            return watcher
        }
        watcher?.resume(returning: deadline)
    }

    private func wait() async -> Answer {
        await withCheckedContinuation { continuation in
            let answer: Answer? = state.withLock { state in
                if !state.answers.isEmpty { return state.answers.removeFirst() }
                // Cancelled before it waits: nobody would tell it.
                if heedsCancellation, Task.isCancelled { return Self.cancelled }
                state.waiting = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Answers the call that waits, or the next one.
    func say(_ reading: Reading) { say(.success(reading)) }

    /// Fails the call that waits, or the next one.
    func fail(_ code: ReadError.Code = .unreachable, _ message: String = "connection refused", startAnew: Bool = false)
    {
        say(.failure(ReadError(code, message, startAnew: startAnew)))
    }

    private func say(_ answer: Answer, onlyIfWaiting: Bool = false) {
        let waiting = state.withLock { state in
            let waiting = state.waiting
            state.waiting = nil
            if waiting == nil, !onlyIfWaiting { state.answers.append(answer) }
            return waiting
        }
        waiting?.resume(returning: answer)
    }

    /// Waits until it is asked (again); the deadline it was given, or never where the test is cancelled.
    @discardableResult
    func asked() async -> Moment {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let deadline: Moment? = state.withLock { state in
                    if !state.asked.isEmpty { return state.asked.removeFirst() }
                    if Task.isCancelled { return Moment(milliseconds: .max) }
                    state.watcher = continuation
                    return nil
                }
                if let deadline { continuation.resume(returning: deadline) }
            }
        } onCancel: {
            let watcher = state.withLock { state in
                defer { state.watcher = nil }
                return state.watcher
            }
            watcher?.resume(returning: Moment(milliseconds: .max))
        }
    }

    /// What looks past its caches find; without it there are no caches.
    func looks(_ look: @escaping @Sendable (LookTarget) -> Look?) { state.withLock { $0.look = look } }

    func look(at targets: [LookTarget], until deadline: Moment) async -> [LookTarget: Look] {
        let look = state.withLock { state in
            state.looks.append(targets)
            return state.look
        }
        guard let look else { return [:] }
        var found: [LookTarget: Look] = [:]
        for target in targets { found[target] = look(target) }
        return found
    }

    func close() async { state.withLock { $0.isClosed = true } }

    var calls: Int { state.withLock { $0.calls } }
    var mostInFlight: Int { state.withLock { $0.mostInFlight } }
    var rounds: [[LookTarget]] { state.withLock { $0.looks } }
    var isClosed: Bool { state.withLock { $0.isClosed } }
}
