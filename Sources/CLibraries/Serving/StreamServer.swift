import Glibc
import Synchronization

/// A TCP server on one address and port for simulated servers that speak no HTTP: one thread, which sleeps while nothing comes.
///
/// A session that blocks holds up the others of its server, as in a server of one thread. It stops when it is deallocated.
public final class StreamServer: Sendable {
    /// The address it is bound to.
    public let address: String
    /// The port it is bound to. It keeps it also while it refuses.
    public let port: UInt16

    private struct Running {
        let thread: pthread_t
        let listening: Int32
        /// Closed to end the thread, which waits for its other end.
        let alarm: Int32
    }

    private let session: @Sendable () -> any StreamSession
    private let state: Mutex<(running: Running?, reserved: Int32?)>

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - address: an IPv4 address of this machine.
    ///   - port: 0 takes a free one.
    ///   - session: makes what is on the other side of each connection, on the server's thread.
    /// - Throws: ``ServingError`` where the address is none, the port is taken, or there are no descriptors or threads left.
    public init(
        address: String = "127.0.0.1", port: UInt16 = 0, session: @escaping @Sendable () -> any StreamSession
    ) throws(ServingError) {
        let reserved = try ListeningSocket(address: address, port: port, listening: false)
        self.address = address
        self.port = reserved.port
        self.session = session
        state = Mutex((running: nil, reserved: reserved.descriptor))
        try listen()
    }

    deinit {
        stop()
    }

    /// Takes connections again after ``refuse()``; does nothing while it does so already, or once it was stopped.
    ///
    /// - Throws: ``ServingError`` where the thread does not start.
    public func listen() throws(ServingError) {
        let problem: ServingError? = state.withLock { state in
            guard state.running == nil, state.reserved != nil else { return nil }
            do throws(ServingError) {
                state.running = try start()
                return nil
            } catch {
                return error
            }
        }
        if let problem { throw problem }
    }

    /// Closes every connection and refuses new ones; the port stays its own. Not to be called from a session.
    public func refuse() {
        let running: Running? = state.withLock { state in
            defer { state.running = nil }
            return state.running
        }
        guard let running else { return }
        close(running.alarm)
        pthread_join(running.thread, nil)
    }

    /// Ends the server and gives its port back. Not to be called from a session.
    public func stop() {
        refuse()
        state.withLock { state in
            if let reserved = state.reserved { close(reserved) }
            state.reserved = nil
        }
    }

    private func start() throws(ServingError) -> Running {
        let socket = try ListeningSocket(address: address, port: port, listening: true)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            close(socket.descriptor)
            throw ServingError(code: .socket, message: "there are no descriptors left for \(address):\(port)")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let loop = StreamLoop(listening: socket.descriptor, alarm: ends[0], session: session)
        // Taken over by the thread, which gives it up when it ends.
        let context = Unmanaged.passRetained(loop).toOpaque()
        var thread = pthread_t()
        let made = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<StreamLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        guard made == 0 else {
            Unmanaged<StreamLoop>.fromOpaque(context).release()
            for end in ends { close(end) }
            close(socket.descriptor)
            throw ServingError(code: .daemon, message: "there are no threads left for \(address):\(port)")
        }
        return Running(thread: thread, listening: socket.descriptor, alarm: ends[1])
    }
}
