import Contract
import Glibc
import Testing
import Topology

@testable import Clients

@Suite struct TraceTests {
    func soon() -> Moment { MonotonicClock.now() + 10_000 }

    /// A file of the test's own, gone with it.
    final class Scratch {
        let path: String

        init() {
            var template = Array("/tmp/azimuth-trace-XXXXXX".utf8CString)
            let descriptor = mkstemp(&template)
            close(descriptor)
            path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }

        deinit { unlink(path) }

        var mode: mode_t {
            var status = stat()
            stat(path, &status)
            return status.st_mode & 0o777
        }

        var text: String {
            let descriptor = open(path, O_RDONLY)
            defer { close(descriptor) }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(descriptor, &bytes, bytes.count)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test func callsAndAnswersAreWrittenWithoutSecrets() async throws {
        let file = Scratch()
        chmod(file.path, 0o644)
        let trace = try Trace(path: file.path)
        let server = TinyServer(answering: { connection, _ in
            connection.answer(
                #"{"name":"a","password":"hidden1","url":"http://u:hidden2@h/"}"# + "\u{1B}[2J",
                headers: ["Set-Cookie: hidden3", "X-Index: 9"])
        })
        let password = Secret(reference: "${env:P}", look: { "hidden4" })
        let client = HTTPClient(
            loop: TransferLoop(trace: trace),
            transport: TransportSettings(credentials: Credentials(user: "ops", password: password)),
            headers: [HTTPHeader("X-Api-Token", "hidden5")])
        let request = HTTPRequest(
            "POST", server.url + "/x?accessToken=hidden6&b=c", body: Array("password=hidden7&d=e".utf8))
        _ = try await client.send(request, until: soon())
        let text = file.text
        #expect(file.mode == 0o600)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].contains("#1 > POST http://127.0.0.1:\(server.port)/x?accessToken=***&b=c"))
        #expect(lines[0].contains("Authorization: Basic ***"))
        #expect(lines[0].contains("password=***&d=e"))
        #expect(lines[1].contains("#1 < 200 "))
        #expect(lines[1].contains("x-index: 9"))
        #expect(lines[1].contains(#"{"name":"a","password":"***","url":"http://***@h/"}"#))
        #expect(!text.contains("hidden"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test func failuresAreWritten() async throws {
        let file = Scratch()
        let client = HTTPClient(loop: TransferLoop(trace: try Trace(path: file.path)))
        let server = TinyServer(connections: { connection, _ in _ = connection.request() })
        await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("PUT", server.url), until: soon())
        }
        #expect(file.text.contains("connection-lost: 127.0.0.1:\(server.port): the connection was closed"))
    }

    @Test func aCallThatIsNotSentIsWritten() async throws {
        let file = Scratch()
        let resolver = NameResolver(lookup: { _ in .failure("no such name", isFinal: true) })
        let client = HTTPClient(loop: TransferLoop(trace: try Trace(path: file.path), resolver: resolver))
        await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("PUT", "http://none.example:8761/x"), until: soon())
        }
        #expect(file.text.contains("#1 > PUT http://none.example:8761/x"))
        #expect(file.text.contains("#1 < not sent: name-not-resolved: none.example:8761: the name none.example"))
    }

    @Test func aTraceThatCannotBeWrittenIsRefused() {
        for path in ["/nonexistent/trace", "/dev/null"] {
            let error = #expect(throws: ClientError.self) { try Trace(path: path) }
            #expect(error?.code == .settings)
        }
    }

    @Test(arguments: [
        (#"{"secret" : "a\"b", "x":1}"#, #"{"secret" : "***", "x":1}"#),
        ("{\"apiToken\": 12345}", "{\"apiToken\": ***}"),
        (#"{\"password\":\"in a string\",\"y\":2}"#, #"{\"password\":\"***"#),
        ("Authorization: Bearer abc x", "Authorization: *** x"),
        ("Authorization: Bearer", "Authorization: ***"), ("password=", "password="),
        ("the password is long", "the password ***"),
        ("no names here", "no names here"),
    ])
    func secretsAreFoundByTheirNames(_ text: String, _ wanted: String) {
        #expect(TraceBody.redacted(text).hasPrefix(wanted), "\(TraceBody.redacted(text))")
    }
}
