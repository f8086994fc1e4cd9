/// An instance that registers: what it is, and what it says of itself now.
struct Registration: Sendable {
    var info: InstanceInfo
    var status: InstanceStatus
    var overridden: InstanceStatus = .unknown
    /// When the instance last changed, by its own clock, in milliseconds since 1970.
    var lastDirty: Int64

    /// A registration refused, in the server's own words.
    struct Refusal: Error {
        let reason: String
    }

    /// Reads the body of `POST /apps/{APP}`, `{"instance":{…}}`, with the checks and defaults of the real server.
    static func parse(_ body: [UInt8], app: String, now: Int64) throws(Refusal) -> Registration {
        let unreadable = Refusal(reason: #"{"error": "cannot parse request body"}"#)
        guard let instance = JSONText(parsing: body)?["instance"], case .object = instance,
            let name = instance["app"]?.text?.uppercased()
        else { throw unreadable }
        guard let host = filled(instance["hostName"]) else { throw Refusal(reason: "Missing hostname") }
        guard let address = filled(instance["ipAddr"]) else { throw Refusal(reason: "Missing ip address") }
        guard name == app else { throw Refusal(reason: "Mismatched appName, expecting \(app) but was \(name)") }
        guard let center = instance["dataCenterInfo"], case .object = center else {
            throw Refusal(reason: "Missing dataCenterInfo")
        }
        guard center["name"]?.text != nil else { throw Refusal(reason: "Missing dataCenterInfo Name") }
        let lease = instance["leaseInfo"]
        let duration = lease?["durationInSecs"]?.integer ?? 90
        let info = InstanceInfo(
            id: filled(instance["instanceId"]), hostName: host, app: name, appGroupName: instance["appGroupName"]?.text,
            ipAddr: address, port: port(instance["port"], 7001, true),
            securePort: port(instance["securePort"], 7002, false), countryId: instance["countryId"]?.integer ?? 1,
            dataCenter: InstanceInfo.DataCenter(json: center.bytes), metadata: metadata(instance["metadata"]),
            links: InstanceInfo.Links(
                home: instance["homePageUrl"]?.text, status: instance["statusPageUrl"]?.text,
                health: instance["healthCheckUrl"]?.text, secureHealth: instance["secureHealthCheckUrl"]?.text),
            vipAddress: instance["vipAddress"]?.text, secureVipAddress: instance["secureVipAddress"]?.text,
            asgName: instance["asgName"]?.text, renewalSeconds: lease?["renewalIntervalInSecs"]?.integer ?? 30,
            durationSeconds: duration > 0 ? duration : 90)
        let overridden = instance["overriddenStatus"] ?? instance["overriddenstatus"]
        return Registration(
            info: info, status: status(instance["status"], or: .up), overridden: status(overridden, or: .unknown),
            lastDirty: instance["lastDirtyTimestamp"]?.integer ?? now)
    }

    private static func filled(_ value: JSONText?) -> String? {
        guard let text = value?.text, !text.isEmpty else { return nil }
        return text
    }

    /// A word that is no status is UNKNOWN here, other than in the parameters of requests.
    private static func status(_ value: JSONText?, or missing: InstanceStatus) -> InstanceStatus {
        guard let word = value?.text else { return missing }
        return InstanceStatus(word: word.uppercased()) ?? .unknown
    }

    private static func port(_ value: JSONText?, _ number: Int64, _ enabled: Bool) -> InstanceInfo.Port {
        InstanceInfo.Port(
            number: value?["$"]?.integer ?? value?.integer ?? number,
            enabled: value?["@enabled"]?.text.map { $0 == "true" } ?? enabled)
    }

    private static func metadata(_ value: JSONText?) -> [InstanceInfo.Metadatum] {
        guard case .object(let members) = value else { return [] }
        return members.filter { $0.key != "@class" }.sorted { $0.key < $1.key }
            .compactMap { key, value in value.text.map { InstanceInfo.Metadatum(key: key, value: $0) } }
    }
}
