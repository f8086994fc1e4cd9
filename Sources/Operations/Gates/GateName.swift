/// The gates' fixed names: `--override` takes them, and the operation's JSON carries them.
public enum GateName: String, Codable, CaseIterable, Sendable {
    /// The service keeps an instance in rotation somewhere.
    case lastZoneStanding = "last-zone-standing"
    /// What stays can take the load.
    case capacity
    /// What is judged on is fresh.
    case samplesFresh = "samples-fresh"
    /// Every node that is to be written lets us.
    case writeAccess = "write-access"
    /// The change would last.
    case wouldHold = "would-hold"
    /// No other operation works on the same instance.
    case nothingInFlight = "nothing-in-flight"
    /// What the undo needs is there for every change, and still right.
    case undoSaved = "undo-saved"
    /// What is written to the journal stays written.
    case journalDurable = "journal-durable"
    /// The estate may be changed at all.
    case readOnlyEstate = "read-only-estate"
    /// Nobody asked for quiet at this time.
    case freezeWindow = "freeze-window"
    /// Nothing is being rolled out.
    case rollout

    /// Whether a reason can outweigh it. The others protect what no reason brings back: the last instance of a service,
    /// the record of what was done, and another operation's steps.
    public var canBeOverridden: Bool {
        switch self {
        case .capacity, .samplesFresh, .writeAccess, .wouldHold, .undoSaved, .freezeWindow, .rollout: true
        case .lastZoneStanding, .nothingInFlight, .journalDurable, .readOnlyEstate: false
        }
    }

    /// What it asks, for people.
    public var title: String {
        switch self {
        case .lastZoneStanding: "last zone standing"
        case .capacity: "capacity"
        case .samplesFresh: "samples fresh"
        case .writeAccess: "write access"
        case .wouldHold: "would hold"
        case .nothingInFlight: "nothing in flight"
        case .undoSaved: "undo saved"
        case .journalDurable: "journal durable"
        case .readOnlyEstate: "read-only estate"
        case .freezeWindow: "freeze window"
        case .rollout: "rollout in flight"
        }
    }
}
