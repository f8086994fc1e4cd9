import Glibc
import SQLite

/// The file below a database: made with the right mode before SQLite sees it, and refused where strangers may write it.
///
/// SQLite itself makes files readable to everybody (0644), and gives its -wal and -shm files the mode of the database.
enum DatabaseFile {
    /// Makes the file, and the directories above it, where they are missing; they are on the disk when this returns.
    static func make(_ path: String, _ sharing: DatabaseOptions.Sharing) throws(StorageError) {
        guard FilePlace.status(path) == nil else { return }
        let directory = FilePlace(path).directory
        try makeDirectory(directory, sharing)
        let mode: mode_t = sharing == .owner ? 0o600 : 0o660
        // Made under another name, then linked: closing a descriptor of the database itself would drop the locks that
        // another connection of this process may have taken on it by then (POSIX locks belong to the process).
        let draft = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let file = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw failure(path, "create") }
        defer { unlink(draft) }
        // The mode once more, because the umask may have taken the group's part.
        let isMade = fchmod(file, mode) == 0 && fsync(file) == 0
        let reason = errno
        close(file)
        guard isMade else { throw failure(path, "create", reason) }
        // EEXIST is no harm: another process was quicker and made it in the same way.
        guard link(draft, path) == 0 || errno == EEXIST else { throw failure(path, "create") }
        try sync(directory)
    }

    /// Refuses a file whose content anybody may change: what is read from it is acted upon.
    static func refuseStrangers(_ path: String) throws(StorageError) {
        guard let status = FilePlace.status(path), status.st_mode & 0o002 != 0 else { return }
        throw StorageError(
            .insecure,
            "refusing \(path): everybody may write it. Find out who did, then take that right away: chmod o-rwx \(path)"
        )
    }

    private static func makeDirectory(_ path: String, _ sharing: DatabaseOptions.Sharing) throws(StorageError) {
        guard FilePlace.status(path) == nil else { return }
        let parent = FilePlace(path).directory
        if parent != path { try makeDirectory(parent, sharing) }
        let mode: mode_t = sharing == .owner ? 0o700 : 0o2770
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw failure(path, "create the directory") }
        if sharing == .group, chmod(path, mode) != 0 { throw failure(path, "share the directory") }
        try sync(parent)
    }

    /// Puts a directory's entries on the disk: without that a power cut can take a whole new file.
    private static func sync(_ directory: String) throws(StorageError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // A directory that may be written but not read cannot be synced; the file in it can still be used.
        if descriptor < 0, errno == EACCES { return }
        guard descriptor >= 0 else { throw failure(directory, "open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(directory, "sync") }
    }

    private static func failure(_ path: String, _ action: String, _ number: Int32 = errno) -> StorageError {
        let code: StorageError.Code =
            switch number {
            case ENOSPC, EDQUOT: .full
            case EROFS, EACCES, EPERM: .readOnly
            case EIO: .io
            default: .cannotOpen
            }
        return StorageError(code, action: action, path: path, detail: String(cString: strerror(number)))
    }
}
