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
        }
    }
}
