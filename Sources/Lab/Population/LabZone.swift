/// A zone of the simulated estate.
public struct LabZone: Sendable, Equatable {
    /// Its name: `zone-a` to `zone-e`.
    public let name: String
    /// Its region: `east` or `west`.
    public let region: String
    /// Its network, from 127.1.0.0/16 on: all of it is this machine.
    public let cidr: String
    /// The second part of its addresses.
    let number: Int

    init(_ letter: Character, _ region: String, _ number: Int) {
        name = "zone-\(letter)"
        self.region = region
        cidr = "127.\(number).0.0/16"
        self.number = number
    }

    /// All five, by region.
    public static let all = [
        LabZone("a", "east", 1), LabZone("b", "east", 2), LabZone("c", "east", 3), LabZone("d", "west", 4),
        LabZone("e", "west", 5),
    ]

    /// The zones that so many servers stand in: as many regions as there can be, then zone by zone.
    static func forServers(_ count: Int) -> [LabZone] {
        let order = [0, 3, 1, 4, 2]
        return (0..<count).map { all[order[$0 % order.count]] }.sorted { $0.number < $1.number }
    }
}
