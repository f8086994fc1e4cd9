import Curl
import Glibc
import Topology

/// The sockets that a loop waits on, in the kernel's own table: a wait costs what is ready, not what is open.
///
/// With hundreds of hosts that swallow connections, asking about every socket at every turn is most of the work. Lives
/// on the loop's thread, but for `Waker`.
final class SocketSet {
    /// What the last wait found ready and nobody has taken yet.
    private var ready: [(socket: Int32, events: UInt32)] = []
    /// When curl wants to be called without any socket being ready; nothing where it does not.
    private(set) var timer: Moment?
    private let epoll: Int32
    private let wakes: Int32
    private var known: Set<Int32> = []
    private var found = [az_ready](repeating: az_ready(), count: Int(az_epoll_most))

    init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakes = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        // Without them nothing can be read, ever, and nobody could be told: the same as a thread that cannot start.
        precondition(epoll >= 0 && wakes >= 0, "the transfer loop cannot wait for sockets: error \(errno)")
        az_epoll_set(epoll, EPOLL_CTL_ADD, wakes, az_epoll_in)
    }

    deinit {
        Glibc.close(epoll)
        Glibc.close(wakes)
    }

    /// Interrupts a wait, from any thread.
    struct Waker: Sendable {
        fileprivate let wakes: Int32

        func ring() { eventfd_write(wakes, 1) }
    }

    /// What interrupts a wait; not to be used after the set is gone.
    var waker: Waker { Waker(wakes: wakes) }

    /// Waits for these events on a socket, instead of what was waited for before.
    func watch(_ socket: Int32, events: UInt32) {
        let operation = known.insert(socket).inserted ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        guard az_epoll_set(epoll, operation, socket, events) != 0 else { return }
        // A socket that was closed has left the kernel's table by itself, and its number may be another one's now.
        az_epoll_set(epoll, operation == EPOLL_CTL_ADD ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, events)
    }

    /// Waits for nothing on a socket any more.
    func forget(_ socket: Int32) {
        guard known.remove(socket) != nil else { return }
        az_epoll_set(epoll, EPOLL_CTL_DEL, socket, 0)
    }

    /// Waits for a socket, curl's timer, a wake-up, or so long.
    func wait(milliseconds: Int32) {
        var patience = milliseconds
        if let timer { patience = min(patience, Int32(clamping: max(0, timer - MonotonicClock.now()))) }
        let count = az_epoll_wait(epoll, &found, patience)
        for event in found.prefix(Int(count)) {
            if event.socket == wakes {
                var rings: eventfd_t = 0
                eventfd_read(wakes, &rings)
            } else {
                ready.append((event.socket, event.events))
            }
        }
    }

    /// What was found ready since the last time.
    func takeReady() -> [(socket: Int32, events: UInt32)] {
        defer { ready.removeAll(keepingCapacity: true) }
        return ready
    }

    /// Whether curl's timer is due; it is over then.
    func takeTimer() -> Bool {
        guard let timer, timer <= MonotonicClock.now() else { return false }
        self.timer = nil
        return true
    }

    /// Lets curl say what it waits for.
    func serve(_ multi: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        az_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, context)
        az_multi_set_socket_callback(multi) { _, socket, what, context, _ in
            guard let context else { return 0 }
            let set = Unmanaged<SocketSet>.fromOpaque(context).takeUnretainedValue()
            switch what {
            case CURL_POLL_IN: set.watch(socket, events: az_epoll_in)
            case CURL_POLL_OUT: set.watch(socket, events: az_epoll_out)
            case CURL_POLL_INOUT: set.watch(socket, events: az_epoll_in | az_epoll_out)
            default: set.forget(socket)
            }
            return 0
        }
        az_multi_set_pointer(multi, CURLMOPT_TIMERDATA, context)
        az_multi_set_timer_callback(multi) { _, milliseconds, context in
            guard let context else { return 0 }
            let set = Unmanaged<SocketSet>.fromOpaque(context).takeUnretainedValue()
            set.timer = milliseconds < 0 ? nil : MonotonicClock.now() + Int64(milliseconds)
            return 0
        }
    }
}
