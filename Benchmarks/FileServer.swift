import Glibc

/// Answers `/eureka/apps` with a file and anything else with 404, each connection on a thread of its own.
struct FileServer {
    let path: String

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let file = open(path, O_RDONLY)
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0 else {
            throw Failure("\(path): \(String(cString: strerror(errno)))")
        }
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> UInt16? in
                guard bind(listener, pointer, size) == 0, listen(listener, 16) == 0 else { return nil }
                return getsockname(listener, pointer, &size) == 0 ? 1 : nil
            }
        }
        guard port != nil else { throw Failure("no port: \(String(cString: strerror(errno)))") }
        print(UInt16(bigEndian: address.sin_port))
        fflush(nil)
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { continue }
            let size = Int(status.st_size)
            // A reader may ask for something else beside the document.
            try Self.thread {
                while let request = Self.request(connection) { Self.answer(request, connection, file, size) }
                close(connection)
            }
        }
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) throws {
        var thread: pthread_t = 0
        let error = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, Unmanaged.passRetained(Work(body)).toOpaque())
        guard error == 0, pthread_detach(thread) == 0 else { throw Failure("no thread: error \(error)") }
    }

    private static func request(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func answer(_ request: String, _ connection: Int32, _ file: Int32, _ size: Int) {
        let isDocument = request.hasPrefix("GET /eureka/apps ")
        let status = isDocument ? "200 OK" : "404 Not Found"
        let length = isDocument ? size : 0
        let head = "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n"
        guard File.writeAll(connection, Array(head.utf8)[...]), isDocument else { return }
        var offset: off_t = 0
        while offset < size, sendfile(connection, file, &offset, size - Int(offset)) > 0 {}
    }
}
