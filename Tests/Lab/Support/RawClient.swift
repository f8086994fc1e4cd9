import Glibc

/// An HTTP client of a few lines on a bare socket, so that the servers are checked by other code than their own.
struct RawClient {
    struct Answer {
        var status = 0
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// Whether the body was shorter than its declared length, or its last chunk was missing.
        var truncated = false
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Failure: Error, Equatable {
        case refused
        case noAnswer
    }

    let address: String
    let port: UInt16

    /// Sends one request on a connection of its own and reads until the server closes it.
    func send(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8] = []
    ) throws(Failure) -> Answer {
        let socket = try connect()
        defer { close(socket) }
        var head = "\(method) \(target) HTTP/1.1\r\nHost: \(address):\(port)\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        try write(socket, Array((head + "\r\n").utf8) + body)
        return try Self.parse(Self.readAll(socket))
    }

    func connect() throws(Failure) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        inet_pton(AF_INET, address, &name.sin_addr)
        let connected = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            throw .refused
        }
        return descriptor
    }

    func write(_ socket: Int32, _ bytes: [UInt8]) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .noAnswer }
            sent += count
        }
    }

    /// Everything the server sends until it closes the connection, which is closed here too.
    static func text(of socket: Int32) -> String {
        defer { close(socket) }
        return String(decoding: readAll(socket), as: UTF8.self)
    }

    private static func readAll(_ socket: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return all }
            all.append(contentsOf: buffer[..<count])
        }
    }

    private static func parse(_ raw: [UInt8]) throws(Failure) -> Answer {
        let end: [UInt8] = [13, 10, 13, 10]
        guard let split = raw.indices.dropLast(3).first(where: { Array(raw[$0..<($0 + 4)]) == end }) else {
            throw .noAnswer
        }
        let lines = String(decoding: raw[..<split], as: UTF8.self).split(separator: "\r\n")
        var answer = Answer()
        answer.status = Int(lines[0].split(separator: " ")[1]) ?? 0
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            answer.headers[line[..<colon].lowercased()] = String(value)
        }
        let rest = raw[(split + 4)...]
        if answer.headers["transfer-encoding"] == "chunked" {
            (answer.body, answer.truncated) = unchunk(rest)
        } else {
            answer.body = Array(rest)
            answer.truncated = answer.headers["content-length"].flatMap { Int($0) } ?? rest.count > rest.count
        }
        return answer
    }

    private static func unchunk(_ bytes: ArraySlice<UInt8>) -> ([UInt8], Bool) {
        var body: [UInt8] = []
        var rest = bytes
        while let line = rest.firstIndex(of: 13) {
            guard let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16) else { return (body, true) }
            if size == 0 { return (body, false) }
            let start = line + 2
            guard start + size + 2 <= rest.endIndex else { return (body, true) }
            body.append(contentsOf: rest[start..<(start + size)])
            rest = rest[(start + size + 2)...]
        }
        return (body, true)
    }
}
