import Topology

/// What the estate file says of operations, as far as gates judge it.
public struct OperationRules: Hashable, Sendable {
    /// Times in which nothing is to be changed.
    public var freeze: [FreezeWindow]
    /// How long a shift or an evacuation lasts before it is looked at again, in milliseconds.
    public var expiryMs: Int64
    /// Services that an operation on a whole zone leaves where they are.
    public var except: [String]
    /// How far behind a replica may be for a flip, in seconds; nothing where the file sets no budget.
    public var lagBudgetSeconds: Double?
    /// The addresses and names of this host, which is better not in the zone that is left.
    public var host: [String]

    /// Rules; nothing is frozen by default.
    public init(
        freeze: [FreezeWindow] = [], expiryMs: Int64 = 14_400_000, except: [String] = [],
        lagBudgetSeconds: Double? = nil, host: [String] = []
    ) {
        self.freeze = freeze
        self.expiryMs = expiryMs
        self.except = except
        self.lagBudgetSeconds = lagBudgetSeconds
        self.host = host
    }

    /// What an estate file says, on this host.
    public init(_ settings: OperationsSettings, host: [String] = HostAddresses.all()) {
        self.init(
            expiryMs: settings.expiryMs, except: settings.except, lagBudgetSeconds: settings.lagBudgetSeconds,
            host: host)
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
