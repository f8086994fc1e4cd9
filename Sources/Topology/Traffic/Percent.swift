/// Shares as sentences say them.
public enum Percent {
    /// `38 %`, `0.4 %`, `0 %`: one decimal below ten, where it says something; never 0 or 100 for what is not.
    public static func text(_ share: Double) -> String {
        let percent = share * 100
        if percent <= 0 || percent >= 100 { return "\(percent <= 0 ? 0 : 100) %" }
        if percent < 0.1 { return "under 0.1 %" }
        if percent < 9.95 {
            let tenths = Int((percent * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
        }
        return "\(min(99, Int(percent.rounded()))) %"
    }
}
