import Glibc
import YAML

/// A file that holds a secret, refused where anybody else may read it.
enum SecretFile {
    /// The most that a secret may be long, in bytes.
    static let limit = 64 * 1024

    /// The text of the file without the line break at its end.
    static func read(_ path: String) throws(EstateError) -> String {
        // Not blocking, so that a named pipe cannot hold the console up; what is checked is what was opened.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw EstateError(
                .secret, "cannot read \(path): \(String(cString: strerror(errno))); check the path and its rights")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw EstateError(.secret, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        if let objection = objection(to: path, status) { throw EstateError(.secret, objection) }
        guard let bytes = FileText.bytes(of: descriptor, limit: limit) else {
            throw EstateError(.secret, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        guard bytes.count <= limit else {
            throw EstateError(.secret, "\(path) is longer than \(limit) bytes; a file holds one secret alone")
        }
        guard var text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw EstateError(.secret, "\(path) is no UTF-8 text; a secret is text")
        }
        if text.utf8.last == UInt8(ascii: "\n") { text = String(text.unicodeScalars.dropLast()) }
        if text.utf8.last == UInt8(ascii: "\r") { text = String(text.unicodeScalars.dropLast()) }
        guard !text.isEmpty else { throw EstateError(.secret, "\(path) is empty; write the secret into it") }
        return text
    }

    /// Why a file of this path must not be used for a secret; nothing where it may, or where it cannot be seen.
    static func objection(to path: String) -> String? {
        var status = stat()
        return stat(path, &status) == 0 ? objection(to: path, status) : nil
    }

    /// Throws where a file that holds no secret cannot be opened.
    static func checkReadable(_ path: String) throws(EstateError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw EstateError(
                .secret, "cannot read \(path): \(String(cString: strerror(errno))); check the path and its rights")
        }
        close(descriptor)
    }

    private static func objection(to path: String, _ status: stat) -> String? {
        guard status.st_mode & S_IFMT == S_IFREG else { return "\(path) is not a regular file" }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            return
                "\(path) belongs to user \(status.st_uid), neither to you (user \(geteuid())) nor to root; make a copy of your own"
        }
        guard status.st_mode & 0o077 == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            return "\(path) can be read by others (mode \(mode)); take that right away: chmod 600 \(path)"
        }
        return nil
    }
}
