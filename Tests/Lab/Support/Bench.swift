import FoundationEssentials
import Lab
import Testing

/// A simulated estate under a clock that the test moves, asked over real sockets and decoded by other code than its own.
struct Bench {
    /// An instance as documents show it, as far as tests look.
    struct Instance: Decodable, Equatable {
        struct Port: Decodable, Equatable {
            let number: Int
            let enabled: String

            enum CodingKeys: String, CodingKey {
                case number = "$"
                case enabled = "@enabled"
            }
        }

        struct LeaseInfo: Decodable, Equatable {
            let renewalIntervalInSecs: Int
            let durationInSecs: Int
            let registrationTimestamp: Int64
            let lastRenewalTimestamp: Int64
            let evictionTimestamp: Int64
            let serviceUpTimestamp: Int64
        }

        let instanceId: String?
        let app: String
        let ipAddr: String
        let status: String
        let overriddenStatus: String
        let port: Port
        let leaseInfo: LeaseInfo
        let metadata: [String: String]
        let lastUpdatedTimestamp: String
        let lastDirtyTimestamp: String
        let actionType: String
    }

    struct Applications: Decodable {
        struct Application: Decodable {
            let name: String
            let instance: [Instance]
        }

        let version: String
        let hash: String
        let application: [Application]

        enum CodingKeys: String, CodingKey {
            case version = "versions__delta"
            case hash = "apps__hashcode"
            case application
        }

        var instances: [Instance] { application.flatMap(\.instance) }
    }

    private struct Document: Decodable { let applications: Applications }
    private struct One: Decodable { let instance: Instance }

    let lab: Lab
    private let manual = ManualClock()
    static let json = ("Accept", "application/json")

    init(_ change: (inout LabOptions) -> Void = { _ in }) throws {
        var options = LabOptions()
        options.instances = 0
        options.servers = 2
        options.quiet = true
        change(&options)
        lab = try Lab(options, clock: manual.clock)
    }

    /// The moment, in milliseconds since 1970.
    var now: Int64 { manual.now }

    /// Lets time pass.
    func pass(_ duration: Duration) {
        manual.advance(by: duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000)
        lab.advance()
    }

    func client(_ server: Int) -> RawClient {
        RawClient(address: "127.0.0.1", port: lab.description[server].port)
    }

    @discardableResult
    func send(
        _ method: String, _ path: String, to server: Int = 0, headers: [(String, String)] = [json], body: String = ""
    ) throws -> RawClient.Answer {
        try client(server).send(method, "/eureka\(path)", headers: headers, body: Array(body.utf8))
    }

    /// The status alone.
    func status(_ method: String, _ path: String, to server: Int = 0, headers: [(String, String)] = [json]) throws
        -> Int
    {
        try send(method, path, to: server, headers: headers).status
    }

    /// The live answer of one server; nil where it is 404.
    func live(_ server: Int = 0, _ path: String = "/apps/ORDER/one") throws -> Instance? {
        let answer = try send("GET", path, to: server)
        if answer.status == 404 { return nil }
        return try JSONDecoder().decode(One.self, from: Data(answer.body)).instance
    }

    /// `status/overriddenStatus` by the live answer of one server.
    func word(_ server: Int = 0, _ path: String = "/apps/ORDER/one") throws -> String {
        try live(server, path).map { "\($0.status)/\($0.overriddenStatus)" } ?? "404"
    }

    func apps(_ server: Int = 0, _ path: String = "/apps") throws -> Applications {
        let answer = try send("GET", path, to: server)
        return try JSONDecoder().decode(Document.self, from: Data(answer.body)).applications
    }

    /// A document of the first server as the test's own type.
    func decode<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(send("GET", path).body))
    }

    /// A client that registers `ORDER/one`, or another.
    func register(
        _ id: String = "one", status: String = "UP", dirty: Int64? = nil, override: String = "UNKNOWN",
        to server: Int = 0,
        headers: [(String, String)] = []
    ) throws {
        let body = """
            {"instance":{"instanceId":"\(id)","hostName":"10.1.0.9","app":"ORDER","ipAddr":"10.1.0.9","status":"\(status)",\
            "overriddenStatus":"\(override)","port":{"$":8080,"@enabled":"true"},"metadata":{"zone":"zone-a"},\
            "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},\
            "leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90},"lastDirtyTimestamp":"\(dirty ?? now)"}}
            """
        #expect(try send("POST", "/apps/ORDER", to: server, headers: headers, body: body).status == 204)
    }

    /// A client's renewal of it: the status code.
    func renew(_ id: String = "one", at server: Int = 0) throws -> Int {
        try status("PUT", "/apps/ORDER/\(id)?status=UP", to: server)
    }
}
