import Clients
import Contract

/// A health endpoint's answer, read so that our own drain does not speak through it.
///
/// Spring Boot's health holds what Eureka says of the instance ("Remote status from Eureka server"): a drained instance
/// answers 503 and OUT_OF_SERVICE for no other reason than the drain, some 30 s after it and until it has fetched again.
enum HealthAnswer: Hashable, Sendable {
    /// It is up, the registry's echo left aside.
    case up
    /// It is not, and what says so.
    case notUp(String)
    /// OUT_OF_SERVICE without its parts: the drain's echo, or its own readiness.
    case unclear

    /// Reads an answer's body.
    init(_ body: [UInt8]) {
        guard let parser = try? JSONParser(limits: JSONLimits(bytes: 1 << 20)), let root = try? parser.parse(body),
            let status = root["status"]?.text
        else {
            self = .notUp("tells no status")
            return
        }
        switch status {
        case "UP":
            self = .up
        case "OUT_OF_SERVICE":
            guard let parts = Self.parts(of: root) else {
                self = .unclear
                return
            }
            let wrong = Self.wrong(in: parts)
            self = wrong.isEmpty ? .up : .notUp("says \(wrong.prefix(3).joined(separator: ", "))")
        default:
            self = .notUp("says \(Printable.line(status, limit: 40))")
        }
    }

    /// The parts of a health: `components`, in Spring Boot before 2.2 `details`.
    private static func parts(of health: JSONValue) -> JSONValue? {
        for name in [health["components"], health["details"]] {
            if let name, name.members.contains(where: { $0.value["status"] != nil }) { return name }
        }
        return nil
    }

    /// The parts that are not up by themselves.
    private static func wrong(in parts: JSONValue) -> [String] {
        parts.members.flatMap { part -> [String] in
            let status = part.value["status"]?.text ?? "UP"
            if status == "UP" || status == "UNKNOWN" { return [] }
            if let inner = Self.parts(of: part.value) { return wrong(in: inner) }
            let description = part.value["description"]?.text ?? part.value["details"]?["description"]?.text
            if part.name == "eureka" || description == "Remote status from Eureka server" { return [] }
            return ["\(Printable.line(part.name.string, limit: 40)) \(Printable.line(status, limit: 40))"]
        }
    }
}
