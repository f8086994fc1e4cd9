/// What operations say.
public enum OperationText: String, Phrase {
    case x = "x"
    /// The text in Chinese.
    public var chinese: String { "x" }
}
