/// Why a filter expression cannot be used, and where in it.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of mistake.
    public var code: Code
    /// What is wrong and what would be right.
    public var message: String
    /// Where it begins, in characters from the start of the expression.
    public var position: Int

    /// A mistake.
    public init(_ code: Code, _ message: String, position: Int) {
        self.code = code
        self.message = message
        self.position = position
    }

    /// The message, with the place as people count (`at 9: …`).
    public var description: String { "at \(position + 1): \(message)" }

    /// Kinds of mistakes; open, so that a new one breaks nobody.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No such field.
        public static let unknownField = Code(rawValue: "unknown-field")
        /// The operator does not fit the field.
        public static let badOperator = Code(rawValue: "bad-operator")
        /// The value does not fit the field.
        public static let badValue = Code(rawValue: "bad-value")
        /// A quotation mark without its other half.
        public static let unclosedQuote = Code(rawValue: "unclosed-quote")
    }
}
