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
    private var ready: [(id: UInt64, events: Int16)] = []

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
    }

    /// Moves the streams whose sockets were found ready.
    func perform() {
        for (id, events) in ready { touch(id) { $0.ready(events) } }
        ready.removeAll(keepingCapacity: true)
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

    /// Waits for curl's sockets, ours, a wake-up, or so long.
    func wait(_ multi: UnsafeMutableRawPointer, milliseconds: Int32) {
        guard !waiting.isEmpty else {
            curl_multi_poll(multi, nil, 0, milliseconds, nil)
            return
        }
        let ids = Array(waiting)
        var sockets = ids.map { id in
            curl_waitfd(fd: open[id]?.descriptor ?? -1, events: open[id]?.events ?? 0, revents: 0)
        }
        curl_multi_poll(multi, &sockets, UInt32(sockets.count), milliseconds, nil)
        for (id, socket) in zip(ids, sockets) where socket.revents != 0 { ready.append((id, socket.revents)) }
    }

    private func touch(_ id: UInt64, _ body: (StreamSocket) -> Void) {
        guard let stream = open[id] else { return }
        let before = [stream.reading?.token, stream.writing?.token].compactMap { $0 }
        body(stream)
        for token in before { settle(id, token: token) }
    }

    private func forget(_ stream: StreamSocket) {
        waiting.remove(stream.transfer.id)
        for token in [stream.reading?.token, stream.writing?.token] {
            if let token { tokens[token] = nil }
        }
    }
}
