import Contract
import Operations

/// What operations say: their kinds, their states, their progress.
public enum OperationText: String, Phrase {
    case drain = "drain"
    case restore = "restore"
    case clearOverride = "clear overrides"
    case evacuate = "evacuate"
    case shift = "shift"
    case setWeights = "set weights"
    case repair = "repair"
    case shifted = "{0} from {1} to {2}"
    case everything = "all sources"
    case readBack = "{0} of {1} read back"
    case wave = "wave {0} of {1}"
    case left = "{0} left"
    case zoneNow = "{0} now"
    case errorsNow = "errors {0}"
    case errorsBefore = "({0} before)"
    case expiry = "looked at"
    case expired = "its time was over at {0} Z: restore it, or E extends it"
    case evacuating = "evacuating"
    case shifting = "shifting"
    case restoring = "restoring"
    case outSince = "{0} out since {1} Z{2}, by {3} ({4}): {5}"
    case outUntil = "looked at {0} Z"
    case outExcept = "except {0}"
    case outShort = "{0} out"
    case outMany = "{0} zones out"
    case outExpired = "{0} is out past {1} Z: restore or extend it"
    case drift = "drift {0}"
    case planned = "planned"
    case running = "running"
    case paused = "paused"
    case complete = "complete"
    case owed = "owed"
    case held = "held"
    case undone = "undone"
    case undoFailed = "undo failed"
    case needsOperator = "needs you"
    case interrupted = "interrupted"
    case undoing = "undoing"
    case none = "no operation is in the journal"
    case title = "operation {0}"
    case byWhom = "by {0}"
    case runner = "runner {0}"
    case runnerOn = "runner {0} on {1}"
    case alive = "alive {0} ago"
    case silent = "SILENT for {0}, but its process is there"
    case dead = "DEAD: the operation stands still"
    case ended = "ended in order"
    case noRunner = "no runner has taken it yet"
    case progress = "{0} of {1}"
    case owes = "owed {0}"
    case state = "state"
    case reason = "reason"
    case steps = "steps"
    case undoSteps = "taking back"
    case clients = "clients"
    case followBy = "follow by {0}, in at most {1}"
    case followed = "have followed since {0}"
    case noCalls = "nothing has been sent yet"
    case goesOn = "Leaving this screen, or the console, does not stop the operation."
    case targets = "{0} instances"
    case holdsIf = "waits for you if"
    case holdsWhy = "a server outside the zone of the instance does not answer, or a change is refused"
    case vanished = "operation {0} is not in the journal"
    case offered = "{0} was interrupted: its runner died. Look at it?"
    case offeredNeeds = "{0} needs you. Look at it?"
    case bannerMore = "and {0} more"
    case callSent = "sent"
    case waits = "waits"

    /// The text in Chinese.
    public var chinese: String {
        switch self {
        case .drain: "摘除"
        case .restore: "恢复"
        case .clearOverride: "清除覆盖状态"
        case .evacuate: "撤离"
        case .shift: "切流"
        case .setWeights: "设置权重"
        case .repair: "修复"
        case .shifted: "{0}，从 {1} 到 {2}"
        case .everything: "所有数据源"
        case .readBack: "{0}/{1} 已读回"
        case .wave: "第 {0}/{1} 批"
        case .left: "剩余 {0}"
        case .zoneNow: "{0} 当前"
        case .errorsNow: "错误 {0}"
        case .errorsBefore: "（之前 {0}）"
        case .expiry: "复查于"
        case .expired: "已于 {0} Z 到期：请恢复，或按 E 延长"
        case .evacuating: "撤离中"
        case .shifting: "切流中"
        case .restoring: "恢复中"
        case .outSince: "{0} 自 {1} Z 起被撤离{2}，操作人 {3}（{4}）：{5}"
        case .outUntil: "复查于 {0} Z"
        case .outExcept: "除外 {0}"
        case .outShort: "{0} 已撤离"
        case .outMany: "{0} 个可用区已撤离"
        case .outExpired: "{0} 撤离已过 {1} Z 期限：请恢复或延长"
        case .drift: "漂移 {0}"
        case .planned: "已计划"
        case .running: "执行中"
        case .paused: "已暂停"
        case .complete: "完成"
        case .owed: "欠账"
        case .held: "已保持"
        case .undone: "已撤销"
        case .undoFailed: "撤销失败"
        case .needsOperator: "等待您处理"
        case .interrupted: "已中断"
        case .undoing: "撤销中"
        case .none: "日志中没有操作"
        case .title: "操作 {0}"
        case .byWhom: "操作人 {0}"
        case .runner: "执行进程 {0}"
        case .runnerOn: "{1} 上的执行进程 {0}"
        case .alive: "存活，{0} 前报告"
        case .silent: "已沉默 {0}，但进程仍在"
        case .dead: "已死亡：操作停滞"
        case .ended: "正常结束"
        case .noRunner: "尚无执行进程接手"
        case .progress: "{0}/{1}"
        case .owes: "欠账 {0}"
        case .state: "状态"
        case .reason: "原因"
        case .steps: "步骤"
        case .undoSteps: "撤销步骤"
        case .clients: "客户端"
        case .followBy: "最迟 {0} 跟随，至多 {1}"
        case .followed: "自 {0} 起均已跟随"
        case .noCalls: "尚未发送任何内容"
        case .goesOn: "离开此画面或控制台不会停止该操作。"
        case .targets: "{0} 个实例"
        case .holdsIf: "何时等待您"
        case .holdsWhy: "实例所在可用区之外的服务器不应答，或更改被拒绝"
        case .vanished: "日志中没有操作 {0}"
        case .offered: "{0} 已中断：执行进程已死亡。查看吗？"
        case .offeredNeeds: "{0} 等待您处理。查看吗？"
        case .bannerMore: "另有 {0} 个"
        case .callSent: "已发送"
        case .waits: "等待"
        }
    }

    init(_ kind: OperationKind) {
        switch kind {
        case .drain: self = .drain
        case .restore: self = .restore
        case .clearOverride: self = .clearOverride
        case .evacuate: self = .evacuate
        case .shift: self = .shift
        case .setWeights: self = .setWeights
        case .repair: self = .repair
        }
    }

    init(_ state: OperationState) {
        switch state {
        case .planned: self = .planned
        case .running: self = .running
        case .paused: self = .paused
        case .complete: self = .complete
        case .owed: self = .owed
        case .held: self = .held
        case .undone: self = .undone
        case .undoFailed: self = .undoFailed
        case .needsOperator: self = .needsOperator
        case .interrupted: self = .interrupted
        }
    }
}
