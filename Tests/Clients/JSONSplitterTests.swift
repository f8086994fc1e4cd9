import Testing

@testable import Clients

@Suite struct JSONSplitterTests {
    /// What a splitter made of a document that was fed in chunks of one size.
    struct Cut: Equatable {
        var names: [String] = []
        var parents: [String] = []
        var faults: [String] = []
        var fields = JSONFields()
        var namesFound = 0
        var error: ClientError.Code?
        var message = ""
    }

    static func cut(
        _ document: [UInt8], at path: JSONPath, chunk: Int = .max, limits: JSONLimits = JSONLimits()
    ) throws -> Cut {
        var splitter = JSONSplitter(path, limits: limits)
        var cut = Cut()
        do throws(ClientError) {
            var start = 0
            while start < document.count {
                let end = min(document.count, chunk == .max ? document.count : start + chunk)
                try splitter.feed(Array(document[start..<end]))
                start = end
            }
            try splitter.finish()
        } catch {
            cut.error = error.code
            cut.message = error.message
            splitter.flush()
        }
        while let batch = splitter.takeBatch() {
            try batch.forEach { value, fields in
                cut.names.append(value["name"]?.text ?? value.text ?? "?")
                cut.parents.append(fields["name"] ?? "-")
            } fault: {
                cut.faults.append($0.message)
            }
        }
        cut.fields = splitter.fields
        cut.namesFound = splitter.namesFound
        return cut
    }

    static func cut(
        _ document: String, at path: JSONPath, chunk: Int = .max, limits: JSONLimits = JSONLimits()
    ) throws -> Cut {
        try cut(Array(document.utf8), at: path, chunk: chunk, limits: limits)
    }

    static let eureka = #"""
        {"applications":{"versions__delta":"1","apps__hashcode":"UP_2_","other":{"application":[{"name":"no"}]},
         "application":[
          {"name":"ORDER","note":"a \"}] \\","instance":[{"name":"o1","port":{"$":8080}},{"name":"o2 }{ ]["}]},
          {"name":"EMPTY","instance":[]},
          {"name":"PAY","count":3,"instance":{"name":"p1","x":[[{}]]}}
        ]}}
        """#

    @Test func elementsAreCutOutAtEveryChunkSize() throws {
        for chunk in 1...Self.eureka.utf8.count {
            let cut = try Self.cut(Self.eureka, at: "applications.application[].instance[]", chunk: chunk)
            #expect(cut.names == ["o1", "o2 }{ ][", "p1"], "chunks of \(chunk)")
            #expect(cut.parents == ["ORDER", "ORDER", "PAY"], "chunks of \(chunk)")
            #expect(cut.faults == [], "chunks of \(chunk)")
            #expect(cut.error == nil, "chunks of \(chunk): \(cut.message)")
            #expect(cut.fields["apps__hashcode"] == "UP_2_")
            #expect(cut.fields.first(prefix: "version") == "1")
            #expect(cut.namesFound == 3)
        }
    }

    @Test func aBareObjectCountsAsAnArrayOfOne() throws {
        let cut = try Self.cut(#"{"applications":{"application":{"name":"A"}}}"#, at: "applications.application[]")
        #expect(cut.names == ["A"])
        #expect(cut.error == nil)
    }

    @Test(arguments: ["[]", "null"]) func nothingIsNoFault(_ value: String) throws {
        let cut = try Self.cut(
            #"{"applications":{"apps__hashcode":"","application":\#(value)}}"#, at: "applications.application[]")
        #expect(cut.names == [])
        #expect(cut.faults == [])
        #expect(cut.error == nil)
        #expect(cut.namesFound == 2)
    }

    @Test func anArrayAtTheTopOfScalars() throws {
        let cut = try Self.cut(#" ["a", "b\"]", 3, true, {"name":"n"}] "#, at: "[]", chunk: 2)
        #expect(cut.names == ["a", "b\"]", "3", "true", "n"])
        #expect(cut.error == nil)
    }

    @Test func anotherDocumentIsToldByItsNames() throws {
        let cut = try Self.cut(#"{"error":"warming up","status":403}"#, at: "applications.application[]")
        #expect(cut.namesFound == 0)
        #expect(cut.fields["error"] == "warming up")
        #expect(cut.fields["status"] == "403")
    }

    @Test func whatEndsInTheMiddleIsTruncatedWhereverItEnds() throws {
        let bytes = Array(Self.eureka.utf8)
        for end in 0..<bytes.count {
            let cut = try Self.cut(Array(bytes[..<end]), at: "applications.application[].instance[]", chunk: 7)
            #expect(cut.error == .truncated, "cut after \(end)")
            #expect(cut.faults == [])
        }
    }

    @Test func htmlOfAProxyIsNamedWithAnExcerpt() throws {
        let cut = try Self.cut(
            "\n<html>\u{1B}[2J<title>Sign in</title></html>", at: "applications.application[]", chunk: 10)
        #expect(cut.error == .malformed)
        #expect(cut.message.hasPrefix("the answer is not JSON but HTML or XML: <html>"))
        #expect(!cut.message.contains("\u{1B}"))
    }

    @Test(arguments: [
        #"{"name":"bad" "x":1}"#, #"{"name":}"#, #"{"name":"bad","x":[1}"#, #"{"name":tru}"#, #"nul"#, #"{"a":"\x"}"#,
    ])
    func aMalformedElementSpoilsItselfAlone(_ bad: String) throws {
        for chunk in [1, 3, 1000] {
            let cut = try Self.cut(
                #"{"a":[{"name":"first"},\#(bad),{"name":"last"}]}"#, at: "a[]", chunk: chunk)
            #expect(cut.names == ["first", "last"], "\(bad) in chunks of \(chunk)")
            #expect(cut.faults.count == 1, "\(bad): \(cut.faults)")
            #expect(cut.error == nil)
        }
    }

    @Test func wrongUTF8SpoilsItsElementAlone() throws {
        let document =
            Array(#"{"a":[{"name":"first"},{"name":""#.utf8) + [0xC3, 0x28] + Array(#""},{"name":"last"}]}"#.utf8)
        let cut = try Self.cut(document, at: "a[]")
        #expect(cut.names == ["first", "last"])
        #expect(cut.faults.count == 1)
        #expect(cut.faults.first?.contains("UTF-8") == true)
    }

    @Test(arguments: [
        #"{"name":"BAD","instance":[{"name":"x"}],,}"#, #"{"name" "BAD","instance":[]}"#,
        #"{"name":"BAD","instance":[{"name":"x"}}"#, #"{"name":"BAD","count":tru,"instance":[{"name":"y"}]}"#,
    ])
    func aMalformedApplicationSpoilsItselfAlone(_ bad: String) throws {
        for chunk in [1, 5, 1000] {
            let cut = try Self.cut(
                #"{"apps":[{"name":"A","instance":[{"name":"a1"}]},\#(bad),{"name":"B","instance":[{"name":"b1"}]}]}"#,
                at: "apps[].instance[]", chunk: chunk)
            #expect(cut.error == nil, "\(bad) in chunks of \(chunk): \(cut.message)")
            #expect(cut.names.first == "a1" && cut.names.last == "b1", "\(bad): \(cut.names)")
            #expect(cut.faults.count == 1, "\(bad): \(cut.faults)")
        }
    }

    @Test func anElementLargerThanItsBoundIsLeftOut() throws {
        let large = #"{"name":"large","x":"\#(String(repeating: "x", count: 5_000))"}"#
        let cut = try Self.cut(
            #"{"a":[{"name":"first"},\#(large),{"name":"last"}]}"#, at: "a[]", chunk: 100,
            limits: JSONLimits(bytes: 1_000))
        #expect(cut.names == ["first", "last"])
        #expect(cut.faults.count == 1)
        #expect(cut.faults.first?.contains("more than 1000 bytes") == true)
        #expect(cut.faults.first?.contains("large") == true)
    }

    @Test func deepNestingSpoilsItsElementAlone() throws {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let cut = try Self.cut(
            #"{"a":[{"name":"first"},\#(deep),{"name":"last"}],"b":\#(deep)}"#, at: "a[]", chunk: 999)
        #expect(cut.names == ["first", "last"])
        #expect(cut.faults.count == 1)
        #expect(cut.error == nil)
    }

    @Test func textBehindTheEndIsAFault() throws {
        #expect(try Self.cut(#"{"a":[]} {"#, at: "a[]").error == .malformed)
        #expect(try Self.cut("{\"a\":[]} \r\n", at: "a[]").error == nil)
    }

    @Test func escapesAndQuotesNeverMoveTheEdges() throws {
        // Runs of backslashes of every length at every offset to the blocks of 64 bytes that the scan goes in.
        for length in 0...9 {
            for shift in 0..<70 {
                let pad = String(repeating: " ", count: shift)
                let run = String(repeating: "\\\\", count: length)
                let document = #"{"a":[\#(pad){"name":"\#(run)\"]}"},{"name":"z\#(run)"},{"name":"last"}]}"#
                for chunk in [1, 63, 64, 65, 1000] {
                    let cut = try Self.cut(document, at: "a[]", chunk: chunk)
                    let backslashes = String(repeating: "\\", count: length)
                    #expect(cut.names == [backslashes + "\"]}", "z" + backslashes, "last"])
                }
            }
        }
    }
}
