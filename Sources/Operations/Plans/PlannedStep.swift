import Contract

/// A step of a plan with the record that takes it back, made before anything is sent.
public struct PlannedStep: Codable, Hashable, Sendable {
    /// What is done.
    public var step: Step
    /// What takes it back, as far as that can be told before its outcome; nothing where nothing takes it back.
    public var undo: Step?

    /// A step and its undo.
    public init(step: Step, undo: Step? = nil) {
        self.step = step
        self.undo = undo
    }
}
