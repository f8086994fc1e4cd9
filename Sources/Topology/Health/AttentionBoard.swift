/// Says what is wrong, one line for one cause, worst first.
///
/// It remembers since when each cause stands, so that a line whose numbers change keeps its age.
public struct AttentionBoard: Sendable {
    /// What the lines are made of.
    public struct Facts: Sendable {
        /// The estate.
        public var estate: EstateDescription
        /// Its sources.
        public var sources: [SourceView]
        /// Its services.
        public var services: [ServiceView]
        /// By source, what a look over all its nodes together found.
        public var warnings: [String: [NodeFact]]
        /// Routes and what was counted.
        public var traffic: TrafficView
        /// Weight groups whose requests go elsewhere than they are set to.
        public var splits: [SplitCheck.Finding]
        /// Replication links.
        public var links: [ReplicationLink]
        /// Zones that are out.
        public var out: [ZoneOut]
        /// Both clocks, because expiries are given in wall-clock time; without them none is reached.
        public var clock: ClockReading?

        /// Facts.
        public init(
            estate: EstateDescription, sources: [SourceView], services: [ServiceView],
            warnings: [String: [NodeFact]] = [:], traffic: TrafficView = TrafficView(),
            splits: [SplitCheck.Finding] = [], links: [ReplicationLink] = [], out: [ZoneOut] = [],
            clock: ClockReading? = nil
        ) {
            self.estate = estate
            self.sources = sources
            self.services = services
            self.warnings = warnings
            self.traffic = traffic
            self.splits = splits
            self.links = links
            self.out = out
            self.clock = clock
        }
    }

    /// A line before it has its age: what it is about tells it from others, whatever its numbers say.
    struct Draft {
        var cause: String
        var severity: Attention.Severity
        var subject: String
        var text: String
        var since: Moment?
        var target: Attention.Target
        /// Orders lines of one severity: kind of cause, then how much is affected.
        var rank: Int
        var weight = 0
    }

    private var since: [String: Moment] = [:]

    /// A board with nothing on it.
    public init() {}

    /// The lines of this moment.
    public mutating func lines(_ facts: Facts, now: Moment) -> [Attention] {
        var drafts = Self.cutOff(facts) + Self.zones(facts)
        for source in facts.sources {
            drafts += Self.nodes(of: source)
            drafts += Self.facts(of: source, warnings: facts.warnings[source.name] ?? [])
        }
        drafts += Self.disagreements(facts) + Self.spelling(facts)
        drafts += Self.traffic(facts) + Self.links(facts) + Self.out(facts)
        drafts.sort { a, b in
            if a.severity != b.severity { return a.severity == .bad }
            if a.rank != b.rank { return a.rank < b.rank }
            return a.weight == b.weight ? (a.subject, a.text) < (b.subject, b.text) : a.weight > b.weight
        }
        var standing: [String: Moment] = [:]
        let lines = drafts.map { draft in
            let began = draft.since ?? since[draft.cause] ?? now
            standing[draft.cause] = began
            return Attention(
                severity: draft.severity, subject: draft.subject, text: draft.text, since: began, target: draft.target)
        }
        since = standing
        return lines
    }

    /// `a, b, c and 4 more`.
    static func list(_ names: [String], most: Int = 3) -> String {
        guard names.count > most else { return names.joined(separator: ", ") }
        return names.prefix(most).joined(separator: ", ") + " and \(names.count - most) more"
    }

    /// `1 instance`, `24 instances`.
    static func plural(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
}
