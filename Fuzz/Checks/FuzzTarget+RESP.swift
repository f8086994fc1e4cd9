import Clients

extension FuzzTarget {
    /// Redis' protocol: the values do not depend on where the bytes are cut, nothing grows beyond its bound.
    static let resp = FuzzTarget(name: "resp") { bytes in
        let limits = RESPLimits(bytes: 4096, line: 512, depth: 6, elements: 256)
        let whole = try decode(bytes, chunk: max(1, bytes.count), limits)
        // The first byte says how the bytes are cut as well, so that the fuzzer can choose.
        for chunk in [1, Int(bytes.first ?? 0) % 61 + 2] {
            let cut = try decode(bytes, chunk: chunk, limits)
            // As text, because a double may be what is not equal to itself.
            try mustHold("\(cut.values)" == "\(whole.values)", "pieces of \(chunk) make other values")
            // Which bound is passed first may depend on the pieces, never whether one is.
            try mustHold(
                (cut.fault == nil) == (whole.fault == nil), "pieces of \(chunk): \(String(describing: cut.fault))")
        }
    }

    private struct Decoded {
        var values: [RESPValue] = []
        var fault: RESPFault?
    }

    private static func decode(_ bytes: [UInt8], chunk: Int, _ limits: RESPLimits) throws(Finding) -> Decoded {
        var decoder = RESPDecoder(limits: limits)
        var decoded = Decoded()
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + chunk)
            decoder.feed(bytes[start..<end])
            start = end
            do throws(RESPFault) {
                while let value = try decoder.next() { decoded.values.append(value) }
            } catch {
                try mustHold(isPrintable(error.message), "a fault that moves the terminal")
                try mustHold(decoder.heldBytes == 0, "\(decoder.heldBytes) bytes held after a fault")
                decoded.fault = error
                return decoded
            }
            try mustHold(decoder.heldBytes <= limits.bytes + limits.line + chunk, "\(decoder.heldBytes) bytes held")
        }
        for value in decoded.values {
            var count = 0
            try measure(value, depth: 0, limits, &count)
            try mustHold(count <= limits.elements, "\(count) elements")
        }
        return decoded
    }

    private static func measure(
        _ value: RESPValue, depth: Int, _ limits: RESPLimits, _ count: inout Int
    ) throws(Finding) {
        try mustHold(depth <= limits.depth, "nested \(depth) deep")
        switch value {
        case .array(let values), .set(let values), .map(let values), .push(let values):
            count += values.count
            for value in values { try measure(value, depth: depth + 1, limits, &count) }
        case .error(let error): try mustHold(isPrintable(error.message), "a refusal that moves the terminal")
        case .bytes(let bytes): try mustHold(bytes.count <= limits.bytes, "a text of \(bytes.count) bytes")
        default: _ = (value.text, value.int64, value.elements)
        }
    }
}
