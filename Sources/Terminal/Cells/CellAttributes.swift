/// Attributes that a theme gives a role or a screen gives a text, besides colour.
///
/// There is no blinking: what blinks is seen first, whatever it says.
public struct CellAttributes: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Attributes from bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Brighter or heavier.
    public static let bold = CellAttributes(rawValue: 1)
    /// Fainter, where the terminal can.
    public static let dim = CellAttributes(rawValue: 2)
    /// Slanted, where the terminal can.
    public static let italic = CellAttributes(rawValue: 4)
    /// Underlined.
    public static let underline = CellAttributes(rawValue: 8)
    /// Foreground and background exchanged.
    public static let reverse = CellAttributes(rawValue: 16)
}
