/// A point of wall-clock time, in milliseconds since 1970-01-01T00:00:00Z.
///
/// What leaves the process carries it: JSON, journal, history. Inside, `Moment` is used.
public struct Timestamp: Hashable, Comparable, Codable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let milliseconds: Int64

    /// A time so many milliseconds after the epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Orders by time.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// RFC 3339 in UTC with milliseconds: `2026-11-24T14:03:07.123Z`.
    public var rfc3339: String {
        let date = calendarDate
        let ofDay = milliseconds - milliseconds.flooredDivision(by: 86_400_000) * 86_400_000
        let (hour, minute) = (ofDay / 3_600_000, ofDay / 60_000 % 60)
        let (second, fraction) = (ofDay / 1000 % 60, ofDay % 1000)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
            + "T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)).\(padded(fraction, 3))Z"
    }

    /// `14:03`, the hour and minute in UTC.
    public var hourAndMinute: String { String(rfc3339.dropFirst(11).prefix(5)) }

    /// `14:03:07`, to the second in UTC.
    public var timeOfDay: String { String(rfc3339.dropFirst(11).prefix(8)) }

    /// The Gregorian date in UTC (days-from-civil arithmetic, exact for every year).
    private var calendarDate: (year: Int64, month: Int64, day: Int64) {
        let shifted = milliseconds.flooredDivision(by: 86_400_000) + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that times before the epoch come out right.
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
