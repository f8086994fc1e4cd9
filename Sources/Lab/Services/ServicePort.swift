import Serving
import Synchronization

/// The one server behind all instances' addresses: each has an address of its own below 127.0.0.0/8, and all share a port.
final class ServicePort: Sendable {
    let server: HTTPServer
    private let answer: Mutex<@Sendable (ServerRequest) -> ServerAnswer>

    /// Listens, on that port or on the first free one of its own.
    init(port: UInt16?) throws(LabError) {
        let handler = Handler()
        server = try Ports.first(port.map { $0...$0 } ?? Ports.services, "the services") {
            port throws(ServingError) in
            try HTTPServer(answeringOn: HTTPServer.everyLoopback, port: port, threads: 2) { handler.answer($0) }
        }
        answer = Mutex { _ in .drop }
        handler.owner.withLock { $0.port = self }
    }

    deinit {
        server.stop()
    }

    /// Answers like that from now on.
    func handle(_ handler: @escaping @Sendable (ServerRequest) -> ServerAnswer) {
        answer.withLock { $0 = handler }
    }

    private func respond(_ request: ServerRequest) -> ServerAnswer {
        answer.withLock { $0 }(request)
    }

    /// What the library's threads hold: not the port itself, which could then never end.
    private final class Handler: Sendable {
        struct Owner { weak var port: ServicePort? }
        let owner = Mutex(Owner())

        func answer(_ request: ServerRequest) -> ServerAnswer {
            owner.withLock { $0.port }?.respond(request) ?? .drop
        }
    }
}
