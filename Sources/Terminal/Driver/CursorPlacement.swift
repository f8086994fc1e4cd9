/// Where the terminal's cursor is after a frame.
public enum CursorPlacement: Hashable, Sendable {
    /// Not shown, and it does not matter where.
    case hidden
    /// Not shown, but standing on a cell: screen readers and magnifiers follow it to the selected row.
    case parked(x: Int, y: Int)
    /// Shown, where the next character will be typed.
    case shown(x: Int, y: Int)

    var isShown: Bool {
        if case .shown = self { return true }
        return false
    }
}
