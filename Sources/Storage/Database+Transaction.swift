import SQLite

/// What a transaction takes at its beginning.
public enum TransactionKind: Sendable {
    /// Nothing until it reads, and then one snapshot for all it reads. Not for writing: a writer in between would make it fail.
    case reading
    /// The right to write, so that it waits at its beginning and not in its middle.
    case immediate
}

extension Database {
    /// Runs `body` as one change: all of it is stored, or, where it throws, none of it.
    ///
    /// Inside another transaction it is a savepoint: its own part is undone where it throws, and the outer one decides.
    /// A commit that throws `io` may or may not be found after a crash; any other error leaves nothing behind.
    ///
    /// - Throws: what `body` throws, else `StorageError`.
    public func transaction<Result>(
        _ kind: TransactionKind = .immediate, _ body: () throws -> Result
    ) throws -> Result {
        let name = "azimuth_\(depth)"
        let nested = connection.isInTransaction
        if nested {
            try connection.execute("SAVEPOINT \(name)", "begin a part of a transaction on")
        } else {
            try connection.execute(kind == .immediate ? "BEGIN IMMEDIATE" : "BEGIN", "begin a transaction on")
        }
        depth += 1
        defer { depth -= 1 }
        do {
            let result = try body()
            try connection.execute(nested ? "RELEASE \(name)" : "COMMIT", "commit to")
            return result
        } catch {
            // SQLite has rolled back by itself after a full disk and the like; there is nothing left to undo then. Where
            // undoing fails too, the first error is the one that tells why.
            if connection.isInTransaction {
                try? connection.execute(nested ? "ROLLBACK TO \(name); RELEASE \(name)" : "ROLLBACK", "roll back")
            }
            throw error
        }
    }
}
