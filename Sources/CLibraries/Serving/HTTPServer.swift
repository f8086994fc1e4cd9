import Glibc
import Microhttpd
import Synchronization

/// An HTTP server on one address and port, for simulated servers and for tests.
///
/// A thread of the library's own waits for sockets and calls the handler: without requests nothing wakes up. A handler that blocks
/// holds up the other requests of its thread; one that must wait answers `later`. It stops when it is deallocated, if not before.
public final class HTTPServer: Sendable {
    /// In place of an address: all of 127.0.0.0/8, and nothing that another machine could reach. Requests then say which one.
    public static let everyLoopback = "127.*"

    /// The address it is bound to.
    public let address: String
    /// The port it is bound to: the one asked for, or the free one that was found. It keeps it also while it refuses.
    public let port: UInt16

    private let core: ServerCore
    private let threads: Int
    private let state: Mutex<(daemon: Daemon?, reserved: Int32?)>

    /// Starts a server whose every request is answered at once.
    ///
    /// - Parameters:
    ///   - address: an IPv4 address of this machine.
    ///   - port: 0 takes a free one.
    ///   - bodyBound: the longest body accepted, in bytes; a longer one is answered 413.
    ///   - threads: how many requests may be in handlers at a time.
    ///   - handler: called on a thread of the server's.
    /// - Throws: ``ServingError`` where the address is none, the port is taken, or the library does not start.
    public convenience init(
        address: String = "127.0.0.1", port: UInt16 = 0, bodyBound: Int = 16 << 20, threads: Int = 1,
        handler: @escaping @Sendable (ServerRequest) -> ServerResponse
    ) throws(ServingError) {
        try self.init(
            answeringOn: address, port: port, bodyBound: bodyBound, threads: threads,
            handler: { .respond(handler($0)) })
    }

    /// Starts a server whose requests may also wait, or be dropped without an answer.
    ///
    /// - Throws: ``ServingError`` where the address is none, the port is taken, or the library does not start.
    public init(
        answeringOn address: String = "127.0.0.1", port: UInt16 = 0, bodyBound: Int = 16 << 20, threads: Int = 1,
        handler: @escaping @Sendable (ServerRequest) -> ServerAnswer
    ) throws(ServingError) {
        let reserved = try ListeningSocket(address: address, port: port, listening: false)
        self.address = address
        self.port = reserved.port
        self.threads = threads
        core = ServerCore(
            bodyBound: bodyBound, tellsLocalAddress: address == Self.everyLoopback, handler: handler)
        state = Mutex((daemon: nil, reserved: reserved.descriptor))
        try listen()
    }

    deinit {
        stop()
    }

    /// `http://ADDRESS:PORT`, without a slash at its end.
    public var url: String {
        "http://\(address):\(port)"
    }

    /// Takes connections again after ``refuse()``; does nothing while it does so already, or once it was stopped.
    ///
    /// - Throws: ``ServingError`` where the library does not start.
    public func listen() throws(ServingError) {
        let problem: ServingError? = state.withLock { state in
            guard state.daemon == nil, state.reserved != nil else { return nil }
            do throws(ServingError) {
                let socket = try ListeningSocket(address: address, port: port, listening: true)
                core.open()
                state.daemon = try Daemon(core: core, listening: socket.descriptor, threads: threads)
                return nil
            } catch {
                return error
            }
        }
        if let problem { throw problem }
    }

    /// Closes every connection and refuses new ones, as a machine does whose server has died; the port stays its own.
    ///
    /// Not to be called from a handler: it waits for the server's thread.
    public func refuse() {
        state.withLock { state in
            guard let daemon = state.daemon else { return }
            state.daemon = nil
            core.close()
            daemon.stop()
        }
    }

    /// Ends the server and gives its port back. Not to be called from a handler: it waits for the server's thread.
    public func stop() {
        refuse()
        state.withLock { state in
            if let reserved = state.reserved {
                close(reserved)
            }
            state.reserved = nil
        }
    }
}
