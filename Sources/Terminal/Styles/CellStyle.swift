/// How a role looks: two colours and attributes.
public struct CellStyle: Hashable, Sendable {
    /// The colour of the text.
    public var foreground: TerminalColor
    /// The colour behind it.
    public var background: TerminalColor
    /// Attributes besides.
    public var attributes: CellAttributes

    /// A style; by default the terminal's own colours and nothing else.
    public init(
        _ foreground: TerminalColor = .terminal, on background: TerminalColor = .terminal,
        _ attributes: CellAttributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// This style with another laid over it: the colours that the other names win, attributes add up.
    ///
    /// Where the other reverses and names no colour, a state's colour becomes the background, so that a selected row
    /// still tells it.
    func overlaid(by other: CellStyle) -> CellStyle {
        CellStyle(
            other.foreground == .terminal ? foreground : other.foreground,
            on: other.background == .terminal ? background : other.background,
            attributes.union(other.attributes))
    }
}
