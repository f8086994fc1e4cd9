/// One instance as the console shows it: everything that any node says of it, and what that makes it.
public struct InstanceView: Equatable, Sendable {
    /// Who it is.
    public var key: InstanceKey
    /// The zone it resolved to, nothing where no rule decided.
    public var zone: String?
    /// Which rule decided its zone (`zoneRules[0]`, `cidr 10.2.0.0/16`, `metadata zone`), or why none did.
    public var zoneRule: String
    /// What it is, over all fresh registrations.
    public var state: InstanceState
    /// Registrations differ, confirmed by an uncached look where a cache could explain it.
    public var differs: Bool
    /// What each node says, in the order of the estate file.
    public var registrations: [RegistrationView]
    /// Nodes that answer and do not list it although another node of their source does, as an uncached look confirmed.
    public var absentAt: [NodeID]
    /// Since when its state is what it is, as far as we saw.
    public var since: Moment

    /// An instance.
    public init(
        key: InstanceKey, zone: String?, zoneRule: String, state: InstanceState, differs: Bool,
        registrations: [RegistrationView], absentAt: [NodeID] = [], since: Moment
    ) {
        self.key = key
        self.zone = zone
        self.zoneRule = zoneRule
        self.state = state
        self.differs = differs
        self.registrations = registrations
        self.absentAt = absentAt
        self.since = since
    }
}

/// What one node says of an instance, and what that counts for.
public struct RegistrationView: Equatable, Sendable {
    /// Who says it.
    public var node: NodeID
    /// What it said last.
    public var registration: Registration
    /// Its state, `unknown` where the node has gone stale since.
    public var state: RegistrationState
    /// Why the state is not the registration's own (`stale: no answer for 40 s`).
    public var reason: String?

    /// What a node says.
    public init(node: NodeID, registration: Registration, state: RegistrationState, reason: String? = nil) {
        self.node = node
        self.registration = registration
        self.state = state
        self.reason = reason
    }
}
