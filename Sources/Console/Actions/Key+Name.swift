import Terminal

extension Key {
    /// Its name in configuration, help and documentation (`ctrl-d`, `space`, `G`).
    var name: String {
        switch self {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .control(let character): "ctrl-\(character)"
        case .function(let number): "f\(number)"
        default: Self.names.first { $0.key == self }?.name ?? "?"
        }
    }

    /// Its name where every column counts: arrows and Enter as the signs on the keys.
    var shortName: String {
        switch self {
        case .enter: "↵"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        default: name
        }
    }

    /// The key of a name; nothing where it is none.
    init?(name: String) {
        let folded = name.lowercased()
        if let named = Self.names.first(where: { $0.name == folded }) {
            self = named.key
        } else if folded == "space" {
            self = .character(" ")
        } else if folded.hasPrefix("ctrl-"), let character = folded.dropFirst(5).first, folded.count == 6 {
            self = .control(character)
        } else if folded.hasPrefix("f"), let number = Int(folded.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else if name.count == 1, let character = name.first {
            self = .character(character)
        } else {
            return nil
        }
    }

    private static let names: [(key: Key, name: String)] = [
        (.enter, "enter"), (.escape, "esc"), (.tab, "tab"), (.backTab, "shift-tab"), (.backspace, "backspace"),
        (.delete, "del"), (.up, "up"), (.down, "down"), (.left, "left"), (.right, "right"), (.home, "home"),
        (.end, "end"), (.pageUp, "pgup"), (.pageDown, "pgdn"),
    ]
}
