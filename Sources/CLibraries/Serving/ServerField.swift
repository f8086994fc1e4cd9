/// A name with a value: a header, or one argument of a query.
public struct ServerField: Sendable, Hashable {
    /// The name as it was sent.
    public let name: String
    /// The value as it was sent (of a query: percent-decoded).
    public let value: String

    /// A field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [ServerField] {
    /// The first value of that header; header names have no case.
    public func first(header name: String) -> String? {
        let wanted = name.lowercased()
        return first { $0.name.lowercased() == wanted }?.value
    }
}
