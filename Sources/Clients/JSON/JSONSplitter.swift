import SimdJSON

/// Cuts the elements of an array out of a JSON document while it arrives, in chunks of any size.
///
/// Only the elements of one batch are ever held, so a document may be larger than memory; each is parsed later and by
/// itself, so a malformed one spoils itself alone. What is around the elements is read here: the path to them, the
/// small fields beside it, and whether the document is JSON at all and comes to its end.
public struct JSONSplitter: Sendable {
    /// What is cut out.
    public let path: JSONPath
    /// What an element may be; a larger one is left out and reported.
    public let limits: JSONLimits
    /// The scalars of the objects on the way to the first `[]`.
    public internal(set) var fields = JSONFields()
    /// How many names of the path were found: 1 for `applications` alone.
    public internal(set) var namesFound = 0
    /// How many elements were cut out.
    public internal(set) var elementCount = 0
    /// How many faults there were; of many, only the first are kept.
    public internal(set) var faultCount = 0
    /// How many bytes were fed.
    public internal(set) var offset = 0

    /// Batches that are full.
    var ready: [ElementBatch] = []
    var batch = ElementBatch()
    var state = State()

    /// A batch is full at so many bytes of elements: enough to make handing it on cheap, and little enough that the C
    /// library takes its memory from what it has rather than from the system each time.
    static let batchBytes = 96 << 10
    static let faultLimit = 100

    /// A splitter at the start of a document.
    public init(_ path: JSONPath, limits: JSONLimits = JSONLimits()) {
        self.path = path
        self.limits = limits
        batch.limits = limits
    }

    /// What the reading of a document stands at.
    struct State: Sendable {
        var phase = Phase.start
        var frames: [Frame] = []
        /// The step of the value that comes next; nothing off the path.
        var step: Int?
        /// What becomes of the value that is being read.
        var role = Role.skip
        /// The name of the member whose value comes.
        var name: [UInt8] = []
        /// The scalar or name that is being read.
        var token: [UInt8] = []
        var tokenOverflows = false
        var isEscaped = false
        var scan = sj_scan()
        /// Where the current element begins in the batch.
        var elementStart = 0
        /// Set where the current element is too large to keep: how it begins.
        var dropped: String?
        /// The index of the current parent's fields in the batch.
        var parent: Int?
        /// The last bytes, for the message where the document ends early.
        var tail: [UInt8] = []
        /// Frames that remain once the value that cannot be read has been skipped.
        var recovery = 0
    }

    /// What may come next.
    enum Phase: Sendable {
        case start, value, firstMember, name, colon, memberEnd, firstElement, elementEnd, done
        case composite, string, primitive, recovering
    }

    /// What a value is.
    enum Role: Sendable { case skip, field, element, name }

    /// An object or array on the path.
    struct Frame: Sendable {
        var isArray: Bool
        var step: Int
        var fields: JSONFields
    }

    /// Takes the next bytes.
    ///
    /// - Throws: `.malformed` where it is not JSON (an excerpt says what it is), and ends the reading.
    public mutating func feed(_ bytes: [UInt8]) throws(ClientError) {
        let failure: ClientError? = bytes.withUnsafeBufferPointer { buffer in
            do throws(ClientError) {
                try feed(buffer)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Takes the next bytes where they lie.
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) throws(ClientError) {
        var index = 0
        while index < bytes.count {
            switch state.phase {
            case .composite: scanComposite(bytes, &index)
            case .recovering: skipBroken(bytes, &index)
            case .string: readString(bytes, &index)
            case .primitive: try readPrimitive(bytes, &index)
            default: try readSkeleton(bytes, &index)
            }
        }
        offset += bytes.count
        remember(bytes)
    }

    /// Ends the document; what is left can be taken.
    ///
    /// - Throws: `.truncated` where the document has not come to its end.
    public mutating func finish() throws(ClientError) {
        flush()
        guard state.phase != .done else { return }
        if state.phase == .start { throw ClientError(.truncated, "the answer is empty, not JSON") }
        throw ClientError(
            .truncated,
            "the JSON ended in the middle, after \(offset) bytes: …\(Excerpt.of(state.tail))")
    }

    /// The next full batch; after `finish`, also the last one.
    public mutating func takeBatch() -> ElementBatch? {
        ready.isEmpty ? nil : ready.removeFirst()
    }

    private mutating func remember(_ bytes: UnsafeBufferPointer<UInt8>) {
        let keep = 60
        if bytes.count >= keep {
            state.tail = Array(bytes.suffix(keep))
        } else {
            state.tail = Array((state.tail + bytes).suffix(keep))
        }
    }
}
