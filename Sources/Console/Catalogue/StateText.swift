import Topology

/// The words for states, of instances, zones, nodes and sources.
public enum StateText: String, Phrase {
    case up = "up"
    case down = "down"
    case out = "out"
    case starting = "starting"
    case unknown = "unknown"
    case gone = "gone"
    case ok = "ok"
    case degraded = "degraded"
    case sick = "SICK"
    case live = "live"
    case partial = "partial"
    case stale = "stale"
    case failed = "failed"
    case named = "named only"
    case waiting = "waiting"
    case never = "never"
    case behind = "behind"
    case cut = "cut"
    case linkPaused = "paused"
    case sourceDown = "source down"
    case noZone = "(no zone)"
    case noRegion = "other zones"

    /// The text in Chinese.
    public var chinese: String {
        switch self {
        case .up: "正常"
        case .down: "故障"
        case .out: "摘除"
        case .starting: "启动中"
        case .unknown: "未知"
        case .gone: "消失"
        case .ok: "正常"
        case .degraded: "降级"
        case .sick: "异常"
        case .live: "在线"
        case .partial: "部分"
        case .stale: "过期"
        case .failed: "失败"
        case .named: "仅被提及"
        case .waiting: "等待中"
        case .never: "从未"
        case .behind: "落后"
        case .cut: "中断"
        case .linkPaused: "暂停"
        case .sourceDown: "源端宕机"
        case .noZone: "（无可用区）"
        case .noRegion: "其他可用区"
        }
    }

    init(_ state: InstanceState) {
        switch state {
        case .up: self = .up
        case .down: self = .down
        case .out: self = .out
        case .starting: self = .starting
        case .unknown: self = .unknown
        case .gone: self = .gone
        }
    }

    init(_ state: RegistrationState) { self.init(InstanceState(state)) }

    init(_ health: Health) {
        switch health {
        case .sick: self = .sick
        case .degraded: self = .degraded
        case .unknown: self = .unknown
        case .out: self = .out
        case .ok: self = .ok
        }
    }

    init(_ state: ReplicationLink.State) {
        switch state {
        case .cut: self = .cut
        case .sourceDown: self = .sourceDown
        case .paused: self = .linkPaused
        case .unknown: self = .unknown
        case .behind: self = .behind
        case .ok: self = .ok
        }
    }

    init(_ state: NodeView.State) {
        switch state {
        case .live: self = .live
        case .partial: self = .partial
        case .stale: self = .stale
        case .failed: self = .failed
        case .named: self = .named
        case .waiting: self = .waiting
        }
    }

    init(_ state: SourceView.State) {
        switch state {
        case .live: self = .live
        case .partial: self = .partial
        case .failed: self = .failed
        case .waiting: self = .waiting
        }
    }
}
