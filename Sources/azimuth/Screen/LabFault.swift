import Console
import Estate
import Lab

/// Faults of the simulated estate that the console looks at: the same words as `azimuth lab fault` takes.
enum LabFault {
    /// Whether the estate file is a simulated estate's.
    static func isSimulated(_ setup: Setup) -> Bool { LabControl.isEstate(dir: folder(setup)) }

    /// Plays what the words say.
    static func play(_ words: String, _ setup: Setup) -> ConsoleEvent {
        let parts = words.split(separator: " ").map(String.init)
        do throws(LabError) {
            let done = try LabControl.run(
                parts.first == "fault" ? Array(parts.dropFirst()) : parts, dir: folder(setup))
            // The message line is one line.
            return .told(done.split(separator: "\n").joined(separator: "; "))
        } catch {
            return .failed(error.message)
        }
    }

    private static func folder(_ setup: Setup) -> String {
        let path = setup.file.path
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
