import Terminal

/// Keys without modifiers, as the action table writes them.
extension Key {
    static let enter = Key(.enter)
    static let escape = Key(.escape)
    static let space = Key(.space)
    static let tab = Key(.tab)
    static let backTab = Key(.tab, .shift)
    static let backspace = Key(.backspace)
    static let delete = Key(.delete)
    static let up = Key(.up)
    static let down = Key(.down)
    static let left = Key(.left)
    static let right = Key(.right)
    static let home = Key(.home)
    static let end = Key(.end)
    static let pageUp = Key(.pageUp)
    static let pageDown = Key(.pageDown)

    /// Its name where every column counts: arrows and Enter as the signs on the keys.
    var shortName: String {
        guard modifiers.isEmpty else { return name }
        switch code {
        case .enter: return "↵"
        case .up: return "↑"
        case .down: return "↓"
        case .left: return "←"
        case .right: return "→"
        default: return name
        }
    }
}
