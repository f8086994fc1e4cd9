import Glibc
import SQLite

extension StorageError {
    /// What SQLite reports, as an error that says what to do.
    ///
    /// - Parameters:
    ///   - result: SQLite's extended result code.
    ///   - systemError: the `errno` of the call that failed, 0 where there is none.
    ///   - detail: SQLite's own words.
    ///   - action: what was being done, as in "cannot ACTION".
    ///   - path: the database's file.
    init(result: Int32, systemError: Int32, detail: String, action: String, path: String) {
        let code = Code(result: result, systemError: systemError)
        // A log that nobody has open has an index to be made beside the file, even for reading.
        let needsIndex = result & 0xff == SQLITE_READONLY && [1, 5, 6].contains(result >> 8)
        let detail = needsIndex ? "reading it takes the right to write beside it" : detail
        let reason = systemError == 0 ? detail : "\(detail) (\(String(cString: strerror(systemError))))"
        self.init(code, action: action, path: path, detail: reason)
    }

    /// An error of this kind about a file, with the advice that belongs to it.
    init(_ code: Code, action: String, path: String, detail: String) {
        self.init(code, "cannot \(action) \(path): \(detail). \(Self.advice(code, path: path))")
    }

    /// What whoever reads the message can do about it.
    private static func advice(_ code: Code, path: String) -> String {
        let place = FilePlace(path)
        switch code {
        case .full:
            return
                "Free space on the file system of \(place.directory), or raise the quota; what was stored before is intact."
        case .busy:
            return "Another process is writing it: try again; `fuser \(path)` tells which."
        case .readOnly, .cannotOpen:
            return place.obstacle
                ?? "Check that the file can be read and written, with its directory and its -wal and -shm files."
        case .corrupt:
            return
                "Move the file aside (with its -wal and -shm files) or put a copy back; `sqlite3 \(path) .recover` saves what can be read."
        case .io:
            return "Check the disk (`dmesg`): whether what was written last survives a crash is not known."
        case .memory:
            return "The machine is out of memory."
        default:
            return "This is a defect of the program: please report it with this line."
        }
    }
}

extension StorageError.Code {
    /// The kind that an extended result code of SQLite's belongs to.
    init(result: Int32, systemError: Int32) {
        let outOfSpace = systemError == ENOSPC || systemError == EDQUOT
        switch result & 0xff {
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR: self = outOfSpace ? .full : .io
        case SQLITE_CANTOPEN: self = outOfSpace ? .full : .cannotOpen
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: self = .busy
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_PERM, SQLITE_AUTH: self = .cannotOpen
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: self = .corrupt
        case SQLITE_CONSTRAINT: self = .constraint
        case SQLITE_NOMEM: self = .memory
        case SQLITE_MISMATCH, SQLITE_TOOBIG: self = .typeMismatch
        default: self = .misuse
        }
    }
}
