/// The fixed Huffman code of deflate (RFC 1951, 3.2.5 and 3.2.6), its bits already in the order they are sent.
enum DeflateCodes {
    struct Code {
        let bits: UInt16
        let count: UInt8

        init(_ value: Int, _ count: Int) {
            var reversed = 0
            for bit in 0..<count where value & (1 << bit) != 0 {
                reversed |= 1 << (count - 1 - bit)
            }
            bits = UInt16(reversed)
            self.count = UInt8(count)
        }
    }

    /// A code with the first value that it stands for, and how many bits say which of the following it is.
    struct Ranged {
        let code: Code
        let base: Int
        let extraBits: Int
    }

    static let literals: [Code] = (0..<256).map { $0 < 144 ? Code(0x30 + $0, 8) : Code(0x190 + $0 - 144, 9) }

    /// By the length of a match, 3 to 258.
    static let lengths: [Ranged] = {
        let extra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]
        var table = [Ranged](repeating: Ranged(code: Code(0, 7), base: 0, extraBits: 0), count: 259)
        var base = 3
        for (index, bits) in extra.enumerated() {
            let symbol = 257 + index
            let code = symbol < 280 ? Code(symbol - 256, 7) : Code(0xC0 + symbol - 280, 8)
            for length in base..<min(258, base + 1 << bits) {
                table[length] = Ranged(code: code, base: base, extraBits: bits)
            }
            base += 1 << bits
        }
        table[258] = Ranged(code: Code(0xC0 + 285 - 280, 8), base: 258, extraBits: 0)
        return table
    }()

    private static let distances: [Ranged] = {
        var base = 1
        return (0..<30).map { symbol in
            let bits = max(0, symbol / 2 - 1)
            defer { base += 1 << bits }
            return Ranged(code: Code(symbol, 5), base: base, extraBits: bits)
        }
    }()

    /// The code of a distance, 1 to 32768.
    static func distance(_ distance: Int) -> Ranged {
        guard distance > 4 else { return distances[distance - 1] }
        let top = Int.bitWidth - 1 - (distance - 1).leadingZeroBitCount
        return distances[2 * top + ((distance - 1) >> (top - 1) & 1)]
    }
}
