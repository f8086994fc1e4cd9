/// Where the elements of a document are: `applications.application[].instance[]`.
///
/// `[]` takes each element of an array; an object in place of the array counts as its only element.
public struct JSONPath: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// One step from a value to a value in it.
    enum Step: Hashable, Sendable {
        case member([UInt8])
        case each
    }

    let steps: [Step]
    /// As it was written.
    public let description: String

    /// Reads a path; names are parted by dots, and each may be followed by `[]`.
    public init(_ text: String) {
        description = text
        var steps: [Step] = []
        for part in text.split(separator: ".") {
            var name = part
            var levels = 0
            while name.hasSuffix("[]") {
                name = name.dropLast(2)
                levels += 1
            }
            if !name.isEmpty { steps.append(.member(Array(name.utf8))) }
            steps += Array(repeating: .each, count: levels)
        }
        self.steps = steps
    }

    /// Reads a path.
    public init(stringLiteral text: String) { self.init(text) }
}
