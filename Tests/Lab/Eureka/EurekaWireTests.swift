import Lab
import Testing

/// The documents and the answers, as the real server gives them.
@Suite struct EurekaWireTests {
    @Test func emptyRegistryIsWrittenAsTheRealOneWritesIt() throws {
        let bench = try Bench()
        let answer = try bench.send("GET", "/apps")
        #expect(answer.text == #"{"applications":{"versions__delta":"1","apps__hashcode":"","application":[]}}"#)
        #expect(answer.headers["content-type"] == "application/json")
    }

    @Test func instanceIsWrittenMemberByMemberAsTheRealOneWritesIt() throws {
        let bench = try Bench()
        try bench.register()
        let now = bench.now
        let expected = """
            {"instance":{"instanceId":"one","hostName":"10.1.0.9","app":"ORDER","ipAddr":"10.1.0.9","status":"UP",\
            "overriddenStatus":"UNKNOWN","port":{"$":8080,"@enabled":"true"},"securePort":{"$":7002,"@enabled":"false"},\
            "countryId":1,"dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},\
            "leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90,"registrationTimestamp":\(now),\
            "lastRenewalTimestamp":\(now),"evictionTimestamp":0,"serviceUpTimestamp":\(now)},"metadata":{"zone":"zone-a"},\
            "isCoordinatingDiscoveryServer":"false","lastUpdatedTimestamp":"\(now)","lastDirtyTimestamp":"\(now)",\
            "actionType":"ADDED"}}
            """
        #expect(try bench.send("GET", "/apps/ORDER/one").text == expected)
        #expect(try bench.send("GET", "/instances/one").text == expected)
        #expect(try bench.send("GET", "/v2/apps/order/one").text == expected)
    }

    @Test func hashCountsStatusesByName() throws {
        let bench = try Bench()
        try bench.register("one")
        try bench.register("two", status: "DOWN")
        try bench.register("three")
        #expect(try bench.apps().hash == "DOWN_1_UP_2_")
    }

    @Test func whatIsNotKnownIs404AndWhatIsNoStatusIs500() throws {
        let bench = try Bench()
        try bench.register()
        #expect(try bench.status("GET", "/apps/NOPE") == 404)
        #expect(try bench.status("GET", "/apps/ORDER/none") == 404)
        #expect(try bench.status("GET", "/instances/none") == 404)
        #expect(try bench.status("PUT", "/apps/NOPE/none/status?value=OUT_OF_SERVICE") == 404)
        #expect(try bench.status("PUT", "/apps/NOPE/none/status?value=BOGUS") == 404)
        #expect(try bench.status("DELETE", "/apps/NOPE/none/status") == 404)
        #expect(try bench.status("PUT", "/apps/ORDER/none/metadata?a=b") == 404)
        #expect(try bench.status("DELETE", "/apps/ORDER/none") == 404)
        #expect(try bench.renew("none") == 404)
        #expect(try bench.status("PUT", "/apps/ORDER/one/status?value=BOGUS") == 500)
        #expect(try bench.status("PUT", "/apps/ORDER/one/status") == 500)
        #expect(try bench.status("DELETE", "/apps/ORDER/one/status?value=BOGUS") == 500)
        #expect(try bench.status("PATCH", "/apps/ORDER/one") == 405)
        #expect(try bench.word() == "UP/UNKNOWN")
    }

    @Test(arguments: [
        (#"{"instance":{"instanceId":"x","app":"ORDER","ipAddr":"1.1.1.1"}}"#, "Missing hostname"),
        (#"{"instance":{"instanceId":"x","app":"ORDER","hostName":"h"}}"#, "Missing ip address"),
        (#"{"instance":{"instanceId":"x","app":"ORDER","hostName":"h","ipAddr":"1.1.1.1"}}"#, "Missing dataCenterInfo"),
        (
            #"{"instance":{"instanceId":"x","app":"OTHER","hostName":"h","ipAddr":"1.1.1.1"}}"#,
            "Mismatched appName, expecting ORDER but was OTHER"
        ),
        (#"{"instance":{"hostName":"h"}}"#, #"{"error": "cannot parse request body"}"#),
        (#"{"inst"#, #"{"error": "cannot parse request body"}"#),
    ])
    func registrationThatIsNoneIsRefusedInTheServersWords(body: String, reason: String) throws {
        let answer = try Bench().send("POST", "/apps/ORDER", body: body)
        #expect(answer.status == 400)
        #expect(answer.text == reason)
    }

    @Test func instanceWithoutIDGoesByItsHostNameAndShowsNone() throws {
        let bench = try Bench()
        let body = #"{"instance":{"app":"order","hostName":"h9","ipAddr":"1.1.1.1","dataCenterInfo":{"name":"MyOwn"}}}"#
        #expect(try bench.send("POST", "/apps/ORDER", body: body).status == 204)
        let instance = try #require(try bench.live(0, "/apps/ORDER/h9"))
        #expect(instance.instanceId == nil)
        #expect(instance.port.number == 7001)
        #expect(instance.metadata == ["@class": "java.util.Collections$EmptyMap"])
    }

    @Test func credentialsAreAskedForEverywhere() throws {
        let bench = try Bench { $0.credentials = .init(user: "ops", password: "secret") }
        let given = ("Authorization", "Basic b3BzOnNlY3JldA==")
        #expect(try bench.status("GET", "/apps") == 401)
        #expect(try bench.status("PUT", "/apps/NOPE/none/status?value=OUT_OF_SERVICE") == 401)
        #expect(try bench.status("GET", "/apps", headers: [Bench.json, given]) == 200)
        let probe = "/apps/NOPE/none/status?value=OUT_OF_SERVICE"
        #expect(try bench.status("PUT", probe, headers: [Bench.json, given]) == 404)
    }

    @Test func documentsAreJSONForThoseWhoAskForIt() throws {
        let bench = try Bench()
        #expect(try bench.status("GET", "/apps", headers: []) == 406)
        #expect(try bench.status("GET", "/apps", headers: [("Accept", "application/json, */*")]) == 200)
    }

    @Test func statusPageIsXMLAndFailsForJSON() throws {
        let bench = try Bench()
        #expect(try bench.status("GET", "/status") == 500)
        let page = try bench.send("GET", "/status", headers: []).text
        #expect(page.contains("<registered-replicas>\(bench.lab.description[1].url)/</registered-replicas>"))
    }

    @Test func dashboardHoldsTheCountersOfRenewals() throws {
        let bench = try Bench()
        try bench.register("one")
        try bench.register("two")
        func cell(_ name: String) throws -> String {
            let page = try bench.client(0).send("GET", "/").text
            let after = page.split(separator: "<td>\(name)</td>", maxSplits: 1).last ?? ""
            return String(after.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" })
        }
        // One that is expected from the start, as Spring has it, and the two.
        #expect(try cell("Renews threshold") == "5")
        #expect(try bench.renew() == 200)
        #expect(try cell("Renews (last min)") == "0")
        bench.pass(.seconds(60))
        #expect(try cell("Renews (last min)") == "1")
        bench.pass(.seconds(60))
        #expect(try cell("Renews (last min)") == "0")
    }

    @Test func gzipIsAnsweredWhereItIsTaken() throws {
        let bench = try Bench { $0.instances = 500 }
        let plain = try bench.send("GET", "/apps")
        let packed = try bench.send("GET", "/apps", headers: [Bench.json, ("Accept-Encoding", "deflate, gzip")])
        #expect(plain.headers["content-encoding"] == nil)
        #expect(packed.headers["content-encoding"] == "gzip")
        #expect(packed.body.count * 5 < plain.body.count)
        #expect(try Inflate.gunzip(packed.body) == plain.body)
    }
}
