/// Gives the colours of a btop theme to our roles.
///
/// btop's keys name its own boxes, and its gradients go from any colour to any other. So the colours of states are
/// not taken from them by name, but by hue: what is down is the most nearly red colour that the theme has, whatever it
/// is used for there. A theme without one leaves it to the palette, so that red stays red.
struct BtopTheme {
    /// Colours by btop's keys; a key with an empty or unreadable value is not there.
    let colors: [String: TerminalColor]

    var theme: Theme {
        var theme = Theme.standard
        let foreground = colors["main_fg"] ?? .terminal
        let background = colors["main_bg"] ?? .terminal
        let faint = colors["inactive_fg"] ?? .palette(8)
        theme[.text] = CellStyle(foreground, on: background)
        for role in [StyleRole.dim, .disabled, .placeholder, .stateGone] { theme[role].foreground = faint }
        theme[.stale].foreground = faint
        theme[.tableHead].foreground = colors["graph_text"] ?? faint
        theme[.border].foreground = colors["div_line"] ?? faint
        theme[.barRest].foreground = colors["meter_bg"] ?? faint
        theme[.title].foreground = colors["title"] ?? .terminal
        theme[.heading].foreground = colors["title"] ?? .terminal
        theme[.hintKey].foreground = colors["hi_fg"] ?? .terminal
        theme[.spark].foreground = colors["proc_misc"] ?? nearest(to: 185, else: .palette(6))
        theme[.bar].foreground = theme[.spark].foreground
        if let selected = colors["selected_bg"] {
            theme[.selection] = CellStyle(colors["selected_fg"] ?? .terminal, on: selected, .bold)
        }
        let red = nearest(to: 0, else: .palette(1))
        let yellow = nearest(to: 50, else: .palette(3))
        let green = nearest(to: 120, else: .palette(2))
        let blue = nearest(to: 220, else: .palette(4))
        for role in [StyleRole.stateDown, .bad] { theme[role].foreground = red }
        for role in [StyleRole.stateFailing, .warning] { theme[role].foreground = yellow }
        for role in [StyleRole.stateUp, .good] { theme[role].foreground = green }
        theme[.stateOut].foreground = blue
        let magenta = nearest(to: 300, else: .palette(5))
        for role in [StyleRole.marked, .stateUnknown] { theme[role].foreground = magenta }
        let cyan = nearest(to: 185, else: .palette(6))
        for role in [StyleRole.stateStarting, .info] { theme[role].foreground = cyan }
        return theme
    }

    /// The theme's colour that is nearest to a hue and strong enough to tell it.
    private func nearest(to hue: Double, else fallback: TerminalColor) -> TerminalColor {
        var best = (color: fallback, distance: 30.0)
        for key in colors.keys.sorted() where !key.hasSuffix("_bg") {
            guard let color = colors[key], case .rgb(let red, let green, let blue) = color,
                let found = Self.hue(Double(red), Double(green), Double(blue))
            else { continue }
            let turn = abs(found - hue)
            let distance = min(turn, 360 - turn)
            if distance < best.distance { best = (color, distance) }
        }
        return best.color
    }

    /// The hue in degrees; nil for a colour so pale or dark that it has none to speak of.
    private static func hue(_ red: Double, _ green: Double, _ blue: Double) -> Double? {
        let high = max(red, green, blue)
        let range = high - min(red, green, blue)
        guard high >= 90, range / high >= 0.3 else { return nil }
        let sixth =
            if high == red { (green - blue) / range } else if high == green { 2 + (blue - red) / range } else {
                4 + (red - green) / range
            }
        return (sixth * 60 + 360).truncatingRemainder(dividingBy: 360)
    }
}
