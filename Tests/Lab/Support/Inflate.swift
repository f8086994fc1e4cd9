/// A gzip decoder of a few lines, for what the simulated servers send: stored blocks and the fixed Huffman code.
struct Inflate {
    enum Failure: Error { case malformed(String) }

    private let bytes: [UInt8]
    private var bit: Int
    private(set) var output: [UInt8] = []

    static func gunzip(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
        guard bytes.count > 18, bytes.starts(with: [0x1F, 0x8B, 8, 0]) else { throw .malformed("header") }
        var inflate = Inflate(bytes: bytes, bit: 80)
        try inflate.run()
        let trailer = (inflate.bit + 7) / 8
        guard trailer + 8 == bytes.count else { throw .malformed("trailer at \(trailer) of \(bytes.count)") }
        func word(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << (8 * UInt32($1)) } }
        guard word(trailer + 4) == UInt32(inflate.output.count) else { throw .malformed("length") }
        guard word(trailer) == checksum(inflate.output) else { throw .malformed("checksum") }
        return inflate.output
    }

    private init(bytes: [UInt8], bit: Int) {
        self.bytes = bytes
        self.bit = bit
    }

    private mutating func run() throws(Failure) {
        var last = false
        while !last {
            last = try take(1) == 1
            guard try take(2) == 1 else { throw .malformed("block type") }
            try block()
        }
    }

    private mutating func block() throws(Failure) {
        let lengthBases = [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
            227, 258,
        ]
        let lengthExtras = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
        let distanceBases = [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
            6145, 8193,
            12289, 16385, 24577,
        ]
        while true {
            let symbol = try self.symbol()
            if symbol < 256 { output.append(UInt8(symbol)); continue }
            if symbol == 256 { return }
            guard symbol < 286 else { throw .malformed("symbol") }
            let length = lengthBases[symbol - 257] + (try take(lengthExtras[symbol - 257]))
            var code = 0
            for _ in 0..<5 { code = code << 1 | (try take(1)) }
            guard code < 30 else { throw .malformed("distance code") }
            let distance = distanceBases[code] + (try take(max(0, code / 2 - 1)))
            guard distance <= output.count else { throw .malformed("distance") }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func symbol() throws(Failure) -> Int {
        var code = 0
        for _ in 0..<7 { code = code << 1 | (try take(1)) }
        if code < 24 { return 256 + code }
        code = code << 1 | (try take(1))
        if (48..<192).contains(code) { return code - 48 }
        if (192..<200).contains(code) { return code - 192 + 280 }
        return (code << 1 | (try take(1))) - 400 + 144
    }

    private mutating func take(_ count: Int) throws(Failure) -> Int {
        var value = 0
        for index in 0..<count {
            guard bit / 8 < bytes.count else { throw .malformed("end") }
            value |= Int(bytes[bit / 8] >> UInt8(bit % 8) & 1) << index
            bit += 1
        }
        return value
    }

    /// Bit by bit, unlike the encoder's table.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var state: UInt32 = .max
        for byte in bytes {
            state ^= UInt32(byte)
            for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0xEDB8_8320 : state >> 1 }
        }
        return ~state
    }
}
