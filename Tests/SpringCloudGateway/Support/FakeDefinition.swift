import Clients

/// A definition as a simulated gateway keeps it: its text to the letter, and what it binds of it.
struct FakeDefinition: Sendable {
    var text: String
    var id: String
    var uri: String
    var order: Int
    var group: String?
    var weight: Int?
    /// Whether a refresh can make a route of it.
    var isBindable: Bool
    private var predicates: String
    private var metadata: String

    /// A definition in the form that a file's line gives it.
    init(_ id: String, group: String? = "provider", weight: Int? = nil, uri: String = "http://127.0.0.1:19001") {
        let weight = weight ?? (id.hasSuffix("-a") ? 80 : 20)
        let predicate = group.map {
            ",{\"name\":\"Weight\",\"args\":{\"_genkey_0\":\"\($0)\",\"_genkey_1\":\"\(weight)\"}}"
        }
        let made = FakeDefinition(
            text: """
                {"id":"\(id)","predicates":[{"name":"Path","args":{"_genkey_0":"/\(id.prefix(4))/**"}}\(predicate ?? "")],\
                "filters":[{"name":"StripPrefix","args":{"_genkey_0":"1"}}],"uri":"\(uri)",\
                "metadata":{"zone":"zone-\(id.suffix(1))","ratio":1.50,"n":12345678901234567890},"order":0,"enabled":true}
                """)
        self = made ?? FakeDefinition(broken: id)
    }

    private init(broken id: String) {
        (text, self.id, uri, order, isBindable, predicates, metadata) = ("{}", id, "", 0, false, "", "{}")
    }

    /// What was posted; nothing where the gateway answers 400.
    init?(text: String) {
        guard let parser = try? JSONParser(), let root = try? parser.parse(Array(text.utf8)), let id = root["id"]?.text,
            let uri = root["uri"]?.text, uri.contains(":")
        else { return nil }
        self.text = text
        self.id = id
        self.uri = uri
        order = root["order"]?.intOrString ?? 0
        isBindable = true
        metadata = "{\"zone\":\"\(root["metadata"]?["zone"]?.text ?? "")\"}"
        var shown: [String] = []
        for predicate in root["predicates"].map({ Array($0.elements) }) ?? [] {
            let arguments = predicate["args"]
            if predicate["name"]?.text == "Weight" {
                group = (arguments?["weight.group"] ?? arguments?["_genkey_0"])?.text
                weight = (arguments?["weight.weight"] ?? arguments?["_genkey_1"])?.intOrString
                isBindable = isBindable && group != nil && weight != nil
                shown.append("Weight: \(group ?? "") \(weight ?? 0)")
            } else {
                let paths = arguments.map { Array($0.members).compactMap { $0.value.text } } ?? []
                shown.append("Paths: [\(paths.joined(separator: ", "))], match trailing slash: true")
            }
        }
        predicates = shown.joined(separator: "\u{1}")
    }

    /// As `/routes` prints it.
    func route(_ lambda: String) -> String {
        let all = predicates.split(separator: "\u{1}").map(String.init)
        let text = all.reduce(lambda) { "(\($0) && \($1))" }
        return """
            {"predicate":"\(text)","metadata":\(metadata),"route_id":"\(id)",\
            "filters":["[[StripPrefix parts = 1], order = 1]"],"uri":"\(uri)","order":\(order)}
            """
    }

    /// As a gateway prints it whose actuator is not verbose.
    var definitionForm: String { "{\"route_id\":\"\(id)\",\"route_definition\":\(text),\"order\":\(order)}" }
}
