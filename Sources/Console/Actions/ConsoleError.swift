/// What is wrong with what the console was given.
public struct ConsoleError: Error, Equatable, CustomStringConvertible {
    /// The kind of error; open, so that new ones break no caller.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// `unknown-action`.
        public let rawValue: String

        /// A code.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A key configuration names an action that there is not.
        public static let unknownAction = Code(rawValue: "unknown-action")
        /// A key configuration names a key that there is not.
        public static let unknownKey = Code(rawValue: "unknown-key")
    }

    /// The kind of error.
    public let code: Code
    /// What failed, where, why, and what to do.
    public let message: String

    /// The message.
    public var description: String { message }

    static func unknownAction(_ name: String) -> ConsoleError {
        let near = ActionTable.all.map(\.id.rawValue).min { Spelling.distance($0, name) < Spelling.distance($1, name) }
        return ConsoleError(
            code: .unknownAction,
            message: "key configuration: there is no action \"\(name)\""
                + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
    }

    static func unknownKey(_ name: String, action: String) -> ConsoleError {
        ConsoleError(
            code: .unknownKey,
            message:
                "key configuration: \"\(name)\" of action \"\(action)\" is no key; write a character, or a name such as "
                + "ctrl-d, space, enter, esc, tab, up, pgdn, f5")
    }
}
