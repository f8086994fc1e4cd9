extension InputDecoder {
    /// Takes a byte of a control sequence (after `ESC [`).
    mutating func takeControl(_ byte: UInt8) {
        switch byte {
        case 0x1B:
            // The sequence was cut off; a new one begins.
            if buffer.isEmpty { emitIntroducer(UInt8(ascii: "[")) }
            finish()
            state = .escape(twice: false)
        case 0x18, 0x1A:
            finish()
        case UInt8(ascii: "[") where buffer.isEmpty:
            state = .controlFunction
        case UInt8(ascii: "$") where isShifted:
            // rxvt ends its shifted keys with a character that begins an answer elsewhere.
            finishControl(byte)
        case 0x20...0x3F:
            if buffer.count < Self.sequenceLimit { buffer.append(byte) }
        case 0x40...0x7E:
            finishControl(byte)
        case 0x80...:
            finish()
            take(byte)
        default:
            break
        }
    }

    private var isShifted: Bool {
        !buffer.isEmpty && buffer.allSatisfy { (0x30...0x39).contains($0) }
    }

    private mutating func finishControl(_ final: UInt8) {
        guard buffer.count < Self.sequenceLimit else {
            finish()
            return
        }
        if final == UInt8(ascii: "M"), buffer.isEmpty {
            // A mouse report of the oldest kind: three bytes that would otherwise be keys.
            state = .mouse(left: 3)
            return
        }
        if buffer.first == UInt8(ascii: "?") {
            if final == UInt8(ascii: "y"), buffer.last == UInt8(ascii: "$") { answerMode() }
            finish()
            return
        }
        let parameters = buffer.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(Self.number)
        let first = parameters.first ?? nil
        if final == UInt8(ascii: "~"), first == 200 {
            finish()
            beginPaste()
            return
        }
        emitControl(final, first, parameters)
        finish()
    }

    private mutating func emitControl(_ final: UInt8, _ first: Int?, _ parameters: [Int?]) {
        let modifiers = Self.modifiers(parameters.count > 1 ? parameters[1] : nil)
        switch final {
        case UInt8(ascii: "~"):
            if first == 27, parameters.count > 2, let value = parameters[2] {
                emitCode(value, modifiers)
            } else if let code = Self.numberedKey(first) {
                emit(code, modifiers)
            }
        case UInt8(ascii: "$"): Self.numberedKey(first).map { emit($0, .shift) }
        case UInt8(ascii: "^"): Self.numberedKey(first).map { emit($0, .control) }
        case UInt8(ascii: "@"): Self.numberedKey(first).map { emit($0, [.control, .shift]) }
        case UInt8(ascii: "u"):
            if let first { emitCode(first, modifiers) }
        case UInt8(ascii: "Z"): emit(.tab, .shift)
        default:
            // A report of the cursor's place ends like F3; the keys have nothing or 1 before their modifiers.
            guard buffer.isEmpty || first == 1, parameters.count <= 2, final != UInt8(ascii: "M") else { return }
            if let code = Self.singleShiftKey(final) { emit(code, modifiers) }
        }
    }

    /// A key by the code point it types (modifyOtherKeys and the kitty protocol send it so).
    private mutating func emitCode(_ value: Int, _ modifiers: Key.Modifiers) {
        switch value {
        case 9: emit(.tab, modifiers)
        case 13: emit(.enter, modifiers)
        case 27: emit(.escape, modifiers)
        case 8, 127: emit(.backspace, modifiers)
        default:
            guard value >= 0x20, !(0x7F...0x9F).contains(value), !(0xE000...0xF8FF).contains(value),
                let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init)
            else { return }
            emit(.character(Character(scalar)), modifiers)
        }
    }

    private mutating func answerMode() {
        let parts = buffer.dropFirst().dropLast().split(separator: UInt8(ascii: ";"))
        guard parts.count == 2, let mode = Self.number(parts[0]), let state = Self.number(parts[1]) else { return }
        events.append(.mode(mode, state: state))
    }

    /// The number that digits spell; sub-parameters after a colon are left out. Nil for none, or for more than six.
    static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        let digits = digits.prefix { $0 != UInt8(ascii: ":") }
        guard !digits.isEmpty, digits.count <= 6 else { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    /// xterm: one more than the sum of 1 shift, 2 alt, 4 control, 8 meta.
    static func modifiers(_ parameter: Int?) -> Key.Modifiers {
        guard let parameter, parameter > 1, parameter <= 256 else { return [] }
        var modifiers = Key.Modifiers(rawValue: UInt8(parameter - 1) & 7)
        if (parameter - 1) & 8 != 0 { modifiers.insert(.alt) }
        return modifiers
    }

    static func singleShiftKey(_ byte: UInt8) -> Key.Code? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "P"): .function(1)
        case UInt8(ascii: "Q"): .function(2)
        case UInt8(ascii: "R"): .function(3)
        case UInt8(ascii: "S"): .function(4)
        default: nil
        }
    }

    static func numberedKey(_ number: Int?) -> Key.Code? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case .some(let number) where (11...15).contains(number): .function(number - 10)
        case .some(let number) where (17...21).contains(number): .function(number - 11)
        case .some(let number) where (23...24).contains(number): .function(number - 12)
        default: nil
        }
    }
}
