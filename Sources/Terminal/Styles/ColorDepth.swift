/// How many colours the terminal shows.
public enum ColorDepth: Int, Comparable, Sendable {
    /// None: attributes alone tell roles apart.
    case none = 0
    /// The eight basic ones; bright ones are bold.
    case basic = 8
    /// The 16 of the palette.
    case sixteen = 16
    /// The 256 of xterm.
    case extended = 256
    /// Any colour by its parts: only where terminfo says `RGB`, because ncurses can send it only then.
    case direct = 0x100_0000

    /// The smaller of two has fewer colours.
    public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The depth from what terminfo and the environment say.
    ///
    /// - Parameters:
    ///   - colors: terminfo's `colors`, negative where it has none.
    ///   - isDirect: whether terminfo has the capability `RGB`.
    ///   - noColor: the variable `NO_COLOR`, which switches colour off when it is not empty (no-color.org).
    static func detect(colors: Int, isDirect: Bool, noColor: String?) -> ColorDepth {
        if let noColor, !noColor.isEmpty { return .none }
        if isDirect, colors >= ColorDepth.direct.rawValue { return .direct }
        if colors >= 256 { return .extended }
        if colors >= 16 { return .sixteen }
        return colors >= 8 ? .basic : .none
    }
}
