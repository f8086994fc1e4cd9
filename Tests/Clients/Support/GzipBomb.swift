/// A gzip stream that is small on the wire and large behind it: one byte, then copies of it, 258 at a time.
enum GzipBomb {
    static func bytes(unpacked: Int) -> [UInt8] {
        var bits = Bits()
        bits.bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        bits.append(0b1, 1)
        bits.append(0b01, 2)
        // The literal `[` in the fixed code: 0x30 + 0x5B, most significant bit first.
        bits.appendCode(0x30 + 0x5B, 8)
        // Length 258 (code 285), distance 1 (code 0): 13 bits, so that eight of them repeat every 13 bytes.
        for _ in 0..<16 {
            bits.appendCode(0b1100_0101, 8)
            bits.appendCode(0, 5)
        }
        let period = Array(bits.bytes.suffix(13))
        for _ in 0..<unpacked / 258 / 8 { bits.bytes += period }
        bits.appendCode(0, 7)
        bits.flush()
        return bits.bytes
    }

    private struct Bits {
        var bytes: [UInt8] = []
        var current: UInt8 = 0
        var count = 0

        mutating func append(_ value: Int, _ width: Int) {
            for bit in 0..<width { push((value >> bit) & 1) }
        }

        mutating func appendCode(_ value: Int, _ width: Int) {
            for bit in (0..<width).reversed() { push((value >> bit) & 1) }
        }

        mutating func flush() {
            while count != 0 { push(0) }
        }

        private mutating func push(_ bit: Int) {
            current |= UInt8(bit) << count
            count += 1
            if count == 8 {
                bytes.append(current)
                current = 0
                count = 0
            }
        }
    }
}
