extension Database {
    /// The version of the file's tables: 0 for an empty file.
    public func version() throws(StorageError) -> Int { Int(try pragmaText("user_version")) ?? 0 }

    /// Brings the file's tables to the version that the program knows, in one transaction: all scripts that are missing, or none.
    ///
    /// A file that is there already costs two reads of its header and no write.
    ///
    /// - Throws: `newer` where the file is ahead of the program, `older` where it is behind and may only be read,
    ///   `foreign` where it is something else, else what the scripts throw.
    public func migrate(to schema: Schema) throws {
        // The header's three numbers of one moment: another process may be making the tables right now.
        if try transaction(.reading, { try isCurrent(schema) }) { return }
        if options.access == .readOnly {
            throw StorageError(
                .older,
                "\(path) holds version \(try version()) of the \(schema.name), this program reads \(schema.version): "
                    + "let a program that may write the file open it once.")
        }
        try transaction(.immediate) {
            // Another process may have done it while this one waited for the lock.
            if try isCurrent(schema) { return }
            for (index, script) in schema.scripts.enumerated().dropFirst(try version()) {
                try connection.execute(script, "make version \(index + 1) of the \(schema.name) in")
            }
            try connection.execute(
                "PRAGMA application_id=\(schema.identifier); PRAGMA user_version=\(schema.version)", "number")
        }
    }

    private func isCurrent(_ schema: Schema) throws(StorageError) -> Bool {
        let version = try version()
        let identifier = try pragmaText("application_id")
        let changes = try pragmaText("schema_version")
        let isEmpty = version == 0 && identifier == "0" && changes == "0"
        guard isEmpty || identifier == String(schema.identifier) else {
            throw StorageError(
                .foreign, "\(path) is a database, but no \(schema.name) of this program: name another file.")
        }
        if version > schema.version {
            throw StorageError(
                .newer,
                "\(path) holds version \(version) of the \(schema.name), this program knows up to \(schema.version): "
                    + "a newer azimuth wrote it. Use that version, or name another file.")
        }
        return version == schema.version
    }
}
