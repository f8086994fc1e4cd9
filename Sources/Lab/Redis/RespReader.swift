/// Cuts what a client sends into commands: arrays of bulk strings, or lines of words as people type them.
struct RespReader {
    /// What a client sent that is no command, in the server's own words.
    struct Refusal: Error {
        let reason: String
    }

    private var pending: [UInt8] = []
    /// The most words and the most bytes of one word that are taken.
    private static let (mostWords, mostBytes) = (1024, 1 << 20)

    /// More bytes have come.
    mutating func feed(_ bytes: [UInt8]) {
        pending += bytes
    }

    /// The next whole command; nil while it is not there yet.
    mutating func next() throws(Refusal) -> [[UInt8]]? {
        var cursor = 0
        guard let first = pending.first else { return nil }
        guard first == UInt8(ascii: "*") else { return try inline() }
        guard let head = try line(&cursor, "too big mbulk count string") else { return nil }
        guard let count = Self.number(head.dropFirst()), count <= Self.mostWords else {
            throw Refusal(reason: "invalid multibulk length")
        }
        var words: [[UInt8]] = []
        for _ in 0..<max(0, count) {
            guard let size = try line(&cursor, "too big bulk count string") else { return nil }
            guard size.first == UInt8(ascii: "$") else {
                let got = size.first.map { String(UnicodeScalar($0)) } ?? ""
                throw Refusal(reason: "expected '$', got '\(got)'")
            }
            guard let length = Self.number(size.dropFirst()), (0...Self.mostBytes).contains(length) else {
                throw Refusal(reason: "invalid bulk length")
            }
            guard pending.count >= cursor + length + 2 else { return nil }
            words.append(Array(pending[cursor..<cursor + length]))
            cursor += length + 2
        }
        pending.removeFirst(cursor)
        return words
    }

    private mutating func inline() throws(Refusal) -> [[UInt8]]? {
        guard let end = pending.firstIndex(of: 10) else {
            guard pending.count <= 64 << 10 else { throw Refusal(reason: "too big inline request") }
            return nil
        }
        let text = pending[..<end].filter { $0 != 13 }
        pending.removeFirst(end + 1)
        return text.split { $0 == 32 || $0 == 9 }.map(Array.init)
    }

    private func line(_ cursor: inout Int, _ tooLong: String) throws(Refusal) -> ArraySlice<UInt8>? {
        guard let end = pending[cursor...].firstIndex(of: 13), end + 1 < pending.count else {
            guard pending.count - cursor <= 64 << 10 else { throw Refusal(reason: tooLong) }
            return nil
        }
        defer { cursor = end + 2 }
        return pending[cursor..<end]
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: digits, as: UTF8.self))
    }
}
