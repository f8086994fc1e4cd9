import Serving
import Synchronization

/// One client of a simulated Redis server. It belongs to the server's thread.
final class RedisSession: StreamSession {
    private weak var estate: RedisEstate?
    let node: Int
    private var reader = RespReader()
    var writer = RespWriter(version: 2)
    var user: String?
    var name = ""
    var id: Int64 = 0
    var closes = false

    init(of estate: RedisEstate?, node: Int) {
        self.estate = estate
        self.node = node
        if estate?.credentials == nil { user = "default" }
        id =
            estate?.state.withLock { state in
                state.clients += 1
                return state.clients
            } ?? 0
    }

    func receive(_ bytes: [UInt8]) -> StreamReply {
        guard let estate else { return StreamReply(closes: true) }
        switch estate.fault(node) {
        case .hanging: return StreamReply()
        case .refusing: return StreamReply(closes: true)
        case .wrong: return StreamReply(Array("HTTP/1.1 400 Bad Request\r\n\r\n<h1>400</h1>".utf8), closes: true)
        case .slow(let milliseconds): Posix.sleep(milliseconds: milliseconds)
        case nil: break
        }
        reader.feed(bytes)
        do throws(RespReader.Refusal) {
            while !closes, let words = try reader.next() {
                if !words.isEmpty { perform(words, estate) }
            }
        } catch {
            writer.error("ERR Protocol error: \(error.reason)")
            closes = true
        }
        return StreamReply(writer.take(), closes: closes)
    }

    private func perform(_ words: [[UInt8]], _ estate: RedisEstate) {
        let command = RedisCommand(words: words)
        estate.state.withLock { $0.commands += 1 }
        guard user != nil || ["AUTH", "HELLO", "QUIT"].contains(command.name) else {
            return writer.error("NOAUTH Authentication required.")
        }
        switch command.name {
        case "AUTH", "HELLO", "QUIT", "CLIENT", "ACL", "RESET": connection(command, estate)
        case "GET", "SET", "DEL", "INCR", "DBSIZE", "EXISTS": data(command, estate)
        default: server(command, estate)
        }
    }
}

/// One command: its name in upper case, and its arguments.
struct RedisCommand {
    let name: String
    let written: String
    let arguments: [[UInt8]]

    init(words: [[UInt8]]) {
        written = String(decoding: words.first ?? [], as: UTF8.self)
        name = written.uppercased()
        arguments = Array(words.dropFirst())
    }

    /// An argument as text.
    func text(_ place: Int) -> String? {
        arguments.indices.contains(place) ? String(decoding: arguments[place], as: UTF8.self) : nil
    }

    /// What Redis says of a number of arguments that the command does not have.
    var wrongCount: String {
        "ERR wrong number of arguments for '\(written.lowercased())' command"
    }
}
