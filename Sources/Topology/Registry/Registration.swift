/// What ONE node of a source says of an instance, under that source's own id.
///
/// An immutable reference: the reader that decoded it, the collector and every snapshot share one, and a reader gives
/// equal registrations of several nodes as one object where it can.
public final class Registration: Hashable, Sendable {
    /// The source's own id, which writes are addressed to (Eureka's `instanceId`), to the letter.
    public let id: String
    /// The service as the source spells it (`PAYMENT`), which writes are addressed to as well.
    public let sourceService: String
    /// The IP address, or the host name where there is no address.
    public let host: String
    /// The port of its traffic.
    public let port: Int
    /// Whether that port speaks TLS.
    public let isSecure: Bool
    /// The host name as registered; zone rules match it.
    public let hostName: String
    /// The source's own word (`OUT_OF_SERVICE`).
    public let status: String
    /// Our word for it.
    public let state: RegistrationState
    /// The override that the source holds on it (`OUT_OF_SERVICE`), nothing where there is none.
    public let override: String?
    /// Why the state is not what the status says (`lease expired`), or what else an operator should read.
    public let detail: String?
    /// The registry's native zone field, where it has one (an AWS availability zone, a topology label).
    public let nativeZone: String?
    /// What it registered with.
    public let metadata: Metadata
    /// When the source last changed it, by the source's clock: orders answers of caches that contradict each other.
    public let changedAt: Timestamp?
    /// How often it renews its lease, in milliseconds, where the source has leases.
    public let renewalMs: Int64?

    /// A registration; what a source does not have stays at its default.
    public init(
        id: String, sourceService: String, host: String, port: Int, isSecure: Bool = false, hostName: String = "",
        status: String,
        state: RegistrationState, override: String? = nil, detail: String? = nil, nativeZone: String? = nil,
        metadata: Metadata = .none, changedAt: Timestamp? = nil, renewalMs: Int64? = nil
    ) {
        self.id = id
        self.sourceService = sourceService
        self.host = host
        self.port = port
        self.isSecure = isSecure
        self.hostName = hostName
        self.status = status
        self.state = state
        self.override = override
        self.detail = detail
        self.nativeZone = nativeZone
        self.metadata = metadata
        self.changedAt = changedAt
        self.renewalMs = renewalMs
    }

    /// The same registration judged otherwise, as when a live answer shows that its lease has expired.
    public func judged(_ state: RegistrationState, detail: String?) -> Registration {
        Registration(
            id: id, sourceService: sourceService, host: host, port: port, isSecure: isSecure, hostName: hostName,
            status: status,
            state: state, override: override, detail: detail, nativeZone: nativeZone, metadata: metadata,
            changedAt: changedAt, renewalMs: renewalMs)
    }

    /// `10.2.3.4:8080`, with brackets around an IPv6 address.
    public var address: String {
        let isVersion6 = host.utf8.contains(UInt8(ascii: ":"))
        return (isVersion6 ? "[" + host + "]:" : host + ":") + String(port)
    }

    /// Equal where every field is.
    public static func == (a: Registration, b: Registration) -> Bool {
        a === b || a.changedAt == b.changedAt && a.saysTheSame(as: b)
    }

    /// Equal but for when it was changed, which each server of a registry stamps by itself.
    public func saysTheSame(as other: Registration) -> Bool {
        self === other
            || id == other.id && state == other.state && status == other.status && override == other.override
                && detail == other.detail && sourceService == other.sourceService && host == other.host
                && port == other.port && isSecure == other.isSecure && hostName == other.hostName
                && nativeZone == other.nativeZone
                && renewalMs == other.renewalMs && metadata == other.metadata
    }

    /// Hashes what tells registrations of one node apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(status)
        hasher.combine(changedAt)
    }

    /// The same with the other's copies of the texts that are equal: a fleet repeats them on every node.
    public func sharingTexts(of other: Registration) -> Registration {
        Registration(
            id: id == other.id ? other.id : id,
            sourceService: sourceService == other.sourceService ? other.sourceService : sourceService,
            host: host == other.host ? other.host : host, port: port, isSecure: isSecure,
            hostName: hostName == other.hostName ? other.hostName : hostName,
            status: status == other.status ? other.status : status, state: state,
            override: override == other.override ? other.override : override,
            detail: detail == other.detail ? other.detail : detail,
            nativeZone: nativeZone == other.nativeZone ? other.nativeZone : nativeZone,
            metadata: metadata == other.metadata ? other.metadata : metadata, changedAt: changedAt,
            renewalMs: renewalMs)
    }
}
