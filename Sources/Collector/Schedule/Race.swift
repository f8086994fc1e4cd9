import Synchronization

/// The first of several outcomes, handed to one waiter.
final class Race<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value?, Never>)
        case finished(Value?)
        case over
    }

    private let state = Mutex(State.open)

    /// Gives an outcome; all but the first are dropped.
    func finish(_ value: Value?) {
        let waiter: CheckedContinuation<Value?, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .finished(value)
                return nil
            case .awaited(let waiter):
                state = .over
                return waiter
            case .finished, .over:
                return nil
            }
        }
        waiter?.resume(returning: value)
    }

    /// Waits for the first outcome; asked once.
    func outcome() async -> Value? {
        await withCheckedContinuation { continuation in
            let value: Value?? = state.withLock { state in
                guard case .finished(let value) = state else {
                    state = .awaited(continuation)
                    return nil
                }
                state = .over
                return .some(value)
            }
            if let value { continuation.resume(returning: value) }
        }
    }
}
