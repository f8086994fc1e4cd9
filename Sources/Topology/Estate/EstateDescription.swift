/// What the estate file says of the world besides its sources: values, already validated.
public struct EstateDescription: Hashable, Sendable {
    /// The estate's name.
    public var name: String
    /// Colour and confirmations follow from it.
    public var environment: Environment
    /// Whether anything may be written at all.
    public var mode: Mode
    /// Regions in the file's order.
    public var regions: [Region]
    /// `zoneRules`, first match wins, before anything that a registry says.
    public var zoneRules: [ZoneRule]
    /// Per service (name as written, patterns allowed): requests/s that one instance takes safely.
    public var safeRequestsPerSecond: [String: Double]
    /// How long an instance that is listed no more is remembered, in milliseconds.
    public var forgetMs: Int64

    /// What the file says; defaults are the safe ones.
    public init(
        name: String, environment: Environment = .production, mode: Mode = .readOnly, regions: [Region] = [],
        zoneRules: [ZoneRule] = [], safeRequestsPerSecond: [String: Double] = [:], forgetMs: Int64 = 600_000
    ) {
        self.name = name
        self.environment = environment
        self.mode = mode
        self.regions = regions
        self.zoneRules = zoneRules
        self.safeRequestsPerSecond = safeRequestsPerSecond
        self.forgetMs = forgetMs
    }

    /// All zones in the file's order.
    public var zones: [Zone] { regions.flatMap(\.zones) }

    /// What kind of estate this is.
    public enum Environment: String, CaseIterable, Sendable { case production, staging, test }

    /// What the console may do.
    public enum Mode: String, CaseIterable, Sendable {
        /// Look only.
        case readOnly = "read-only"
        /// Look and change.
        case operate
    }
}

/// A region and its zones.
public struct Region: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its zones in the file's order.
    public var zones: [Zone]

    /// A region.
    public init(name: String, zones: [Zone]) {
        self.name = name
        self.zones = zones
    }
}

/// A zone and how its instances are known by address and host name.
public struct Zone: Hashable, Sendable {
    /// Its name, as metadata spells it.
    public var name: String
    /// Networks that lie in it (`10.1.0.0/16`).
    public var cidrs: [CIDR]
    /// Host name patterns (`*.a.example.com`).
    public var hosts: [String]

    /// A zone.
    public init(name: String, cidrs: [CIDR] = [], hosts: [String] = []) {
        self.name = name
        self.cidrs = cidrs
        self.hosts = hosts
    }
}

/// One line of `zoneRules`: all that it names must match.
public struct ZoneRule: Hashable, Sendable {
    /// Service name pattern (`legacy-*`), case folded.
    public var service: String?
    /// Network.
    public var cidr: CIDR?
    /// Host name pattern.
    public var host: String?
    /// The zone of what matches.
    public var zone: String

    /// A rule.
    public init(service: String? = nil, cidr: CIDR? = nil, host: String? = nil, zone: String) {
        self.service = service
        self.cidr = cidr
        self.host = host
        self.zone = zone
    }
}
