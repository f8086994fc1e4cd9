import Glibc
import Synchronization

/// Holds threads until it is opened.
final class Gate: Sendable {
    private let read: Int32
    private let write: Int32

    init() {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        (read, write) = (ends[0], ends[1])
    }

    deinit {
        close(read)
        close(write)
    }

    /// Blocks the thread until the gate is open.
    func waitBlocking() {
        var ready = pollfd(fd: read, events: Int16(POLLIN), revents: 0)
        while poll(&ready, 1, -1) < 0 {}
    }

    /// Lets everybody through from now on.
    func open() { _ = Glibc.write(write, [1], 1) }
}
