/// What the user decides about the terminal; everything is found out by itself where nothing is said.
public struct TerminalOptions: Sendable {
    /// How roles look.
    public var theme: Theme
    /// Draw with ASCII alone, whatever the locale says.
    public var asciiOnly: Bool
    /// Draw without colour, as with `NO_COLOR`.
    public var noColor: Bool
    /// The columns of ambiguous East-Asian characters on this terminal: 1 or 2.
    public var ambiguousWidth: Int

    /// Options; by default those of a plain UTF-8 terminal.
    public init(
        theme: Theme = .standard, asciiOnly: Bool = false, noColor: Bool = false, ambiguousWidth: Int = 1
    ) {
        self.theme = theme
        self.asciiOnly = asciiOnly
        self.noColor = noColor
        self.ambiguousWidth = ambiguousWidth
    }
}
