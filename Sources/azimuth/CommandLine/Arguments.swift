/// A command line, parsed against its command's options.
struct Arguments: Sendable {
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]

    /// Parses what follows the command's name.
    ///
    /// - Throws: `CommandError` that names the option and the nearest one that exists.
    init(_ words: [String], options: [OptionSpec], command: String) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard
                let option = options.first(where: {
                    parts[0] == "--\($0.name)" || parts[0] == $0.short.map { "-\($0)" }
                })
            else { throw Arguments.unknown(parts[0], options: options, command: command) }
            guard let wanted = option.value else {
                if parts.count > 1 { throw CommandError.usage("--\(option.name) takes no value") }
                values[option.name, default: []].append("")
                continue
            }
            guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else {
                throw CommandError.usage("--\(option.name) wants a value: --\(option.name) \(wanted)")
            }
            if !option.choices.isEmpty, !option.choices.contains(value) {
                throw CommandError.usage(
                    "--\(option.name) \(value): not one of \(option.choices.joined(separator: ", "))")
            }
            if !option.repeats, values[option.name] != nil {
                throw CommandError.usage("--\(option.name) is given twice")
            }
            values[option.name, default: []].append(value)
        }
    }

    /// Whether a switch was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option.
    func value(_ name: String) -> String? { values[name]?.last }

    /// All values of an option that repeats.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// `KEY=REASON` pairs of an option that repeats.
    ///
    /// - Throws: `CommandError` where there is no reason: nothing dangerous is done without one.
    func reasons(_ name: String, what: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for text in all(name) {
            guard let split = text.lastReasonSeparator else {
                throw CommandError.usage(
                    "--\(name) \(text): wants \(what)=REASON, with a reason that others will understand")
            }
            let (key, reason) = (String(text[..<split]), String(text[text.index(after: split)...]))
            guard pairs.updateValue(reason, forKey: key) == nil else {
                throw CommandError.usage("--\(name): \(key) is named twice")
            }
        }
        return pairs
    }

    /// The milliseconds of an option's time (`500ms`, `5s`, `2m`, `4h`), nothing where it was not given.
    func milliseconds(_ name: String) throws -> Int64? {
        try value(name).map { try Self.milliseconds($0, what: "--\(name)") }
    }

    /// The milliseconds of a time (`500ms`, `5s`, `2m`, `4h`, `1d`).
    ///
    /// - Throws: `CommandError` that says what is wanted.
    static func milliseconds(_ text: String, what: String) throws -> Int64 {
        for (unit, factor) in [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
            as [(String, Int64)]
        where text.hasSuffix(unit) {
            if let number = Int64(text.dropLast(unit.count)), (0...1_000_000).contains(number) {
                return number * factor
            }
        }
        throw CommandError.usage("\(what) \(Output.sanitised(text)): wants a time such as 500ms, 5s, 2m or 4h")
    }

    /// Whether machine-readable output is asked for.
    var json: Bool { value("output") == "json" }

    private static func unknown(_ word: String, options: [OptionSpec], command: String) -> CommandError {
        let near = Spelling.nearest(to: word, among: options.map { "--\($0.name)" })
        let called = command.isEmpty ? "azimuth" : "azimuth \(command)"
        return .usage(
            "\(word): no such option of \(called)" + (near.map { "; did you mean \($0)?" } ?? "")
                + "\n\(called) --help lists them")
    }
}

extension String {
    /// Where `KEY=REASON` splits: the first `=` whose both sides are there. A URL's query may hold one as well, so the
    /// key of a node is cut at the first `=` that follows no `?`.
    fileprivate var lastReasonSeparator: Index? {
        guard let at = firstIndex(of: "="), at != startIndex, index(after: at) != endIndex else { return nil }
        return self[index(after: at)...].allSatisfy { $0 == " " } ? nil : at
    }
}
