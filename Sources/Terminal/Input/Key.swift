/// A key press, as a value that a key map can hold.
public struct Key: Hashable, Sendable {
    /// Which key.
    public enum Code: Hashable, Sendable {
        /// A key that types this character; capitals are characters of their own, without `shift`.
        case character(Character)
        /// The space bar.
        case space
        /// Enter or Return.
        case enter
        /// Tab; with `shift` the back tab.
        case tab
        /// Escape.
        case escape
        /// Backspace.
        case backspace
        /// Delete (forward).
        case delete
        /// Insert.
        case insert
        /// An arrow key.
        case up, down, left, right
        /// Home and End.
        case home, end
        /// Page up and page down.
        case pageUp, pageDown
        /// A function key, from 1 on.
        case function(Int)
    }

    /// Keys held with it.
    public struct Modifiers: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Modifiers from bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Shift, only where the character does not say it.
        public static let shift = Modifiers(rawValue: 1)
        /// Alt or Meta.
        public static let alt = Modifiers(rawValue: 2)
        /// Control.
        public static let control = Modifiers(rawValue: 4)
    }

    /// Which key.
    public let code: Code
    /// Keys held with it.
    public let modifiers: Modifiers

    /// A key; a space character becomes the space bar, `shift` on a letter its capital, and a letter with `control` is
    /// small, because terminals do not tell.
    public init(_ code: Code, _ modifiers: Modifiers = []) {
        var code = code
        var modifiers = modifiers
        if case .character(let character) = code {
            if character == " " {
                code = .space
            } else if character.isLetter, modifiers.contains(.control) {
                if let lower = Self.single(character.lowercased()) { code = .character(lower) }
            } else if character.isLetter, modifiers.contains(.shift) {
                if let upper = Self.single(character.uppercased()) { code = .character(upper) }
                modifiers.remove(.shift)
            }
        }
        self.code = code
        self.modifiers = modifiers
    }

    private static func single(_ text: String) -> Character? {
        text.count == 1 ? text.first : nil
    }

    /// A key that types a character, without modifiers.
    public static func character(_ character: Character) -> Key { Key(.character(character)) }

    /// Control and a letter.
    public static func control(_ character: Character) -> Key { Key(.character(character), .control) }

    /// What the key types into a text; nil for a command.
    public var text: String? {
        guard modifiers.isDisjoint(with: [.alt, .control]) else { return nil }
        switch code {
        case .character(let character): return String(character)
        case .space: return " "
        default: return nil
        }
    }
}
