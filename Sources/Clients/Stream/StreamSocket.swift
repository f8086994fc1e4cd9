import Curl
import Topology

/// An open stream on the loop's thread: curl's handle, its socket, and who waits on it.
final class StreamSocket {
    let transfer: Transfer
    let descriptor: curl_socket_t
    private(set) var reading: StreamWait?
    private(set) var writing: StreamWait?
    /// Bytes that came before anybody asked.
    private var early: [UInt8] = []
    private var hasEnded = false
    /// Why nothing can be sent or received any more.
    private(set) var failure: ClientError?

    /// The most that is read at once.
    private static let chunk = 64 << 10

    /// - Throws: `.connectionLost` where the connection is gone already.
    init(_ transfer: Transfer) throws(ClientError) {
        self.transfer = transfer
        var socket: curl_socket_t = -1
        guard az_get_socket(transfer.easy.handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK, socket >= 0 else {
            throw ClientError(.connectionLost, "\(transfer.plan.label): the connection was lost")
        }
        descriptor = socket
        // The first read binds the connection to its handle: until then any other call's search for a kept connection
        // may close it as an old one.
        switch take(limit: 1) {
        case .bytes(let bytes): early = bytes
        case .nothingYet: break
        case .failed(let error): failure = error
        }
    }

    /// Whether somebody waits.
    var isWaiting: Bool { reading != nil || writing != nil }

    /// What is to be waited for on the socket.
    var events: UInt32 {
        (reading == nil ? 0 : az_epoll_in) | (writing == nil ? 0 : az_epoll_out)
    }

    /// When the first of who waits has waited long enough.
    var due: Moment? {
        [reading?.deadline, writing?.deadline].compactMap { $0 }.min()
    }

    /// Takes bytes now or waits for them.
    func receive(_ wait: StreamWait) {
        guard reading == nil else { return wait.end(.failure(busy("receive"))) }
        if !early.isEmpty, wait.limit > 0 {
            let bytes = Array(early.prefix(wait.limit))
            early.removeFirst(bytes.count)
            return wait.end(.success(bytes))
        }
        if let failure { return wait.end(.failure(failure)) }
        if hasEnded { return wait.end(.success([])) }
        reading = wait
        moveRead()
    }

    /// Sends bytes now or as the other side takes them.
    func send(_ wait: StreamWait) {
        guard writing == nil else { return wait.end(.failure(busy("send"))) }
        if let failure { return wait.end(.failure(failure)) }
        writing = wait
        moveWrite()
    }

    /// The socket can be read or written.
    func ready(_ events: UInt32) {
        if events & (az_epoll_in | az_epoll_broken) != 0 { moveRead() }
        if events & (az_epoll_out | az_epoll_broken) != 0 { moveWrite() }
    }

    /// Ends the waits whose time is over.
    func expire(_ now: Moment) {
        if let wait = reading, wait.deadline <= now {
            reading = nil
            let time = TransferFailure.time((now - wait.began) * 1000)
            wait.end(.failure(ClientError(.timeout, "\(label): no answer after \(time)", mayHaveBeenSent: true)))
        }
        if let wait = writing, wait.deadline <= now {
            writing = nil
            let time = TransferFailure.time((now - wait.began) * 1000)
            wait.end(.failure(broken(.timeout, "what was sent was not taken within \(time)")))
        }
    }

    /// Ends the wait of a caller that gave up.
    func cancel(_ token: UInt64) {
        if let wait = reading, wait.token == token {
            reading = nil
            wait.end(.failure(ClientError(.cancelled, "\(label): cancelled", mayHaveBeenSent: true)))
        }
        if let wait = writing, wait.token == token {
            writing = nil
            wait.end(.failure(broken(.cancelled, "cancelled")))
        }
    }

    /// It is closed: whoever waits is told.
    func close() {
        let error = failure ?? Self.closed(label)
        failure = error
        let waits = [reading, writing].compactMap { $0 }
        (reading, writing) = (nil, nil)
        for wait in waits { wait.end(.failure(error)) }
    }

    /// What is said of a stream that is closed.
    static func closed(_ label: String) -> ClientError {
        ClientError(.connectionLost, "\(label): the connection is closed", mayHaveBeenSent: true)
    }

    private var label: String { transfer.plan.label }

    private func busy(_ what: String) -> ClientError {
        ClientError(.settings, "\(label): one \(what) at a time", mayHaveBeenSent: false)
    }

    private func broken(_ code: ClientError.Code, _ text: String) -> ClientError {
        let error = ClientError(code, "\(label): \(text)", mayHaveBeenSent: true)
        failure = ClientError(.connectionLost, error.message, cause: error, mayHaveBeenSent: true)
        return error
    }

    private func moveRead() {
        guard let wait = reading else { return }
        switch take(limit: wait.limit) {
        case .nothingYet: return
        case .bytes(let bytes):
            reading = nil
            wait.end(.success(bytes))
        case .failed(let error):
            reading = nil
            wait.end(.failure(error))
        }
    }

    private func moveWrite() {
        while var wait = writing {
            guard wait.sent < wait.unsent.count else {
                writing = nil
                return wait.end(.success([]))
            }
            var count = 0
            let code = wait.unsent.withUnsafeBytes { bytes in
                curl_easy_send(
                    transfer.easy.handle, bytes.baseAddress.map { $0 + wait.sent }, bytes.count - wait.sent, &count)
            }
            if code == CURLE_AGAIN { return }
            guard code == CURLE_OK else {
                writing = nil
                let why = TransferFailure.detail(code, transfer)
                return wait.end(.failure(broken(.connectionLost, "the connection was lost: \(why)")))
            }
            wait.sent += count
            writing = wait
        }
    }

    private enum Taken {
        case bytes([UInt8]), nothingYet, failed(ClientError)
    }

    /// Reads what is there; no bytes are the other side's end.
    private func take(limit: Int) -> Taken {
        var count = 0
        var code = CURLE_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, min(limit, Self.chunk))) { buffer, used in
            code = curl_easy_recv(transfer.easy.handle, buffer.baseAddress, buffer.count, &count)
            used = code == CURLE_OK ? count : 0
        }
        if code == CURLE_AGAIN { return .nothingYet }
        guard code == CURLE_OK else {
            let why = TransferFailure.detail(code, transfer)
            return .failed(broken(.connectionLost, "the connection was lost: \(why)"))
        }
        if bytes.isEmpty { hasEnded = true }
        return .bytes(bytes)
    }
}
