/// How every role looks.
///
/// The built-in theme uses the palette's 16 colours and the terminal's own background, so that the terminal's
/// settings rule; the file `themes/azimuth.theme` says the same and is the place to begin a theme of one's own.
public struct Theme: Hashable, Sendable {
    private var styles: [CellStyle]

    /// The theme that is used when no file is found.
    public static let standard = Theme(styles: StyleRole.allCases.map(Self.standardStyle))

    private init(styles: [CellStyle]) {
        self.styles = styles
    }

    /// The style of a role.
    public subscript(role: StyleRole) -> CellStyle {
        get { styles[Int(role.rawValue)] }
        set { styles[Int(role.rawValue)] = newValue }
    }

    /// The style of a cell with a role and what lies over it.
    func style(role: StyleRole, overlay: StyleRole, attributes: CellAttributes) -> CellStyle {
        var style = self[role]
        if overlay != .text { style = style.overlaid(by: self[overlay]) }
        style.attributes.formUnion(attributes)
        return style
    }
}

extension Theme {
    private static let red = TerminalColor.palette(1)
    private static let green = TerminalColor.palette(2)
    private static let yellow = TerminalColor.palette(3)
    private static let blue = TerminalColor.palette(4)
    private static let magenta = TerminalColor.palette(5)
    private static let cyan = TerminalColor.palette(6)
    private static let grey = TerminalColor.palette(8)
    private static let black = TerminalColor.palette(0)
    private static let white = TerminalColor.palette(15)

    private static func standardStyle(of role: StyleRole) -> CellStyle {
        switch role {
        case .text, .hintText, .dialog: CellStyle()
        case .dim, .border, .barRest, .stateGone, .disabled, .placeholder: CellStyle(grey)
        case .strong: CellStyle(.terminal, on: .terminal, .bold)
        case .title: CellStyle(.terminal, on: .terminal, .bold)
        case .heading: CellStyle(cyan)
        case .tableHead: CellStyle(grey, on: .terminal, .bold)
        case .selection: CellStyle(.terminal, on: .terminal, .reverse)
        case .marked: CellStyle(magenta, on: .terminal, .bold)
        case .changed: CellStyle(.terminal, on: .terminal, [.bold, .underline])
        case .match: CellStyle(black, on: yellow)
        case .hintKey: CellStyle(cyan, on: .terminal, .bold)
        case .input: CellStyle(.terminal, on: .terminal, .underline)
        case .header: CellStyle(.terminal, on: .terminal, .reverse)
        case .headerProduction: CellStyle(white, on: red, .bold)
        case .headerStaging: CellStyle(black, on: yellow)
        case .headerTest: CellStyle(black, on: green)
        case .headerOperation: CellStyle(black, on: cyan)
        case .stateUp, .good: CellStyle(green)
        case .stateFailing, .warning: CellStyle(yellow, on: .terminal, .bold)
        case .stateDown, .bad: CellStyle(red, on: .terminal, .bold)
        case .stateOut: CellStyle(blue, on: .terminal, .bold)
        case .stateStarting, .info, .spark, .bar: CellStyle(cyan)
        case .stateUnknown: CellStyle(magenta)
        case .stale: CellStyle(grey, on: .terminal, .italic)
        case .button: CellStyle(.terminal, on: .terminal, .underline)
        case .buttonFocused: CellStyle(.terminal, on: .terminal, [.bold, .reverse])
        case .danger: CellStyle(white, on: red, .bold)
        }
    }
}
