extension InputDecoder {
    private static let esc: UInt8 = 0x1B

    /// Takes one byte.
    mutating func take(_ byte: UInt8) {
        switch state {
        case .ground: takeGround(byte)
        case .character(let needed): takeCharacter(byte, needed: needed)
        case .escape(let twice): takeEscape(byte, twice: twice)
        case .control: takeControl(byte)
        case .controlFunction:
            if (0x41...0x45).contains(byte) { emit(.function(Int(byte) - 0x40)) }
            finish()
        case .singleShift: takeSingleShift(byte)
        case .string(let introducer): takeString(byte, introducer: introducer)
        case .stringEscape(let introducer):
            if byte == UInt8(ascii: "\\") {
                finish()
            } else {
                state = .string(introducer: introducer)
                takeString(byte, introducer: introducer)
            }
        case .mouse(let left):
            if left > 1 { state = .mouse(left: left - 1) } else { finish() }
        case .paste: takePaste(byte)
        }
    }

    private mutating func takeGround(_ byte: UInt8) {
        if now < tailUntil {
            tailUntil = 0
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
                isTail = true
                state = byte == UInt8(ascii: "[") ? .control : .singleShift
                return
            }
        }
        switch byte {
        case Self.esc: state = .escape(twice: false)
        case 0..<0x20, 0x7F: takeControlCharacter(byte)
        case 0x20..<0x7F: emit(.character(Character(Unicode.Scalar(byte))))
        default: beginCharacter(byte)
        }
    }

    private mutating func takeControlCharacter(_ byte: UInt8) {
        switch byte {
        case 0x00: emit(.space, .control)
        case 0x08, 0x7F: emit(.backspace)
        case 0x09: emit(.tab)
        case 0x0A, 0x0D: emit(.enter)
        case 0x01...0x1A: emit(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
        default: emit(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
        }
    }

    /// The first byte of a character of several; what begins none is left out.
    private mutating func beginCharacter(_ byte: UInt8) {
        let needed =
            switch byte {
            case 0xC2...0xDF: 1
            case 0xE0...0xEF: 2
            case 0xF0...0xF4: 3
            default: 0
            }
        guard needed > 0 else {
            finish()
            return
        }
        buffer = [byte]
        state = .character(needed: needed)
    }

    private mutating func takeCharacter(_ byte: UInt8, needed: Int) {
        guard byte & 0xC0 == 0x80 else {
            finish()
            take(byte)
            return
        }
        buffer.append(byte)
        if needed > 1 {
            state = .character(needed: needed - 1)
            return
        }
        let text = String(decoding: buffer, as: UTF8.self)
        // C1 control characters come in as two bytes and are no keys; an invalid sequence becomes U+FFFD.
        let scalars = text.unicodeScalars
        if let first = scalars.first, scalars.count == 1, first.value >= 0xA0, first != "\u{FFFD}" {
            emit(.character(Character(first)))
        }
        finish()
    }

    private mutating func takeEscape(_ byte: UInt8, twice: Bool) {
        switch byte {
        case Self.esc:
            if twice { emit(.escape) }
            state = .escape(twice: true)
        case UInt8(ascii: "["):
            hasAlt = twice
            state = .control
        case UInt8(ascii: "O"):
            hasAlt = twice
            state = .singleShift
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"):
            if twice { emit(.escape) }
            state = .string(introducer: byte)
        default:
            if twice { emit(.escape) }
            state = .ground
            hasAlt = true
            tailUntil = 0
            takeGround(byte)
            if state == .ground { hasAlt = false }
        }
    }

    private mutating func takeSingleShift(_ byte: UInt8) {
        if byte == Self.esc {
            let isAlone = buffer.isEmpty
            if isAlone { emitIntroducer(UInt8(ascii: "O")) }
            finish()
            state = .escape(twice: false)
            return
        }
        if (0x30...0x39).contains(byte) || byte == UInt8(ascii: ";"), buffer.count < 8 {
            buffer.append(byte)
            return
        }
        let modifiers = Self.modifiers(buffer.split(separator: UInt8(ascii: ";")).last.flatMap(Self.number))
        if let code = Self.singleShiftKey(byte) {
            emit(code, modifiers)
            finish()
        } else if buffer.isEmpty {
            emitIntroducer(UInt8(ascii: "O"))
            finish()
            take(byte)
        } else {
            finish()
        }
    }

    /// Answers to questions that nobody asked here (colours, version, clipboard): nothing of them is a key.
    private mutating func takeString(_ byte: UInt8, introducer: UInt8) {
        if buffer.isEmpty, !Self.beginsAnswer(byte, introducer: introducer) {
            emitIntroducer(introducer)
            finish()
            take(byte)
            return
        }
        switch byte {
        case Self.esc: state = .stringEscape(introducer: introducer)
        case 0x07, 0x18, 0x1A: finish()
        default: if buffer.count < Self.sequenceLimit { buffer.append(byte) }
        }
    }

    /// What tells an answer from Alt and a key that is followed by typing.
    private static func beginsAnswer(_ byte: UInt8, introducer: UInt8) -> Bool {
        switch introducer {
        case UInt8(ascii: "]"): (0x30...0x39).contains(byte) || byte == UInt8(ascii: "l") || byte == UInt8(ascii: "L")
        case UInt8(ascii: "P"): (0x30...0x39).contains(byte) || [0x21, 0x24, 0x2B, 0x3E, 0x7C].contains(byte)
        default: byte == UInt8(ascii: "G")
        }
    }
}
