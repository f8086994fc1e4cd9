import Clients
import Contract

/// A route's definition with its text as it came: what is posted back differs from it in the weight alone.
struct RouteDefinition: Hashable, Sendable {
    /// The id, to the letter.
    let id: String
    /// The text.
    let text: String
    /// Whether it is to be loaded at all (`enabled`, which older versions do not have).
    let isEnabled: Bool
    /// Its Weight predicate, where there is exactly one.
    let weight: WeightArgument?
    /// How many Weight predicates it has.
    let weightCount: Int
    /// Whether the weight is its last condition.
    let isWeightLast: Bool
    /// Whether it names a service in place of a host.
    let isBalanced: Bool
    /// What it says but for the weight, whatever the order of its members.
    let rest: String
    /// Where the weight's value lies in the text.
    private let place: Range<Int>?

    /// What one definition may be.
    static let limits = JSONLimits(bytes: 512 << 10, depth: 32)
    /// Most definitions that are read.
    static let most = 20_000

    /// Reads one; nothing where it is no definition.
    init?(_ text: [UInt8], by parser: JSONParser) {
        guard let root = try? parser.parse(text), root.kind == .object, let id = root["id"]?.text, !id.isEmpty else {
            return nil
        }
        self.id = id
        self.text = String(decoding: text, as: UTF8.self)
        isEnabled = root["enabled"]?.boolOrString ?? true
        isBalanced = (root["uri"]?.text ?? "").prefix(3).lowercased() == "lb:"
        let predicates = root["predicates"].map { Array($0.elements) } ?? []
        let found = predicates.enumerated().compactMap { index, predicate in
            WeightArgument(predicate).map { (index: index, weight: $0) }
        }
        weightCount = found.count
        weight = found.count == 1 ? found[0].weight : nil
        isWeightLast = found.count == 1 && found[0].index == predicates.count - 1
        place = found.count == 1 ? Self.place(of: found[0].weight, at: found[0].index, in: text) : nil
        var rest = ""
        Self.write(root, to: &rest, isWeight: false)
        self.rest = rest
    }

    /// Reads one from its text.
    init?(_ text: String) {
        guard let parser = try? JSONParser(limits: Self.limits) else { return nil }
        self.init(Array(text.utf8), by: parser)
    }

    /// The text with another weight, in the form that it has; nothing where it cannot be changed.
    func text(weight: Int) -> String? {
        guard let place, let argument = self.weight, argument.name != nil else { return nil }
        let bytes = Array(text.utf8)
        let value = argument.isText ? "\"\(weight)\"" : "\(weight)"
        return String(
            decoding: bytes[..<place.lowerBound] + Array(value.utf8) + bytes[place.upperBound...], as: UTF8.self)
    }

    /// The definitions of an answer, in its order; nothing where it is no list.
    ///
    /// - Throws: where it is no JSON, or too large.
    static func list(_ body: [UInt8]) throws(ClientError) -> [RouteDefinition]? {
        let whole = try JSONParser(limits: JSONLimits(bytes: GatewayClient.documentBytes, depth: limits.depth))
        guard try whole.parse(body).kind == .array else { return nil }
        let spans = JSONSpans(bytes: body)
        let parser = try JSONParser(limits: limits)
        return spans.elements(of: spans.whole)?.prefix(most).compactMap { RouteDefinition(Array(body[$0]), by: parser) }
    }

    private static func place(of weight: WeightArgument, at index: Int, in text: [UInt8]) -> Range<Int>? {
        let spans = JSONSpans(bytes: text)
        guard let name = weight.name, let predicates = spans.member("predicates", of: spans.whole),
            let elements = spans.elements(of: predicates), index < elements.count,
            let arguments = spans.member("args", of: elements[index])
        else { return nil }
        return spans.member(name, of: arguments)
    }

    /// Writes a value with its members sorted, and the weight left out.
    private static func write(_ value: JSONValue, to text: inout String, isWeight: Bool) {
        switch value.kind {
        case .object:
            let isPredicate = value["name"]?.isText("Weight") == true
            let members = value.members.map { (name: $0.name.string, value: $0.value) }.sorted { $0.name < $1.name }
            text += "{"
            for member in members {
                if isWeight, member.name == "weight.weight" || member.name == "_genkey_1" { continue }
                text += "\(member.name):"
                write(member.value, to: &text, isWeight: isPredicate && member.name == "args")
            }
            text += "}"
        case .array:
            text += "["
            for element in value.elements { write(element, to: &text, isWeight: false) }
            text += "]"
        case .string, .number, .bool: text += "\(value.text ?? "")\u{1F}"
        case .null: text += "null\u{1F}"
        }
    }
}
