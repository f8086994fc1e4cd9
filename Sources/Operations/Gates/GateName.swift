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
    /// What receives the traffic is healthy, service by service.
    case healthyTarget = "healthy-target"
    /// No client would go on calling the zone that is left, or call it again.
    case clientsFailOpen = "clients-fail-open"
    /// What was written in the zone that is left has arrived elsewhere, but for the budget.
    case replicationLag = "replication-lag"
    /// What replicates out of the zone that is left is received and applied.
    case receiverRunning = "receiver-running"
    /// No replica has transactions of its own.
    case errantTransactions = "errant-transactions"
    /// The clocks that lag is told by agree.
    case clockSkew = "clock-skew"
    /// The zone was not moved the other way a short while ago.
    case antiFlap = "anti-flap"
    /// This console, and what it holds its locks in, is not inside the zone that is left.
    case outsideZone = "outside-zone"
    /// A second person agreed, where the estate asks for it.
    case approval

    /// Whether a reason can outweigh it. The others protect what no reason brings back: the last instance of a service,
    /// the record of what was done, and another operation's steps.
    public var canBeOverridden: Bool {
        switch self {
        case .capacity, .samplesFresh, .writeAccess, .wouldHold, .undoSaved, .freezeWindow, .rollout, .healthyTarget,
            .clientsFailOpen, .replicationLag, .receiverRunning, .errantTransactions, .clockSkew, .antiFlap,
            .outsideZone:
            true
        case .lastZoneStanding, .nothingInFlight, .journalDurable, .readOnlyEstate, .approval: false
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
        case .healthyTarget: "healthy target"
        case .clientsFailOpen: "clients fail open"
        case .replicationLag: "replication lag"
        case .receiverRunning: "receiver running"
        case .errantTransactions: "errant transactions"
        case .clockSkew: "clock skew"
        case .antiFlap: "anti-flap"
        case .outsideZone: "outside the zone"
        case .approval: "approval"
        }
    }
}
