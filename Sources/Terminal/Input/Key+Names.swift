extension Key: CustomStringConvertible {
    /// The key's name as key maps and hints write it: `d`, `D`, `ctrl-d`, `shift-tab`, `f5`, `page-down`.
    public var name: String {
        var name = ""
        if modifiers.contains(.control) { name += "ctrl-" }
        if modifiers.contains(.alt) { name += "alt-" }
        if modifiers.contains(.shift) { name += "shift-" }
        return name + codeName
    }

    /// The same as `name`.
    public var description: String { name }

    /// A key from its name; the order of modifiers and the case of words do not matter. Nil where it names no key.
    public init?(name: String) {
        if name.lowercased() == "backtab" {
            self.init(.tab, .shift)
            return
        }
        var rest = name[...]
        var modifiers: Modifiers = []
        while let dash = rest.dropFirst().firstIndex(of: "-"), rest.index(after: dash) < rest.endIndex {
            switch rest[..<dash].lowercased() {
            case "ctrl", "control", "c": modifiers.insert(.control)
            case "alt", "meta", "m": modifiers.insert(.alt)
            case "shift", "s": modifiers.insert(.shift)
            default:
                guard let code = Self.code(named: rest) else { return nil }
                self.init(code, modifiers)
                return
            }
            rest = rest[rest.index(after: dash)...]
        }
        guard let code = Self.code(named: rest) else { return nil }
        self.init(code, modifiers)
    }

    private var codeName: String {
        switch code {
        case .character(let character): String(character)
        case .function(let number): "f\(number)"
        default: Self.named.first { $0.code == code }?.name ?? ""
        }
    }

    private static func code(named name: Substring) -> Code? {
        if name.count == 1, let character = name.first {
            return character == " " ? .space : .character(character)
        }
        let word = name.lowercased()
        if let code = (named + aliases).first(where: { $0.name == word })?.code { return code }
        if word.first == "f", let number = Int(word.dropFirst()), (1...24).contains(number) {
            return .function(number)
        }
        return nil
    }

    private static let named: [(name: String, code: Code)] = [
        ("space", .space), ("enter", .enter), ("tab", .tab), ("esc", .escape), ("backspace", .backspace),
        ("delete", .delete), ("insert", .insert), ("up", .up), ("down", .down), ("left", .left), ("right", .right),
        ("home", .home), ("end", .end), ("page-up", .pageUp), ("page-down", .pageDown),
    ]

    private static let aliases: [(name: String, code: Code)] = [
        ("escape", .escape), ("return", .enter), ("pageup", .pageUp), ("pgup", .pageUp), ("pagedown", .pageDown),
        ("pgdown", .pageDown), ("pgdn", .pageDown), ("del", .delete), ("ins", .insert),
    ]
}
