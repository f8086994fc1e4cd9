import Serving
import Synchronization

/// An HTTP server that can be made to refuse, hang, dawdle or talk nonsense.
final class FaultyServer: Sendable {
    private let http: HTTPServer
    private let state: Mutex<NodeFault?>
    private let answer: Mutex<@Sendable (ServerRequest) -> ServerAnswer>

    /// Listens; whoever connects before ``handle(_:)`` was called is sent away.
    init(address: String, port: UInt16, threads: Int = 1) throws(ServingError) {
        let state = Shared()
        http = try HTTPServer(answeringOn: address, port: port, threads: threads) { state.answer($0) }
        self.state = Mutex(nil)
        answer = Mutex(Self.nothing)
        state.owner.withLock { $0.server = self }
    }

    deinit {
        http.stop()
    }

    var address: String { http.address }
    var port: UInt16 { http.port }
    var url: String { http.url }

    /// What is wrong with it.
    var fault: NodeFault? {
        state.withLock { $0 }
    }

    /// Answers like that from now on.
    func handle(_ handler: @escaping @Sendable (ServerRequest) -> ServerAnswer) {
        answer.withLock { $0 = handler }
    }

    /// Changes what is wrong with it. Whoever it left hanging is cut off once that is over: those calls are not answered any more.
    func become(_ fault: NodeFault?) throws(LabError) {
        let old = state.withLock { state in
            defer { state = fault }
            return state
        }
        guard old != fault else { return }
        if fault == .refusing || old == .hanging { http.refuse() }
        guard fault != .refusing else { return }
        do throws(ServingError) {
            try http.listen()
        } catch {
            throw LabError(
                code: .server, message: "the server at \(url) does not come back: \(error.message)", cause: error)
        }
    }

    /// Closes every connection, as a process does that ends and is started again at once.
    func bounce() throws(LabError) {
        let fault = fault
        try become(.refusing)
        try become(fault)
    }

    func stop() {
        http.stop()
    }

    private func respond(_ request: ServerRequest) -> ServerAnswer {
        let handler = answer.withLock { $0 }
        return Self.answer(fault, request, handler)
    }

    /// The answer to a request under a fault.
    static func answer(
        _ fault: NodeFault?, _ request: ServerRequest, _ handler: @escaping @Sendable (ServerRequest) -> ServerAnswer
    ) -> ServerAnswer {
        switch fault {
        case nil: return handler(request)
        case .refusing: return .drop
        case .hanging: return .later(LaterResponse())
        case .wrong: return .respond(Mischief.html.response(instead: []))
        case .slow(let milliseconds):
            let later = LaterResponse()
            Task {
                try? await Task.sleep(for: .milliseconds(milliseconds))
                if case .respond(let response) = handler(request) { later.fulfil(response) } else { later.abandon() }
            }
            return .later(later)
        }
    }

    private static let nothing: @Sendable (ServerRequest) -> ServerAnswer = { _ in .drop }

    /// What the library's threads hold: not the server itself, which could then never end.
    private final class Shared: Sendable {
        struct Owner { weak var server: FaultyServer? }
        let owner = Mutex(Owner())

        func answer(_ request: ServerRequest) -> ServerAnswer {
            owner.withLock { $0.server }?.respond(request) ?? .drop
        }
    }
}
