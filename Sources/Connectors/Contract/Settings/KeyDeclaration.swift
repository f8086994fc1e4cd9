/// A key that a connector adds below a source in the estate file.
public struct KeyDeclaration: Hashable, Sendable {
    /// Its name, in camelCase.
    public var name: String
    /// What it takes.
    public var type: ValueType
    /// One sentence on what it does, its default and its unit, for errors and `azimuth init`.
    public var help: String

    /// A key.
    public init(name: String, type: ValueType, help: String) {
        self.name = name
        self.type = type
        self.help = help
    }

    /// What a key takes.
    public enum ValueType: Hashable, Sendable {
        /// Any text.
        case text
        /// true or false.
        case boolean
        /// A whole number in a range.
        case integer(ClosedRange<Int>)
        /// `500ms`, `10s`, `4h`.
        case duration
        /// One of these words.
        case choice([String])
        /// A list of texts.
        case textList
    }
}

/// The value of a connector's own key, of the type that was declared.
public enum SettingValue: Hashable, Sendable {
    /// A text or a choice.
    case text(String)
    /// true or false.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// Milliseconds.
    case duration(Int64)
    /// Texts in order.
    case textList([String])
}
