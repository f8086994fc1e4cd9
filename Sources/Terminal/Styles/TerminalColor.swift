/// A colour as a theme names it.
public enum TerminalColor: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case terminal
    /// One of the 16 colours that the terminal's palette defines.
    case palette(UInt8)
    /// A colour by its parts.
    case rgb(UInt8, UInt8, UInt8)

    /// The names of the 16 colours, by index.
    static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
        "bright-white",
    ]

    /// A colour from `#RRGGBB`, `#GG` (a grey), `default`, or one of the 16 names; nil for anything else.
    public init?(name: some StringProtocol) {
        let name = name.lowercased()
        if name == "default" {
            self = .terminal
        } else if name == "gray" || name == "grey" {
            self = .palette(8)
        } else if let index = Self.names.firstIndex(of: name) {
            self = .palette(UInt8(index))
        } else if name.hasPrefix("#"), let value = UInt32(name.dropFirst(), radix: 16), !name.contains("+") {
            switch name.utf8.count {
            case 7:
                self = .rgb(
                    UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
                    UInt8(truncatingIfNeeded: value))
            case 3:
                let grey = UInt8(truncatingIfNeeded: value)
                self = .rgb(grey, grey, grey)
            default:
                return nil
            }
        } else {
            return nil
        }
    }
}
