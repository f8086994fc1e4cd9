import FoundationEssentials
import Topology

/// The baseline: FoundationEssentials' JSONDecoder over the whole document, into the same registrations.
enum FoundationDecoding {
    static func run(path: String) throws -> Measurement {
        let data = Data(try File.bytes(path))
        let began = Measurement.now()
        let document = try JSONDecoder().decode(Document.self, from: data)
        var services: [ServiceKey: [Registration]] = [:]
        var sets: [[String: String]: Metadata] = [:]
        var count = 0
        for application in document.applications.application {
            let key = ServiceKey(namespace: "", name: application.name)
            for instance in application.instance {
                services[key, default: []].append(instance.registration(&sets))
                count += 1
            }
        }
        let seconds = Measurement.now() - began
        return Measurement(seconds: seconds, count: count, checksum: Checksum.of(services))
    }

    struct Document: Decodable {
        let applications: Applications
    }

    struct Applications: Decodable {
        let application: [Application]
    }

    struct Application: Decodable {
        let name: String
        let instance: [Instance]
    }

    struct Port: Decodable {
        let number: Int
        let enabled: String

        enum CodingKeys: String, CodingKey {
            case number = "$"
            case enabled = "@enabled"
        }
    }

    struct DataCenter: Decodable {
        let name: String
    }

    struct Lease: Decodable {
        let renewalIntervalInSecs: Int64
        let durationInSecs: Int64
        let registrationTimestamp: Int64
        let lastRenewalTimestamp: Int64
    }

    struct Instance: Decodable {
        let instanceId: String
        let app: String
        let hostName: String
        let ipAddr: String
        let status: String
        let overriddenStatus: String
        let port: Port
        let securePort: Port
        let dataCenterInfo: DataCenter
        let leaseInfo: Lease
        let metadata: [String: String]
        let isCoordinatingDiscoveryServer: String
        let lastUpdatedTimestamp: String
        let actionType: String

        func registration(_ sets: inout [[String: String]: Metadata]) -> Registration {
            let shared = sets[metadata] ?? Metadata(metadata)
            sets[metadata] = shared
            let state: RegistrationState =
                switch status {
                case "UP": .up
                case "DOWN": .down
                case "STARTING": .starting
                case "OUT_OF_SERVICE": .out
                default: .unknown
                }
            return Registration(
                id: instanceId, sourceService: app, host: ipAddr, port: port.number, hostName: hostName, status: status,
                state: state, override: overriddenStatus == "UNKNOWN" ? nil : overriddenStatus, metadata: shared,
                changedAt: Int64(lastUpdatedTimestamp).map { Timestamp(milliseconds: $0) },
                renewalMs: leaseInfo.renewalIntervalInSecs * 1000)
        }
    }
}
