/// A password, token or key that is looked up when it is needed and never prints itself.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Where it is (`${env:NAME}`, `${file:/path}`): safe to show.
    public let reference: String
    private let look: @Sendable () throws -> String

    /// A secret behind a reference; `look` reads it anew each time, so that a rotated file is picked up.
    public init(reference: String, look: @escaping @Sendable () throws -> String) {
        self.reference = reference
        self.look = look
    }

    /// Its value.
    ///
    /// - Throws: what says which variable is not set, or which file cannot be read or is open to others.
    public func reveal() throws -> String { try look() }

    /// The reference, never the value.
    public var description: String { reference }

    /// The reference, never the value.
    public var debugDescription: String { reference }
}
