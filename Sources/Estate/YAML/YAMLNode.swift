/// A place in a YAML text; both count from 1, columns in characters.
struct Mark: Hashable, Comparable, Sendable {
    var line: Int
    var column: Int

    static func < (a: Mark, b: Mark) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// One value of a YAML text, with where it is written; through an alias, that is where its anchor is.
struct YAMLNode: Sendable {
    /// What it is.
    enum Content: Sendable {
        /// Text; plain text may be read as a number or as true and false, quoted text may not.
        case scalar(String, isPlain: Bool)
        /// Values in order.
        case sequence([YAMLNode])
        /// Entries in order, each key once.
        case mapping([YAMLEntry])
    }

    let content: Content
    let mark: Mark
    /// How many nodes it is made of, itself included, with aliases counted as often as they are used.
    let count: Int
    /// How many levels are below it.
    let height: Int

    init(_ text: String, isPlain: Bool, mark: Mark) {
        content = .scalar(text, isPlain: isPlain)
        self.mark = mark
        count = 1
        height = 0
    }

    init(sequence: [YAMLNode], mark: Mark) {
        content = .sequence(sequence)
        self.mark = mark
        count = sequence.reduce(1) { $0 + $1.count }
        height = 1 + (sequence.lazy.map(\.height).max() ?? 0)
    }

    init(mapping: [YAMLEntry], mark: Mark) {
        content = .mapping(mapping)
        self.mark = mark
        count = mapping.reduce(1) { $0 + 1 + $1.value.count }
        height = 1 + (mapping.lazy.map(\.value.height).max() ?? 0)
    }

    /// Whether nothing is written: an empty value, `~` or `null`.
    var isNothing: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }
}

/// One key of a mapping and its value.
struct YAMLEntry: Sendable {
    let key: String
    let mark: Mark
    let value: YAMLNode
}
