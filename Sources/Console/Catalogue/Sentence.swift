/// Sentences of the domain in the operator's language.
enum Sentence {
    /// The sentence; one that the catalogue does not know stays as it is, which is true though not translated.
    static func text(_ english: String, _ language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: translate(english, depth: 0)
        }
    }

    /// Deeper than any sentence is nested; a hostile name nests no further.
    private static let deepest = 8

    private static func translate(_ text: String, depth: Int) -> String {
        guard depth < deepest, text.utf8.count < 2_000 else { return text }
        for (entry, pattern) in patterns {
            guard let values = pattern.match(text) else { continue }
            return Blanks.fill(entry.chinese, values.map { translate($0, depth: depth + 1) })
        }
        return text
    }

    private static let patterns = SentenceText.allCases.map { ($0, Pattern($0.rawValue)) }

    /// A sentence with blanks, taken apart.
    struct Pattern: Sendable {
        /// What a blank takes.
        private enum Blank: Sendable { case any, digits, word }

        private var literals: [[UInt8]] = []
        private var blanks: [Blank] = []

        /// Takes a pattern apart; its blanks are numbered from 0 in their order.
        init(_ pattern: String) {
            var literal: [UInt8] = []
            var rest = Array(pattern.utf8)[...]
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "{") else {
                    literal.append(byte)
                    continue
                }
                literals.append(literal)
                literal = []
                let name = rest.prefix { $0 != UInt8(ascii: "}") }
                blanks.append(name.last == UInt8(ascii: "#") ? .digits : name.last == UInt8(ascii: "_") ? .word : .any)
                rest = rest.dropFirst(name.count + 1)
            }
            literals.append(literal)
        }

        /// What stands in the blanks, nothing where the text is another sentence.
        ///
        /// Blanks take as little as they can; each literal is looked for once, so a long text costs its length.
        func match(_ text: String) -> [String]? {
            let bytes = Array(text.utf8)
            guard bytes.starts(with: literals[0]) else { return nil }
            if blanks.isEmpty { return bytes.count == literals[0].count ? [] : nil }
            var at = literals[0].count
            var values: [String] = []
            for (index, blank) in blanks.enumerated() {
                let literal = literals[index + 1]
                let last = index == blanks.count - 1
                let end = last ? bytes.count - literal.count : Self.find(literal, in: bytes, from: at + 1)
                guard let end, end > at, bytes[end...].starts(with: literal) else { return nil }
                let value = bytes[at..<end]
                switch blank {
                case .any: break
                case .digits: if !value.allSatisfy({ (48...57).contains($0) }) { return nil }
                case .word: if value.contains(UInt8(ascii: " ")) { return nil }
                }
                values.append(String(decoding: value, as: UTF8.self))
                at = end + literal.count
            }
            return values
        }

        private static func find(_ literal: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
            guard !literal.isEmpty, bytes.count >= literal.count + start else { return nil }
            return (start...(bytes.count - literal.count)).first { bytes[$0...].starts(with: literal) }
        }
    }
}
