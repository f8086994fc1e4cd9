/// What a YAML text may cost, so that a small file cannot become a large tree.
struct YAMLLimits: Sendable {
    /// Bytes of text.
    var bytes = 1 << 20
    /// Levels of nesting.
    var depth = 32
    /// Nodes after aliases are followed.
    var nodes = 100_000
}

/// Why a YAML text cannot be read, and where.
struct YAMLProblem: Error {
    let mark: Mark
    let text: String
}
