/// What an action can do to the world, which decides how it is confirmed.
///
/// Zone-wide and irreversible actions come with their own grades and confirmations (the zone's name is typed, the point of no
/// return is ticked): no action of this table does either yet.
public enum Danger: Int, Comparable, CaseIterable, Sendable {
    /// Changes nothing outside the console: never asked about.
    case look
    /// Can be taken back: `y`, with no or Cancel in the focus.
    case reversible

    /// Orders by how bad it can be.
    public static func < (a: Danger, b: Danger) -> Bool { a.rawValue < b.rawValue }
}
