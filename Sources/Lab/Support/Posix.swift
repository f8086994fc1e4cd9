import Glibc

/// The few calls of the system that the simulated estate needs, each with its pointers inside.
enum Posix {
    /// The wall's time in milliseconds since 1970.
    static func wallMilliseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Holds up this thread, as a server of one thread is held up by a slow command.
    static func sleep(milliseconds: Int64) {
        var pause = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        _ = unsafe nanosleep(&pause, nil)
    }

    /// Creates the folder, and those above it, for its owner alone.
    static func makeFolder(_ path: String) throws(LabError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard unsafe mkdir(made, 0o700) == 0 || errno == EEXIST else { throw failure("create the folder", made) }
        }
    }

    /// Writes the file whole or not at all: beside its place first, then renamed.
    static func write(_ text: String, to path: String) throws(LabError) {
        let draft = "\(path).\(getpid())"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write", draft) }
        var rest = ArraySlice(text.utf8)
        while !rest.isEmpty {
            let count = unsafe rest.withContiguousStorageIfAvailable {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            guard let count, count > 0 else {
                let problem = failure("write", draft)
                close(descriptor)
                unsafe unlink(draft)
                throw problem
            }
            rest = rest.dropFirst(count)
        }
        close(descriptor)
        guard unsafe rename(draft, path) == 0 else { throw failure("write", path) }
    }

    /// The names in a folder, without those that begin with a dot; none where it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// The failure of the call just made, with the system's reason.
    static func failure(_ what: String, _ path: String) -> LabError {
        let reason = unsafe String(cString: strerror(errno))
        return LabError(code: .file, message: "cannot \(what) \(path): \(reason); choose another folder with --dir")
    }
}

extension Posix {
    /// Whether something is at that path.
    static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// A text file, as far as a megabyte.
    static func read(_ path: String) throws(LabError) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: 64 << 10))
        while bytes.count < 1 << 20 {
            let count = unsafe Glibc.read(descriptor, &piece, piece.count)
            guard count >= 0 else { throw unreadable(path) }
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unreadable(_ path: String) -> LabError {
        let reason = unsafe String(cString: strerror(errno))
        return LabError(code: .file, message: "cannot read \(path): \(reason)")
    }
}

extension Posix {
    /// Whether the open file is still the one of that path.
    static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
        var (open, named) = (stat(), stat())
        guard unsafe fstat(descriptor, &open) == 0, unsafe stat(path, &named) == 0 else { return false }
        return open.st_dev == named.st_dev && open.st_ino == named.st_ino
    }
}

extension Posix {
    /// The path from the root, so that it stays right for processes that start elsewhere.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let here = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(here) }
        return unsafe "\(String(cString: here))/\(path)"
    }

    /// Removes a file, if it is there.
    static func remove(_ path: String) {
        unsafe unlink(path)
    }
}
