import Contract
import Estate
import Testing

/// The kinds of source of these tests: two that are like the real ones, and one that has every feature a kind can have.
let kinds = [
    SourceKind(
        kind: "eureka", nodeForm: .url(schemes: ["http", "https"]),
        keys: [
            KeyDeclaration(name: "region", type: .text, help: "The region."),
            KeyDeclaration(name: "renewals", type: .boolean, help: "Whether."),
            KeyDeclaration(name: "retries", type: .integer(0...5), help: "How often."),
            KeyDeclaration(name: "cache", type: .duration, help: "How long."),
            KeyDeclaration(name: "format", type: .choice(["json", "xml"]), help: "Which."),
            KeyDeclaration(name: "vips", type: .textList, help: "Which."),
        ]),
    SourceKind(kind: "mysql", nodeForm: .address),
    SourceKind(kind: "gateway", nodeForm: .url(schemes: ["http"]), canBeDiscovered: true, canBeGrouped: true),
]

/// Reads a text as the file `azimuth.yaml`, with one variable set.
func parse(_ text: String) throws -> EstateFile {
    try EstateFile.parse(text, path: "azimuth.yaml", kinds: kinds) { $0 == "PASSWORD" ? "pass:word" : nil }
}

/// All that is wrong with a text.
func mistakes(in text: String) throws -> [Problem] {
    do {
        _ = try parse(text)
        Issue.record("read without a complaint:\n\(text)")
        return []
    } catch let error as EstateError {
        #expect(error.code == .invalid)
        return error.problems
    }
}
