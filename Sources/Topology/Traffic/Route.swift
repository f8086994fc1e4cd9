/// A gateway's rule as one node has loaded it.
public struct Route: Hashable, Sendable {
    /// The source's own id, which writes are addressed to.
    public var id: String
    /// Where it sends requests (`http://10.1.0.7:8080`, `lb://payment`).
    public var uri: String
    /// Its place among the rules: the lower goes first.
    public var order: Int
    /// The group whose traffic is split by weight; nothing where it is not weighted.
    public var group: String?
    /// Its weight within the group.
    public var weight: Int?
    /// The zone that the rule itself names (`metadata.zone`).
    public var zone: String?
    /// The service that it names in place of a host (`lb://payment` is `payment`), as the source spells it.
    public var service: String?
    /// Its conditions but for the weight, as the node prints them, without what changes with each start.
    public var predicates: [String]
    /// What it does to requests, as the node prints it.
    public var filters: [String]
    /// Where it is defined, only where that is proven.
    public var definedIn: DefinedIn?
    /// How often the node lists its id; the last one counts.
    public var copies: Int

    /// A rule; what a gateway does not have stays at its default.
    public init(
        id: String, uri: String, order: Int = 0, group: String? = nil, weight: Int? = nil, zone: String? = nil,
        service: String? = nil, predicates: [String] = [], filters: [String] = [], definedIn: DefinedIn? = nil,
        copies: Int = 1
    ) {
        self.id = id
        self.uri = uri
        self.order = order
        self.group = group
        self.weight = weight
        self.zone = zone
        self.service = service
        self.predicates = predicates
        self.filters = filters
        self.definedIn = definedIn
        self.copies = copies
    }

    /// Where a rule comes from, which decides what a restart brings back.
    public enum DefinedIn: String, Codable, Sendable {
        /// In the program (effective, and not among the definitions).
        case code
        /// In a file or the environment.
        case properties
        /// Written at run time, gone with the process.
        case memory
    }
}
