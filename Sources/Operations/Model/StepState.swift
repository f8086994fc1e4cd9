/// Where a step stands (DESIGN §8).
public enum StepState: String, Codable, CaseIterable, Sendable {
    /// Not begun.
    case planned
    /// Sent, or about to be: it is in the journal before it leaves, so after a crash it may or may not have gone out.
    case sent
    /// Read back.
    case done
    /// Its node does not answer; it is offered again when it does.
    case owed
    /// Refused, or read back otherwise.
    case failed
    /// Taken back.
    case undone
    /// Not needed: what it was about is no more, or a later operation has replaced it.
    case skipped
}
