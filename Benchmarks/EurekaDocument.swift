import Glibc

/// A document as Eureka (Spring Cloud 2025.0) writes `/apps`: every member, its odd types, its order.
struct EurekaDocument {
    let instances: Int
    /// How many applications they belong to; 1 puts all of them into one.
    let services: Int

    private static let zones = ["zone-a", "zone-b", "zone-c", "zone-d", "zone-e"]

    func write(to path: String) throws {
        guard instances > 0, services > 0 else { throw Failure("at least one instance and one service") }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        let now = Int(time(nil)) * 1000
        var text = #"{"applications":{"versions__delta":"1","apps__hashcode":"\#(hashCode)","application":["#
        for service in 0..<services {
            text += service == 0 ? "" : ","
            text += #"{"name":"SERVICE-\#(service)","instance":["#
            for (position, number) in stride(from: service, to: instances, by: services).enumerated() {
                text += position == 0 ? "" : ","
                text += instance(number, of: service, now: now)
                if text.utf8.count > 1 << 20 {
                    guard File.writeAll(descriptor, Array(text.utf8)[...]) else {
                        throw Failure("\(path): not written")
                    }
                    text = ""
                }
            }
            text += "]}"
        }
        text += "]}}"
        guard File.writeAll(descriptor, Array(text.utf8)[...]) else { throw Failure("\(path): not written") }
    }

    private func status(_ number: Int) -> String {
        number % 50 == 7 ? "DOWN" : number % 100 == 11 ? "OUT_OF_SERVICE" : "UP"
    }

    private var hashCode: String {
        var counts: [String: Int] = [:]
        for number in 0..<instances { counts[status(number), default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { "\($0.key)_\($0.value)_" }.joined()
    }

    private func instance(_ number: Int, of service: Int, now: Int) -> String {
        let host = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        let name = "service-\(service)"
        let port = 8000 + number % 1000
        let status = status(number)
        let override = status == "OUT_OF_SERVICE" ? status : "UNKNOWN"
        return #"""
            {"instanceId":"\#(host):\#(name):\#(port)","hostName":"\#(host)","app":"SERVICE-\#(service)",\#
            "ipAddr":"\#(host)","status":"\#(status)","overriddenStatus":"\#(override)",\#
            "port":{"$":\#(port),"@enabled":"true"},"securePort":{"$":443,"@enabled":"false"},"countryId":1,\#
            "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},\#
            "leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90,"registrationTimestamp":\#(now - 86_400_000),\#
            "lastRenewalTimestamp":\#(now + 3_600_000),"evictionTimestamp":0,"serviceUpTimestamp":\#(now - 86_000_000)},\#
            "metadata":{"zone":"\#(Self.zones[number % 5])","management.port":"\#(9000 + service % 10)",\#
            "microsphere.availability.zone":"\#(Self.zones[number % 5])","version":"1.4.\#(service % 7)"},\#
            "homePageUrl":"http://\#(host):\#(port)/","statusPageUrl":"http://\#(host):\#(port)/actuator/info",\#
            "healthCheckUrl":"http://\#(host):\#(port)/actuator/health","vipAddress":"\#(name)",\#
            "secureVipAddress":"\#(name)","isCoordinatingDiscoveryServer":"false",\#
            "lastUpdatedTimestamp":"\#(now - number)","lastDirtyTimestamp":"\#(now - number - 500)","actionType":"ADDED"}
            """#
    }
}
