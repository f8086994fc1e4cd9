/// Zone names where every column counts.
enum ZoneNames {
    /// The names without what they all begin with, up to the last sign between words: `zone-a`, `zone-b` are `a`, `b`.
    static func short(_ names: [String]) -> [String: String] {
        let named = names.filter { !$0.isEmpty }
        guard named.count > 1, let first = named.first else {
            return Dictionary(named.map { ($0, $0) }, uniquingKeysWith: { first, _ in first })
        }
        var common = first[...]
        for name in named {
            while !name.hasPrefix(common) { common.removeLast() }
        }
        while let last = common.last, !"-_.".contains(last) { common.removeLast() }
        let cut = common.count
        return Dictionary(
            named.map { ($0, $0.count > cut ? String($0.dropFirst(cut)) : $0) }, uniquingKeysWith: { first, _ in first }
        )
    }
}
