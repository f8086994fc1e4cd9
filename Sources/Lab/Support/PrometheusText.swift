/// The text format of metrics, as Micrometer writes it.
enum PrometheusText {
    /// The content type that Spring Boot gives it.
    static let type = "text/plain;version=0.0.4;charset=utf-8"

    /// A label's value between quotes.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// Some of what every process tells of itself.
    static func process(uptime: Double) -> String {
        """
        # HELP process_uptime_seconds The uptime of the Java virtual machine
        # TYPE process_uptime_seconds gauge
        process_uptime_seconds \(uptime)
        # HELP jvm_threads_live_threads The current number of live threads including both daemon and non-daemon threads
        # TYPE jvm_threads_live_threads gauge
        jvm_threads_live_threads 23.0

        """
    }
}
