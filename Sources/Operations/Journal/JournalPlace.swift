import FoundationEssentials
import Glibc
import Spawning
import Storage

/// Where the journal lies, and who can see it there.
public struct JournalPlace: Hashable, Sendable {
    /// The file's absolute path.
    public var path: String
    /// Whether the users of this host share it.
    public var isShared: Bool
    /// What an operator must know of the place: that others on this host will not see what happens.
    public var notice: String?

    /// The directory whose group shares its journals.
    public static let sharedRoot = "/var/lib/azimuth"
    /// The group that shares them.
    public static let group = "azimuth"

    /// The place of an estate's journal (DESIGN §4.2).
    ///
    /// - Parameters:
    ///   - override: `operations.journal` of the estate file.
    ///   - environment: the process's.
    ///   - root: where shared journals are; tests give another.
    public static func choose(
        estate: String, override: String?, environment: [String: String], root: String = sharedRoot,
        group: String = group
    ) -> JournalPlace {
        if let override {
            return JournalPlace(path: override, isShared: isShared(directory(of: override), group), notice: nil)
        }
        let name = component(estate)
        if isShared(root, group) {
            return JournalPlace(path: "\(root)/\(name)/journal.sqlite", isShared: true, notice: nil)
        }
        let home = environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path
        let given = environment["XDG_STATE_HOME"] ?? ""
        // The specification says to ignore a relative path.
        let state = given.hasPrefix("/") ? given : "\(home)/.local/state"
        return JournalPlace(
            path: "\(state)/azimuth/\(name)/journal.sqlite", isShared: false,
            notice: "others on this host will not see your operations: \(root) is not writable to the group \(group)")
    }

    /// The log of this user's runners, beside the journal; one a user, because a umask takes the others' right to add to it.
    public var log: String { "\(JournalPlace.directory(of: path))/runner-\(geteuid()).log" }

    /// Makes the directory of a shared journal so that the whole group can write it.
    ///
    /// Storage makes what is missing with the right mode, but only the group's own directory passes the group on.
    public func prepare(group: String = group) throws(OperationError) {
        let directory = JournalPlace.directory(of: path)
        guard isShared, !FileManager.default.fileExists(atPath: directory) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o770])
            try FileManager.default.setAttributes(
                [.groupOwnerAccountName: group, .posixPermissions: 0o2770], ofItemAtPath: directory)
        } catch {
            throw OperationError(
                .journal, "the journal's directory \(directory) cannot be made for the group \(group): \(error)",
                cause: error)
        }
    }

    /// How files that are made there are shared.
    public var sharing: DatabaseOptions.Sharing { isShared ? .group : .owner }

    private static func isShared(_ directory: String, _ group: String) -> Bool {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: directory),
            attributes[.groupOwnerAccountName] as? String == group,
            let mode = attributes[.posixPermissions] as? UInt, mode & 0o020 != 0
        else { return false }
        return FileManager.default.isWritableFile(atPath: directory)
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The estate's name as the name of a directory.
    private static func component(_ estate: String) -> String {
        let safe = estate.map { $0 == "/" || $0 == "\0" ? "_" : $0 }
        let name = String(safe)
        return name.isEmpty || name.hasPrefix(".") ? "_\(name)" : name
    }
}
