/// The name of an action, as the key configuration and the command line use it (`drain`, `move-down`).
public struct ActionID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// `drain`.
    public let rawValue: String

    /// A name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A name, written in the code.
    public init(stringLiteral value: String) { rawValue = value }
}
