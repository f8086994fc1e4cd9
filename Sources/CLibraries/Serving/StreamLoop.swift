import Glibc

/// The connections of one stream server; all of it belongs to the server's thread.
final class StreamLoop {
    private struct Connection {
        let session: any StreamSession
        var unsent: [UInt8] = []
        var closes = false
    }

    private let listening: Int32
    private let alarm: Int32
    private let session: () -> any StreamSession
    private var connections: [Int32: Connection] = [:]
    private var buffer = [UInt8](repeating: 0, count: 16 << 10)
    /// A client that does not read what it asked for is cut off here.
    private static let mostUnsent = 64 << 20

    init(listening: Int32, alarm: Int32, session: @escaping () -> any StreamSession) {
        self.listening = listening
        self.alarm = alarm
        self.session = session
        _ = fcntl(listening, F_SETFL, O_NONBLOCK)
    }

    /// Serves until the alarm's other end is closed.
    func run() {
        while true {
            var waiting = [
                pollfd(fd: alarm, events: Int16(POLLIN), revents: 0),
                pollfd(fd: listening, events: Int16(POLLIN), revents: 0),
            ]
            for (descriptor, connection) in connections {
                let events = connection.unsent.isEmpty ? POLLIN : POLLOUT
                waiting.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
            }
            guard poll(&waiting, nfds_t(waiting.count), -1) >= 0 || errno == EINTR else { break }
            if waiting[0].revents != 0 { break }
            for entry in waiting.dropFirst(2) where entry.revents != 0 { serve(entry.fd) }
            if waiting[1].revents != 0 { acceptAll() }
        }
        for descriptor in connections.keys { close(descriptor) }
        close(listening)
        close(alarm)
    }

    private func acceptAll() {
        while true {
            let descriptor = Glibc.accept(listening, nil, nil)
            guard descriptor >= 0 else { return }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            var yes: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            connections[descriptor] = Connection(session: session())
        }
    }

    private func serve(_ descriptor: Int32) {
        guard let connection = connections[descriptor] else { return }
        if connection.unsent.isEmpty {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else {
                if count < 0, errno == EAGAIN || errno == EINTR { return }
                return drop(descriptor)
            }
            let reply = connection.session.receive(Array(buffer[..<count]))
            connections[descriptor]?.unsent = reply.bytes
            connections[descriptor]?.closes = reply.closes
        }
        flush(descriptor)
    }

    private func flush(_ descriptor: Int32) {
        guard var connection = connections[descriptor] else { return }
        while !connection.unsent.isEmpty {
            let count = connection.unsent.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN { break }
            guard count > 0, connection.unsent.count <= Self.mostUnsent else { return drop(descriptor) }
            connection.unsent.removeFirst(count)
        }
        if connection.unsent.isEmpty, connection.closes { return drop(descriptor) }
        connections[descriptor] = connection
    }

    private func drop(_ descriptor: Int32) {
        connections[descriptor] = nil
        close(descriptor)
    }
}
