/// The few escape sequences that terminfo does not name.
enum Sequences {
    /// Pasted text is marked as such (mode 2004); mouse reports that a crashed program may have left on are off.
    static let enter = "\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?1006l\u{1B}[?2004h"
    /// Undoes `enter`.
    static let leave = "\u{1B}[?2004l"
    /// Asks whether the terminal can hold a frame back until it is complete (mode 2026). The answer comes as input.
    static let askSynchronized = "\u{1B}[?2026$p"
    /// What follows is one frame.
    static let beginSynchronized = "\u{1B}[?2026h"
    /// The frame is complete.
    static let endSynchronized = "\u{1B}[?2026l"

    /// A terminfo string without its delays (`$<5>`), which no terminal needs today and a plain write would show.
    static func withoutPadding(_ text: String) -> String {
        var kept = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            let next = rest.index(after: dollar)
            guard next < rest.endIndex, rest[next] == "<", let end = rest[next...].firstIndex(of: ">") else {
                kept += rest[...dollar]
                rest = rest[next...]
                continue
            }
            kept += rest[..<dollar]
            rest = rest[rest.index(after: end)...]
        }
        return kept + rest
    }
}
