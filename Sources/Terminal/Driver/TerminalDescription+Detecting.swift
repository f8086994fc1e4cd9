import Ncurses

extension TerminalDescription {
    /// Finds out about the terminal that ncurses has just opened.
    init(detecting type: String, port: TerminalPort, options: TerminalOptions) {
        self.type = type
        let noColor = options.noColor ? "1" : Self.environment("NO_COLOR")
        depth = ColorDepth.detect(
            colors: Int(screen_colors()), isDirect: screen_is_direct(), noColor: noColor)
        speaksXterm = Self.speaksXterm(type)
        metrics = TextMetrics(ambiguousWidth: options.ambiguousWidth)
        if options.asciiOnly || !port.isUTF8 || !Self.hasFont(type) {
            glyphs = .ascii
        } else if type == "linux" || type.hasPrefix("linux-") {
            glyphs = .console
        } else {
            glyphs = metrics.ambiguousWidth == 2 ? .narrow : .unicode
        }
        fillsCorner = screen_string("rmam") != nil
        notice =
            type == port.type
            ? nil : "the terminal type \"\(port.type)\" is not known on this host; it is drawn as \(type)"
    }

    private static func hasFont(_ type: String) -> Bool {
        !(type == "dumb" || type.hasPrefix("vt1") || type.hasPrefix("vt2") || type.hasPrefix("ansi"))
    }

    /// Only what is known to ignore a private mode that it does not have is sent one.
    static func speaksXterm(_ type: String) -> Bool {
        let families = [
            "xterm", "tmux", "screen", "rxvt", "foot", "alacritty", "kitty", "wezterm", "contour", "ghostty", "konsole",
            "gnome", "vte", "st-", "mlterm", "putty", "iterm", "mintty", "rio",
        ]
        return families.contains { type.hasPrefix($0) } || type == "st"
    }
}
