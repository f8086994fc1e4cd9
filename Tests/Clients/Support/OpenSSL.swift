import Glibc

/// The `openssl` command: certificates for a test, and a server that presents them.
final class OpenSSL: Sendable {
    let folder: String
    private let server: pid_t
    let port: Int

    var ca: String { folder + "/ca.pem" }
    var certificate: String { folder + "/server.pem" }
    var key: String { folder + "/server.key" }

    /// Makes an authority and a certificate for `eureka.test`, and serves a page with it; `mutual` asks the client for one.
    init(mutual: Bool = false) throws {
        var template = Array("/tmp/azimuth-tls-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Failure.folder }
        folder = String(cString: made)
        let (ca, caKey) = (folder + "/ca.pem", folder + "/ca.key")
        let (certificate, key, request) = (folder + "/server.pem", folder + "/server.key", folder + "/server.csr")
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try Self.run(["req", "-x509"] + curve + ["-keyout", caKey, "-out", ca, "-days", "2", "-subj", "/CN=Test CA"])
        try Self.run(
            ["req"] + curve + [
                "-keyout", key, "-out", request, "-subj", "/CN=eureka.test", "-addext",
                "subjectAltName=DNS:eureka.test",
            ])
        try Self.run([
            "x509", "-req", "-in", request, "-CA", ca, "-CAkey", caKey, "-CAcreateserial", "-out", certificate, "-days",
            "2", "-copy_extensions", "copy",
        ])
        var arguments = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"]
        if mutual { arguments += ["-Verify", "1", "-CAfile", ca, "-verify_return_error"] }
        var output: Int32 = -1
        server = try Self.spawn(arguments, output: &output)
        // `ACCEPT 127.0.0.1:43210` says that it listens, and where.
        var text: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1, !(byte == 10 && text.contains(UInt8(ascii: ":"))) { text.append(byte) }
        let digits = String(decoding: text, as: UTF8.self).split(separator: ":").last ?? ""
        port = Int(digits) ?? 0
        guard port != 0 else { throw Failure.server(String(decoding: text, as: UTF8.self)) }
    }

    deinit {
        kill(server, SIGKILL)
        var status: Int32 = 0
        waitpid(server, &status, 0)
        for name in ["ca.pem", "ca.key", "ca.srl", "server.pem", "server.key", "server.csr"] {
            unlink(folder + "/" + name)
        }
        rmdir(folder)
    }

    enum Failure: Error { case folder, command([String]), server(String) }

    private static func run(_ arguments: [String]) throws {
        var status: Int32 = 0
        let child = try spawn(arguments, output: nil)
        waitpid(child, &status, 0)
        guard status == 0 else { throw Failure.command(arguments) }
    }

    private static func spawn(_ arguments: [String], output: UnsafeMutablePointer<Int32>?) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var ends: [Int32] = [-1, -1]
        if output != nil {
            pipe(&ends)
            posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
            posix_spawn_file_actions_addclose(&actions, ends[0])
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        }
        var words = (["openssl"] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let error = posix_spawnp(&child, "openssl", &actions, nil, &words, environ)
        if let output {
            close(ends[1])
            output.pointee = ends[0]
        }
        guard error == 0 else { throw Failure.command(arguments) }
        return child
    }
}
