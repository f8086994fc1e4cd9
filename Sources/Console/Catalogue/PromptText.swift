/// What the bottom line asks.
public enum PromptText: String, Phrase {
    case no = "No"
    case yes = "y Yes"
    case reasonDrain = "drain {0}, because:"
    case reasonRestore = "restore {0}, because:"
    case reasonClear = "clear overrides of {0}, because:"
    case override = "pass over {0}, because:"
    case owe = "owe {0}, because:"
    case reasonNeeded = "a reason is needed: whoever finds it later should know why"
    case noCommand = "there is no command \"{0}\""
    case quit = "{0} goes on without this console. Leave?"
    case hold = "End {0} here and keep what is done?"
    case undo = "Take back what {0} did?"
    case resume = "Go on with {0}?"
    case settle = "Do what {0} owes, now that its servers answer?"
    case acknowledge = "Forget {0} instances that are gone, as a scale-in?"
    case typedAhead = "typed before this was shown: ignored"

    /// The text in Chinese.
    public var chinese: String {
        switch self {
        case .no: "否"
        case .yes: "y 是"
        case .reasonDrain: "摘除 {0} 个，原因："
        case .reasonRestore: "恢复 {0} 个，原因："
        case .reasonClear: "清除 {0} 个的覆盖状态，原因："
        case .override: "越过 {0}，原因："
        case .owe: "将 {0} 记为欠账，原因："
        case .reasonNeeded: "必须填写原因：后来的人应当知道为什么"
        case .noCommand: "没有命令 \"{0}\""
        case .quit: "{0} 会在没有本控制台的情况下继续。离开吗？"
        case .hold: "让 {0} 到此为止，保留已完成的部分？"
        case .undo: "撤销 {0} 所做的更改？"
        case .resume: "继续 {0}？"
        case .settle: "服务器已应答，补做 {0} 欠下的步骤？"
        case .acknowledge: "{0} 个消失的实例视为缩容，不再记住？"
        case .typedAhead: "在显示之前按下的键：已忽略"
        }
    }
}
