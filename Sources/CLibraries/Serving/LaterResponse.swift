import Microhttpd
import Synchronization

/// A response that is not known yet: for long polls, for holding a call until a test says go, and for servers that hang.
///
/// While it is open the request takes no thread. Fulfilling it twice, or after the server was stopped, does nothing.
public final class LaterResponse: Sendable {
    private enum State {
        case open
        /// Waiting: the address of the suspended connection.
        case suspended(UInt)
        case fulfilled(ServerResponse)
        case abandoned
    }

    private let state = Mutex(State.open)

    /// An open promise.
    public init() {}

    /// Answers the request.
    public func fulfil(_ response: ServerResponse) {
        state.withLock { state in
            switch state {
            case .open: state = .fulfilled(response)
            case .suspended(let connection):
                state = .fulfilled(response)
                resume(connection)
            case .fulfilled, .abandoned: break
            }
        }
    }

    /// Closes the connection without an answer.
    public func abandon() {
        state.withLock { state in
            switch state {
            case .open: state = .abandoned
            case .suspended(let connection):
                state = .abandoned
                resume(connection)
            case .fulfilled, .abandoned: break
            }
        }
    }

    /// The answer where there is one; otherwise suspends the connection, and says nil. Called on the daemon's thread.
    func settle(suspending connection: OpaquePointer) -> ServerAnswer? {
        state.withLock { state in
            switch state {
            case .open, .suspended:
                // Under the lock, so that whoever fulfils it finds the connection suspended.
                MHD_suspend_connection(connection)
                state = .suspended(UInt(bitPattern: connection))
                return nil
            case .fulfilled(let response): return .respond(response)
            case .abandoned: return .drop
            }
        }
    }

    /// The address is valid: a suspended connection lives until it is resumed, and it is resumed once, under the lock.
    private func resume(_ address: UInt) {
        if let connection = OpaquePointer(bitPattern: address) {
            MHD_resume_connection(connection)
        }
    }
}
