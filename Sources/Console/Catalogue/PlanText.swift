/// What a plan says.
public enum PlanText: String, Phrase {
    case x = "x"
    /// The text in Chinese.
    public var chinese: String { "x" }
}
