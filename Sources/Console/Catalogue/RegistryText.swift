/// What the registries and the detail of a server say.
public enum RegistryText: String, Phrase {
    case title = "{0} sources, {1} servers"
    case differ = "{0} instances differ between its servers"
    case agree = "its servers agree"
    case alone = "its only server"
    case fewAnswer = "fewer than two answer: whether they agree is not known"
    case noSources = "the estate file names no source"
    case milliseconds = "{0} ms"
    case differences = "{0} differ"
    case reads = "can be read"
    case writes = "can be written"
    case nothing = "nothing"
    case lacks = "does not list it"
    case says = "says {0}"
    case differsWhere = "where it differs from the others ({0})"
    case error = "error"
    case answered = "answered"
    case ago = "{0} ago"
    case named = "a source names it, the estate file does not: not asked, not counted"
    case vanished = "{0} is no longer a server of {1}"

    /// The text in Chinese.
    public var chinese: String {
        switch self {
        case .title: "{0} 个数据源，{1} 台服务器"
        case .differ: "{0} 个实例在其服务器之间不一致"
        case .agree: "各服务器一致"
        case .alone: "仅有一台服务器"
        case .fewAnswer: "应答的服务器不足两台：是否一致未知"
        case .noSources: "配置文件未列出数据源"
        case .milliseconds: "{0} 毫秒"
        case .differences: "{0} 处不一致"
        case .reads: "可读"
        case .writes: "可写"
        case .nothing: "无"
        case .lacks: "未列出"
        case .says: "称 {0}"
        case .differsWhere: "与其他服务器不一致之处（{0}）"
        case .error: "错误"
        case .answered: "应答"
        case .ago: "{0} 前"
        case .named: "被数据源提及，但配置文件未列出：不查询，不计数"
        case .vanished: "{0} 已不再是 {1} 的服务器"
        }
    }
}
