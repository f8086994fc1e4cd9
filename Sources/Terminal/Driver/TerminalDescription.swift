import Glibc
import Ncurses

/// What the terminal in use can do.
public struct TerminalDescription: Hashable, Sendable {
    /// The terminfo entry that is drawn with; not always `TERM`, see `notice`.
    public let type: String
    /// How many colours there are.
    public let depth: ColorDepth
    /// Which characters it shows.
    public let glyphs: Glyphs
    /// How columns are counted.
    public let metrics: TextMetrics
    /// A sentence for the user where something had to be replaced; nil where all is as asked.
    public let notice: String?
    /// Whether it understands xterm's private modes (bracketed paste, questions about modes).
    let speaksXterm: Bool

    /// Whether its last cell can be filled without inserting, which goes wrong beside a wide character.
    let fillsCorner: Bool

    /// Whether it may be asked about a mode. macOS's Terminal shows part of the question instead of answering.
    var answersQuestions: Bool {
        speaksXterm && Self.environment("TERM_PROGRAM") != "Apple_Terminal"
    }

    /// The names to try, in this order: a type that the host does not know is nearly always an xterm by another name.
    static func candidates(for type: String) -> [String] {
        type.isEmpty ? ["dumb"] : [type, "xterm-256color", "xterm", "vt100"]
    }

    /// Sets the locale for characters and says whether text goes out in UTF-8.
    ///
    /// A locale that is named but not installed is common over SSH; what counts is whether it is a UTF-8 one.
    static func prepareLocale() -> Bool {
        if setlocale(LC_CTYPE, "") != nil {
            if codeset == "UTF-8" { return true }
        }
        let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment($0) }.first { !$0.isEmpty } ?? ""
        let isUTF8 = named.lowercased().hasSuffix("utf-8") || named.lowercased().hasSuffix("utf8")
        return isUTF8 && setlocale(LC_CTYPE, "C.UTF-8") != nil
    }

    /// A variable of the environment.
    public static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    private static var codeset: String {
        nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
    }
}
