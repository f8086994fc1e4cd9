/// Cuts lines out of a text that comes in pieces; keeps no more than one unfinished line.
struct LineCutter: Sendable {
    private var rest: [UInt8] = []
    /// The line that is being read is too long: it is dropped up to its end.
    private var isDropping = false

    /// The longest line, in bytes.
    static let longest = 64 << 10

    /// Takes the next piece and hands out the lines that are complete.
    mutating func feed(_ piece: [UInt8], _ line: (ArraySlice<UInt8>) -> Void) {
        var start = piece.startIndex
        while let end = piece[start...].firstIndex(of: 0x0A) {
            if isDropping {
                isDropping = false
            } else if rest.isEmpty {
                if end - start <= Self.longest { line(piece[start..<end]) }
            } else {
                rest += piece[start..<end]
                if rest.count <= Self.longest { line(rest[...]) }
            }
            rest.removeAll(keepingCapacity: true)
            start = end + 1
        }
        if isDropping { return }
        rest += piece[start...]
        if rest.count > Self.longest {
            rest.removeAll(keepingCapacity: false)
            isDropping = true
        }
    }

    /// Hands out what stands behind the last line end.
    mutating func finish(_ line: (ArraySlice<UInt8>) -> Void) {
        if !isDropping, !rest.isEmpty { line(rest[...]) }
        rest.removeAll()
    }
}
