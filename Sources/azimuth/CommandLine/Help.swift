/// Help texts, made from the command table.
enum Help {
    static let headline = "Azimuth: the terminal operations console for multi-active architectures"

    /// `azimuth --help`.
    static func overview(_ commands: [CommandSpec]) -> String {
        let shown = commands.filter { !$0.hidden && !$0.name.isEmpty }
        let width = (shown.map(\.name.count).max() ?? 0) + 2
        let lines = shown.map { "  \($0.name.padded(to: width))\($0.summary)" }
        return """
            \(headline)

            usage: azimuth [--config FILE]           the console
                   azimuth COMMAND [OPTIONS] …       without a screen

            \(lines.joined(separator: "\n"))

            `azimuth COMMAND --help` says what a command changes, prints and exits with.
            Without --config the estate file is ./azimuth.yaml, else $XDG_CONFIG_HOME/azimuth/azimuth.yaml.
            """
    }

    /// `azimuth COMMAND --help`.
    static func page(_ command: CommandSpec, common: [OptionSpec]) -> String {
        let options = command.options + common
        let width = (options.map(\.usage.count).max() ?? 0) + 2
        let name = command.name.isEmpty ? "azimuth" : "azimuth \(command.name)"
        let usage = [name, options.isEmpty ? "" : "[OPTIONS]", command.operands].filter { !$0.isEmpty }
        var text = "\(command.summary)\n\nusage: \(usage.joined(separator: " "))\n"
        if !command.details.isEmpty { text += "\n\(command.details)\n" }
        text += "\noptions:\n"
        text += options.map { "  \($0.usage.padded(to: width))\($0.help)" }.joined(separator: "\n")
        return text
    }

    /// A completion script for bash, made from the same table.
    static func bashCompletion(_ commands: [CommandSpec], common: [OptionSpec]) -> String {
        let shown = commands.filter { !$0.hidden && !$0.name.isEmpty }
        let cases = shown.map { command in
            let words = (command.options + common).map { "--\($0.name)" }.joined(separator: " ")
            return "        \(command.name)) words=\"\(words)\" ;;"
        }
        return """
            _azimuth() {
                local words="\(shown.map(\.name).joined(separator: " ")) --config --help --version"
                case "${COMP_WORDS[1]}" in
            \(cases.joined(separator: "\n"))
                esac
                case "${COMP_WORDS[COMP_CWORD-1]}" in
                    --config|--trace|--journal|--scenario) COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")); return ;;
                esac
                COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -F _azimuth azimuth
            """
    }
}

extension String {
    /// Padded with spaces on the right.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
