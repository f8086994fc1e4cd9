import Topology

/// What the estate file says of operations, as far as gates judge it.
public struct OperationRules: Hashable, Sendable {
    /// Times in which nothing is to be changed.
    public var freeze: [FreezeWindow]

    /// Rules; nothing is frozen by default.
    public init(freeze: [FreezeWindow] = []) {
        self.freeze = freeze
    }
}

/// A time in which nothing is to be changed (`operations.freeze`).
public struct FreezeWindow: Codable, Hashable, Sendable {
    /// Its beginning.
    public var from: Timestamp
    /// Its end, no longer part of it.
    public var to: Timestamp
    /// Why, as the file says it.
    public var reason: String

    /// A window.
    public init(from: Timestamp, to: Timestamp, reason: String) {
        self.from = from
        self.to = to
        self.reason = reason
    }
}
