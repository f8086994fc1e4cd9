/// A zone that is out: an operation evacuated it and nothing has restored it yet.
///
/// It stays out: what comes up in it meanwhile is drift on every screen.
public struct ZoneOut: Hashable, Codable, Sendable {
    /// Which.
    public var zone: String
    /// The operation that evacuated it.
    public var operation: String
    /// Who.
    public var by: String
    /// Why.
    public var reason: String
    /// Since when.
    public var since: Timestamp
    /// When it is to be looked at again; nothing where it has no expiry.
    public var expiresAt: Timestamp?
    /// Services that were left where they are.
    public var except: [String]

    /// A zone that is out.
    public init(
        zone: String, operation: String, by: String, reason: String, since: Timestamp, expiresAt: Timestamp? = nil,
        except: [String] = []
    ) {
        self.zone = zone
        self.operation = operation
        self.by = by
        self.reason = reason
        self.since = since
        self.expiresAt = expiresAt
        self.except = except
    }
}
