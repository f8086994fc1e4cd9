/// Spans of time that are counted down or promised, to the second.
enum TimeSpan {
    /// `8 s`, `2 m`, `2 m 05 s`, `1 h 10 m`.
    static func text(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds + 999) / 1000
        if seconds < 60 { return "\(seconds) s" }
        let rest = seconds % 60
        if seconds < 3600 { return "\(seconds / 60) m" + (rest == 0 ? "" : rest < 10 ? " 0\(rest) s" : " \(rest) s") }
        return "\(seconds / 3600) h" + (seconds / 60 % 60 == 0 ? "" : " \(seconds / 60 % 60) m")
    }

    /// About how long, without what no decision hangs on: `40 s`, `3 m`, `4 h`.
    static func about(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds + 999) / 1000
        if seconds < 90 { return "\(seconds) s" }
        if seconds < 5_400 { return "\((seconds + 30) / 60) m" }
        return "\((seconds + 1_800) / 3_600) h"
    }

    /// The milliseconds of what a person types: `90s`, `30m`, `4h`, `2d`; nothing where it is none of these.
    static func milliseconds(_ typed: String) -> Int64? {
        let text = typed.filter { $0 != " " }.lowercased()
        let units: [(Character, Int64)] = [("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
        guard let unit = units.first(where: { text.last == $0.0 }), let number = Int64(text.dropLast()), number > 0,
            number < 100_000
        else { return nil }
        return number * unit.1
    }
}
