/// An option of a command, as data: parsing, help, completions and the man page are made from it.
struct OptionSpec: Sendable {
    /// The long name without dashes (`config`).
    let name: String
    /// One letter, if it has one.
    let short: Character?
    /// What its value is called in help (`FILE`); nothing for a switch.
    let value: String?
    /// Whether it may be given several times.
    let repeats: Bool
    /// The only values it takes, if they are few.
    let choices: [String]
    /// One sentence.
    let help: String

    init(
        _ name: String, short: Character? = nil, value: String? = nil, repeats: Bool = false, choices: [String] = [],
        help: String
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.repeats = repeats
        self.choices = choices
        self.help = help
    }

    /// `-o, --output FORMAT`.
    var usage: String {
        (short.map { "-\($0), " } ?? "    ") + "--\(name)" + (value.map { " \($0)" } ?? "")
    }
}
