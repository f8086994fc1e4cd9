import Digest
import Topology

/// One line of the journal: what happened, when, chained to the line before by its hash.
public struct JournalEvent: Hashable, Sendable {
    /// Its number, without gaps from 1.
    public var sequence: Int64
    /// The operation's id.
    public var operation: String
    /// When, by the wall clock.
    public var at: Timestamp
    /// What kind of thing.
    public var kind: Kind
    /// What happened, in an operator's words.
    public var text: String
    /// Its facts by name: `step`, `direction`, `node`, `target`, `call`, `outcome`, `ms`, `status`, `by` …
    public var fields: [String: String]

    /// The milliseconds that the call took, where it tells of one.
    public var callMs: Int64? { fields["ms"].flatMap { Int64($0) } }

    /// Kinds of events; the raw value is what the journal holds.
    public enum Kind: String, CaseIterable, Sendable {
        /// An operation was put into the journal.
        case created
        /// A runner took it.
        case claimed
        /// The gates were judged.
        case gates
        /// A stage began.
        case stage
        /// A call is about to leave.
        case sent
        /// What came of a call.
        case outcome
        /// A step was read back.
        case done
        /// A step's node does not answer.
        case owed
        /// A step failed.
        case failed
        /// A step is not needed.
        case skipped
        /// A step was taken back.
        case undone
        /// A step waits for its node or for its effect.
        case waiting
        /// What receives the traffic is worse than before, or cannot be told any more.
        case stopped
        /// Steps were added while it ran.
        case added
        /// A change that held was lost again.
        case lost
        /// Somebody asked something of it.
        case request
        /// Its state changed.
        case state
    }

    /// The hash that links a line to the one before.
    static func link(
        previous: String, sequence: Int64, operation: String, at: Int64, kind: String, text: String, fields: String
    ) -> String {
        // Lengths before each part: no two different lines are the same text.
        let parts = [previous, String(sequence), operation, String(at), kind, text, fields]
        return SHA256(of: parts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")).hex
    }
}

/// Whether the journal is as it was written.
public enum ChainVerdict: Hashable, Sendable {
    /// Every line follows from the one before; how many there are.
    case intact(events: Int64)
    /// It was edited, or lines are missing; the first line that shows it, and how.
    case broken(at: Int64, why: String)
}

extension JournalEvent {
    /// The digest of a plan's text, as the line of its creation keeps it.
    static func digest(_ plan: String) -> String { SHA256(of: plan).hex }
}
