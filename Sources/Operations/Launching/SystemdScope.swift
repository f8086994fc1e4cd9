import FoundationEssentials
import Glibc
import Spawning

/// Whether logging out would kill a runner, and what keeps it alive then.
///
/// With `KillUserProcesses=yes` logind ends everything of a session at log-out, a session of its own or not; a scope
/// beside the session's is left alone.
struct SystemdScope {
    /// Where systemd says that it runs this host.
    let runtime: String
    /// Where logind's settings are, the weakest first; within a directory the files' names order them.
    let settings: [String]

    /// This host's.
    static let host = SystemdScope(
        runtime: "/run/systemd/system",
        settings: [
            "/etc/systemd/logind.conf", "/usr/lib/systemd/logind.conf.d", "/run/systemd/logind.conf.d",
            "/etc/systemd/logind.conf.d",
        ])

    /// What goes before a command so that it survives the log-out; nothing where it does anyway.
    func prefix(isRoot: Bool = geteuid() == 0) -> [String] {
        guard FileManager.default.fileExists(atPath: runtime), killsUserProcesses,
            let program = ["/usr/bin/systemd-run", "/bin/systemd-run"].first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { return [] }
        return [program] + (isRoot ? [] : ["--user"]) + ["--scope", "--quiet", "--collect", "--"]
    }

    /// What logind was told; it kills nothing by default.
    var killsUserProcesses: Bool {
        var kills = false
        for path in settings {
            for file in files(path) {
                guard let data = FileManager.default.contents(atPath: file) else { continue }
                for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
                    let parts = line.split(separator: "=", maxSplits: 1)
                    guard parts.count == 2, trimmed(parts[0]) == "KillUserProcesses" else { continue }
                    kills = ["yes", "true", "1", "on"].contains(trimmed(parts[1]).lowercased())
                }
            }
        }
        return kills
    }

    private func files(_ path: String) -> [String] {
        guard path.hasSuffix(".d") else { return [path] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".conf") }.sorted().map { "\(path)/\($0)" }
    }

    private func trimmed(_ text: Substring) -> String {
        String(
            text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
    }
}
