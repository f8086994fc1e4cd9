/// What an action can do to the world, which decides how it is confirmed.
///
/// What cannot be taken back comes with a grade of its own (the point of no return is ticked): no action of this table does.
public enum Danger: Int, Comparable, CaseIterable, Sendable {
    /// Changes nothing outside the console: never asked about.
    case look
    /// Can be taken back: `y`, with no or Cancel in the focus.
    case reversible
    /// Touches a whole zone: its name is typed.
    case zoneWide

    /// Orders by how bad it can be.
    public static func < (a: Danger, b: Danger) -> Bool { a.rawValue < b.rawValue }
}
