import Testing
import Topology

@testable import Eureka

@Suite("An instance out of Eureka's JSON")
struct InstanceDecoderTests {
    @Test("as Spring Cloud 2025.0.0 writes it")
    func modern() throws {
        var stub = StubInstance()
        stub.override = "OUT_OF_SERVICE"
        stub.shown = "OUT_OF_SERVICE"
        stub.metadata = ["zone": "zone-a"]
        stub.registered = 1_795_556_268_015
        stub.stamp = 1_795_556_387_961
        stub.updated = 1_795_556_268_015
        let item = try decoded(stub.json)
        let registration = item.entry.registration
        #expect(item.service == ServiceKey(name: "payment"))
        #expect(registration.id == "h1:payment:8080")
        #expect(registration.sourceService == "PAYMENT")
        #expect(registration.address == "10.1.0.1:8080")
        #expect(registration.hostName == "h1")
        #expect(registration.status == "OUT_OF_SERVICE")
        #expect(registration.state == .out)
        #expect(registration.override == "OUT_OF_SERVICE")
        #expect(registration.metadata.pairs == ["zone": "zone-a"])
        #expect(registration.changedAt == Timestamp(milliseconds: 1_795_556_268_015))
        #expect(registration.renewalMs == 30_000)
        #expect(registration.nativeZone == nil)
        #expect(item.entry.lease.expiresAt == 1_795_556_387_961)
        #expect(item.action == .upsert)
    }

    @Test("as older servers and others' write it: other types, other spelling, no id, the class in the metadata")
    func old() throws {
        let item = try decoded(
            """
            {"hostName":"h7","app":"Orders","ipAddr":"","status":"UP","overriddenstatus":"OUT_OF_SERVICE",
             "port":{"$":"80","@enabled":"false"},"securePort":{"$":8443,"@enabled":true},
             "dataCenterInfo":{"name":"Amazon","metadata":{"availability-zone":"us-east-1c","instance-id":"i-7"}},
             "leaseInfo":{"renewalIntervalInSecs":"5","durationInSecs":"15","registrationTimestamp":"1000",
             "lastRenewalTimestamp":"1000"},"metadata":{"@class":"x","weight":5,"on":true,"none":null,"deep":{}},
             "lastUpdatedTimestamp":1234,"actionType":"DELETED"}
            """)
        let registration = item.entry.registration
        #expect(registration.id == "i-7")
        #expect(registration.address == "h7:8443")
        #expect(registration.override == "OUT_OF_SERVICE")
        #expect(registration.nativeZone == "us-east-1c")
        #expect(registration.metadata.pairs == ["weight": "5", "on": "true"])
        #expect(registration.changedAt == Timestamp(milliseconds: 1234))
        #expect(registration.renewalMs == 5_000)
        #expect(item.entry.lease.expiresAt == 16_000)
        #expect(item.action == .remove)
    }

    @Test(
        "without an id: Angel's metadata behind the host's name, or the host's name",
        arguments: [("\"instanceId\":\"8080\"", "h1:8080"), ("\"instanceId\":\"h1:x\"", "h1:x"), ("\"a\":\"b\"", "h1")])
    func angel(metadata: String, id: String) throws {
        let item = try decoded(#"{"hostName":"h1","app":"A","port":{"$":1},"metadata":{\#(metadata)}}"#)
        #expect(item.entry.id == id)
    }

    @Test(
        "states: the five words of Eureka, and anything else is unknown",
        arguments: [
            ("UP", RegistrationState.up), ("DOWN", .down), ("STARTING", .starting), ("OUT_OF_SERVICE", .out),
            ("UNKNOWN", .unknown), ("DRAINING", .unknown), ("up", .unknown),
        ])
    func states(word: String, state: RegistrationState) throws {
        let item = try decoded(#"{"hostName":"h","app":"A","port":1,"status":"\#(word)"}"#)
        #expect(item.entry.registration.state == state)
        #expect(item.entry.registration.status == word)
    }

    @Test("what an operator should read beside the state")
    func detail() throws {
        func detail(_ members: String) throws -> String? {
            try decoded(#"{"hostName":"h","app":"A","port":1,\#(members)}"#).entry.registration.detail
        }
        #expect(try detail(#""status":"OUT_OF_SERVICE""#) == "it says OUT_OF_SERVICE of itself")
        #expect(try detail(#""status":"OUT_OF_SERVICE","overriddenStatus":"OUT_OF_SERVICE""#) == nil)
        #expect(try detail(#""status":"UNKNOWN""#) == "no status until its next renewal")
        #expect(try detail(#""status":"DRAINING""#) == "a status that is not known here")
    }

    @Test("text that a terminal would obey stays in the data and never gets into a message")
    func escapes() throws {
        let item = try decoded(#"{"hostName":"h\u001b[2Jx","app":"A","port":1,"metadata":{"k\u0007":"\u001b]0;x"}}"#)
        #expect(item.entry.registration.hostName == "h\u{1b}[2Jx")
        #expect(item.entry.registration.metadata["k\u{7}"] == "\u{1b}]0;x")
        #expect(
            throws: DocumentFault(
                service: ServiceKey(name: "a"), instanceID: "h\u{1b}[2Jx", reason: "A/h\u{FFFD}[2Jx: no port")
        ) {
            try decoded(#"{"hostName":"h\u001b[2Jx","app":"A"}"#)
        }
    }

    @Test(
        "what cannot be used says why",
        arguments: [
            ("7", "not an object"), (#"{"hostName":"h","port":1}"#, "no application"),
            (#"{"app":"A","port":1}"#, "neither instanceId nor hostName"),
            (#"{"app":"A","instanceId":"i","port":1}"#, "neither ipAddr nor hostName"),
            (#"{"app":"A","hostName":"h","port":70000}"#, "70000 is no port"),
        ])
    func faults(json: String, reason: String) throws {
        let error = #expect(throws: DocumentFault.self) { try decoded(json) }
        #expect(error?.reason.contains(reason) == true)
    }

    @Test("the application's name serves where the instance has none")
    func application() throws {
        let item = try decoded(#"{"hostName":"h","port":1}"#, application: "Search")
        #expect(item.entry.registration.sourceService == "Search")
        #expect(item.service == ServiceKey(name: "search"))
    }

    @Test("equal sets of metadata are one object")
    func interned() throws {
        let decoder = InternPool()
        let (a, b) = (decoder.metadata(["zone": "a"]), decoder.metadata(["zone": "a"]))
        #expect(a === b)
        #expect(decoder.metadata([:]) === Metadata.none)
    }
}
