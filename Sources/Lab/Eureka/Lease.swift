/// One server's hold on one instance, with what that server says of it.
struct Lease: Sendable {
    /// What last happened to it: `actionType` of documents.
    enum Action: UInt8, Sendable {
        case added
        case modified
        case deleted

        var word: StaticString {
            switch self {
            case .added: "ADDED"
            case .modified: "MODIFIED"
            case .deleted: "DELETED"
            }
        }
    }

    var info: InstanceInfo
    var status: InstanceStatus
    var overridden: InstanceStatus
    var action = Action.added
    /// When this server last changed it, in milliseconds since 1970, as all that follow.
    var lastUpdated: Int64
    var lastDirty: Int64
    var registered: Int64
    /// The registration's time at first, then renewal **plus duration**: an old mistake of Eureka's that everybody lives with.
    var lastRenewal: Int64
    var evicted: Int64 = 0
    var serviceUp: Int64 = 0
    /// How many hold on to this lease: the application, and each entry of the list of changes.
    var pins: Int32 = 0

    init(_ registration: Registration, now: Int64) {
        info = registration.info
        status = registration.status
        overridden = registration.overridden
        lastDirty = registration.lastDirty
        lastUpdated = now
        registered = now
        lastRenewal = now
    }

    var duration: Int64 { info.durationSeconds * 1000 }

    /// The instance as this server would register it elsewhere.
    var registration: Registration {
        Registration(info: info, status: status, overridden: overridden, lastDirty: lastDirty)
    }

    mutating func renew(_ now: Int64) {
        lastRenewal = now + duration
    }

    mutating func markUp(_ now: Int64) {
        if serviceUp == 0 { serviceUp = now }
    }

    /// Two durations after the last renewal, for the mistake's sake.
    func isExpired(_ now: Int64) -> Bool {
        evicted > 0 || now > lastRenewal + duration
    }
}
