import Estate
import FoundationEssentials

/// `azimuth init`: a commented estate file to begin with.
enum InitCommand {
    static let spec = CommandSpec(
        "init", operands: "[FILE]", count: 0...1, summary: "write a commented estate file to begin with",
        details: "Writes ./azimuth.yaml, or FILE; `-` prints it. A file that is there is never overwritten."
    ) { arguments in
        let path = arguments.operands.first ?? "azimuth.yaml"
        if path == "-" {
            Output.text(EstateTemplate.text)
            return .complete
        }
        if FileManager.default.fileExists(atPath: path) {
            throw CommandError.usage("\(path) is there already and stays as it is; name another file, or - to print it")
        }
        do {
            try Data(EstateTemplate.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        } catch {
            throw CommandError(.failed, "cannot write \(path): its folder is not there, or may not be written")
        }
        Output.line("wrote \(path): edit it, then azimuth check --config \(path)")
        return .complete
    }
}
