/// What the overview, the services and the events say.
public enum OverviewText: String, Phrase {
    case worst = "worst"
    case attention = "attention {0}"
    case nothingWrong = "nothing is wrong that any source could tell"
    case noZones = "no zone is known yet"
    case hurting = "services that hurt"
    case sources = "sources"
    case recent = "lately"
    case operations = "operations"
    case shown = "{0} of {1}"
    case noEvents = "nothing has happened since this console was opened"
    case noServices = "no service is known yet"
    case noMatch = "no row matches {0}"

    /// The text in Chinese.
    public var chinese: String {
        switch self {
        case .worst: "最差"
        case .attention: "需关注 {0}"
        case .nothingWrong: "就各数据源所知，一切正常"
        case .noZones: "尚不知道任何可用区"
        case .hurting: "有问题的服务"
        case .sources: "数据源"
        case .recent: "最近"
        case .operations: "操作"
        case .shown: "{0}/{1}"
        case .noEvents: "本控制台打开后未发生任何事"
        case .noServices: "尚不知道任何服务"
        case .noMatch: "没有匹配 {0} 的行"
        }
    }
}
