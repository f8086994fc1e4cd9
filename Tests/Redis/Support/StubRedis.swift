import Glibc
import Synchronization

@testable import Clients

/// A Redis of the tests' own: answers each call as it is told, one thread a connection.
final class StubRedis: Sendable {
    typealias Answer = @Sendable (_ words: [String]) -> String?

    let port: Int
    private let listener: Int32
    private let answer: Mutex<Answer>

    var address: String { "127.0.0.1:\(port)" }

    init(_ answer: @escaping Answer) {
        self.answer = Mutex(answer)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(listener, place, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, place, &size) == 0
            }
        }
        precondition(bound)
        port = Int(UInt16(bigEndian: place.sin_port))
        Self.thread { [weak self] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { return }
                Self.thread { [weak self] in
                    defer { close(socket) }
                    self?.serve(socket)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Answers otherwise from now on.
    func answers(_ answer: @escaping Answer) { self.answer.withLock { $0 = answer } }

    static func bulk(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }

    private func serve(_ socket: Int32) {
        var decoder = RESPDecoder()
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            while let call = try? decoder.next() {
                let words = (call.elements ?? []).compactMap(\.text)
                guard let text = answer.withLock({ $0(words) }) else { return }
                let bytes = Array(text.utf8)
                guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return }
            }
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            decoder.feed(buffer.prefix(count))
        }
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
