/// What the services say.
public enum ServiceText: String, Phrase {
    case place = "{0} in {1}"
    case failing = "{0} answer and fail"
    case differ = "servers differ on {0}"
    case byGateways = "counted by the gateways"
    case byUpstreams = "counted by its instances, all callers"
    case nothingWrong = "nothing is wrong with it"
    case notCounted = "nothing counts its requests"

    /// The text in Chinese.
    public var chinese: String {
        switch self {
        case .place: "{1} 中 {0}"
        case .failing: "{0} 个有应答但失败"
        case .differ: "服务器对 {0} 个说法不一"
        case .byGateways: "由网关计数"
        case .byUpstreams: "由其实例计数（所有调用方）"
        case .nothingWrong: "一切正常"
        case .notCounted: "无人统计其请求"
        }
    }
}
