import Serving

extension Mischief {
    /// What is answered instead of that document.
    func response(instead document: [UInt8]) -> ServerResponse {
        switch self {
        case .truncated: return json(Array(document.prefix(document.count * 2 / 3)))
        case .cutShort:
            let half = Array(document.prefix(document.count / 2))
            return ServerResponse(
                headers: Self.type("application/json"),
                body: .stream(length: UInt64(document.count)) { offset, most in
                    Array(half.dropFirst(Int(offset)).prefix(most))
                })
        case .brokenApplication:
            return json(
                Self.inserting(Array(#"{"name":"BROKEN","instance":[{"instanceId":nul,"port":}]}"#.utf8), document))
        case .wrongTypes: return json(Self.inserting(Array(Self.mistyped.utf8), document))
        case .invalidUTF8:
            let bad: [UInt8] = Array(#"{"name":"BAD"#.utf8) + [0xFF, 0xFE, 0xC3] + Array(#"","instance":[]}"#.utf8)
            return json(Self.inserting(bad, document))
        case .controlCharacters: return json(Self.inserting(Array(Self.evil.utf8), document))
        case .gzipBomb: return Self.bomb()
        case .enormous: return Self.enormous()
        case .html:
            return ServerResponse(
                text:
                    "<html><head><title>Sign in</title></head><body><h1>The proxy wants to know you</h1></body></html>",
                type: "text/html")
        case .redirect(let address):
            return ServerResponse(status: 302, headers: [ServerField("Location", address)])
        case .empty: return json([])
        case .status(let status): return ServerResponse(status: status, text: "<h1>\(status)</h1>", type: "text/html")
        }
    }

    private func json(_ body: [UInt8]) -> ServerResponse {
        ServerResponse(headers: Self.type("application/json"), body: .bytes(body))
    }

    private static func type(_ type: String) -> [ServerField] {
        [ServerField("Content-Type", type)]
    }

    /// The document with one more application, before the others.
    private static func inserting(_ application: [UInt8], _ document: [UInt8]) -> [UInt8] {
        let lead = Array(#""application":["#.utf8)
        guard
            let start = document.indices.first(where: { index in
                document[index] == lead[0] && document[index...].starts(with: lead)
            })
        else { return document }
        let place = start + lead.count
        let comma: [UInt8] = place < document.count && document[place] != UInt8(ascii: "]") ? [UInt8(ascii: ",")] : []
        return document[..<place] + application + comma + document[place...]
    }

    private static let mistyped = """
        {"name":["WRONG"],"instance":[{"instanceId":17,"hostName":{"a":1},"app":false,"ipAddr":[1,2,3,4],"status":4,\
        "overriddenStatus":{},"port":"8080","securePort":null,"leaseInfo":"none","metadata":[["zone","zone-a"]],\
        "lastUpdatedTimestamp":{"$":1},"lastDirtyTimestamp":true}]},\
        {"name":"WRONG","instance":[{"instanceId":"10.9.0.1:wrong:8080","hostName":"10.9.0.1","app":"WRONG",\
        "ipAddr":"10.9.0.1","status":"PERHAPS","port":{"$":"eighty","@enabled":7},"leaseInfo":{"durationInSecs":"long"},\
        "metadata":{"zone":{"deep":["a"]}},"lastUpdatedTimestamp":"yesterday"}]}
        """

    /// Everything that a terminal might obey, properly escaped, so that JSON has nothing against it.
    private static let evil = #"""
        {"name":"EVIL\u001b[2J\u001b[31m","instance":[{"instanceId":"10.9.0.2\u001b]0;owned\u0007:evil:8080",\
        "hostName":"10.9.0.2\r\nHost: x","app":"EVIL\u001b[2J\u001b[31m","ipAddr":"10.9.0.2","status":"UP\u0000",\
        "overriddenStatus":"UNKNOWN","port":{"$":8080,"@enabled":"true"},"metadata":{"zone":"zone-a\u0008\u0008\u009b31m",\
        "\u202eright-to-left":"\u200b\u2066\ufeff","wide":"区域\ud83d\ude80","tab\tnew\nline":"\u007f"},\
        "lastUpdatedTimestamp":"1","lastDirtyTimestamp":"1"}]}
        """#.split(separator: "\\\n").joined()

    /// A gigabyte of spaces in a string.
    private static let bombBody: [UInt8] = {
        var encoder = GzipEncoder()
        encoder.append(Array(#"{"applications":{"versions__delta":"1","apps__hashcode":" "#.utf8))
        encoder.repeatLastByte(1 << 30)
        return encoder.finish()
    }()

    private static func bomb() -> ServerResponse {
        ServerResponse(
            headers: type("application/json") + [ServerField("Content-Encoding", "gzip")], body: .bytes(bombBody))
    }

    private static func enormous() -> ServerResponse {
        let head = Array(#"{"applications":{"versions__delta":"1","apps__hashcode":""#.utf8)
        let tail = Array(#"","application":[]}}"#.utf8)
        let length = 200 << 20
        return ServerResponse(
            headers: type("application/json"),
            body: .stream(length: UInt64(length)) { offset, most in
                let start = Int(offset)
                if start < head.count { return Array(head[start...].prefix(most)) }
                let filling = length - tail.count - start
                if filling > 0 { return [UInt8](repeating: UInt8(ascii: "x"), count: min(most, filling)) }
                return Array(tail[(start - (length - tail.count))...].prefix(most))
            })
    }
}
