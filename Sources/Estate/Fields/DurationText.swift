/// Lengths of time as people write them: `500ms`, `10s`, `1h30m`.
enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// Milliseconds, nothing where it is no such text or does not fit; each unit once, the largest first.
    static func milliseconds(_ text: String) -> Int64? {
        var rest = text[...]
        var total: Int64 = 0
        var last = Int64.max
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            let letters = rest.dropFirst(digits.count).prefix { ("a"..."z").contains($0) }
            guard let number = Int64(digits), let unit = units.first(where: { $0.name == letters })?.milliseconds,
                unit < last
            else { return nil }
            let (part, isTooLong) = number.multipliedReportingOverflow(by: unit)
            let (sum, isTooMuch) = total.addingReportingOverflow(part)
            guard !isTooLong, !isTooMuch else { return nil }
            (total, last) = (sum, unit)
            rest = rest.dropFirst(digits.count + letters.count)
        }
        return total
    }

    /// The shortest such text of a whole number of one unit.
    static func text(_ milliseconds: Int64) -> String {
        let unit = units.first { milliseconds != 0 && milliseconds % $0.milliseconds == 0 } ?? ("s", 1000)
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}
