/// A compiled filter expression: `service=payment zone=b state!=up address=10.2.*`.
///
/// Terms part at blanks and must all hold. A term is `field=value`, `!=`, and for numbers and durations also `<`, `<=`,
/// `>`, `>=`; commas part alternatives (`state=down,gone`); `*` and `?` are patterns; case is folded; quotation marks
/// keep blanks. A bare word is looked for inside the row's searched texts, `!word` must not be there.
public struct Filter<Row>: Sendable {
    /// The expression it was made from.
    public let expression: String
    private let tests: [@Sendable (Row, Moment) -> Bool]

    /// Compiles an expression.
    ///
    /// - Throws: `FilterError`, with its position and the valid fields or values.
    public init(_ expression: String, _ vocabulary: FilterVocabulary<Row>) throws(FilterError) {
        var tests: [@Sendable (Row, Moment) -> Bool] = []
        for term in try FilterTerm.terms(of: expression) { tests.append(try vocabulary.test(of: term)) }
        self.expression = expression
        self.tests = tests
    }

    /// Whether it lets everything pass.
    public var isEmpty: Bool { tests.isEmpty }

    /// Whether a row passes; ages are counted at `now`.
    public func matches(_ row: Row, at now: Moment) -> Bool {
        for test in tests where !test(row, now) { return false }
        return true
    }
}
