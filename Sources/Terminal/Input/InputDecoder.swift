/// Turns the bytes of a terminal into keys and pasted text; a pure state machine.
///
/// Over a slow line the bytes of one key arrive in pieces, with pauses between. Nothing here is decided by how reads
/// were cut: a sequence goes on where it stopped, and only a lone ESC is decided by time. When that decision turns out
/// to be wrong, because the rest of the sequence comes later, the rest is swallowed: a letter that an arrow key ends
/// with must never start an operation.
public struct InputDecoder: Sendable {
    /// What bytes mean.
    public enum Event: Equatable, Sendable {
        /// A key.
        case key(Key)
        /// Pasted text, with `\n` as line end and without other control characters.
        case paste(String)
        /// The terminal's answer to a question about a private mode (DECRPM): 0 not known, 1 set, 2 reset, 3 and 4
        /// permanently so.
        case mode(Int, state: Int)
    }

    /// How long an ESC can be the beginning of a sequence, in milliseconds.
    public static let escapeDelay: Int64 = 25
    /// How long the rest of a sequence whose ESC was taken for a key is still recognised.
    static let tailDelay: Int64 = 1_000
    /// How long a single `[` or `O` after such an ESC is held back.
    static let introducerDelay: Int64 = 100
    /// How long a sequence that has begun can pause.
    static let sequenceDelay: Int64 = 1_000
    /// How long a paste can pause.
    static let pasteDelay: Int64 = 5_000
    /// Bytes of a sequence that are kept; a longer one is swallowed to its end.
    static let sequenceLimit = 128
    /// Bytes of a paste that are kept.
    static let pasteLimit = 65_536

    enum State: Equatable {
        case ground
        case character(needed: Int)
        case escape(twice: Bool)
        case control
        case controlFunction
        case singleShift
        case string(introducer: UInt8)
        case stringEscape(introducer: UInt8)
        case mouse(left: Int)
        case paste
    }

    var state = State.ground
    var buffer: [UInt8] = []
    /// Whether the ESC of what is being read has been answered already.
    var isTail = false
    /// Whether a second ESC came before it (some terminals send Alt and an arrow that way).
    var hasAlt = false
    /// Until when `[` or `O` in the ground state begins the tail of a sequence.
    var tailUntil: Int64 = 0
    /// How much of the mark that ends a paste has been seen.
    var pasteEnd = 0
    var events: [Event] = []
    var now: Int64 = 0

    /// When `expire` has to be called if nothing arrives before; nil where time changes nothing.
    public private(set) var deadline: Int64?

    /// A decoder at the beginning of input.
    public init() {}

    /// Takes bytes that were read, in pieces of any size.
    ///
    /// - Parameter now: monotonic milliseconds.
    public mutating func feed(_ bytes: some Sequence<UInt8>, at now: Int64) -> [Event] {
        self.now = now
        for byte in bytes { take(byte) }
        deadline = delay(in: state).map { now + $0 }
        return take()
    }

    /// Decides what time decides; does nothing before `deadline`.
    public mutating func expire(at now: Int64) -> [Event] {
        guard let due = deadline, now >= due else { return [] }
        self.now = now
        deadline = nil
        switch state {
        case .ground, .character, .mouse, .controlFunction, .stringEscape:
            break
        case .escape(let twice):
            if twice { emit(.escape) }
            emit(.escape)
            tailUntil = now + Self.tailDelay
        case .control:
            if buffer.isEmpty { emitIntroducer(UInt8(ascii: "[")) }
        case .singleShift:
            if buffer.isEmpty { emitIntroducer(UInt8(ascii: "O")) }
        case .string(let introducer):
            if buffer.isEmpty { emitIntroducer(introducer) }
        case .paste:
            finishPaste()
        }
        finish()
        return take()
    }

    /// A sequence that stopped after its introducer was Alt and that key, or after an answered ESC that key alone.
    mutating func emitIntroducer(_ byte: UInt8) {
        let code = Key.Code.character(Character(Unicode.Scalar(byte)))
        events.append(.key(Key(code, isTail ? [] : .alt)))
    }

    private func delay(in state: State) -> Int64? {
        switch state {
        case .ground: nil
        case .escape: Self.escapeDelay
        case .control, .singleShift, .string: buffer.isEmpty ? Self.introducerDelay : Self.sequenceDelay
        case .character, .controlFunction, .stringEscape, .mouse: Self.sequenceDelay
        case .paste: Self.pasteDelay
        }
    }

    private mutating func take() -> [Event] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    /// A key that was read; the one that a swallowed tail stands for has been answered as ESC already.
    mutating func emit(_ code: Key.Code, _ modifiers: Key.Modifiers = []) {
        guard !isTail else { return }
        events.append(.key(Key(code, hasAlt ? modifiers.union(.alt) : modifiers)))
    }

    /// Ends a sequence, whether it meant something or not.
    mutating func finish() {
        state = .ground
        isTail = false
        hasAlt = false
        buffer.removeAll(keepingCapacity: true)
    }
}
