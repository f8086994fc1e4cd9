/// Alternatives that a text is tested against, compiled.
struct TextTest: Sendable {
    private enum Part: Sendable {
        case literal([UInt8])
        case pattern(Glob)
        case substring([UInt8])
    }

    private let parts: [Part]

    /// The whole text is one of these, which may be patterns.
    static func equal(_ values: [String]) -> TextTest {
        TextTest(
            parts: values.map { Glob.isPattern($0) ? .pattern(Glob($0)) : .literal(Array($0.lowercased().utf8)) })
    }

    /// The text holds this somewhere; where it is a pattern, the whole text matches it with anything around.
    static func containing(_ value: String) -> TextTest {
        TextTest(
            parts: [Glob.isPattern(value) ? .pattern(Glob("*\(value)*")) : .substring(Array(value.lowercased().utf8))])
    }

    /// Whether the text passes.
    func passes(_ text: String) -> Bool {
        let folded = FoldedText.folded(text)
        let bytes = folded.utf8Span.span
        for part in parts {
            switch part {
            case .literal(let value): if FoldedText.equal(bytes, value) { return true }
            case .substring(let value): if FoldedText.contains(bytes, value) { return true }
            case .pattern(let glob): if glob.matches(folded) { return true }
            }
        }
        return false
    }
}
