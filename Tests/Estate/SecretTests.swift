import Contract
import Estate
import Glibc
import Testing

@Suite struct SecretTests {
    let scratch = try? Scratch()

    private func estate(_ password: String, _ tls: String = "") throws -> EstateFile {
        let scratch = try #require(scratch)
        return try EstateFile.parse(
            """
            estate: shop
            sources:
              - name: registry
                kind: eureka
                nodes: [{ url: "https://10.1.0.5:8761/eureka" }]
                credentials: { user: ops, password: "\(password)" }
                \(tls)
            """, path: scratch.path + "/azimuth.yaml", kinds: kinds
        ) { $0 == "PASSWORD" ? "pass:word" : $0 == "EMPTY" ? "" : nil }
    }

    private func reveal(_ password: String) throws -> String {
        try #require(try estate(password).sources[0].transport.credentials).password.reveal()
    }

    private func refusal(_ password: String) throws -> String {
        let error = try #require(throws: EstateError.self) { try reveal(password) }
        #expect(error.code == .secret)
        return error.message.replacing(scratch?.path ?? "", with: "DIR")
    }

    @Test func `a variable is looked up when it is needed`() throws {
        #expect(try reveal("${env:PASSWORD}") == "pass:word")
        #expect(
            try refusal("${env:OTHER}")
                == "the variable OTHER is not set; set it before azimuth starts, or keep the secret in a file")
        #expect(try refusal("${env:EMPTY}").hasPrefix("the variable EMPTY is not set"))
    }

    @Test func `a file is read anew each time, without the line break at its end`() throws {
        let path = try #require(scratch).path + "/a b:c.password"
        let secret = try #require(try estate("${file:a b:c.password}").sources[0].transport.credentials).password
        for (content, expected) in [
            ("one", "one"), ("two\n", "two"), ("three\r\n", "three"), ("4 \n\n", "4 \n"), ("é\n", "é"),
        ] {
            try write(content, to: path)
            #expect(try secret.reveal() == expected)
            #expect(try reveal("${file:\(path)}") == expected)
        }
    }

    @Test func `a file that others can read, or that is none, is refused`() throws {
        let path = try #require(scratch).path + "/p"
        #expect(
            try refusal("${file:p}") == "cannot read DIR/p: No such file or directory; check the path and its rights")
        for mode: mode_t in [0o604, 0o640, 0o644, 0o620, 0o601] {
            try write("secret\n", to: path, mode: mode)
            #expect(
                try refusal("${file:p}")
                    == "DIR/p can be read by others (mode \(String(mode, radix: 8))); take that right away: chmod 600 DIR/p"
            )
        }
        try write("", to: path)
        #expect(try refusal("${file:p}") == "DIR/p is empty; write the secret into it")
        try write("\n", to: path)
        #expect(try refusal("${file:p}") == "DIR/p is empty; write the secret into it")
        try write(String(repeating: "x", count: 65_537), to: path)
        #expect(try refusal("${file:p}") == "DIR/p is longer than 65536 bytes; a file holds one secret alone")
        try write("a\u{0}b", to: path)
        #expect(try refusal("${file:p}") == "DIR/p is no UTF-8 text; a secret is text")
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(try refusal("${file:p}") == "DIR/p is not a regular file")
    }

    @Test(.enabled(if: geteuid() == 0)) func `a file of another user is refused`() throws {
        let path = try #require(scratch).path + "/p"
        try write("secret\n", to: path)
        #expect(chown(path, 12345, 12345) == 0)
        #expect(
            try refusal("${file:p}")
                == "DIR/p belongs to user 12345, neither to you (user 0) nor to root; make a copy of your own")
    }

    @Test func `a secret shows where it is, never what it is`() throws {
        let file = try estate("${env:PASSWORD}")
        let secret = try #require(file.sources[0].transport.credentials).password
        #expect("\(secret)" == "${env:PASSWORD}")
        #expect(String(reflecting: secret) == "${env:PASSWORD}")
        var dumped = ""
        dump(file, to: &dumped)
        #expect(!dumped.contains("pass:word"))
    }

    @Test func `a key that others can read is refused with the file`() throws {
        let path = try #require(scratch).path + "/client.key"
        let tls = "tls: { certificate: client.pem, key: client.key }"
        try write("key", to: path, mode: 0o640)
        let error = try #require(throws: EstateError.self) { try estate("${env:PASSWORD}", tls) }
        #expect(
            error.problems.map(\.text) == [
                "\(path) can be read by others (mode 640); take that right away: chmod 600 \(path)"
            ])
        #expect(error.problems.map(\.path) == ["sources[0].tls.key"])
        try write("key", to: path, mode: 0o400)
        _ = try estate("${env:PASSWORD}", tls)
    }

    @Test func `check tells of everything that cannot be had, at its place`() throws {
        let file = try estate("${file:nowhere}", "tls: { ca: ca.pem, certificate: client.pem, key: client.key }")
        let told = file.missingSecrets().map { "\($0.line):\($0.column): \($0.path): \($0.text)" }
        #expect(
            told.map { $0.replacing(scratch?.path ?? "", with: "DIR") } == [
                "6:41: sources[0].credentials.password: cannot read DIR/nowhere: No such file or directory; check the path and its rights",
                "7:16: sources[0].tls.ca: cannot read DIR/ca.pem: No such file or directory; check the path and its rights",
                "7:37: sources[0].tls.certificate: cannot read DIR/client.pem: No such file or directory; check the path and its rights",
                "7:54: sources[0].tls.key: cannot read DIR/client.key: No such file or directory; check the path and its rights",
            ])
        for name in ["nowhere", "ca.pem", "client.pem", "client.key"] {
            try write("x", to: try #require(scratch).path + "/" + name)
        }
        #expect(file.missingSecrets().isEmpty)
    }
}
