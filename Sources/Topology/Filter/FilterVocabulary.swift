/// The fields that rows of a kind can be filtered by, and what a bare word is looked for in.
public struct FilterVocabulary<Row>: Sendable {
    /// In the order of help.
    public let fields: [FilterField<Row>]
    let searched: @Sendable (Row, (String) -> Bool) -> Bool

    /// A vocabulary; `searched` tells whether any text that a bare word is looked for in passes a test.
    public init(
        fields: [FilterField<Row>],
        searched: @escaping @Sendable (_ row: Row, _ passes: (String) -> Bool) -> Bool
    ) {
        self.fields = fields
        self.searched = searched
    }

    func test(of term: FilterTerm) throws(FilterError) -> @Sendable (Row, Moment) -> Bool {
        guard let name = term.field else {
            let words = TextTest.containing(term.values[0])
            let (searched, wanted) = (searched, term.comparison == .equal)
            return { row, _ in searched(row, words.passes) == wanted }
        }
        let (field, key) = try field(name, at: term.position)
        switch field.access {
        case .texts(let any):
            let (test, wanted) = (TextTest.equal(term.values), try wanted(term, of: field))
            return { row, _ in any(row, test.passes) == wanted }
        case .keyed(let any):
            let (test, wanted) = (TextTest.equal(term.values), try wanted(term, of: field))
            return { row, _ in any(row, key, test.passes) == wanted }
        case .zone(let get):
            let alternatives = term.values.flatMap { $0.isEmpty ? [""] : [$0, "zone-" + $0] }
            let (test, wanted) = (TextTest.equal(alternatives), try wanted(term, of: field))
            return { row, _ in test.passes(get(row)) == wanted }
        case .address(let get):
            let alternatives = term.values.flatMap { [$0, $0 + ":*", "[\($0)]:*"] }
            let (test, wanted) = (TextTest.equal(alternatives), try wanted(term, of: field))
            return { row, _ in test.passes(get(row)) == wanted }
        case .word(let words, let get):
            try check(term, are: words)
            let (test, wanted) = (TextTest.equal(term.values), try wanted(term, of: field))
            return { row, _ in test.passes(get(row)) == wanted }
        case .flag(let get):
            try check(term, are: ["yes", "no"])
            let value = term.values[0].lowercased() == "yes"
            let wanted = try wanted(term, of: field)
            return { row, _ in (get(row) == value) == wanted }
        case .number(let get):
            let compare = try NumberTest(term, unit: .none)
            return { row, _ in compare.passes(get(row)) }
        case .duration(let get):
            let compare = try NumberTest(term, unit: .duration)
            return { row, now in compare.passes(get(row, now)) }
        }
    }

    private func field(_ typed: String, at position: Int) throws(FilterError) -> (FilterField<Row>, key: String) {
        let folded = typed.lowercased()
        for field in fields {
            for name in [field.name] + field.aliases {
                if !field.isKeyed, folded == name { return (field, "") }
                if field.isKeyed, folded.hasPrefix(name + "."), typed.count > name.count + 1 {
                    return (field, String(typed.dropFirst(name.count + 1)))
                }
            }
        }
        let names = fields.map { $0.isKeyed ? "\($0.name).KEY" : $0.name }.joined(separator: ", ")
        throw FilterError(.unknownField, "no field \"\(typed)\"; there are \(names)", position: position)
    }

    private func wanted(_ term: FilterTerm, of field: FilterField<Row>) throws(FilterError) -> Bool {
        switch term.comparison {
        case .equal: return true
        case .notEqual: return false
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            throw FilterError(
                .badOperator, "\(field.name) has no order: use = or !=, not \(term.comparison.rawValue)",
                position: term.position)
        }
    }

    private func check(_ term: FilterTerm, are words: [String]) throws(FilterError) {
        for value in term.values where !Glob.isPattern(value) && !words.contains(value.lowercased()) {
            throw FilterError(
                .badValue, "\(term.field ?? "") is none of \(words.joined(separator: ", ")): \"\(value)\"",
                position: term.valuePosition)
        }
    }
}
