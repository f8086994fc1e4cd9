import FoundationEssentials
import Glibc
import Storage
import Testing

/// A directory of a test's own, removed with it.
final class Scratch {
    let path: String
    private var isMounted = false

    init() throws {
        var template = Array("/tmp/azimuth-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if isMounted { umount2(path, Int32(MNT_DETACH)) }
        chmod(path, 0o700)
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// Puts a file system of its own on the directory; only root can.
    func mountSmallDisk(kibibytes: Int) throws {
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k") == 0 else { throw SystemFailure() }
        isMounted = true
    }

    func remountReadOnly() throws {
        guard mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 else {
            throw SystemFailure()
        }
    }
}

struct SystemFailure: Error, CustomStringConvertible {
    let number = errno
    var description: String { String(cString: strerror(number)) }
}

let isRoot = geteuid() == 0

/// Runs `body` with the file rights of another user, in this thread alone.
func asStranger(_ body: () throws -> Void) throws {
    typealias Setter = @convention(c) (UInt32) -> Int32
    let setter = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: Setter.self)
    _ = setter(12345)
    defer { _ = setter(geteuid()) }
    try body()
}

/// The error that `body` throws, which has to be one of the storage's.
func storageError(_ body: () throws -> Void) throws -> StorageError {
    try #require(throws: StorageError.self, performing: body)
}

func mode(_ path: String) -> UInt32 {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
}

func write(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw SystemFailure() }
    close(descriptor)
}
