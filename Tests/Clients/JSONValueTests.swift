import Testing

@testable import Clients

@Suite struct JSONValueTests {
    func parse(_ text: String, _ limits: JSONLimits = JSONLimits()) throws -> JSONValue {
        try JSONParser(limits: limits).parse(Array(text.utf8))
    }

    @Test func everyKindIsReadAsWhatItIs() throws {
        let value = try parse(
            #"{"s":"ü\n","i":-3,"u":18446744073709551615,"d":1.5,"t":true,"n":null,"a":[1,[2],{}],"o":{"k":"v"}}"#)
        #expect(value["s"]?.string == "ü\n")
        #expect(value["i"]?.int == -3)
        #expect(value["u"]?.int == nil)
        #expect(value["u"]?.text == "18446744073709551615")
        #expect(value["d"]?.double == 1.5)
        #expect(value["d"]?.int == nil)
        #expect(value["t"]?.bool == true)
        #expect(value["n"]?.isNull == true)
        #expect(value["a"].map { Array($0.elements).count } == 3)
        #expect(value["o"]?["k"]?.string == "v")
        #expect(value["missing"] == nil)
        #expect(value.member(named: "i")?.int == -3)
        #expect(value.members.map(\.name.string) == ["s", "i", "u", "d", "t", "n", "a", "o"])
        #expect(value["s"].map { Array($0.members).isEmpty } == true)
        #expect(value["o"].map { Array($0.elements).isEmpty } == true)
    }

    @Test func lenientReadersTakeWhatServersWriteInstead() throws {
        let value = try parse(#"["8080", 8080, 8080.0, "80x", "true", "False", true, "1", "1.5", "nan", {}, null]"#)
        #expect(value.elements.map(\.intOrString) == [8080, 8080, 8080, nil, nil, nil, nil, 1, nil, nil, nil, nil])
        #expect(value.elements.map(\.boolOrString) == [nil, nil, nil, nil, true, false, true, nil, nil, nil, nil, nil])
        #expect(value.elements.map(\.doubleOrString) == [8080, 8080, 8080, nil, nil, nil, nil, 1, 1.5, nil, nil, nil])
        #expect(
            value.elements.map(\.text) == [
                "8080", "8080", "8080.0", "80x", "true", "False", "true", "1", "1.5", "nan", nil, nil,
            ])
    }

    @Test func anElementMayStandWithoutItsArray() throws {
        #expect(try parse(#"[{"a":1},{"a":2}]"#).elementsOrSelf.compactMap { $0["a"]?.int } == [1, 2])
        #expect(try parse(#"{"a":1}"#).elementsOrSelf.compactMap { $0["a"]?.int } == [1])
        #expect(try parse("null").elementsOrSelf.isEmpty)
    }

    @Test func namesAreSwitchedOver() throws {
        var found: [String] = []
        for member in try parse(#"{"instanceId":1,"apps__hashcode":2,"instance":3}"#).members {
            switch member.name {
            case "instanceId": found.append("id")
            case "instance": found.append("instance")
            case let name where name.hasPrefix("apps"): found.append("hash")
            default: found.append("?")
            }
        }
        #expect(found == ["id", "hash", "instance"])
    }

    @Test(arguments: ["", " ", "{", "{\"a\":1}x", "[1,]", "\"\u{1}\"", "nul", "01", "[1e999]"])
    func whatIsNotJSONIsRefused(_ text: String) {
        let error = #expect(throws: ClientError.self) { try parse(text) }
        #expect(error?.code == .malformed)
    }

    @Test func boundsHold() throws {
        let deep = String(repeating: "[", count: 9) + String(repeating: "]", count: 9)
        #expect(throws: ClientError.self) { try parse(deep, JSONLimits(depth: 8)) }
        #expect(try parse(deep, JSONLimits(depth: 10)).kind == .array)
        let error = #expect(throws: ClientError.self) {
            try parse("[" + String(repeating: "1,", count: 100) + "1]", JSONLimits(bytes: 100))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func aParserServesManyTextsOfAnySize() throws {
        let parser = try JSONParser()
        for size in [1, 10_000, 3, 300_000, 0] {
            let text = "[" + Array(repeating: "\"abc\"", count: size).joined(separator: ",") + "]"
            #expect(try parser.parse(Array(text.utf8)).elements.reduce(0) { count, _ in count + 1 } == size)
        }
    }

    @Test func aValueOfAnEarlierTextTrapsRatherThanReadAnother() async {
        await #expect(processExitsWith: .failure) {
            let parser = try JSONParser()
            let value = try parser.parse(Array("[1]".utf8))
            _ = try parser.parse(Array("[2]".utf8))
            _ = value.kind
        }
    }
}

@Suite struct JSONMemoTests {
    /// Reads each text, and says how many of them were made anew.
    func made(_ texts: [String], limit: Int = 100) throws -> (values: [[String: String]], made: Int) {
        let memo = JSONMemo<[String: String]>(limit: limit)
        let parser = try JSONParser()
        var made = 0
        var values: [[String: String]] = []
        for text in texts {
            let value = memo.value(of: try parser.parse(Array(text.utf8))) { json in
                made += 1
                var pairs: [String: String] = [:]
                for member in json.members { pairs[member.name.string] = member.value.text }
                return pairs
            }
            values.append(value)
        }
        return (values, made)
    }

    @Test func whatIsEqualIsMadeOnce() throws {
        let result = try made([
            #"{"a":"b","c":"d"}"#, #"{ "a" : "b" , "c":"\u0064"}"#, #"{"a":"b","c":"e"}"#, #"{"a":"b","c":"d"}"#,
        ])
        #expect(result.made == 2)
        #expect(
            result.values == [
                ["a": "b", "c": "d"], ["a": "b", "c": "d"], ["a": "b", "c": "e"], ["a": "b", "c": "d"],
            ])
    }

    @Test func whatOnlyLooksEqualIsNot() throws {
        let texts = [
            #"{"a":"bc"}"#, #"{"ab":"c"}"#, #"{"a":"b","c":""}"#, #"{"a":"","bc":""}"#, "{}", #"{"a":1}"#, #"{"a":2}"#,
            #"{"a":{"b":"c"}}"#,
        ]
        let result = try made(texts + texts)
        #expect(Array(result.values.prefix(texts.count)) == Array(result.values.suffix(texts.count)))
        #expect(result.values[5] == ["a": "1"] && result.values[6] == ["a": "2"])
        // Neither what is empty nor what holds anything but strings is remembered.
        #expect(result.made == 4 + 2 * 4)
    }

    @Test func itIsForgottenOnceThereIsTooMuch() throws {
        let texts = (0..<10).map { #"{"a":"\#($0)"}"# }
        #expect(try made(texts + texts, limit: 4).made == 20)
        #expect(try made(texts + texts, limit: 10).made == 10)
    }
}
