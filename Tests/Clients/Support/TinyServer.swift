import Glibc
import Synchronization

/// A server of the tests' own: raw sockets, one thread a connection, every byte decided by the test.
final class TinyServer: Sendable {
    /// One accepted connection.
    struct Connection: Sendable {
        let socket: Int32
        /// Counts the connections of a server from 0.
        let number: Int

        /// Reads one request: head and as much body as `Content-Length` says; nothing once the other side closed.
        func request() -> String? {
            var bytes: [UInt8] = []
            while true {
                if let end = Self.headEnd(bytes) {
                    let head = String(decoding: bytes[..<end], as: UTF8.self)
                    let lengths = head.lowercased().split(separator: "\r\n").filter { $0.hasPrefix("content-length:") }
                    let length = lengths.first.flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0
                    if bytes.count >= end + length { return String(decoding: bytes, as: UTF8.self) }
                }
                var buffer = [UInt8](repeating: 0, count: 65536)
                let count = recv(socket, &buffer, buffer.count, 0)
                guard count > 0 else { return nil }
                bytes += buffer.prefix(count)
            }
        }

        /// Makes `send` fail once the other side has taken nothing for so long.
        func giveUpSending(afterMilliseconds milliseconds: Int) {
            var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
            setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }

        /// Sends all of it; false once the other side is gone.
        @discardableResult
        func send(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }

        @discardableResult
        func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        /// A whole answer.
        func answer(_ body: String, status: String = "200 OK", headers: [String] = []) {
            answer(Array(body.utf8), status: status, headers: headers)
        }

        func answer(_ body: [UInt8], status: String = "200 OK", headers: [String] = []) {
            let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers
            send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
        }

        /// Returns once the other side has closed.
        func awaitClose() {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while recv(socket, &buffer, buffer.count, 0) > 0 {}
        }

        private static func headEnd(_ bytes: [UInt8]) -> Int? {
            guard bytes.count >= 4 else { return nil }
            for index in 0...bytes.count - 4 where bytes[index..<index + 4].elementsEqual([13, 10, 13, 10]) {
                return index + 4
            }
            return nil
        }
    }

    let port: Int
    private let listener: Int32
    private let log = Mutex<[String]>([])

    var url: String { "http://127.0.0.1:\(port)" }

    /// What was received so far.
    var requests: [String] { log.withLock { $0 } }

    /// Serves each connection with the handler, on a thread of its own, and closes it afterwards.
    init(connections handler: @escaping @Sendable (Connection, TinyServer) -> Void) {
        listener = Self.listen(backlog: 128)
        port = Self.port(of: listener)
        let listener = listener
        Self.thread { [weak self] in
            var number = 0
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { return }
                let connection = Connection(socket: socket, number: number)
                number += 1
                Self.thread { [weak self] in
                    defer { close(socket) }
                    guard let self else { return }
                    handler(connection, self)
                }
            }
        }
    }

    /// Answers each request with what the handler says, over kept connections.
    convenience init(answering handler: @escaping @Sendable (Connection, String) -> Void) {
        self.init(connections: { connection, server in
            while let request = connection.request() {
                server.note(request)
                handler(connection, request)
            }
        })
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    func note(_ request: String) { log.withLock { $0.append(request) } }

    static func listen(backlog: Int32) -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(bound == 0 && Glibc.listen(socket, backlog) == 0)
        return socket
    }

    static func port(of socket: Int32) -> Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread: pthread_t = 0
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, Unmanaged.passRetained(Box(body)).toOpaque())
        pthread_detach(thread)
    }
}
