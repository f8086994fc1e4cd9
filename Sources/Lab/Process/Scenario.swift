/// Faults by the clock: a file of lines such as `90s zone zone-b dark`.
public struct Scenario: Sendable, Equatable {
    /// One line.
    public struct Line: Sendable, Equatable {
        /// When, in milliseconds after the estate's start.
        public let at: Int64
        /// What is done.
        public let command: FaultCommand
        /// What was written.
        public let text: String
        /// Where, counted from 1.
        public let number: Int
    }

    /// The lines in the order of their times.
    public let lines: [Line]

    /// Reads a scenario: a time (`500ms`, `10s`, `2m`, `1m30s`) and a fault on each line; empty lines and what follows a `#` are left out.
    ///
    /// - Parameter name: what errors call the file.
    /// - Throws: ``LabError`` with the number of the line that cannot be read.
    public init(text: String, name: String) throws(LabError) {
        var lines: [Line] = []
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = raw.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
            guard let first = words.first else { continue }
            guard let at = Self.milliseconds(first) else {
                throw LabError(
                    code: .fault,
                    message: "\(name):\(index + 1): \(first): wants a time first, such as 500ms, 10s, 2m or 1m30s")
            }
            do throws(LabError) {
                let rest = Array(words.dropFirst())
                lines.append(
                    Line(
                        at: at, command: try FaultCommand(rest), text: rest.joined(separator: " "), number: index + 1))
            } catch {
                throw LabError(code: .fault, message: "\(name):\(index + 1): \(error.message)", cause: error)
            }
        }
        // Lines of one time stay in their order.
        self.lines = lines.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
            \.element)
    }

    /// Reads a file.
    ///
    /// - Throws: ``LabError`` where it cannot be read, or a line of it.
    public init(file: String) throws(LabError) {
        try self.init(text: try Posix.read(file), name: file)
    }

    /// What `azimuth demo` plays: a zone's payments begin to fail while every registry says that they are up, then some of its instances
    /// say so themselves, and a replica hears no more of its master. All of it heals by itself.
    public static var incident: Scenario {
        let lines: [(Int64, String, FaultCommand)] = [
            (30_000, "errors payment zone-b 35", .errors(3, zone: 1, 0.35)),
            (40_000, "link redis:1 redis:2 frozen", .link(from: "redis:1", to: "redis:2", .frozen)),
            (55_000, "down payment zone-b 50", .down(3, zone: 1, 0.5)),
            (70_000, "node gateway:2 slow 400", .node("gateway:2", .slow(milliseconds: 400))),
            (180_000, "node gateway:2 ok", .node("gateway:2", nil)),
            (210_000, "link redis:1 redis:2 ok", .link(from: "redis:1", to: "redis:2", .healed)),
            (240_000, "down payment zone-b 0", .down(3, zone: 1, 0)),
            (270_000, "errors payment zone-b 0", .errors(3, zone: 1, 0)),
        ]
        return Scenario(
            lines: lines.enumerated().map { Line(at: $1.0, command: $1.2, text: $1.1, number: $0 + 1) })
    }

    private init(lines: [Line]) {
        self.lines = lines
    }

    private static func milliseconds(_ word: String) -> Int64? {
        var (total, digits, rest): (Int64, String, Substring) = (0, "", word[...])
        while let character = rest.popFirst() {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard let number = Int64(digits), number <= 100_000_000 else { return nil }
            if character == "m", rest.first == "s" {
                rest.removeFirst()
                total += number
            } else if let factor = ["s": Int64(1000), "m": 60_000, "h": 3_600_000][character] {
                total += number * factor
            } else {
                return nil
            }
            digits = ""
        }
        return digits.isEmpty && !word.isEmpty ? total : nil
    }
}
