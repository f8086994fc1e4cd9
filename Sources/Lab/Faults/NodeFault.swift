/// What is wrong with one simulated server or instance.
public enum NodeFault: Sendable, Equatable {
    /// Connections are refused, or closed at once where a port is shared.
    case refusing
    /// Connections are accepted and never answered.
    case hanging
    /// Answers come so many milliseconds late.
    case slow(milliseconds: Int64)
    /// Answers are a proxy's page, with status 200.
    case wrong

    /// Whether it reaches nobody either: it does not renew, and nothing is copied from or to it.
    var isSilent: Bool {
        switch self {
        case .refusing, .hanging: true
        case .slow, .wrong: false
        }
    }
}

/// What is wrong with a whole zone.
public enum ZoneFault: String, Sendable, Equatable {
    /// Its machines are off, or cut off: nothing answers.
    case dark
    /// Its machines stand still: connections are accepted and never answered.
    case frozen

    var node: NodeFault {
        self == .dark ? .refusing : .hanging
    }
}
