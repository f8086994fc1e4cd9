/// What an action can do to the world, which decides how it is confirmed.
public enum Danger: Int, Comparable, CaseIterable, Sendable {
    /// Changes nothing outside the console: never asked about.
    case look
    /// Can be taken back: `y`, with no in the focus.
    case reversible
    /// Takes a zone out: its name is typed.
    case zoneWide
    /// Cannot be taken back: the name is typed and the point of no return ticked.
    case irreversible

    /// Orders by how bad it can be.
    public static func < (a: Danger, b: Danger) -> Bool { a.rawValue < b.rawValue }
}
