import Clients

/// The group and weight of a Weight predicate, in whichever form a definition has them.
///
/// `{"_genkey_0":"provider","_genkey_1":"80"}` where it was written in a line, `weight.group` and `weight.weight` where by
/// name. Spring binds no other: `group` and `weight` are accepted, and stop the whole refresh.
struct WeightArgument: Hashable, Sendable {
    /// The group, where it is told.
    var group: String?
    /// The weight, where it is a number: it may be a placeholder (`${provider.weight}`).
    var weight: Int?
    /// The name of the argument that holds the weight; nothing where it is in no form that can be changed.
    var name: String?
    /// Whether the weight is written as text.
    var isText = true

    /// Reads a predicate; nothing where it is another.
    init?(_ predicate: JSONValue) {
        guard predicate["name"]?.isText("Weight") == true else { return nil }
        let arguments = predicate["args"]
        for form in [(group: "weight.group", weight: "weight.weight"), (group: "_genkey_0", weight: "_genkey_1")] {
            guard let weight = arguments?.member(named: form.weight) else { continue }
            self.weight = weight.intOrString
            isText = weight.kind == .string
            group = arguments?.member(named: form.group)?.text
            if weight.kind == .string || weight.kind == .number { name = form.weight }
            return
        }
    }
}
