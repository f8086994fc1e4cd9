import Curl
import Topology

/// The open streams of a loop and who waits on them; lives on the loop's thread.
final class StreamTable {
    private var open: [UInt64: StreamSocket] = [:]
    /// Streams on which somebody waits.
    private var waiting: Set<UInt64> = []
    /// Which stream a wait is on, by the wait's token.
    private var tokens: [UInt64: UInt64] = [:]
    /// Sockets that the last wait found ready.
    private var ready: [(id: UInt64, events: UInt32)] = []
    /// Which stream a socket is, once somebody waited on it.
    private var owners: [Int32: UInt64] = [:]
    private let sockets: SocketSet

    init(_ sockets: SocketSet) { self.sockets = sockets }

    /// Whether no stream is open.
    var isEmpty: Bool { open.isEmpty }

    /// An open stream.
    func stream(_ id: UInt64) -> StreamSocket? { open[id] }

    /// Takes a stream in.
    func add(_ stream: StreamSocket) { open[stream.transfer.id] = stream }

    /// Closes a stream, or ends a wait; says which handle is to be freed.
    func cancel(_ id: UInt64) -> Transfer? {
        if let stream = open.removeValue(forKey: id) {
            forget(stream)
            stream.close()
            return stream.transfer
        }
        if let owner = tokens[id] {
            open[owner]?.cancel(id)
            settle(owner, token: id)
        }
        return nil
    }

    /// Notes whether a wait still waits.
    func settle(_ id: UInt64, token: UInt64) {
        guard let stream = open[id] else { return }
        let isOpen = stream.reading?.token == token || stream.writing?.token == token
        tokens[token] = isOpen ? id : nil
        if stream.isWaiting { waiting.insert(id) } else { waiting.remove(id) }
        guard stream.isWaiting else { return }
        // Once each time: a stream on which nobody waits wakes nobody, however it ends.
        owners[stream.descriptor] = id
        sockets.watch(stream.descriptor, events: stream.events | az_epoll_once)
    }

    /// Moves the streams whose sockets were found ready.
    func perform() {
        for (id, events) in ready { touch(id) { $0.ready(events) } }
        ready.removeAll(keepingCapacity: true)
    }

    /// Notes that a socket is ready, where it is a stream's.
    func isReady(_ socket: Int32, _ events: UInt32) -> Bool {
        guard let id = owners[socket] else { return false }
        ready.append((id, events))
        return true
    }

    /// Ends what has waited for too long; says when the next is due.
    func expire(now: Moment) -> Moment? {
        var next: Moment?
        for id in waiting {
            guard let stream = open[id] else { continue }
            if let due = stream.due, due <= now { touch(id) { $0.expire(now) } }
            if let due = open[id]?.due { next = min(next ?? due, due) }
        }
        return next
    }

    private func touch(_ id: UInt64, _ body: (StreamSocket) -> Void) {
        guard let stream = open[id] else { return }
        let before = [stream.reading?.token, stream.writing?.token].compactMap { $0 }
        body(stream)
        for token in before { settle(id, token: token) }
    }

    private func forget(_ stream: StreamSocket) {
        waiting.remove(stream.transfer.id)
        owners[stream.descriptor] = nil
        sockets.forget(stream.descriptor)
        for token in [stream.reading?.token, stream.writing?.token] {
            if let token { tokens[token] = nil }
        }
    }
}
