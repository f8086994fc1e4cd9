/// Spans of time that are counted down or promised, to the second.
enum TimeSpan {
    /// `8 s`, `2 m`, `2 m 05 s`, `1 h 10 m`.
    static func text(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds + 999) / 1000
        if seconds < 60 { return "\(seconds) s" }
        let rest = seconds % 60
        if seconds < 3600 { return "\(seconds / 60) m" + (rest == 0 ? "" : rest < 10 ? " 0\(rest) s" : " \(rest) s") }
        return "\(seconds / 3600) h \(seconds / 60 % 60) m"
    }
}
