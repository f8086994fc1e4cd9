import Topology

/// What somebody asks of an operation; it travels through the journal, because the runner is another process.
public struct Request: Codable, Hashable, Sendable {
    /// What is asked.
    public var kind: Kind
    /// Who asks (`user@host`).
    public var by: String
    /// When.
    public var at: Timestamp
    /// Nodes that are owed from now on, with the reason.
    public var owes: [String: String]
    /// Gates that are overridden from now on, with the reason.
    public var overrides: [String: String]

    /// A request.
    public init(
        _ kind: Kind, by: String, at: Timestamp, owes: [String: String] = [:], overrides: [String: String] = [:]
    ) {
        self.kind = kind
        self.by = by
        self.at = at
        self.owes = owes
        self.overrides = overrides
    }

    /// What can be asked.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// Stand still until told to go on.
        case pause
        /// Go on.
        case resume
        /// End here; what is done stays.
        case hold
        /// Take back what was done.
        case undo
        /// Send what is owed, where its node answers now.
        case settle
    }
}
