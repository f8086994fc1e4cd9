import Contract
import Topology

/// Comes in: `HELLO 3` where the server knows it, `AUTH` and RESP2 where not.
struct RedisLogin {
    let connection: RedisConnection
    let credentials: Credentials?

    /// The name that `CLIENT LIST` shows.
    private static let name = "azimuth"

    /// Logs in; says whether the server speaks RESP3.
    ///
    /// - Throws: `.refused` where it lets us not in, `.notReady`, `.settings` where the secret cannot be read.
    mutating func run(asksRESP3: Bool, until deadline: Moment) async throws(ClientError) -> Bool {
        let password = try password()
        if asksRESP3 {
            var words = ["HELLO", "3"]
            if let credentials, let password { words += ["AUTH", credentials.user, password] }
            words += ["SETNAME", Self.name]
            let hello = RedisCommand(words: words, isSecret: true)
            guard let error = try await refusal(of: hello, until: deadline) else {
                await connection.speaks(3)
                return true
            }
            guard Self.isUnknown(error) else { throw refused(error, by: "HELLO") }
        }
        guard let credentials, let password else { return false }
        let auth = RedisCommand(words: ["AUTH", credentials.user, password], isSecret: true)
        guard let error = try await refusal(of: auth, until: deadline) else { return false }
        guard error.message.contains("wrong number of arguments") || error.message.contains("syntax error") else {
            throw refused(error, by: "AUTH")
        }
        guard credentials.user == "default" else {
            throw ClientError(
                .refused, "\(connection.label): this server knows no users (before 6.0); write `user: default`")
        }
        let old = RedisCommand(words: ["AUTH", password], isSecret: true)
        if let error = try await refusal(of: old, until: deadline) { throw refused(error, by: "AUTH") }
        return false
    }

    /// What a server or a proxy says that does not know `HELLO`, or does not let everybody call it before `AUTH`.
    private static func isUnknown(_ error: RESPError) -> Bool {
        let text = error.message.lowercased()
        return error.code == "NOPROTO" || error.code == "NOPERM" || text.contains("unknown command")
            || text.contains("unsupported command") || text.contains("syntax error")
    }

    private func refused(_ error: RESPError, by command: String) -> ClientError {
        RedisFailure.of(error, command: command, user: credentials?.user, at: connection.label)
    }

    private func refusal(
        of command: RedisCommand, until deadline: Moment
    ) async throws(ClientError) -> RESPError? {
        let round = try await connection.ask([command], until: deadline)
        if case .error(let error)? = round.replies.first { return error }
        return nil
    }

    private func password() throws(ClientError) -> String? {
        do {
            return try credentials?.password.reveal()
        } catch {
            throw ClientError(.settings, "\(connection.label): \(error)", cause: error)
        }
    }
}
