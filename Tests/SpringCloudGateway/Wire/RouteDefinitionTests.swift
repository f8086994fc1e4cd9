import Testing

@testable import SpringCloudGateway

@Suite("A definition with another weight")
struct RouteDefinitionTests {
    private func list(_ json: String) throws -> [RouteDefinition] {
        try #require(try RouteDefinition.list(Array(json.utf8)))
    }

    @Test("only the weight's own bytes change, whatever form it is in")
    func forms() throws {
        let tail =
            "\"metadata\":{\"n\":1.50,\"big\":12345678901234567890,\"u\":\"\\u00e4\\\"}]\"},\"uri\":\"http://h/?a=%20\" }"
        let forms = [
            ("{\"_genkey_0\":\"g\",\"_genkey_1\":\"80\"}", "{\"_genkey_0\":\"g\",\"_genkey_1\":\"5\"}"),
            ("{ \"weight.weight\" : 80, \"weight.group\":\"g\" }", "{ \"weight.weight\" : 5, \"weight.group\":\"g\" }"),
            ("{\"weight.group\":\"g\",\"weight.weight\":\"80\"}", "{\"weight.group\":\"g\",\"weight.weight\":\"5\"}"),
            ("{\"_genkey_0\":\"g\",\"_genkey_1\":\"${w:80}\"}", "{\"_genkey_0\":\"g\",\"_genkey_1\":\"5\"}"),
        ]
        for (before, after) in forms {
            func text(_ arguments: String) -> String {
                "{\"id\":\"a\", \"predicates\":[{\"name\":\"Path\",\"args\":{\"_genkey_0\":\"/x,}]\"}},"
                    + "{\"name\":\"Weight\",\"args\":\(arguments)}],\(tail)"
            }
            let found = try list(" [ \(text(before)) , {\"id\":\"b\",\"uri\":\"http://h\"} ] ")
            #expect(found.map(\.id) == ["a", "b"])
            #expect(found[0].text == text(before))
            #expect(found[0].text(weight: 5) == text(after))
            #expect(found[0].isWeightLast && found[0].weightCount == 1)
            #expect(found[1].text(weight: 5) == nil)
        }
    }

    @Test("definitions are alike where they differ in the weight and the order of members alone")
    func alike() throws {
        let one = try #require(FakeDefinition("provider-a", weight: 80).definition)
        let other = try #require(FakeDefinition("provider-a", weight: 0).definition)
        let moved = try #require(FakeDefinition("provider-a", weight: 80, uri: "http://elsewhere").definition)
        #expect(one.rest == other.rest)
        #expect(one.rest != moved.rest)
        let shuffled = try list(
            "[{\"uri\":\"u:x\",\"id\":\"a\"},{\"id\":\"a\",\"uri\":\"u:x\"},{\"id\":\"a\",\"uri\":\"u:y\"}]")
        #expect(shuffled[0].rest == shuffled[1].rest && shuffled[1].rest != shuffled[2].rest)
    }

    @Test(
        "what cannot be set is told, not guessed",
        arguments: [
            "[{\"name\":\"Weight\",\"args\":{\"group\":\"g\",\"weight\":\"80\"}}]", "[{\"name\":\"Weight\"}]", "{}",
            "7",
            "[{\"name\":\"Weight\",\"args\":{\"_genkey_0\":\"g\",\"_genkey_1\":[80]}}]",
            "[{\"name\":\"Weight\",\"args\":{\"_genkey_1\":\"1\"}},{\"name\":\"Weight\",\"args\":{\"_genkey_1\":\"2\"}}]",
            "[{\"name\":\"Weight\",\"args\":{\"_genkey_1\":\"1\",\"_genkey_1\":\"2\"}}]",
        ])
    func unusual(predicates: String) throws {
        let found = try list("[{\"id\":\"a\",\"predicates\":\(predicates),\"uri\":\"http://h\"}]")
        #expect(found.count == 1)
        #expect(found[0].text(weight: 5) == nil)
    }

    @Test("what is no definition is left out; what is no list is none")
    func none() throws {
        #expect(try list("[7,null,{},{\"id\":\"\"},{\"id\":\"x\"}]").map(\.id) == ["x"])
        #expect(try RouteDefinition.list(Array("{}".utf8)) == nil)
        #expect(throws: (any Error).self) { try RouteDefinition.list(Array("[".utf8)) }
        #expect(
            try list("[{\"id\":\"a\",\"enabled\":false},{\"id\":\"b\",\"enabled\":\"false\"},{\"id\":\"c\"}]").map(
                \.isEnabled) == [false, false, true])
    }

    @Test("any bytes in place of a text are survived")
    func spans() {
        let seed = Array("[{\"a\":[1,{\"b\":\"\\\"x\"}],\"c\":{}},2,\"s\"]".utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            var bytes = seed
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
            let spans = JSONSpans(bytes: bytes)
            for range in spans.elements(of: spans.whole) ?? [] {
                #expect(range.upperBound <= bytes.count)
                #expect((spans.members(of: range) ?? []).allSatisfy { $0.value.upperBound <= range.upperBound })
            }
        }
    }
}

extension FakeDefinition {
    var definition: RouteDefinition? { RouteDefinition(text) }
}
