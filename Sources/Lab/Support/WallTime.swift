/// A moment as a calendar shows it, in UTC.
struct WallTime {
    private let date: String
    private let time: String
    private let fraction: String

    init(milliseconds: Int64) {
        let (days, day) = (milliseconds / 86_400_000, milliseconds % 86_400_000)
        // Days since 1970 to a date, after Howard Hinnant's `civil_from_days`: exact for any date after 1970.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let dayOfMonth = ofYear - (153 * month + 2) / 5 + 1
        let civil = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civil <= 2 ? 1 : 0)
        date = "\(year)-\(Self.two(civil))-\(Self.two(dayOfMonth))"
        time = "\(Self.two(day / 3_600_000)):\(Self.two(day / 60_000 % 60)):\(Self.two(day / 1000 % 60))"
        let thousandths = day % 1000
        fraction = "\(thousandths / 100)\(thousandths / 10 % 10)\(thousandths % 10)"
    }

    /// `2026-11-24T21:40:10 +0000`.
    var plain: String { "\(date)T\(time) +0000" }

    /// `2026-11-24T21:40:10.239+00:00`.
    var precise: String { "\(date)T\(time).\(fraction)+00:00" }

    /// A number of at least two digits.
    static func two(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
