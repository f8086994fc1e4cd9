/// One line of what is wrong: one cause is one line.
public struct Attention: Hashable, Sendable {
    /// How bad.
    public var severity: Severity
    /// What it is about (`zone-b`, `registry`).
    public var subject: String
    /// What is wrong, in an operator's words.
    public var text: String
    /// Since when, as far as we saw.
    public var since: Moment
    /// Where Enter goes.
    public var target: Target

    /// A line.
    public init(severity: Severity, subject: String, text: String, since: Moment, target: Target) {
        self.severity = severity
        self.subject = subject
        self.text = text
        self.since = since
        self.target = target
    }

    /// How bad it is; `bad` sorts first.
    public enum Severity: String, Codable, CaseIterable, Sendable { case bad, warning }

    /// What the line leads to.
    public enum Target: Hashable, Sendable {
        /// The whole estate.
        case estate
        /// Instances that this filter expression finds.
        case instances(filter: String)
        /// A source's nodes.
        case source(String)
        /// An operation.
        case operation(String)
    }
}
