/// A gateway's rule as it is written down: what `/routedefinitions` shows and a POST brings.
struct GatewayDefinition: Sendable, Equatable {
    /// A predicate or a filter, with its arguments in the form in which they came.
    struct Part: Sendable, Equatable {
        let name: String
        /// By name; those of the short form are called `_genkey_0`, `_genkey_1` … in their order.
        let arguments: [Argument]

        struct Argument: Sendable, Equatable {
            let name: String
            let value: String
        }

        /// The short form, `Weight=payment,20`.
        init(shortcut: String) {
            let halves = shortcut.split(separator: "=", maxSplits: 1).map(String.init)
            let values = halves.count > 1 ? halves[1].split(separator: ",") : []
            self.init(
                name: halves.first ?? "",
                arguments: values.enumerated().map { Argument(name: "_genkey_\($0)", value: Self.trimmed($1)) })
        }

        /// `{"name":…,"args":{…}}`, or a string of the short form.
        init?(_ value: JSONText) {
            if case .string(let text) = value {
                self.init(shortcut: text)
                return
            }
            guard let name = value["name"]?.text, case .object(let members) = value["args"] ?? .object([:]) else {
                return nil
            }
            self.init(
                name: name,
                arguments: members.sorted { Self.rank($0.key) < Self.rank($1.key) }
                    .map { Argument(name: $0.key, value: $0.value.text ?? "") })
        }

        private init(name: String, arguments: [Argument]) {
            self.name = name
            self.arguments = arguments
        }

        /// The values alone, in their order.
        var values: [String] { arguments.map(\.value) }

        /// An argument by its place in the short form, or by its name.
        func argument(_ place: Int, _ name: String) -> String? {
            arguments.first { $0.name == "_genkey_\(place)" || $0.name == name }?.value
        }

        /// The short form of it.
        var shortcut: String {
            arguments.isEmpty ? name : "\(name)=\(values.joined(separator: ","))"
        }

        private static func rank(_ name: String) -> (Int, String) {
            (name.hasPrefix("_genkey_") ? Int(name.dropFirst(8)) ?? .max : .max, name)
        }

        private static func trimmed(_ text: Substring) -> String {
            let start = text.drop { $0 == " " }
            return String(start.reversed().drop { $0 == " " }.reversed())
        }
    }

    var id: String
    var predicates: [Part]
    var filters: [Part] = []
    var uri: String
    var order: Int64 = 0
    var metadata: [String: JSONText] = [:]
    var enabled = true

    /// A rule of the gateway's file.
    init(id: String, uri: String, predicates: [String], filters: [String] = [], metadata: [String: String] = [:]) {
        self.id = id
        self.uri = uri
        self.predicates = predicates.map(Part.init(shortcut:))
        self.filters = filters.map(Part.init(shortcut:))
        self.metadata = metadata.mapValues { .string($0) }
    }

    /// What a POST brings; nil where it is no definition.
    ///
    /// - Parameter id: the id in the path, which goes before the one in the body.
    init?(_ value: JSONText, id: String? = nil) {
        guard case .object(let members) = value else { return nil }
        let known = ["id", "predicates", "filters", "uri", "order", "metadata", "enabled"]
        guard members.keys.allSatisfy(known.contains), let id = id ?? value["id"]?.text else { return nil }
        guard let predicates = Self.parts(value["predicates"]), let filters = Self.parts(value["filters"]) else {
            return nil
        }
        if let order = value["order"], order.integer == nil { return nil }
        self.id = id
        self.predicates = predicates
        self.filters = filters
        uri = value["uri"]?.text ?? ""
        order = value["order"]?.integer ?? 0
        if case .object(let metadata) = value["metadata"] { self.metadata = metadata }
        enabled = value["enabled"] != .bool(false)
    }

    private static func parts(_ value: JSONText?) -> [Part]? {
        switch value {
        case nil, .null: return []
        case .array(let elements):
            let parts = elements.compactMap { Part($0) }
            return parts.count == elements.count ? parts : nil
        default: return nil
        }
    }
}
