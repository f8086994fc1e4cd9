/// How many instances are in each state.
public struct Counts: Hashable, Codable, Sendable {
    /// In rotation.
    public var up = 0
    /// Must not get traffic.
    public var down = 0
    /// Taken out.
    public var out = 0
    /// Not ready yet.
    public var starting = 0
    /// Nobody fresh tells.
    public var unknown = 0
    /// Listed no more, remembered.
    public var gone = 0

    /// None of any.
    public init() {}

    /// Adds one instance.
    public mutating func count(_ state: InstanceState, _ number: Int = 1) {
        switch state {
        case .up: up += number
        case .down: down += number
        case .out: out += number
        case .starting: starting += number
        case .unknown: unknown += number
        case .gone: gone += number
        }
    }

    /// The number in one state.
    public subscript(state: InstanceState) -> Int {
        switch state {
        case .up: up
        case .down: down
        case .out: out
        case .starting: starting
        case .unknown: unknown
        case .gone: gone
        }
    }

    /// All of them.
    public var total: Int { up + down + out + starting + unknown + gone }

    /// Adds two tallies.
    public static func + (a: Counts, b: Counts) -> Counts {
        var sum = a
        for state in InstanceState.allCases { sum.count(state, b[state]) }
        return sum
    }
}
