extension InputDecoder {
    private static let endMark: [UInt8] = Array("\u{1B}[201~".utf8)

    mutating func beginPaste() {
        state = .paste
        pasteEnd = 0
    }

    /// Takes a byte of a paste: nothing in it is a key, whatever it looks like, up to the mark that ends it.
    mutating func takePaste(_ byte: UInt8) {
        if byte == Self.endMark[pasteEnd] {
            pasteEnd += 1
            if pasteEnd == Self.endMark.count {
                finishPaste()
                finish()
            }
            return
        }
        for kept in Self.endMark[..<pasteEnd] { keep(kept) }
        pasteEnd = 0
        if byte == Self.endMark[0] { pasteEnd = 1 } else { keep(byte) }
    }

    /// Answers with what was pasted so far.
    mutating func finishPaste() {
        var text = ""
        var wasReturn = false
        for scalar in String(decoding: buffer, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x0D: text.unicodeScalars.append("\n")
            case 0x0A: if !wasReturn { text.unicodeScalars.append("\n") }
            case 0x09, 0x20..<0x7F, 0xA0...: text.unicodeScalars.append(scalar)
            default: break
            }
            wasReturn = scalar.value == 0x0D
        }
        events.append(.paste(text))
    }

    private mutating func keep(_ byte: UInt8) {
        if buffer.count < Self.pasteLimit { buffer.append(byte) }
    }
}
