/// What the estate file says of operations: values, already validated.
public struct OperationsSettings: Hashable, Sendable {
    /// How long a shift lasts before it is looked at again, in milliseconds.
    public var expiryMs: Int64
    /// The journal's file, absolute; nothing where the estate file leaves the place to the program.
    public var journal: String?
    /// Services that an operation on a whole zone leaves where they are.
    public var except: [String]
    /// How far behind a replica may be for a flip, in seconds; nothing where the file sets no budget.
    public var lagBudgetSeconds: Double?

    /// What the file says; defaults are the safe ones.
    public init(
        expiryMs: Int64 = 14_400_000, journal: String? = nil, except: [String] = [], lagBudgetSeconds: Double? = nil
    ) {
        self.expiryMs = expiryMs
        self.journal = journal
        self.except = except
        self.lagBudgetSeconds = lagBudgetSeconds
    }
}
