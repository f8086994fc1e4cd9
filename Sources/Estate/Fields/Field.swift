/// A value of the file together with the key that led to it; what it cannot be read as becomes a problem at its place.
///
/// Readers answer `nil` after they have told a problem: the decoder goes on, so that all mistakes are found at once.
struct Field {
    let node: YAMLNode
    /// Where it is in words: `sources[0].poll`.
    let path: String
    /// Where its key is written, or itself where it has none.
    let keyMark: Mark
    let problems: ProblemList

    init(_ node: YAMLNode, path: String, keyMark: Mark? = nil, problems: ProblemList) {
        self.node = node
        self.path = path
        self.keyMark = keyMark ?? node.mark
        self.problems = problems
    }

    /// Tells what is wrong with the value.
    func fail(_ text: String) { problems.error(text, at: node.mark, path: path) }

    /// Tells what is wrong with the key.
    func failKey(_ text: String) { problems.error(text, at: keyMark, path: path) }

    /// Tells something to know about the value.
    func warn(_ text: String) { problems.warning(text, at: node.mark, path: path) }

    /// The entries of a mapping that may hold these keys and no others.
    func mapping(of keys: [String]) -> Mapping? {
        guard let entries = entries(expecting: "a mapping with some of the keys \(keys.joined(separator: ", "))") else {
            return nil
        }
        for entry in entries where !keys.contains(entry.node.key) {
            let meant = Spelling.nearest(to: entry.node.key, in: keys)
            entry.field.failKey(
                "no such key here; "
                    + (meant.map { "did you mean \($0)?" } ?? "it takes \(keys.joined(separator: ", "))"))
        }
        return Mapping(field: self, fields: Dictionary(entries.map { ($0.node.key, $0.field) }) { first, _ in first })
    }

    /// The entries of a mapping whose keys are names that the user gives, in the file's order; nothing written is no entry.
    func namedEntries(of what: String) -> [(name: String, field: Field)] {
        if node.isNothing { return [] }
        guard let entries = entries(expecting: "a mapping from names to \(what)") else { return [] }
        return entries.map { ($0.node.key, $0.field) }
    }

    /// The items of a list.
    func list(of what: String) -> [Field]? {
        guard case .sequence(let items) = node.content else {
            fail("takes a list of \(what), not \(kind)")
            return nil
        }
        return items.enumerated().map { Field($1, path: "\(path)[\($0)]", problems: problems) }
    }

    private func entries(expecting what: String) -> [(node: YAMLEntry, field: Field)]? {
        guard case .mapping(let entries) = node.content else {
            // Not quoted: where credentials are written as one text, it holds the password.
            var shape = kind
            if case .scalar = node.content, !node.isNothing { shape = "a text" }
            fail("takes \(what), not \(shape)")
            return nil
        }
        return entries.map { entry in
            let name = printable(entry.key)
            let path = path.isEmpty ? name : "\(path).\(name)"
            return (entry, Field(entry.value, path: path, keyMark: entry.mark, problems: problems))
        }
    }

    /// What the value is, for messages that say what it should be; a value is quoted only where it is no secret.
    var kind: String {
        switch node.content {
        case .scalar where node.isNothing: "nothing"
        case .scalar(let text, _): quoted(text)
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// The fields of a mapping by key.
struct Mapping {
    let field: Field
    let fields: [String: Field]

    /// The field of this key, `nil` where it is not written. A key without a value is a mistake, not a default.
    subscript(_ key: String) -> Field? {
        guard let found = fields[key] else { return nil }
        guard !found.node.isNothing else {
            found.failKey("has no value; write one, or remove the line to have the default")
            return nil
        }
        return found
    }

    /// The field of a key that has to be there.
    func required(_ key: String, _ what: String) -> Field? {
        if fields[key] == nil { field.fail("\(key) is missing; write \(what)") }
        return self[key]
    }
}
