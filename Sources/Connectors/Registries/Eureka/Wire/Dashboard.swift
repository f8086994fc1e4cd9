/// Spring's dashboard at `/`: the only cheap sign of self-preservation, since no JSON tells of it.
struct Dashboard: Hashable, Sendable {
    /// `Renews threshold`, a minute.
    var threshold: Int
    /// `Renews (last min)`; 0 for the server's first minute, whatever is registered.
    var renewals: Int
    /// `Lease expiration enabled`.
    var expirationEnabled: Bool?
    /// `Uptime`, in minutes.
    var uptimeMinutes: Int?
    /// Whether the page says that self-preservation is turned off.
    var isTurnedOff: Bool

    /// Reads the page; nothing where it is another page.
    init?(_ html: String) {
        guard let threshold = Self.number("Renews threshold", in: html),
            let renewals = Self.number("Renews (last min)", in: html)
        else { return nil }
        self.threshold = threshold
        self.renewals = renewals
        expirationEnabled = Self.cell("Lease expiration enabled", in: html).flatMap { Bool($0.lowercased()) }
        let uptime = Self.cell("Uptime", in: html)?.split(separator: ":").compactMap { Int($0) } ?? []
        uptimeMinutes = uptime.count == 2 ? uptime[0] * 60 + uptime[1] : nil
        isTurnedOff = html.range(of: "SELF PRESERVATION MODE IS TURNED OFF") != nil
    }

    /// Whether the server keeps instances whose leases have expired, or why that cannot be told.
    var selfPreservation: State {
        if isTurnedOff { return .turnedOff }
        if renewals > threshold { return .idle }
        if renewals == 0, uptimeMinutes.map({ $0 < 2 }) ?? true { return .tooEarly }
        return expirationEnabled == true ? .idle : .active
    }

    /// What self-preservation does.
    enum State: Hashable, Sendable {
        /// Enough instances renew: expired leases are evicted.
        case idle
        /// Too few renew: no lease is evicted, the dead stay listed as UP.
        case active
        /// The server is configured without it.
        case turnedOff
        /// The server counts no minute yet.
        case tooEarly
    }

    /// A number, without what the server's locale groups its digits with.
    private static func number(_ label: String, in html: String) -> Int? {
        cell(label, in: html).flatMap { Int($0.filter(\.isNumber)) }
    }

    /// The table cell behind the one of that label.
    private static func cell(_ label: String, in html: String) -> String? {
        guard let found = html.range(of: "<td>\(label)</td>") else { return nil }
        guard let open = html[found.upperBound...].range(of: "<td>") else { return nil }
        let text = html[open.upperBound...].prefix(40).prefix { $0 != "<" }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
