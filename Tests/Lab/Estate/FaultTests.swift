import Lab
import Testing

/// Estates that fail, and answers that are none.
@Suite struct FaultTests {
    @Test func refusingServerIsGoneForClientsPeersAndInstances() throws {
        let bench = try Bench { $0.instances = 35 }
        bench.pass(.seconds(1))
        try bench.lab.refuse(server: 0)
        #expect(throws: RawClient.Failure.refused) { try bench.status("GET", "/apps") }
        let id = bench.lab.instanceIDs[0]
        let path = "/apps/SHOP/\(id)"
        try bench.send("PUT", path + "/status?value=OUT_OF_SERVICE", to: 1)
        bench.pass(.seconds(120))
        let renewed = try #require(try bench.live(1, path)?.leaseInfo.lastRenewalTimestamp)
        #expect(renewed > bench.now + 55_000, "its instances renew at the other")
        try bench.lab.heal(server: 0)
        bench.pass(.seconds(1))
        #expect(try bench.word(0, path) == "UP/UNKNOWN", "a missed drain does not heal")
    }

    @Test func hangingServerAcceptsAndSaysNothingUntilItIsBack() throws {
        let bench = try Bench()
        try bench.lab.hang(server: 0)
        let socket = try bench.client(0).connect()
        try bench.client(0).write(socket, Array("GET /eureka/apps HTTP/1.0\r\n\r\n".utf8))
        try bench.lab.heal(server: 0)
        #expect(RawClient.text(of: socket) == "", "cut off without an answer")
        #expect(try bench.status("GET", "/apps") == 200)
    }

    @Test func warmingServerAnswers403ToReaders() throws {
        let bench = try Bench()
        try bench.register()
        bench.lab.warm(server: 0, true)
        #expect(try bench.status("GET", "/apps") == 403)
        #expect(try bench.status("GET", "/apps/delta") == 403)
        #expect(try bench.word() == "UP/UNKNOWN")
        try bench.lab.heal(server: 0)
        #expect(try bench.status("GET", "/apps") == 200)
    }

    @Test func mischiefSpoilsWhatReadersGetAndNothingElse() throws {
        let bench = try Bench { $0.instances = 35 }
        let sound = try bench.send("GET", "/apps").body
        func spoilt(_ mischief: Mischief) throws -> RawClient.Answer {
            bench.lab.mischief(server: 0, mischief)
            return try bench.send("GET", "/apps")
        }
        #expect(try sound.starts(with: spoilt(.truncated).body))
        #expect(try spoilt(.truncated).body.count < sound.count)
        #expect(try spoilt(.cutShort).truncated)
        #expect(try spoilt(.brokenApplication).text.contains(#"{"name":"BROKEN","#))
        #expect(try spoilt(.wrongTypes).text.contains(#""status":"PERHAPS""#))
        #expect(try String(validating: spoilt(.invalidUTF8).body, as: UTF8.self) == nil)
        #expect(try spoilt(.controlCharacters).text.contains(#"EVIL\u001b[2J"#))
        #expect(try spoilt(.html).headers["content-type"] == "text/html")
        #expect(try spoilt(.redirect("http://127.0.0.1:1/")).status == 302)
        #expect(try spoilt(.redirect("http://127.0.0.1:1/")).headers["location"] == "http://127.0.0.1:1/")
        #expect(try spoilt(.empty).body.isEmpty)
        #expect(try spoilt(.status(503)).status == 503)
        bench.lab.mischief(server: 0, nil)
        #expect(try bench.send("GET", "/apps").body == sound)
    }

    @Test func goodApplicationsAreIntactBesideTheBad() throws {
        let bench = try Bench { $0.instances = 35 }
        let sound = try bench.send("GET", "/apps").text
        let good = try #require(sound.firstRange(of: #""application":["#)).upperBound
        for mischief in [Mischief.brokenApplication, .wrongTypes, .invalidUTF8, .controlCharacters] {
            bench.lab.mischief(server: 0, mischief)
            let spoilt = try bench.send("GET", "/apps").body
            #expect(String(decoding: spoilt, as: UTF8.self).hasSuffix(sound[good...]))
        }
    }

    @Test func evilNamesAreSoundJSON() throws {
        let bench = try Bench { $0.instances = 35 }
        bench.lab.mischief(server: 0, .controlCharacters)
        struct Names: Decodable {
            struct Applications: Decodable {
                struct Application: Decodable { let name: String }
                let application: [Application]
            }
            let applications: Applications
        }
        let names = try bench.decode(Names.self, "/apps").applications.application.map(\.name)
        #expect(names.first == "EVIL\u{1B}[2J\u{1B}[31m")
        #expect(names.count == 8)
    }
}
