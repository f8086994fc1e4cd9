/// The name of a screen, as configuration and the command line use it.
public struct ScreenID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// `instances`.
    public let rawValue: String

    /// A name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A name, written in the code.
    public init(stringLiteral value: String) { rawValue = value }
}
