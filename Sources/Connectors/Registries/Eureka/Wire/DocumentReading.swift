import Clients

/// Reads a document's batches side by side while it streams in, and puts them together in its order.
enum DocumentReading {
    /// How many batches are read at once: more than a few only hold memory.
    private static let width = 3

    private typealias Outcome = (index: Int, part: Result<DocumentBuilder.Part, ClientError>)

    /// The builder of all that the stream held.
    ///
    /// - Throws: why the stream ended early, or what makes the document unusable.
    static func builder(
        of stream: ElementStream, by decoder: InstanceDecoder
    ) async throws(ClientError) -> DocumentBuilder {
        let result = await withTaskGroup(of: Outcome.self) { group in
            var assembly = Assembly()
            var (sent, running) = (0, 0)
            do throws(ClientError) {
                while let batch = try await stream.next() {
                    if running == width, let done = await group.next() {
                        running -= 1
                        try assembly.take(done)
                    }
                    let index = sent
                    group.addTask { (index, read(batch, by: decoder)) }
                    sent += 1
                    running += 1
                }
                while let done = await group.next() { try assembly.take(done) }
                return Result<DocumentBuilder, ClientError>.success(assembly.builder)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func read(
        _ batch: ElementBatch, by decoder: InstanceDecoder
    ) -> Result<DocumentBuilder.Part, ClientError> {
        do throws(ClientError) {
            return .success(try DocumentBuilder.read(batch, by: decoder))
        } catch {
            return .failure(error)
        }
    }

    /// Parts as they come, taken in their order.
    private struct Assembly {
        var builder = DocumentBuilder()
        private var waiting: [Int: DocumentBuilder.Part] = [:]
        private var next = 0

        mutating func take(_ outcome: Outcome) throws(ClientError) {
            waiting[outcome.index] = try outcome.part.get()
            while let part = waiting.removeValue(forKey: next) {
                try builder.add(part)
                next += 1
            }
        }
    }
}
