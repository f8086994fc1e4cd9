/// A service of the simulated shop: Shopizer, split as its modules are.
struct ShopService: Sendable {
    /// Its name as callers write it; registries upper-case it.
    let name: String
    /// Its share of the instances, in parts.
    let weight: Int
    /// How long a request takes where little is to do, in seconds.
    let seconds: Double
    /// How the gateways reach it.
    let entry: Entry

    /// How requests from outside come to a service.
    enum Entry: Sendable {
        /// By one rule a zone, with weights.
        case weighted
        /// By a rule that names the service: the registry decides.
        case named
        /// Not at all: other services call it.
        case inside
    }

    static let all = [
        ShopService(name: "shop", weight: 6, seconds: 0.028, entry: .named),
        ShopService(name: "customer", weight: 8, seconds: 0.024, entry: .weighted),
        ShopService(name: "order", weight: 12, seconds: 0.045, entry: .weighted),
        ShopService(name: "payment", weight: 8, seconds: 0.060, entry: .weighted),
        ShopService(name: "search", weight: 8, seconds: 0.080, entry: .named),
        ShopService(name: "catalog", weight: 12, seconds: 0.032, entry: .named),
        ShopService(name: "security", weight: 6, seconds: 0.008, entry: .inside),
    ]

    static let totalWeight = all.reduce(0) { $0 + $1.weight }

    /// The place of the gateways, which are registered as well and are nobody's upstream, behind all others.
    static let gateway = all.count

    /// A service's name by its place, the gateways' too.
    static func name(_ place: Int) -> String {
        place == gateway ? "gateway" : all[place].name
    }

    /// A service's place by its name, in any case.
    static func place(of name: String) -> Int? {
        all.firstIndex { $0.name == name.lowercased() }
    }

    /// The service that a number below the total of weights falls on.
    static func at(_ number: Int) -> Int {
        var rest = number
        for (index, service) in all.enumerated() {
            if rest < service.weight { return index }
            rest -= service.weight
        }
        return all.count - 1
    }
}
