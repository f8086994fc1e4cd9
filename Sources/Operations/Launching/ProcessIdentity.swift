import FoundationEssentials
import Glibc
import Spawning

/// Which process: its number alone could be given to another one, its start and its boot could not.
public struct ProcessIdentity: Codable, Hashable, Sendable {
    /// Its number.
    public var pid: Int32
    /// When it started, in clock ticks since boot (`/proc/PID/stat`, field 22).
    public var startTicks: Int64
    /// Which boot (`/proc/sys/kernel/random/boot_id`).
    public var boot: String
    /// The host's name, for people.
    public var host: String
    /// The user's name, for people.
    public var user: String

    /// A process.
    public init(pid: Int32, startTicks: Int64, boot: String, host: String, user: String) {
        self.pid = pid
        self.startTicks = startTicks
        self.boot = boot
        self.host = host
        self.user = user
    }

    /// This process.
    public static var current: ProcessIdentity {
        let pid = getpid()
        return ProcessIdentity(
            pid: pid, startTicks: ProcessTable.start(of: pid) ?? 0, boot: ProcessTable.boot,
            host: ProcessInfo.processInfo.hostName, user: ProcessTable.user)
    }

    /// `ana@bastion-a`: who somebody is in the journal.
    public var userAtHost: String { "\(user)@\(host)" }
}

/// What the system tells of processes.
public enum ProcessTable {
    /// The id of this boot; empty where the system does not tell.
    public static var boot: String { text("/proc/sys/kernel/random/boot_id") ?? "" }

    /// When a process started, in clock ticks since boot; nothing where there is none of this number, or only its
    /// remains that nobody has collected (a zombie).
    public static func start(of pid: Int32) -> Int64? {
        // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
        guard let line = text("/proc/\(pid)/stat"), let name = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: name)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return Int64(fields[19])
    }

    /// The name of the user that this process acts as, from the password file, else its number.
    static var user: String {
        let id = geteuid()
        for line in (text("/etc/passwd") ?? "").split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, UInt32(fields[2]) == id { return String(fields[0]) }
        }
        return ProcessInfo.processInfo.environment["USER"] ?? "\(id)"
    }

    /// A file of the kernel's, without line breaks at its end; nothing where it cannot be read.
    static func text(_ path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        var text = String(decoding: data, as: UTF8.self)
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
