import Contract
import Topology

extension EstateDecoder {
    private static let commonKeys = [
        "name", "kind", "nodes", "discover", "groupBy", "credentials", "tls", "proxy", "poll", "deadline", "namespace",
        "adopt", "adoptHosts",
    ]

    /// `sources`: what is watched.
    mutating func sources(_ field: Field) -> [SourceSettings] {
        guard let items = field.list(of: "sources such as { name: registry, kind: eureka, nodes: […] }") else {
            return []
        }
        if items.isEmpty { field.fail("is empty; name at least one source, there is nothing to watch without") }
        var names: [String: Mark] = [:]
        var sources: [SourceSettings] = []
        var discoveries: [Field?] = []
        for item in items {
            guard let (source, keys) = source(item) else { continue }
            if let field = keys["name"], !source.name.isEmpty {
                if let first = names[source.name] {
                    field.fail(
                        "a source is called \(quoted(source.name)) already, in line \(first.line); give each a name of its own"
                    )
                }
                names[source.name] = names[source.name] ?? field.node.mark
            }
            sources.append(source)
            discoveries.append(keys["discover"])
        }
        for (source, field) in zip(sources, discoveries) { checkDiscovery(of: source, field, in: sources) }
        return sources
    }

    private mutating func source(_ field: Field) -> (SourceSettings, Mapping)? {
        // The kind decides which keys there are, so it is looked at before the keys are.
        let kind = kind(of: field)
        let own = kind?.keys ?? []
        let common = Self.commonKeys.filter { key in
            guard let kind else { return true }
            return (key != "discover" || kind.canBeDiscovered) && (key != "groupBy" || kind.canBeGrouped)
        }
        guard let keys = field.mapping(of: kind == nil ? field.writtenKeys : common + own.map(\.name)) else {
            return nil
        }
        let name = keys.required("name", "a name for the source")?.name(of: "the source") ?? ""
        var source = SourceSettings(name: name, kind: kind?.kind ?? "", nodes: [])
        source.transport = transport(keys)
        if let value = keys["poll"]?.duration(100...3_600_000) { source.pollMs = value }
        if let value = keys["deadline"]?.duration(50...300_000) { source.deadlineMs = value }
        if let field = keys["namespace"], let value = field.text("a name, or \"\" for none"), !value.isEmpty {
            source.namespace = field.name(of: "the namespace") ?? ""
        }
        if let value = keys["groupBy"]?.choice(Grouping.self) { source.groupBy = value }
        adoption(keys, &source)
        if let value = keys["discover"] { source.discover = discovery(value) }
        if let kind { nodes(keys, of: kind, &source) }
        for key in own { source.own[key.name] = keys[key.name].flatMap { $0.value(of: key.type) } }
        return (source, keys)
    }

    private func kind(of field: Field) -> SourceKind? {
        guard case .mapping(let entries) = field.node.content else { return nil }
        let words = kinds.map(\.kind)
        guard let entry = entries.first(where: { $0.key == "kind" }) else {
            field.fail("kind is missing; write kind: \(words.joined(separator: " or kind: "))")
            return nil
        }
        let value = Field(entry.value, path: "\(field.path).kind", keyMark: entry.mark, problems: problems)
        guard let word = value.filledText("the kind of the source") else { return nil }
        if let kind = kinds.first(where: { $0.kind == word }) { return kind }
        let meant = Spelling.nearest(to: word, in: words).map { "did you mean \($0)?" }
        value.fail("this version has no kind \(quoted(word)); \(meant ?? "it has \(words.joined(separator: ", "))")")
        return nil
    }

    private func adoption(_ keys: Mapping, _ source: inout SourceSettings) {
        if let value = keys["adopt"]?.boolean() { source.adopt = value }
        if let value = keys["adoptHosts"]?.textList(of: "host patterns such as 10.* or *.example.com") {
            source.adoptHosts = value
            if value.contains(where: { $0.allSatisfy { $0 == "*" } }) {
                keys["adoptHosts"]?.warn(
                    "matches every host: the credentials of this source go wherever one of its nodes says")
            }
        }
        if source.adopt, source.adoptHosts.isEmpty {
            keys["adopt"]?.fail(
                "needs adoptHosts; name the hosts that may be polled with these credentials, as adoptHosts: [\"10.*\"]")
        }
    }
}

extension Field {
    /// The keys that a mapping has, whatever they are: for one whose valid keys cannot be known.
    fileprivate var writtenKeys: [String] {
        guard case .mapping(let entries) = node.content else { return [] }
        return entries.map(\.key)
    }

    /// The value of a connector's own key.
    fileprivate func value(of type: KeyDeclaration.ValueType) -> SettingValue? {
        switch type {
        case .text: text().map { .text($0) }
        case .boolean: boolean().map { .boolean($0) }
        case .integer(let range): integer(range).map { .integer($0) }
        case .duration: duration(0...30 * 86_400_000).map { .duration($0) }
        case .choice(let words): choice(words).map { .text($0) }
        case .textList: textList(of: "texts").map { .textList($0) }
        }
    }
}
