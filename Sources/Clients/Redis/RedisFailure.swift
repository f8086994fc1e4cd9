/// What a refusal of Redis means to an operator, and what to do about it.
public enum RedisFailure {
    /// Puts a refusal into words.
    ///
    /// - Parameters:
    ///   - error: the server's answer.
    ///   - command: the call that it answers.
    ///   - user: who called; nothing for the default user without a password.
    ///   - label: the server.
    public static func of(_ error: RESPError, command: String, user: String?, at label: String) -> ClientError {
        let (code, text) = meaning(of: error, command: command, user: user)
        return ClientError(code, "\(label): \(text)", cause: error, mayHaveBeenSent: true)
    }

    private static func meaning(
        of error: RESPError, command: String, user: String?
    ) -> (ClientError.Code, String) {
        switch error.code {
        case "NOAUTH":
            return (.refused, "it wants a password; write `credentials` for this source (`user: default` without ACL)")
        case "WRONGPASS":
            return (
                .refused,
                "the user \(user ?? "default") or its password is wrong, or the user is off; check `credentials`"
            )
        case "NOPERM":
            let user = user ?? "default"
            return (
                .refused,
                "the user \(user) may not call \(command); grant it with "
                    + "`ACL SETUSER \(user) +\(command.lowercased())`"
            )
        case "LOADING": return (.notReady, "it is loading its data")
        case "MASTERDOWN": return (.notReady, "its link to the master is down and it serves no stale data")
        case "BUSY": return (.notReady, "it is busy with a script: \(error.message)")
        case "DENIED":
            return (.refused, "protected mode: it takes connections from its own host alone; set a password there")
        default: break
        }
        let text = error.message.lowercased()
        if text.contains("max number of clients") { return (.notReady, "it has no connection left for us") }
        if command == "AUTH" || command == "HELLO",
            text.contains("without any password") || text.contains("no password")
        {
            return (.refused, "it has no password set; take `credentials` out of this source")
        }
        if text.contains("invalid password") { return (.refused, "the password is wrong; check `credentials`") }
        return (.serverError, "it answers \(command) with: \(error.message)")
    }
}
