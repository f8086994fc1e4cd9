import Curl
import Topology

/// curl's multi handle and the transfers in it; lives and dies on the loop's thread.
final class TransferTable {
    private let multi: UnsafeMutableRawPointer
    private let sockets = SocketSet()
    /// Connections that are open as byte streams.
    let streams: StreamTable
    private var live: [UInt64: Transfer] = [:]
    /// Transfers with a limit on silence, which curl keeps too coarsely.
    private var timed: Set<UInt64> = []

    /// Idle connections that are kept for the next round.
    private static let idleConnections = 1024

    init() {
        guard let multi = curl_multi_init() else { preconditionFailure("no memory for curl's multi handle") }
        az_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.idleConnections)
        self.multi = multi
        streams = StreamTable(sockets)
        sockets.serve(multi)
    }

    /// What interrupts `wait`, from any thread.
    var waker: SocketSet.Waker { sockets.waker }

    /// Whether nothing is in flight.
    var isEmpty: Bool { live.isEmpty && streams.isEmpty }

    /// Starts a transfer.
    func add(_ transfer: Transfer) {
        let error = curl_multi_add_handle(multi, transfer.easy.handle)
        guard error == CURLM_OK else {
            transfer.fail(ClientError(.settings, "curl cannot take the call: \(TransferFailure.text(error))"))
            return
        }
        live[transfer.id] = transfer
        if transfer.idleMs != nil { timed.insert(transfer.id) }
    }

    /// Ends a transfer, a stream or the wait on one at once, and frees what it holds.
    func cancel(_ id: UInt64) {
        if let transfer = live[id] {
            end(transfer) { $0.fail(TransferFailure.cancelled($0)) }
        } else if let transfer = streams.cancel(id) {
            free(transfer)
        }
    }

    /// The transfer of an id, while it is in flight.
    func transfer(_ id: UInt64) -> Transfer? { live[id] }

    /// Moves whatever can move.
    func perform() {
        var running: Int32 = 0
        for (socket, events) in sockets.takeReady() where !streams.isReady(socket, events) {
            var what: Int32 = 0
            if events & az_epoll_in != 0 { what |= CURL_CSELECT_IN }
            if events & az_epoll_out != 0 { what |= CURL_CSELECT_OUT }
            if events & az_epoll_broken != 0 { what |= CURL_CSELECT_ERR }
            curl_multi_socket_action(multi, socket, what, &running)
        }
        if sockets.takeTimer() { curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running) }
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let result = az_message_result(message)
            guard let transfer = Transfer.of(handle) else { continue }
            if transfer.plan.connectsOnly, result == CURLE_OK {
                keep(transfer)
            } else {
                end(transfer) { $0.finish(result) }
            }
        }
        streams.perform()
    }

    /// Ends what has been silent for too long; says how many milliseconds the next such end is away, at most a minute.
    func expire(now: Moment) -> Int32 {
        var patience: Int64 = 60_000
        for id in timed {
            guard let transfer = live[id], let due = transfer.silenceEnds else { continue }
            if due <= now {
                end(transfer) { $0.fail(TransferFailure.silent($0)) }
            } else {
                patience = min(patience, due - now)
            }
        }
        if let due = streams.expire(now: now) { patience = min(patience, due - now) }
        return Int32(clamping: max(1, patience))
    }

    /// Waits for sockets, curl's own timers, a wake-up, or so long.
    func wait(milliseconds: Int32) {
        sockets.wait(milliseconds: milliseconds)
    }

    /// Frees all of it.
    func close() {
        curl_multi_cleanup(multi)
    }

    private func end(_ transfer: Transfer, _ last: (Transfer) -> Void) {
        live[transfer.id] = nil
        timed.remove(transfer.id)
        last(transfer)
        free(transfer)
    }

    /// A connection stands: it stays in curl's hands until its stream is closed.
    private func keep(_ transfer: Transfer) {
        do throws(ClientError) {
            streams.add(try StreamSocket(transfer))
            live[transfer.id] = nil
            transfer.finish(CURLE_OK)
        } catch {
            end(transfer) { $0.fail(error) }
        }
    }

    private func free(_ transfer: Transfer) {
        curl_multi_remove_handle(multi, transfer.easy.handle)
        transfer.easy.close()
    }
}
