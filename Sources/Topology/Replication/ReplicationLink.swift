/// A directed replication link: data flows from one endpoint to another.
///
/// Lag is three facts, never one: position, seconds, liveness. What is not known is never 0.
public struct ReplicationLink: Equatable, Sendable {
    /// The source whose nodes tell of it.
    public var source: String
    /// What replicates (`redis`).
    public var kind: String
    /// The endpoint that the data comes from: the node of the estate file where it is one, else as the receiver names it.
    public var from: String
    /// The endpoint that receives, likewise.
    public var to: String
    /// The zone it comes from.
    public var fromZone: String?
    /// The zone it goes to.
    public var toZone: String?
    /// What it is.
    public var state: State
    /// How much is left to be applied, in `unit`.
    public var position: Measured<Double>
    /// What the position counts (`bytes`).
    public var unit: String
    /// How old the newest data that was applied is, in seconds.
    public var seconds: Measured<Double>
    /// Whether data can flow now: the link is up, and its receiver answers.
    public var live: Measured<Bool>
    /// When it was last seen to be live.
    public var provenAt: Moment?
    /// Why it is what it is, in an operator's words.
    public var reason: String?
    /// Further facts in the order to show them, as they were read.
    public var facts: [Fact]
    /// The position over the last polls, oldest first; a poll that told nothing is a gap.
    public var history: [Double?]

    /// A link.
    public init(
        source: String, kind: String, from: String, to: String, fromZone: String? = nil, toZone: String? = nil,
        state: State, position: Measured<Double>, unit: String, seconds: Measured<Double>, live: Measured<Bool>,
        provenAt: Moment? = nil, reason: String? = nil, facts: [Fact] = [], history: [Double?] = []
    ) {
        self.source = source
        self.kind = kind
        self.from = from
        self.to = to
        self.fromZone = fromZone
        self.toZone = toZone
        self.state = state
        self.position = position
        self.unit = unit
        self.seconds = seconds
        self.live = live
        self.provenAt = provenAt
        self.reason = reason
        self.facts = facts
        self.history = history
    }

    /// Which link it is, whatever it says of itself.
    public var id: ID { ID(source: source, from: from, to: to) }

    /// A link's identity.
    public struct ID: Hashable, Sendable {
        /// The source.
        public let source: String
        /// Where it comes from.
        public let from: String
        /// Where it goes.
        public let to: String

        /// An identity.
        public init(source: String, from: String, to: String) {
            self.source = source
            self.from = from
            self.to = to
        }
    }

    /// What a link is; the order of the cases is the order of worry.
    public enum State: String, Codable, CaseIterable, Sendable {
        /// The receiver answers and does not receive.
        case cut
        /// The end that data comes from is dead: it answers neither the receiver nor us.
        case sourceDown = "source-down"
        /// The receiver is there and has stopped (frozen, or told to).
        case paused
        /// Nobody fresh tells.
        case unknown
        /// It receives, and is behind its budget.
        case behind
        /// It receives and keeps up.
        case ok
    }

    /// A raw fact, with where it was read and when.
    public struct Fact: Hashable, Sendable {
        /// What it is (`master_repl_offset`).
        public var label: String
        /// As it was read.
        public var value: String
        /// The node that said it.
        public var node: String
        /// When.
        public var at: Moment

        /// A fact.
        public init(label: String, value: String, node: String, at: Moment) {
            self.label = label
            self.value = value
            self.node = node
            self.at = at
        }
    }
}
