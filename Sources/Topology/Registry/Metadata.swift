/// The key-value pairs that an instance registered with, shared by all registrations that carry the same.
///
/// A reference, because a fleet repeats a few hundred sets a hundred thousand times.
public final class Metadata: Sendable, Hashable {
    /// The pairs, as the registry spells them.
    public let pairs: [String: String]

    /// No pairs.
    public static let none = Metadata([:])

    /// Holds the pairs.
    public init(_ pairs: [String: String]) {
        self.pairs = pairs
    }

    /// The value of a key, or nothing.
    public subscript(key: String) -> String? { pairs[key] }

    /// Equal where the pairs are.
    public static func == (a: Metadata, b: Metadata) -> Bool { a === b || a.pairs == b.pairs }

    /// Hashes the pairs.
    public func hash(into hasher: inout Hasher) { hasher.combine(pairs) }
}
