import Clients

extension FuzzTarget {
    /// The splitter that cuts elements out of a streamed document, and the parser that reads them.
    static let json = FuzzTarget(name: "json") { bytes in
        let whole = try cut(bytes, chunk: max(1, bytes.count))
        let size = Int(bytes.last ?? 0) % 61 + 1
        let pieces = try cut(bytes, chunk: size)
        try mustHold(pieces == whole, "pieces of \(size) make other elements")
        let parser = try JSONParser(limits: JSONLimits(bytes: 1 << 14, depth: 16))
        if let value = try? parser.parse(bytes) { touch(value) }
    }

    private struct Elements: Equatable {
        var texts: [String?] = []
        var faults = 0
        var isBroken = false
    }

    private static func cut(_ bytes: [UInt8], chunk: Int) throws -> Elements {
        var splitter = JSONSplitter("applications.application[]", limits: JSONLimits(bytes: 4096, depth: 16))
        var elements = Elements()
        do throws(ClientError) {
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + chunk)
                try splitter.feed(Array(bytes[start..<end]))
                start = end
            }
            try splitter.finish()
        } catch {
            try mustHold(isPrintable(error.message), "a fault that moves the terminal")
            elements.isBroken = true
            return elements
        }
        while let batch = splitter.takeBatch() {
            try batch.forEach { value, _ in
                elements.texts.append(value["name"]?.text)
                touch(value)
            } fault: { _ in
                elements.faults += 1
            }
        }
        return elements
    }

    private static func touch(_ value: JSONValue) {
        _ = (value.text, value.intOrString, value.doubleOrString, value.boolOrString)
        switch value.kind {
        case .object: for member in value.members { touch(member.value) }
        case .array: for element in value.elements { touch(element) }
        default: break
        }
    }
}
