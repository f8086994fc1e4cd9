import Contract

/// The keys that Redis adds below a source, and their values.
struct RedisSettings: Hashable, Sendable {
    /// A replica is behind when more than so many bytes are left to be applied.
    var behindBytes: Int64
    /// A replica is behind when the newest that it applied is older than so many seconds.
    var behindSeconds: Int64

    /// What can be written in the estate file.
    static let keys: [KeyDeclaration] = [
        KeyDeclaration(
            name: "behindBytes", type: .integer(0...1_000_000_000_000),
            help: "From how many bytes on a replica counts as behind; 1000000 by default."),
        KeyDeclaration(
            name: "behindSeconds", type: .integer(0...86_400),
            help: "From how many seconds on a replica counts as behind; 5 by default."),
    ]

    /// Reads a source's own keys.
    init(_ own: [String: SettingValue]) {
        func number(_ name: String, _ otherwise: Int64) -> Int64 {
            if case .integer(let value)? = own[name] { Int64(value) } else { otherwise }
        }
        behindBytes = number("behindBytes", 1_000_000)
        behindSeconds = number("behindSeconds", 5)
    }
}
