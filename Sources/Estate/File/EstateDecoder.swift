import Contract
import Topology

/// Turns the tree of an estate file into values, and tells of every mistake on the way.
struct EstateDecoder {
    let problems: ProblemList
    let kinds: [SourceKind]
    /// Where relative paths begin: the estate file's directory.
    let directory: String
    let environment: @Sendable (String) -> String?
    /// The zones that the file names, each with where.
    var zones: [String: Mark] = [:]
    var secrets: [SecretUse] = []

    private static let keys = [
        "estate", "environment", "mode", "regions", "zoneRules", "services", "forget", "sources", "operations",
    ]

    /// What the file says; not to be used where a problem was told.
    mutating func decode(_ root: YAMLNode, path: String, name fileName: String, text: String) -> EstateFile? {
        let field = Field(root, path: "", problems: problems)
        guard let file = field.mapping(of: Self.keys) else { return nil }
        let name = file.required("estate", "estate: NAME")?.name(of: "the estate") ?? ""
        var estate = EstateDescription(name: name)
        if let value = file["environment"]?.choice(EstateDescription.Environment.self) { estate.environment = value }
        if let value = file["mode"]?.choice(EstateDescription.Mode.self) { estate.mode = value }
        if let value = file["regions"] { estate.regions = regions(value) }
        if let value = file["zoneRules"] { estate.zoneRules = zoneRules(value) }
        if let value = file["services"] { estate.safeRequestsPerSecond = services(value) }
        if let value = file["forget"]?.duration(0...30 * 86_400_000) { estate.forgetMs = value }
        let sources = file.required("sources", "a list of what is to be watched").map { self.sources($0) } ?? []
        let operations = file["operations"].map { self.operations($0) } ?? OperationsSettings()
        return EstateFile(
            path: path, text: text, estate: estate, sources: sources, operations: operations,
            warnings: problems.warnings, name: fileName, secrets: secrets)
    }

    /// The name of a zone that the file has to know.
    func zone(_ field: Field) -> String? {
        guard let name = field.filledText("the name of a zone") else { return nil }
        guard zones[name] == nil else { return name }
        let names = zones.sorted { $0.value < $1.value }.map(\.key)
        if names.isEmpty {
            field.fail("no zone is called \(quoted(name)), because the file names none; write it under regions")
        } else if let meant = Spelling.nearest(to: name, in: names) {
            field.fail("no zone is called \(quoted(name)); did you mean \(meant)?")
        } else {
            field.fail(
                "no zone is called \(quoted(name)); the zones under regions are \(names.joined(separator: ", "))")
        }
        return nil
    }
}
