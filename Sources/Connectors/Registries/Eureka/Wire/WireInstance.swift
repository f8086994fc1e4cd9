import Clients
import Topology

/// The members of one instance as they stand in the JSON, before anything is made of them.
///
/// Read in one pass. Eureka and its kin disagree on types: booleans and timestamps are strings or not, `port` is an
/// object or a number, the override's name is spelled `overriddenStatus` or `overriddenstatus`.
struct WireInstance {
    var instanceID: String?
    var application: String?
    var hostName: String?
    var address: String?
    var status: String?
    var override: String?
    var port = WirePort()
    var securePort = WirePort()
    var dataCenter = WireDataCenter()
    var lease = WireLease()
    var metadata = Metadata.none
    var updatedAt: Int64?
    var isDeleted = false
    var isOwnServer = false
    var healthCheckURL: String?
    var secureHealthCheckURL: String?

    /// Reads the members of an object.
    ///
    /// - Parameters:
    ///   - withPages: whether the addresses of its own pages are wanted; they are long, and documents hold many.
    ///   - makeMetadata: makes or finds the metadata of its object.
    init(_ value: JSONValue, withPages: Bool = true, makeMetadata: (JSONValue) -> Metadata = { Metadata(pairs($0)) }) {
        for member in value.members {
            let value = member.value
            let name = member.name
            // By length first: a document of a hundred thousand instances asks two million times.
            switch name.count {
            case 3 where name == "app": application = value.text
            case 4 where name == "port": port = WirePort(value)
            case 6 where name == "status": status = value.text
            case 6 where name == "ipAddr": address = value.text
            case 8 where name == "hostName": hostName = value.text
            case 8 where name == "metadata": metadata = makeMetadata(value)
            case 9 where name == "leaseInfo": lease = WireLease(value)
            case 10 where name == "instanceId": instanceID = value.text
            case 10 where name == "securePort": securePort = WirePort(value)
            case 10 where name == "actionType": isDeleted = value.isText("DELETED")
            case 14 where name == "dataCenterInfo": dataCenter = WireDataCenter(value)
            case 14 where withPages && name == "healthCheckUrl": healthCheckURL = value.text
            case 16 where name == "overriddenStatus" || name == "overriddenstatus": override = value.text ?? override
            case 20 where name == "lastUpdatedTimestamp": updatedAt = value.intOrString.map(Int64.init)
            case 20 where withPages && name == "secureHealthCheckUrl": secureHealthCheckURL = value.text
            case 29 where name == "isCoordinatingDiscoveryServer": isOwnServer = value.boolOrString ?? false
            default: break
            }
        }
    }

    /// Text members of an object; `@class` is Jackson's, not the instance's.
    static func pairs(_ value: JSONValue) -> [String: String] {
        var pairs: [String: String] = [:]
        for member in value.members where !(member.name == "@class") {
            if let text = member.value.text { pairs[member.name.string] = text }
        }
        return pairs
    }
}

/// `{"$": 8080, "@enabled": "true"}`, or a bare number.
struct WirePort {
    var number: Int?
    var enabled: Bool?

    /// None given.
    init() {}

    /// Reads a port.
    init(_ value: JSONValue) {
        if let number = value.intOrString {
            self.number = number
            return
        }
        for member in value.members {
            switch member.name {
            case "$": number = member.value.intOrString
            case "@enabled": enabled = member.value.boolOrString
            default: break
            }
        }
    }
}

/// `{"name": "Amazon", "metadata": {"availability-zone": "us-east-1a"}}`.
struct WireDataCenter {
    var isAmazon = false
    var availabilityZone: String?
    var instanceID: String?

    /// None given.
    init() {}

    /// Reads a data centre.
    init(_ value: JSONValue) {
        for member in value.members {
            switch member.name {
            case "name": isAmazon = member.value.isText("Amazon")
            case "metadata":
                availabilityZone = member.value["availability-zone"]?.text
                instanceID = member.value["instance-id"]?.text
            default: break
            }
        }
    }
}

/// `leaseInfo`, numbers as numbers or as strings.
struct WireLease {
    var registered: Int64 = 0
    var stamp: Int64 = 0
    var durationSeconds: Int64 = 90
    var renewalSeconds: Int64?

    /// None given.
    init() {}

    /// Reads a lease.
    init(_ value: JSONValue) {
        for member in value.members {
            guard let number = member.value.intOrString.map(Int64.init) else { continue }
            switch member.name {
            case "registrationTimestamp": registered = number
            case "lastRenewalTimestamp": stamp = number
            case "durationInSecs": durationSeconds = number
            case "renewalIntervalInSecs": renewalSeconds = number
            default: break
            }
        }
    }
}
