/// What an instance registered of itself and does not change without registering again; shared by all servers that hold it.
final class InstanceInfo: Sendable {
    /// A named value of the metadata, in the order of registration.
    struct Metadatum: Sendable, Equatable {
        var key: String
        var value: String
    }

    /// A port, and whether it is in use: `{"$":8080,"@enabled":"true"}` on the wire.
    struct Port: Sendable {
        let number: Int64
        let enabled: Bool
    }

    /// The addresses of pages, where they are not those of the host and port.
    struct Links: Sendable {
        let home: String?
        let status: String?
        let health: String?
        let secureHealth: String?
    }

    /// Where an instance runs, as it said so; written back as it came.
    struct DataCenter: Sendable {
        let json: [UInt8]

        /// The data centre of everybody who is not on Amazon.
        static let own = DataCenter(
            json: Array(#"{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"}"#.utf8))
    }

    /// What addresses the instance in its application: its id, or its host name where it gave none.
    let id: String
    /// Whether the id was given; one that was not is not in documents either.
    let hasID: Bool
    let hostName: String
    /// The application's name, in upper case.
    let app: String
    let appGroupName: String?
    let ipAddr: String
    let port: Port
    let securePort: Port
    let countryId: Int64
    let dataCenter: DataCenter
    let metadata: [Metadatum]
    /// Nil: the usual ones of the host and port.
    let links: Links?
    let vipAddress: String?
    let secureVipAddress: String?
    let asgName: String?
    let renewalSeconds: Int64
    let durationSeconds: Int64

    init(
        id: String?, hostName: String, app: String, appGroupName: String? = nil, ipAddr: String,
        port: Port, securePort: Port = Port(number: 443, enabled: false), countryId: Int64 = 1,
        dataCenter: DataCenter = .own, metadata: [Metadatum], links: Links? = nil, vipAddress: String?,
        secureVipAddress: String?, asgName: String? = nil, renewalSeconds: Int64 = 30, durationSeconds: Int64 = 90
    ) {
        self.id = id ?? hostName
        hasID = id != nil
        self.hostName = hostName
        self.app = app
        self.appGroupName = appGroupName
        self.ipAddr = ipAddr
        self.port = port
        self.securePort = securePort
        self.countryId = countryId
        self.dataCenter = dataCenter
        self.metadata = metadata
        self.links = links
        self.vipAddress = vipAddress
        self.secureVipAddress = secureVipAddress
        self.asgName = asgName
        self.renewalSeconds = renewalSeconds
        self.durationSeconds = durationSeconds
    }

    /// The same instance with more metadata; what is there already is overwritten, nothing is taken away.
    func merging(_ more: [Metadatum]) -> InstanceInfo {
        var merged = metadata
        for entry in more {
            if let index = merged.firstIndex(where: { $0.key == entry.key }) {
                merged[index] = entry
            } else {
                merged.append(entry)
            }
        }
        return InstanceInfo(
            id: hasID ? id : nil, hostName: hostName, app: app, appGroupName: appGroupName, ipAddr: ipAddr, port: port,
            securePort: securePort, countryId: countryId, dataCenter: dataCenter, metadata: merged, links: links,
            vipAddress: vipAddress, secureVipAddress: secureVipAddress, asgName: asgName,
            renewalSeconds: renewalSeconds, durationSeconds: durationSeconds)
    }
}
