/// A number or a duration that a row's is compared with.
struct NumberTest: Sendable {
    /// What a value is typed in.
    enum Unit: Sendable { case none, duration }

    private let comparison: FilterTerm.Comparison
    private let values: [Double]

    /// Reads the term's values.
    init(_ term: FilterTerm, unit: Unit) throws(FilterError) {
        comparison = term.comparison
        var values: [Double] = []
        for text in term.values {
            guard let value = unit == .duration ? Self.milliseconds(text) : Double(text), value.isFinite else {
                let example = unit == .duration ? "500ms, 10s, 5m or 4h" : "12 or 0.5"
                throw FilterError(
                    .badValue, "\(term.field ?? "") takes a value such as \(example), not \"\(text)\"",
                    position: term.valuePosition)
            }
            values.append(value)
        }
        if values.count > 1, comparison != .equal, comparison != .notEqual {
            throw FilterError(
                .badOperator, "\(comparison.rawValue) takes one value, not several", position: term.valuePosition)
        }
        self.values = values
    }

    /// Whether a value passes; one that is not known passes no comparison but `!=`.
    func passes(_ value: Double?) -> Bool {
        guard let value else { return comparison == .notEqual }
        switch comparison {
        case .equal: return values.contains(value)
        case .notEqual: return !values.contains(value)
        case .less: return value < values[0]
        case .lessOrEqual: return value <= values[0]
        case .greater: return value > values[0]
        case .greaterOrEqual: return value >= values[0]
        }
    }

    /// `500ms`, `10s`, `5m`, `4h`, `2d` in milliseconds.
    static func milliseconds(_ text: String) -> Double? {
        let units: [(String, Double)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
        for (unit, factor) in units where text.lowercased().hasSuffix(unit) {
            let digits = text.dropLast(unit.count)
            guard let first = digits.utf8.first, (48...57).contains(first) else { continue }
            if let number = Double(digits) { return number * factor }
        }
        return nil
    }
}
