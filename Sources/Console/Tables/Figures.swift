/// Numbers as people read them: few digits, one unit each, and never a 0 that is not one.
enum Figures {
    /// Events a second: `0`, `0.4`, `14`, `310`, `1.2k`, `2.1M`.
    static func rate(_ perSecond: Double) -> String {
        guard perSecond.isFinite, perSecond >= 0 else { return "?" }
        if perSecond == 0 { return "0" }
        if perSecond < 0.05 { return "<0.1" }
        if perSecond < 0.95 { return tenths(perSecond) }
        return scaled(perSecond)
    }

    /// A part of failures, from 0 to 1: `0.0 %`, `<0.1 %`, `38.0 %`, `100 %`.
    static func errors(_ ratio: Double) -> String {
        guard ratio.isFinite, ratio >= 0 else { return "?" }
        if ratio > 0, ratio < 0.0005 { return "<0.1 %" }
        return ratio >= 0.9995 ? "100 %" : tenths(ratio * 100) + " %"
    }

    /// A share, from 0 to 1: `0 %`, `<1 %`, `50 %`, `>99 %`, `100 %`.
    static func share(_ ratio: Double) -> String { bare(share: ratio) + " %" }

    /// A share without its unit.
    static func bare(share ratio: Double) -> String {
        guard ratio.isFinite, ratio >= 0 else { return "?" }
        if ratio > 0, ratio < 0.005 { return "<1" }
        if ratio < 1, ratio >= 0.995 { return ">99" }
        return String(Int((ratio * 100).rounded()))
    }

    /// How long an answer takes: `0.4 ms`, `41 ms`, `1.9 s`.
    static func latency(_ milliseconds: Double) -> String {
        guard milliseconds.isFinite, milliseconds >= 0 else { return "?" }
        if milliseconds < 0.95 { return tenths(milliseconds) + " ms" }
        if milliseconds < 999.5 { return String(Int(milliseconds.rounded())) + " ms" }
        let seconds = milliseconds / 1000
        return (seconds < 99.95 ? tenths(seconds) : String(Int(min(seconds, 1e9).rounded()))) + " s"
    }

    /// What is left to be applied, with its unit: `0 B`, `1.2 kB`, `214 tx`.
    static func position(_ value: Double, _ unit: String) -> String {
        guard value.isFinite, value >= 0 else { return "?" }
        guard unit == "bytes" else { return scaled(value) + (unit.isEmpty ? "" : " " + unit) }
        for (limit, scale, name) in [
            (999.5, 1.0, "B"), (999.5e3, 1e3, "kB"), (999.5e6, 1e6, "MB"), (999.5e9, 1e9, "GB"),
        ]
        where value < limit {
            let scaled = value / scale
            return (scale > 1 && scaled < 9.95 ? tenths(scaled) : String(Int(scaled.rounded()))) + " " + name
        }
        return tenths(min(value / 1e12, 1e9)) + " TB"
    }

    /// Whole seconds behind: `0 s`, `9 s`, `3 m`, `2 h`.
    static func seconds(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return "?" }
        if seconds > 0, seconds < 1 { return "<1 s" }
        if seconds < 120 { return "\(Int(seconds)) s" }
        if seconds < 7200 { return "\(Int(seconds / 60)) m" }
        return "\(Int(min(seconds / 3600, 1e9))) h"
    }

    /// A span that is counted down: `0:09`, `3:10`, `1:02:00`.
    static func countdown(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds + 999) / 1000
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
        if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    /// `1.9`.
    static func tenths(_ value: Double) -> String {
        let tenths = Int(min(value * 10, 1e15).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// `14`, `1.2k`, `45k`, `2.1M`.
    private static func scaled(_ value: Double) -> String {
        if value < 999.5 { return String(Int(value.rounded())) }
        for (limit, scale, letter) in [(999.5e3, 1e3, "k"), (999.5e6, 1e6, "M")] where value < limit {
            let scaled = value / scale
            return (scaled < 9.95 ? tenths(scaled) : String(Int(scaled.rounded()))) + letter
        }
        let scaled = min(value / 1e9, 1e9)
        return (scaled < 9.95 ? tenths(scaled) : String(Int(scaled.rounded()))) + "G"
    }
}
