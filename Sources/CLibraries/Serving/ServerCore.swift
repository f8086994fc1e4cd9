import Synchronization

/// What the daemon's callbacks need: the handler, the bound, and the requests that wait.
final class ServerCore: Sendable {
    let handler: @Sendable (ServerRequest) -> ServerAnswer
    let bodyBound: Int
    /// Whether requests say which of the machine's addresses they came in on.
    let tellsLocalAddress: Bool
    /// Requests that wait, and whether new ones may: none may once the daemon is being stopped.
    private let waiting = Mutex((held: [ObjectIdentifier: LaterResponse](), closed: false))

    init(
        bodyBound: Int, tellsLocalAddress: Bool = false, handler: @escaping @Sendable (ServerRequest) -> ServerAnswer
    ) {
        self.bodyBound = bodyBound
        self.tellsLocalAddress = tellsLocalAddress
        self.handler = handler
    }

    /// Keeps a waiting request so that stopping can end it; false once the daemon is being stopped.
    func remember(_ later: LaterResponse) -> Bool {
        waiting.withLock { waiting in
            guard !waiting.closed else { return false }
            waiting.held[ObjectIdentifier(later)] = later
            return true
        }
    }

    func forget(_ later: LaterResponse) {
        _ = waiting.withLock { $0.held.removeValue(forKey: ObjectIdentifier(later)) }
    }

    func open() {
        waiting.withLock { $0.closed = false }
    }

    /// Ends every request that waits: the library must not be stopped with one suspended.
    func close() {
        let held = waiting.withLock { waiting in
            waiting.closed = true
            let held = Array(waiting.held.values)
            waiting.held = [:]
            return held
        }
        for later in held {
            later.abandon()
        }
    }
}
