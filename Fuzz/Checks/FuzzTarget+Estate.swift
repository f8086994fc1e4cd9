import Contract
import Estate

extension FuzzTarget {
    /// The estate file: read, or refused with every mistake in words that can be shown.
    static let estate = FuzzTarget(name: "estate") { bytes in
        let kinds = [
            SourceKind(
                kind: "eureka", nodeForm: .url(schemes: ["http", "https"]),
                keys: [
                    KeyDeclaration(name: "delta", type: .boolean, help: "Whether."),
                    KeyDeclaration(name: "retries", type: .integer(0...5), help: "How often."),
                    KeyDeclaration(name: "cache", type: .duration, help: "How long."),
                    KeyDeclaration(name: "format", type: .choice(["json", "xml"]), help: "Which."),
                    KeyDeclaration(name: "vips", type: .textList, help: "Which."),
                ]),
            SourceKind(kind: "redis", nodeForm: .address, canBeDiscovered: true, canBeGrouped: true),
        ]
        do throws(EstateError) {
            _ = try EstateFile.parse(bytes, path: "azimuth.yaml", kinds: kinds) { _ in nil }
        } catch {
            try mustHold(!error.problems.isEmpty, "refused without a reason")
            try mustHold(isPrintable(error.message, linesAllowed: true), "a refusal that moves the terminal")
        }
    }
}
