/// One line of Prometheus' text format, of a name that is looked for.
struct MetricLine: Hashable, Sendable {
    /// Which of the names.
    var name: Int
    /// Its labels that are asked for, by name.
    var labels: [String: String]
    /// Its value as it is written.
    var text: String

    /// Its value, where it is one that a counter can have.
    var count: Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return value
    }

    /// Most labels of a line, and the longest value of one, in bytes.
    private static let (mostLabels, longest) = (64, 4096)

    /// Reads a line; nothing where it is of another name, or broken.
    init?(_ line: ArraySlice<UInt8>, names: [[UInt8]], wanted: Set<String>) {
        let end = line.firstIndex { $0 == UInt8(ascii: "{") || $0 == 0x20 || $0 == 0x09 } ?? line.endIndex
        let written = line[..<end]
        guard let name = names.firstIndex(where: { $0.count == written.count && written.elementsEqual($0) }) else {
            return nil
        }
        self.name = name
        labels = [:]
        text = ""
        var rest = line[end...]
        if rest.first == UInt8(ascii: "{") {
            guard let behind = readLabels(rest.dropFirst(), wanted: wanted) else { return nil }
            rest = line[behind...]
        }
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
        // A timestamp or an exemplar may follow.
        let number = rest.prefix { $0 > 0x20 }
        guard !number.isEmpty, number.count <= 40 else { return nil }
        text = String(decoding: number, as: UTF8.self)
    }

    /// Reads `name="value",…}`.
    ///
    /// - Returns: the index behind the bracket.
    private mutating func readLabels(_ text: ArraySlice<UInt8>, wanted: Set<String>) -> Int? {
        var index = text.startIndex
        for _ in 0...Self.mostLabels {
            while index < text.endIndex, text[index] == 0x20 || text[index] == UInt8(ascii: ",") { index += 1 }
            guard index < text.endIndex else { return nil }
            if text[index] == UInt8(ascii: "}") { return index + 1 }
            guard let equals = text[index...].firstIndex(of: UInt8(ascii: "=")), equals + 1 < text.endIndex,
                text[equals + 1] == UInt8(ascii: "\"")
            else { return nil }
            let name = String(decoding: text[index..<equals].prefix { $0 != 0x20 }, as: UTF8.self)
            guard let end = readValue(text[(equals + 2)...], of: wanted.contains(name) ? name : nil) else { return nil }
            index = end
        }
        return nil
    }

    /// Reads a value up to its closing quote.
    ///
    /// - Returns: the index behind the quote.
    private mutating func readValue(_ text: ArraySlice<UInt8>, of name: String?) -> Int? {
        var value: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            var byte = text[index]
            if byte == UInt8(ascii: "\"") {
                if let name { labels[name] = String(decoding: value, as: UTF8.self) }
                return index + 1
            }
            if byte == UInt8(ascii: "\\") {
                index += 1
                guard index < text.endIndex else { return nil }
                byte = text[index] == UInt8(ascii: "n") ? 0x0A : text[index]
            }
            if name != nil, value.count < Self.longest { value.append(byte) }
            index += 1
        }
        return nil
    }
}
