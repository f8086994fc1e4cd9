/// Which instances a client calls of those that it has in its list, by the zone it is in: pure, one case a client library.
///
/// It works on the list that the client will have. A drained instance is in no client's list, so it is never called,
/// whatever preference does; what is left decides.
public enum ZonePreference: Hashable, Sendable {
    /// Every instance alike (Spring Cloud LoadBalancer's default).
    case none
    /// Spring Cloud LoadBalancer's `zone-preference`: those of the own zone where there is one, else all; case is folded.
    case springCloud
    /// Microsphere's `ZonePreferenceFilter`.
    case microsphere(Microsphere)

    /// Microsphere's settings, by their names in `microsphere.availability.zone.*`.
    public struct Microsphere: Hashable, Sendable {
        /// `enabled`.
        public var enabled: Bool
        /// `preference.enabled`, off by default.
        public var preferred: Bool
        /// `preference.upstream.same-zone-min-available`: a count, not a percentage.
        public var minAvailable: Int
        /// `preference.upstream.zone-ready-percentage`: how many must carry any zone.
        public var readyPercentage: Int
        /// `preference.upstream.disabled-zone`: zones to avoid.
        public var disabled: Set<String>

        /// Its defaults, but for the preference itself, which is what one asks about.
        public init(
            enabled: Bool = true, preferred: Bool = true, minAvailable: Int = 5, readyPercentage: Int = 100,
            disabled: Set<String> = []
        ) {
            self.enabled = enabled
            self.preferred = preferred
            self.minAvailable = minAvailable
            self.readyPercentage = readyPercentage
            self.disabled = disabled
        }

        /// The zones of a `disabled-zone` value: separated by commas, white space and empty parts left out.
        public static func zones(of text: String) -> Set<String> {
            Set(text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty })
        }
    }

    /// How many of a client's list it calls, by zone; instances without a zone are under "".
    ///
    /// - Parameters:
    ///   - listed: the client's list, by zone.
    ///   - own: the zone that the client is in.
    public func called(of listed: [String: Int], from own: String) -> [String: Int] {
        let listed = listed.filter { $0.value > 0 }
        switch self {
        case .none: return listed
        case .springCloud:
            let same = listed.filter { !$0.key.isEmpty && $0.key.lowercased() == own.lowercased() }
            return same.isEmpty ? listed : same
        case .microsphere(let settings): return Self.filter(listed, own, settings)
        }
    }

    /// The filter's decisions, in its order.
    private static func filter(
        _ listed: [String: Int], _ own: String, _ settings: Microsphere
    ) -> [String: Int] {
        if count(listed) <= 1 || !settings.enabled || !settings.preferred { return listed }
        if own.isEmpty || own.lowercased() == "defaultzone" { return listed }
        var left = listed
        if !settings.disabled.isEmpty {
            left = listed.filter { !settings.disabled.contains($0.key) }
            // One instance is not enough to avoid a zone for: then it is not avoided at all.
            if count(left) <= 1 { return listed }
        }
        let all = count(left)
        if (all - (left[""] ?? 0)) * 100 / all < settings.readyPercentage { return left }
        let same = left[own] ?? 0
        return same == 0 || same < settings.minAvailable ? left : [own: same]
    }

    private static func count(_ list: [String: Int]) -> Int { list.values.reduce(0, +) }
}
