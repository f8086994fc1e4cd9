/// The beginning of a body for the trace: one line, secrets taken out by the names in front of them.
enum TraceBody {
    static func text(_ bytes: some Collection<UInt8>) -> String {
        Excerpt.of(redacted(Redaction.userinfo(String(decoding: bytes, as: UTF8.self))), limit: Trace.beginning)
    }

    /// Replaces the value behind every secret name, be it `"password": "…"`, `password=…` or `password: …`.
    ///
    /// Rather too much than too little: what follows the name is replaced up to the end of its string, or of its word.
    static func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard isNameByte(bytes[index]) else {
                kept.append(bytes[index])
                index += 1
                continue
            }
            let end = bytes[index...].firstIndex { !isNameByte($0) } ?? bytes.count
            let name = String(decoding: bytes[index..<end], as: UTF8.self)
            kept += bytes[index..<end]
            index = end
            guard Redaction.isSecret(name) else { continue }
            index = replaceValue(bytes, end, &kept)
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Replaces the value behind a name; says where it ends.
    private static func replaceValue(_ bytes: [UInt8], _ start: Int, _ kept: inout [UInt8]) -> Int {
        var index = start
        while index < bytes.count, "\"'\\ :=\t".utf8.contains(bytes[index]) {
            kept.append(bytes[index])
            index += 1
        }
        guard index > start, index < bytes.count else { return index }
        let isQuoted = bytes[index - 1] == UInt8(ascii: "\"")
        var isEscaped = false
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted, byte == UInt8(ascii: "\""), !isEscaped { break }
            if !isQuoted, "&,;\"'} \t\r\n".utf8.contains(byte) { break }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            index += 1
        }
        let word = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
        if !isQuoted, word.hasSuffix("bearer") || word.hasSuffix("basic") {
            // The scheme of an `Authorization`: the secret is the word behind it.
            index =
                bytes[min(index + 1, bytes.count)...].firstIndex { "&,;\"'} \t\r\n".utf8.contains($0) } ?? bytes.count
        }
        kept += Array(Redaction.mark.utf8)
        return index
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
