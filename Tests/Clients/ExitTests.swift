import Contract
import Glibc
import Testing
import Topology

@testable import Clients

/// The console ends whenever its operator likes, whatever is in flight.
@Suite struct ExitTests {
    @Test func aProcessEndsCleanlyInTheMiddleOfHandshakes() async {
        let silent = TinyServer(connections: { connection, _ in connection.awaitClose() })
        await #expect(processExitsWith: .exitCode(7)) {
            [url = silent.url.replacing("http:", with: "https:") as String] in
            let ended = Counter()
            for _ in 0..<4 {
                let client = HTTPClient(loop: TransferLoop())
                for _ in 0..<16 {
                    Task {
                        while true {
                            _ = try? await client.send(HTTPRequest("PUT", url), until: MonotonicClock.now() + 20)
                            ended.add()
                            if ended.value == 200 { exit(7) }
                        }
                    }
                }
            }
            while true { try await Task.sleep(for: .seconds(60)) }
        }
    }
}
