/// One entry of the string catalogue: all that the console says in words of its own comes from one of these.
///
/// The raw value is the English text and the Chinese stands in an exhaustive switch beside it, so that an entry without a
/// translation does not compile. `{0}`, `{1}` … stand for what is filled in; each language puts them where it needs them.
public protocol Phrase: RawRepresentable, CaseIterable, Sendable where RawValue == String {
    /// The text in Chinese.
    var chinese: String { get }
}

extension Phrase {
    /// The text in a language, with its blanks filled.
    public func text(_ language: Language, _ values: [String] = []) -> String {
        let template =
            switch language {
            case .english: rawValue
            case .chinese: chinese
            }
        return values.isEmpty ? template : Blanks.fill(template, values)
    }
}

/// Fills `{0}`, `{1}` … of a template.
enum Blanks {
    /// The template with its blanks filled; a value is never searched for blanks itself, whatever a server named it.
    static func fill(_ template: String, _ values: [String]) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let after = rest.index(after: open)
            guard let close = rest[after...].firstIndex(of: "}"), let index = Int(rest[after..<close]),
                values.indices.contains(index)
            else {
                result += rest[open..<after]
                rest = rest[after...]
                continue
            }
            result += values[index]
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
