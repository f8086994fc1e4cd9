/// An instance of a simulated server, written out as Eureka 2.0 does.
struct StubInstance: Sendable {
    var app = "PAYMENT"
    var id = "h1:payment:8080"
    var host = "10.1.0.1"
    var hostName = "h1"
    var port = 8080
    /// What the instance says of itself.
    var own = "UP"
    var override: String?
    /// Set by an override, its removal or a renewal; what the instance says where there is none.
    var shown: String?
    var registered: Int64 = 0
    var stamp: Int64 = 0
    var duration = 90
    var renewal = 30
    var updated: Int64 = 1_000
    var metadata: [String: String] = [:]
    var action = "ADDED"
    var healthURL = ""

    var status: String { shown ?? own }

    var json: String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
        let map = metadata.isEmpty ? "\"@class\":\"java.util.Collections$EmptyMap\"" : pairs.joined(separator: ",")
        return """
            {"instanceId":"\(id)","hostName":"\(hostName)","app":"\(app)","ipAddr":"\(host)","status":"\(status)",\
            "overriddenStatus":"\(override ?? "UNKNOWN")","port":{"$":\(port),"@enabled":"true"},\
            "securePort":{"$":443,"@enabled":"false"},"countryId":1,\
            "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},\
            "leaseInfo":{"renewalIntervalInSecs":\(renewal),"durationInSecs":\(duration),\
            "registrationTimestamp":\(registered),"lastRenewalTimestamp":\(stamp),"evictionTimestamp":0,\
            "serviceUpTimestamp":\(registered)},"metadata":{\(map)},"healthCheckUrl":"\(healthURL)",\
            "vipAddress":"payment","isCoordinatingDiscoveryServer":"false","lastUpdatedTimestamp":"\(updated)",\
            "lastDirtyTimestamp":"\(updated)","actionType":"\(action)"}
            """
    }
}

extension Array<StubInstance> {
    /// `apps__hashcode` of these.
    var hash: String {
        Dictionary(grouping: self, by: \.status).sorted { $0.key < $1.key }
            .map { "\($0.key)_\($0.value.count)_" }.joined()
    }

    /// The document of these, as `/apps` and `/apps/delta` have it.
    func document(hash: String? = nil) -> String {
        let applications = Dictionary(grouping: self, by: \.app).sorted { $0.key < $1.key }.map { name, instances in
            "{\"name\":\"\(name)\",\"instance\":[\(instances.map(\.json).joined(separator: ","))]}"
        }
        return "{\"applications\":{\"versions__delta\":\"1\",\"apps__hashcode\":\"\(hash ?? self.hash)\","
            + "\"application\":[\(applications.joined(separator: ","))]}}"
    }
}
