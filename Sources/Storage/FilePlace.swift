import Glibc
import SQLite

/// Where a file lies and what stands in the way of writing it, as the system tells.
struct FilePlace {
    let path: String
    /// The directory that holds the file.
    let directory: String

    init(_ path: String) {
        self.path = path
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            directory = "."
            return
        }
        directory = slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// What to do about the first thing that forbids to write the file, or `nil` where nothing is found.
    var obstacle: String? {
        guard let parent = Self.status(directory) else {
            let reason = String(cString: strerror(errno))
            return "The directory \(directory) cannot be used (\(reason)): create it, or name another place."
        }
        guard parent.st_mode & S_IFMT == S_IFDIR else { return "\(directory) is not a directory: name another place." }
        if let file = Self.status(path) {
            guard file.st_mode & S_IFMT == S_IFREG else { return "\(path) is not a regular file: name another place." }
            if let reason = Self.refusal(path, R_OK) { return blame("The file \(path)", file, reason) }
        }
        // SQLite makes its -wal and -shm files beside the database, so the directory has to be writable as well.
        if let reason = Self.refusal(directory, W_OK | X_OK) {
            return blame("The directory \(directory)", parent, reason)
        }
        for companion in [path, path + "-wal", path + "-shm"] {
            if let file = Self.status(companion), let reason = Self.refusal(companion, R_OK | W_OK) {
                return blame("The file \(companion)", file, reason)
            }
        }
        return nil
    }

    private func blame(_ what: String, _ status: stat, _ reason: Int32) -> String {
        if reason == EROFS { return "\(what) is on a file system that is mounted read-only." }
        let mode = String(status.st_mode & 0o7777, radix: 8)
        if status.st_uid != geteuid() {
            return "\(what) belongs to user \(status.st_uid) (mode \(mode)), this process runs as user \(geteuid()): "
                + "get its owner or its group to let you in, or name another place."
        }
        return
            "\(what) has mode \(mode), which does not let its owner write: change it with chmod, or name another place."
    }

    /// The `errno` that says why this process, with the rights it acts with now, may not use the file so.
    private static func refusal(_ path: String, _ use: Int32) -> Int32? {
        faccessat(AT_FDCWD, path, use, AT_EACCESS) == 0 ? nil : errno
    }

    static func status(_ path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
}
