import Testing

@testable import SpringCloudGateway

@Suite("What a predicate's text says")
struct PredicateTextTests {
    private let lambda = "RouteDefinitionRouteLocator$$Lambda$1240/0x00007f5b205f1ef0"

    @Test("group and weight are taken out, the lambda that changes with each start is left out")
    func weight() {
        let text = PredicateText("((\(lambda) && Paths: [/x/**], match trailing slash: true) && Weight: provider 80)")
        #expect(text.conditions == ["Paths: [/x/**], match trailing slash: true"])
        #expect(text.group == "provider")
        #expect(text.weight == 80)
        #expect(text.isWeightLast)
    }

    @Test("two starts of one gateway say the same")
    func starts() {
        let first = PredicateText("((\(lambda) && peers.Own$$Lambda$7/0x01@1f2e3d4c) && com.x.Check@5e91993f)")
        let second = PredicateText(
            "((RouteDefinitionRouteLocator$$Lambda$99/0xabc && peers.Own$$Lambda$21/0x02@55) && com.x.Check@1b2c3d)")
        #expect(first == second)
        #expect(first.conditions == ["peers.Own$$Lambda", "com.x.Check"])
    }

    @Test(
        "conditions in any shape",
        arguments: [
            ("Paths: [/a]", ["Paths: [/a]"]), ("(A && (B && C))", ["A", "B", "C"]),
            ("(A && (B || C))", ["A", "B || C"]),
            ("!(A && B)", ["!(A && B)"]), ("(A) && (B)", ["A", "B"]), ("", []), ("((((A))))", ["A"]),
            ("(A && B", ["(A", "B"]), ("Query: param=a regexp='x)('", ["Query: param=a regexp='x)('"]),
            ("(Paths: [/a(b], x && Weight: 5)", ["Paths: [/a(b], x", "Weight: 5"]),
            ("(Paths: [/a)b && c] && D)", ["Paths: [/a)b && c]", "D"]),
            ("Header: a@b.example && Method: [GET]", ["Header: a@b.example", "Method: [GET]"]),
        ])
    func shapes(text: String, conditions: [String]) {
        #expect(PredicateText(text).conditions == conditions)
    }

    @Test("a group may hold blanks; a weight before other conditions is told")
    func places() {
        let blank = PredicateText("(A && Weight: my group 5)")
        #expect(blank.group == "my group" && blank.weight == 5 && blank.isWeightLast)
        let early = PredicateText("((\(lambda) && Weight: g 5) && Paths: [/x])")
        #expect(early.weight == 5 && !early.isWeightLast)
        #expect(PredicateText("Weight: 5").weight == nil)
        #expect(PredicateText("Weight:  5").weight == nil)
    }

    @Test("thousands of brackets cost no stack and no time", .timeLimit(.minutes(1)))
    func deep() {
        let deep = String(repeating: "(", count: 30_000) + "A" + String(repeating: ")", count: 30_000)
        #expect(PredicateText(deep).conditions.count == 1)
        let wide = Array(repeating: "A", count: 5_000).joined(separator: " && ")
        #expect(PredicateText(wide).conditions.count >= 256)
        let nested = String(repeating: "(A && ", count: 2_000) + "B" + String(repeating: ")", count: 2_000)
        #expect(PredicateText(nested).conditions.count <= 600)
    }
}
