/// A gzip encoder of one pass (RFC 1951, 1952): matches of the last 32 KiB, the fixed Huffman code.
///
/// The estate answers compressed as real servers do, with bytes that no decompressor of ours has made. Registry documents repeat
/// themselves, so a simple encoder makes them ten times smaller.
struct GzipEncoder {
    private var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    private var bits: UInt64 = 0
    private var bitCount = 0
    /// Up to 32 KiB of what came before, then what is being encoded.
    private var window: [UInt8] = []
    /// How much of the window is encoded already.
    private var encoded = 0
    /// The last place in the window of each hash of four bytes, plus one; 0 for none.
    private var places = [Int32](repeating: 0, count: 1 << 15)
    private var checksum: UInt32 = 0xFFFF_FFFF
    private var length: UInt32 = 0

    init() {
        // One block, of fixed codes; whether it is the last has to be said first, so an empty last one follows it.
        put(0b010, 3)
    }

    /// Encodes more bytes.
    mutating func append(_ bytes: [UInt8]) {
        checksum = CRC32.update(checksum, bytes)
        length &+= UInt32(truncatingIfNeeded: bytes.count)
        window.append(contentsOf: bytes)
        encode()
        slide()
    }

    /// Everything that was encoded, with the trailer.
    consuming func finish() -> [UInt8] {
        put(0, 7)
        put(0b011, 3)
        put(0, 7)
        if bitCount > 0 { put(0, (8 - bitCount % 8) % 8) }
        drain()
        for value in [~checksum, length] {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                output.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        return output
    }

    /// Encodes the last byte so many times more, for bombs: neither the window nor the checksum sees them, so the trailer is wrong,
    /// which nobody learns who has not taken them all.
    mutating func repeatLastByte(_ count: Int) {
        for _ in 0..<(count / 258) { match(258, 1) }
    }

    private mutating func encode() {
        var at = encoded
        let end = window.count
        while at + 4 <= end {
            let word =
                UInt32(window[at]) | UInt32(window[at + 1]) << 8 | UInt32(window[at + 2]) << 16 | UInt32(window[at + 3])
                << 24
            let hash = Int((word &* 0x9E37_79B1) >> 17)
            let candidate = Int(places[hash]) - 1
            places[hash] = Int32(at + 1)
            guard candidate >= 0, at - candidate <= 32768 else {
                literal(window[at])
                at += 1
                continue
            }
            var same = 0
            let most = min(258, end - at)
            while same < most, window[candidate + same] == window[at + same] { same += 1 }
            guard same >= 4 else {
                literal(window[at])
                at += 1
                continue
            }
            match(same, at - candidate)
            at += same
        }
        while at < end {
            literal(window[at])
            at += 1
        }
        encoded = end
    }

    /// Keeps the last 32 KiB as what later matches may refer to.
    private mutating func slide() {
        let gone = window.count - 32768
        guard gone > 0 else { return }
        window.removeFirst(gone)
        encoded = window.count
        for index in places.indices {
            places[index] = max(0, places[index] - Int32(gone))
        }
    }

    private mutating func literal(_ byte: UInt8) {
        put(DeflateCodes.literals[Int(byte)])
    }

    private mutating func match(_ length: Int, _ distance: Int) {
        let sized = DeflateCodes.lengths[length]
        put(sized.code)
        if sized.extraBits > 0 { put(UInt64(length - sized.base), sized.extraBits) }
        let far = DeflateCodes.distance(distance)
        put(far.code)
        if far.extraBits > 0 { put(UInt64(distance - far.base), far.extraBits) }
    }

    private mutating func put(_ code: DeflateCodes.Code) {
        put(UInt64(code.bits), Int(code.count))
    }

    private mutating func put(_ value: UInt64, _ count: Int) {
        bits |= value << UInt64(bitCount)
        bitCount += count
        if bitCount >= 32 { drain() }
    }

    private mutating func drain() {
        while bitCount >= 8 {
            output.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }
}
