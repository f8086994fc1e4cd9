/// A server's text made fit for a message: one line, short, nothing that a terminal obeys.
enum Printable {
    /// At most so many characters; what is cut off shows as `…`.
    static func line(_ text: String, limit: Int = 120) -> String {
        var line = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return line + "…" }
            line.unicodeScalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
            count += 1
        }
        return line
    }

    /// Bytes as people read them (`12.3 MB`); below a thousand to the byte.
    static func bytes(_ count: Int64) -> String {
        guard count >= 1000 else { return count == 1 ? "1 byte" : "\(count) bytes" }
        var (value, unit) = (count, 0)
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        var rest: Int64 = 0
        repeat {
            rest = value % 1000
            value /= 1000
            unit += 1
        } while value >= 1000 && unit < units.count
        return value >= 100 ? "\(value) \(units[unit - 1])" : "\(value).\(rest / 100) \(units[unit - 1])"
    }

    /// A number without its fraction; what is too large is the largest.
    static func whole(_ value: Double) -> Int64 { value >= 9e18 ? .max : value <= -9e18 ? .min : Int64(value) }

    /// Seconds as people read them (`14 s`, `3 min`, `2 h`).
    static func seconds(_ seconds: Int64) -> String {
        if seconds < 120 { return "\(seconds) s" }
        return seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
