import Storage

extension Journal {
    /// A change that waits for those who ask at the same moment: all of them go to the disk together.
    ///
    /// A disk takes some milliseconds to say that a line is on it. A run that moves a zone of a thousand instances writes
    /// thousands of lines from dozens of lanes side by side; one after another they would take longer than the calls.
    /// Each is on the disk when this returns, as with `change`; where one of them fails, each is tried alone.
    ///
    /// - Throws: what `change` throws.
    func together<Result: Sendable>(
        _ body: @escaping (Database) throws -> Result
    ) async throws(OperationError) -> Result {
        do {
            return try await withCheckedThrowingContinuation(isolation: self) { continuation in
                var result: Result?
                pending.append(
                    PendingChange(
                        body: { result = try body($0) },
                        done: { error in
                            if let error {
                                continuation.resume(throwing: error)
                            } else if let result {
                                continuation.resume(returning: result)
                            } else {
                                continuation.resume(throwing: OperationError(.journal, "a change was not made"))
                            }
                        }))
                guard pending.count == 1 else { return }
                // Whoever is in line for this actor already comes first, and joins.
                Task { self.writePending() }
            }
        } catch {
            throw Self.failure(error)
        }
    }

    private func writePending() {
        let changes = pending
        pending = []
        do throws(OperationError) {
            try change { database in
                for change in changes { try change.body(database) }
            }
            for change in changes { change.done(nil) }
        } catch {
            guard changes.count > 1 else { return changes.forEach { $0.done(error) } }
            for one in changes {
                do throws(OperationError) {
                    try change { database in try one.body(database) }
                    one.done(nil)
                } catch {
                    one.done(error)
                }
            }
        }
    }
}

/// A change that waits to be written with others.
struct PendingChange {
    /// What it writes.
    let body: (Database) throws -> Void
    /// Is told when it is on the disk, or why it is not.
    let done: (OperationError?) -> Void
}
