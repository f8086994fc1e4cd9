/// One word of a filter expression, before it is known which fields there are.
struct FilterTerm: Hashable {
    /// The field's name as typed; nothing for a bare word.
    var field: String?
    /// How the field is compared.
    var comparison: Comparison
    /// What it is compared with, alternatives apart; without quotation marks.
    var values: [String]
    /// Where the term begins, in characters.
    var position: Int
    /// Where its value begins, in characters.
    var valuePosition: Int

    /// How a field is compared with a value.
    enum Comparison: String, Hashable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// Splits an expression into terms: blanks part them, quotation marks keep blanks and commas in a value.
    static func terms(of expression: String) throws(FilterError) -> [FilterTerm] {
        var scanner = Scanner(expression)
        var terms: [FilterTerm] = []
        while let term = try scanner.next() { terms.append(term) }
        return terms
    }
}

/// Walks over an expression character by character.
private struct Scanner {
    let text: [Character]
    var at = 0

    init(_ expression: String) { text = Array(expression) }

    mutating func next() throws(FilterError) -> FilterTerm? {
        while at < text.count, text[at].isWhitespace { at += 1 }
        guard at < text.count else { return nil }
        let start = at
        while at < text.count, text[at].isLetter || text[at].isNumber || "-_.".contains(text[at]) { at += 1 }
        let name = String(text[start..<at])
        if !name.isEmpty, let comparison = comparison() {
            let valueStart = at
            let values = try values()
            if values.isEmpty {
                throw FilterError(
                    .badValue, "\(name)\(comparison.rawValue) needs a value (\"\" for none)", position: valueStart)
            }
            return FilterTerm(
                field: name, comparison: comparison, values: values, position: start, valuePosition: valueStart)
        }
        at = start
        var comparison = FilterTerm.Comparison.equal
        if text[at] == "!", at + 1 < text.count, !text[at + 1].isWhitespace {
            comparison = .notEqual
            at += 1
        }
        return FilterTerm(
            field: nil, comparison: comparison, values: [try word(stoppingAtComma: false)], position: start,
            valuePosition: start)
    }

    private mutating func comparison() -> FilterTerm.Comparison? {
        for length in [2, 1] where at + length <= text.count {
            if let found = FilterTerm.Comparison(rawValue: String(text[at..<at + length])) {
                at += length
                return found
            }
        }
        return nil
    }

    private mutating func values() throws(FilterError) -> [String] {
        var values: [String] = []
        while at < text.count, !text[at].isWhitespace {
            let quoted = text[at] == "\""
            let value = try word(stoppingAtComma: true)
            if quoted || !value.isEmpty { values.append(value) }
            guard at < text.count, text[at] == "," else { break }
            at += 1
        }
        return values
    }

    private mutating func word(stoppingAtComma: Bool) throws(FilterError) -> String {
        var word = ""
        while at < text.count, !text[at].isWhitespace, !(stoppingAtComma && text[at] == ",") {
            guard text[at] == "\"" else {
                word.append(text[at])
                at += 1
                continue
            }
            let quote = at
            at += 1
            while at < text.count, text[at] != "\"" {
                word.append(text[at])
                at += 1
            }
            guard at < text.count else {
                throw FilterError(.unclosedQuote, "the quotation mark here has no other half", position: quote)
            }
            at += 1
        }
        return word
    }
}
