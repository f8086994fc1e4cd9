import Operations

/// The names of the safety checks, as people say them.
public enum GateText: String, Phrase {
    case lastZoneStanding = "last zone standing"
    case capacity = "capacity"
    case samplesFresh = "samples fresh"
    case writeAccess = "write access"
    case wouldHold = "would hold"
    case nothingInFlight = "nothing in flight"
    case undoSaved = "undo saved"
    case journalDurable = "journal durable"
    case readOnlyEstate = "estate may be changed"
    case freezeWindow = "freeze window"
    case rollout = "rollout in flight"
    case healthyTarget = "healthy target"
    case clientsFailOpen = "clients fail open"
    case replicationLag = "replication lag"
    case receiverRunning = "receiver running"
    case errantTransactions = "errant transactions"
    case clockSkew = "clock skew"
    case antiFlap = "anti-flap"
    case outsideZone = "outside the zone"
    case approval = "approval"

    /// The text in Chinese.
    public var chinese: String {
        switch self {
        case .lastZoneStanding: "最后一个可用区"
        case .capacity: "容量"
        case .samplesFresh: "数据新鲜"
        case .writeAccess: "写权限"
        case .wouldHold: "能否保持"
        case .nothingInFlight: "无其他操作"
        case .undoSaved: "撤销记录"
        case .journalDurable: "日志可靠"
        case .readOnlyEstate: "允许更改"
        case .freezeWindow: "冻结时段"
        case .rollout: "正在发布"
        case .healthyTarget: "接收方健康"
        case .clientsFailOpen: "客户端会否绕行"
        case .replicationLag: "复制延迟"
        case .receiverRunning: "复制接收运行"
        case .errantTransactions: "游离事务"
        case .clockSkew: "时钟偏差"
        case .antiFlap: "防抖动"
        case .outsideZone: "不在该可用区内"
        case .approval: "审批"
        }
    }

    init(_ name: GateName) {
        switch name {
        case .lastZoneStanding: self = .lastZoneStanding
        case .capacity: self = .capacity
        case .samplesFresh: self = .samplesFresh
        case .writeAccess: self = .writeAccess
        case .wouldHold: self = .wouldHold
        case .nothingInFlight: self = .nothingInFlight
        case .undoSaved: self = .undoSaved
        case .journalDurable: self = .journalDurable
        case .readOnlyEstate: self = .readOnlyEstate
        case .freezeWindow: self = .freezeWindow
        case .rollout: self = .rollout
        case .healthyTarget: self = .healthyTarget
        case .clientsFailOpen: self = .clientsFailOpen
        case .replicationLag: self = .replicationLag
        case .receiverRunning: self = .receiverRunning
        case .errantTransactions: self = .errantTransactions
        case .clockSkew: self = .clockSkew
        case .antiFlap: self = .antiFlap
        case .outsideZone: self = .outsideZone
        case .approval: self = .approval
        }
    }
}
