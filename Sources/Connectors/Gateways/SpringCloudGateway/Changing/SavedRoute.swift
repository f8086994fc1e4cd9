import Contract

/// What a node had of a route before it was changed: all that taking the change back needs.
struct SavedRoute: Hashable, Sendable {
    /// How many definitions of its id there were; one more than that is ours, and is taken away again.
    var copies: Int
    /// The text of the one that counted; nothing where there was none.
    var definition: String?
    /// Its weight as it was loaded.
    var weight: Int?

    /// What was there.
    init(copies: Int, definition: String?, weight: Int?) {
        self.copies = copies
        self.definition = definition
        self.weight = weight
    }

    /// As the journal kept it; nothing where it kept nothing.
    init?(_ fields: [String: String]) {
        definition = fields["definition"]
        guard let copies = fields["copies"].flatMap({ Int($0) }) ?? (definition == nil ? nil : 1), copies >= 0,
            copies == 0 || definition != nil
        else { return nil }
        self.copies = copies
        weight = fields["weight"].flatMap { Int($0) } ?? definition.flatMap { RouteDefinition($0)?.weight?.weight }
    }

    /// As the journal keeps it.
    var fields: [String: String] {
        var fields = ["copies": "\(copies)"]
        fields["definition"] = definition
        fields["weight"] = weight.map { "\($0)" }
        return fields
    }
}
