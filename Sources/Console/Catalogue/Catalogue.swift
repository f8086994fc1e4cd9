/// The whole string catalogue, topic by topic: what tests and documentation go through.
public enum Catalogue {
    /// Every topic with all of its entries.
    public static let topics: [(name: String, entries: [any Phrase])] = [
        ("frame", FrameText.allCases),
        ("states", StateText.allCases),
        ("columns", ColumnText.allCases),
        ("actions", ActionText.allCases),
        ("hints", HintText.allCases),
        ("reasons", ReasonText.allCases),
        ("overview", OverviewText.allCases),
        ("services", ServiceText.allCases),
        ("instances", InstanceText.allCases),
        ("registries", RegistryText.allCases),
        ("gateways", GatewayText.allCases),
        ("replication", ReplicationText.allCases),
        ("operations", OperationText.allCases),
        ("flip", FlipText.allCases),
        ("plan", PlanningText.allCases),
        ("checks", GateText.allCases),
        ("prompts", PromptText.allCases),
        ("sentences", SentenceText.allCases),
    ]
}
