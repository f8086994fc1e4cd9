/// Writes replies in the version of the protocol that the client asked for.
struct RespWriter {
    var version: Int
    private(set) var bytes: [UInt8] = []

    init(version: Int) {
        self.version = version
    }

    /// What was written, which is then gone.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    mutating func simple(_ text: String) { line("+" + text) }
    mutating func number(_ value: Int64) { line(":\(value)") }
    mutating func ok() { line("+OK") }

    /// An error; line breaks in what a client sent are spaces, as Redis makes them.
    mutating func error(_ text: String) {
        line("-" + String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\r" || $0 == "\n" ? " " : $0 })))
    }

    mutating func bulk(_ text: String) { bulk(Array(text.utf8)) }

    mutating func bulk(_ text: [UInt8]) {
        line("$\(text.count)")
        bytes += text + [13, 10]
    }

    mutating func nothing() { line(version >= 3 ? "_" : "$-1") }
    mutating func array(_ count: Int) { line("*\(count)") }

    /// The head of so many pairs.
    mutating func map(_ count: Int) { line(version >= 3 ? "%\(count)" : "*\(2 * count)") }

    /// A text for people: a string with its format in version 3.
    mutating func text(_ text: String) {
        guard version >= 3 else { return bulk(text) }
        line("=\(text.utf8.count + 4)")
        bytes += Array("txt:".utf8) + Array(text.utf8) + [13, 10]
    }

    private mutating func line(_ text: String) {
        bytes += Array(text.utf8) + [13, 10]
    }
}
