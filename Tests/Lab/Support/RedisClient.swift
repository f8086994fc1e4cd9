import Glibc
import Testing

/// A Redis client of a few lines: sends lines as people type them, and reads what has come when the server closes the connection.
struct RedisClient {
    let address: String
    let port: UInt16

    init(_ place: String) {
        let parts = place.split(separator: ":")
        address = String(parts[0])
        port = UInt16(parts[1]) ?? 0
    }

    /// All replies to those lines, and to the QUIT that ends them.
    func send(_ lines: [String]) throws -> String {
        try raw(Array((lines + ["QUIT"]).map { $0 + "\r\n" }.joined().utf8))
    }

    func raw(_ bytes: [UInt8]) throws -> String {
        let client = RawClient(address: address, port: port)
        let socket = try client.connect()
        defer { close(socket) }
        try client.write(socket, bytes)
        var (all, piece) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while true {
            let count = read(socket, &piece, piece.count)
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += piece[..<count]
        }
    }

    /// `INFO replication` by field.
    func replication() throws -> [String: String] {
        var fields: [String: String] = [:]
        for line in try send(["INFO replication"]).split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
        }
        return fields
    }

    func offset() throws -> Int64 {
        try #require(try replication()["master_repl_offset"].flatMap { Int64($0) })
    }
}
