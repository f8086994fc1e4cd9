import Glibc
import Synchronization

/// A hold on a simulated estate: as long as one is there, the estate runs.
///
/// It is a lock on a file, which the kernel takes away with the process, however that ends.
public final class LabHold: Sendable {
    /// Counts this process' holds: a second one of the same folder is a file of its own, or it would wait for the first.
    private static let taken = Atomic(0)

    private let path: String
    private let descriptor: Int32

    /// Holds the estate of that folder.
    ///
    /// - Throws: ``LabError`` where the folder cannot be written.
    public init(dir: String) throws(LabError) {
        let folder = Self.folder(in: dir)
        try Posix.makeFolder(folder)
        path = "\(folder)/\(getpid()).\(Self.taken.add(1, ordering: .relaxed).newValue)"
        descriptor = try Self.lock(path)
    }

    deinit {
        // The file first, while it is still locked: nobody can mistake it for another's.
        unsafe unlink(path)
        close(descriptor)
    }

    static func folder(in dir: String) -> String {
        "\(dir)/holders"
    }

    private static func lock(_ path: String) throws(LabError) -> Int32 {
        while true {
            let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Posix.failure("hold", path) }
            guard flock(descriptor, LOCK_EX) == 0 else {
                let problem = Posix.failure("lock", path)
                close(descriptor)
                throw problem
            }
            // The estate may have swept the file away between the two calls: then the lock is on nothing that it sees.
            if Posix.isSame(descriptor, path) { return descriptor }
            close(descriptor)
        }
    }

    /// How many hold the estate of that folder; files whose holder has gone are swept away.
    static func count(in dir: String) -> Int {
        let folder = folder(in: dir)
        return Posix.names(in: folder).reduce(0) { count, name in
            count + (isHeld("\(folder)/\(name)") ? 1 : 0)
        }
    }

    private static func isHeld(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return true }
        unsafe unlink(path)
        return false
    }
}
