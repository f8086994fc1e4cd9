/// The documents of the JSON interface, member by member in the order in which the real server writes them.
///
/// Its quirks are kept (registries.md's source is `EurekaJacksonCodec`): `"@enabled"` and the instance's own timestamps are strings,
/// those of the lease are numbers, and empty metadata is an object with a class.
struct EurekaDocument {
    private var writer: JSONWriter

    init(gzip: Bool, capacity: Int = 0) {
        writer = JSONWriter(gzip: gzip, capacity: capacity)
    }

    /// `{"applications":…}`: all instances, or the changes.
    static func applications(
        _ applications: [(app: String, leases: [Lease])], version: Int64, hash: String, gzip: Bool
    ) -> [UInt8] {
        let count = applications.reduce(0) { $0 + $1.leases.count }
        var document = EurekaDocument(gzip: gzip, capacity: count * 1000 + 200)
        document.writer.raw(#"{"applications":{"versions__delta":""#)
        document.writer.number(version)
        document.writer.raw(#"","apps__hashcode":"#)
        document.writer.string(hash)
        document.writer.raw(#","application":["#)
        for (index, application) in applications.enumerated() {
            if index > 0 { document.writer.raw(",") }
            document.application(application.app, application.leases)
        }
        document.writer.raw("]}}")
        return document.writer.finish()
    }

    /// `{"application":…}`.
    static func application(_ app: String, _ leases: [Lease], gzip: Bool) -> [UInt8] {
        var document = EurekaDocument(gzip: gzip, capacity: leases.count * 1000 + 200)
        document.writer.raw(#"{"application":"#)
        document.application(app, leases)
        document.writer.raw("}")
        return document.writer.finish()
    }

    /// `{"instance":…}`.
    static func instance(_ lease: Lease) -> [UInt8] {
        var document = EurekaDocument(gzip: false, capacity: 1000)
        document.writer.raw(#"{"instance":"#)
        document.instance(lease)
        document.writer.raw("}")
        return document.writer.finish()
    }

    /// `apps__hashcode`: how many instances have each status, the statuses by name.
    static func hash(_ applications: [(app: String, leases: [Lease])]) -> String {
        var counts = [Int](repeating: 0, count: InstanceStatus.allCases.count)
        for application in applications {
            for lease in application.leases { counts[Int(lease.status.rawValue)] += 1 }
        }
        return InstanceStatus.allCases.sorted { $0.word < $1.word }
            .map { status in
                let count = counts[Int(status.rawValue)]
                return count > 0 ? "\(status.word)_\(count)_" : ""
            }
            .joined()
    }

    private mutating func application(_ app: String, _ leases: [Lease]) {
        writer.raw(#"{"name":"#)
        writer.string(app)
        writer.raw(#","instance":["#)
        for (index, lease) in leases.enumerated() {
            if index > 0 { writer.raw(",") }
            instance(lease)
            writer.flush()
        }
        writer.raw("]}")
    }

    private mutating func instance(_ lease: Lease) {
        let info = lease.info
        writer.raw("{")
        if info.hasID {
            writer.raw(#""instanceId":"#)
            writer.string(info.id)
            writer.raw(",")
        }
        writer.raw(#""hostName":"#)
        writer.string(info.hostName)
        member(#","app":"#, info.app)
        member(#","ipAddr":"#, info.ipAddr)
        member(#","status":"#, lease.status.word)
        member(#","overriddenStatus":"#, lease.overridden.word)
        port(#","port":{"$":"#, info.port)
        port(#","securePort":{"$":"#, info.securePort)
        number(#","countryId":"#, info.countryId)
        writer.raw(#","dataCenterInfo":"#)
        writer.raw(info.dataCenter.json)
        times(lease)
        metadata(info.metadata)
        member(#","appGroupName":"#, info.appGroupName)
        links(info)
        member(#","vipAddress":"#, info.vipAddress)
        member(#","secureVipAddress":"#, info.secureVipAddress)
        number(#","isCoordinatingDiscoveryServer":"false","lastUpdatedTimestamp":""#, lease.lastUpdated)
        number(#"","lastDirtyTimestamp":""#, lease.lastDirty)
        writer.raw(#"","actionType":""#)
        writer.raw(lease.action.word)
        writer.raw("\"")
        member(#","asgName":"#, info.asgName)
        writer.raw("}")
    }

    private mutating func times(_ lease: Lease) {
        number(#","leaseInfo":{"renewalIntervalInSecs":"#, lease.info.renewalSeconds)
        number(#","durationInSecs":"#, lease.info.durationSeconds)
        number(#","registrationTimestamp":"#, lease.registered)
        number(#","lastRenewalTimestamp":"#, lease.lastRenewal)
        number(#","evictionTimestamp":"#, lease.evicted)
        number(#","serviceUpTimestamp":"#, lease.serviceUp)
        writer.raw("}")
    }

    private mutating func metadata(_ metadata: [InstanceInfo.Metadatum]) {
        guard !metadata.isEmpty else {
            writer.raw(#","metadata":{"@class":"java.util.Collections$EmptyMap"}"#)
            return
        }
        writer.raw(#","metadata":{"#)
        for (index, entry) in metadata.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.string(entry.key)
            writer.raw(":")
            writer.string(entry.value)
        }
        writer.raw("}")
    }

    private mutating func links(_ info: InstanceInfo) {
        if let links = info.links {
            member(#","homePageUrl":"#, links.home)
            member(#","statusPageUrl":"#, links.status)
            member(#","healthCheckUrl":"#, links.health)
            member(#","secureHealthCheckUrl":"#, links.secureHealth)
            return
        }
        link(#","homePageUrl":"http://"#, info, "/")
        link(#","statusPageUrl":"http://"#, info, "/actuator/info")
        link(#","healthCheckUrl":"http://"#, info, "/actuator/health")
    }

    private mutating func link(_ lead: StaticString, _ info: InstanceInfo, _ path: StaticString) {
        writer.raw(lead)
        writer.content(info.hostName)
        writer.raw(":")
        writer.number(info.port.number)
        writer.raw(path)
        writer.raw("\"")
    }

    private mutating func member(_ lead: StaticString, _ value: String?) {
        guard let value else { return }
        writer.raw(lead)
        writer.string(value)
    }

    private mutating func number(_ lead: StaticString, _ value: Int64) {
        writer.raw(lead)
        writer.number(value)
    }

    private mutating func port(_ lead: StaticString, _ port: InstanceInfo.Port) {
        number(lead, port.number)
        writer.raw(#","@enabled":""#)
        port.enabled ? writer.raw("true") : writer.raw("false")
        writer.raw(#""}"#)
    }
}
