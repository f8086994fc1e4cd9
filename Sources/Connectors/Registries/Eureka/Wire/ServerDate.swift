import Clients
import Topology

/// The server's clock as an answer's `Date` header has it.
enum ServerDate {
    /// Milliseconds since 1970, cut off to the second; nothing where there is no such header.
    static func of(_ head: HTTPHead) -> Int64? { head.header("date").flatMap(parse) }

    /// Reads `Tue, 24 Nov 2026 21:38:03 GMT` (RFC 9110's fixed form; the two obsolete ones are not sent by anybody).
    static func parse(_ text: String) -> Int64? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ":" })
        guard parts.count == 8, let day = Int64(parts[1]), let year = Int64(parts[3]), let hour = Int64(parts[4]),
            let minute = Int64(parts[5]), let second = Int64(parts[6]),
            let month = months.firstIndex(of: String(parts[2])).map({ Int64($0 + 1) }),
            (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        // Days from civil, exact for every Gregorian date.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
