import FoundationEssentials

/// JSON in one form only, so that equal values are equal texts and can be compared by their digest.
enum CanonicalJSON {
    /// The canonical text of a value.
    ///
    /// - Throws: `journal`, which no value of ours should ever bring about (a number that JSON cannot hold).
    static func text(_ value: some Encodable) throws(OperationError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw OperationError(.journal, "a value cannot be written as JSON: \(error)", cause: error)
        }
    }

    /// The value that a text of ours holds.
    ///
    /// - Throws: `journal` where the text is not what this program writes: damaged, or of a version that it does not know.
    static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws(OperationError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw OperationError(
                .journal,
                "the journal holds a \(type) that this program cannot read (\(error)): "
                    + "it was edited, is damaged, or was written by another version.", cause: error)
        }
    }
}
