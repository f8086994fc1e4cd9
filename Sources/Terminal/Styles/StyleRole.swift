/// What a text on screen is; the theme says how that looks.
///
/// Screens name roles and never colours, so that one theme file changes all of them, and so that colour-blind people
/// and terminals with few colours are served in one place. The names are those of theme files.
public enum StyleRole: UInt8, CaseIterable, Sendable {
    /// Plain text.
    case text
    /// Text of less worth: labels, units, what does not apply.
    case dim
    /// Text that carries the row: names, figures that matter.
    case strong
    /// The title of a screen or a dialog.
    case title
    /// The heading of a section.
    case heading
    /// The heads of a table's columns.
    case tableHead
    /// Lines and frames.
    case border
    /// The selected row, laid over it.
    case selection
    /// A marked row or its mark.
    case marked
    /// A value that changed a moment ago, laid over it.
    case changed
    /// What a filter or a search found.
    case match
    /// A key in the hint line.
    case hintKey
    /// What the key does.
    case hintText
    /// A key or an action that does nothing here.
    case disabled
    /// The line one types into.
    case input
    /// What an empty input suggests.
    case placeholder
    /// The header line of an estate without an environment.
    case header
    /// The header line in production: unmistakable.
    case headerProduction
    /// The header line in staging.
    case headerStaging
    /// The header line of a test or lab estate.
    case headerTest
    /// The line below the header while an operation runs.
    case headerOperation
    /// Up, healthy.
    case stateUp
    /// Up, but what it does fails; degraded.
    case stateFailing
    /// Down, sick.
    case stateDown
    /// Taken out of rotation.
    case stateOut
    /// Starting.
    case stateStarting
    /// Unknown or stale.
    case stateUnknown
    /// No longer listed.
    case stateGone
    /// A value that is no longer fresh.
    case stale
    /// Something bad: an error, a failed gate.
    case bad
    /// Something to look at.
    case warning
    /// Something good: read back, passed.
    case good
    /// A message that is neither.
    case info
    /// Sparklines.
    case spark
    /// The filled part of a bar.
    case bar
    /// The rest of a bar.
    case barRest
    /// The body of a dialog.
    case dialog
    /// A button.
    case button
    /// The button that Enter presses.
    case buttonFocused
    /// What cannot be taken back, or touches a whole zone.
    case danger

    /// One letter for the role, different from all others: `Canvas.styleText` is made of them.
    public var letter: Character {
        switch self {
        case .text: "."
        case .dim: "d"
        case .strong: "S"
        case .title: "t"
        case .heading: "h"
        case .tableHead: "c"
        case .border: "-"
        case .selection: ">"
        case .marked: "*"
        case .changed: "~"
        case .match: "/"
        case .hintKey: "k"
        case .hintText: "K"
        case .disabled: "D"
        case .input: "i"
        case .placeholder: "I"
        case .header: "H"
        case .headerProduction: "P"
        case .headerStaging: "G"
        case .headerTest: "T"
        case .headerOperation: "O"
        case .stateUp: "u"
        case .stateFailing: "f"
        case .stateDown: "x"
        case .stateOut: "o"
        case .stateStarting: "s"
        case .stateUnknown: "?"
        case .stateGone: "g"
        case .stale: "%"
        case .bad: "b"
        case .warning: "w"
        case .good: "v"
        case .info: "n"
        case .spark: "p"
        case .bar: "#"
        case .barRest: "_"
        case .dialog: "m"
        case .button: "B"
        case .buttonFocused: "F"
        case .danger: "!"
        }
    }

    /// The role's name in theme files.
    public var name: String { String(describing: self) }
}
