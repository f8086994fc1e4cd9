/// Something that happened between two snapshots.
public struct EstateEvent: Hashable, Sendable {
    /// When we saw it.
    public var at: Moment
    /// What kind of thing.
    public var kind: Kind
    /// What it is about.
    public var subject: String
    /// What happened, one cause in one line (`18 instances of payment in zone-b went down`).
    public var text: String

    /// An event.
    public init(at: Moment, kind: Kind, subject: String, text: String) {
        self.at = at
        self.kind = kind
        self.subject = subject
        self.text = text
    }

    /// Kinds of events.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        case wentDown, cameUp, wentOut, becameUnknown, appeared, gone, zoneChanged, disagree, agree, sourceLost,
            sourceBack, linkLost, linkBack, failing, recovered, routes, zoneOut, zoneBack
    }
}
