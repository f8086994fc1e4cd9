/// A service of the simulated shop: Shopizer, split as its modules are.
struct ShopService: Sendable {
    /// Its name as callers write it; registries upper-case it.
    let name: String
    /// Its share of the instances, in parts.
    let weight: Int

    static let all = [
        ShopService(name: "shop", weight: 6), ShopService(name: "customer", weight: 8),
        ShopService(name: "order", weight: 12),
        ShopService(name: "payment", weight: 8), ShopService(name: "search", weight: 8),
        ShopService(name: "catalog", weight: 12), ShopService(name: "security", weight: 6),
    ]

    static let totalWeight = all.reduce(0) { $0 + $1.weight }

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
