/// What is to go wrong, or right again, as an operator writes it: names are looked up in the estate only when it is done.
public enum FaultCommand: Sendable, Equatable {
    /// A zone: dark, frozen, or nil: back.
    case zone(Int, ZoneFault?)
    /// A server or an instance: what is wrong, or nil: nothing.
    case node(String, NodeFault?)
    /// A server that no longer agrees with its peers; or does again.
    case diverge(String, Bool)
    /// One instance of a service goes down and up; or stays up again.
    case flap(Int, Bool)
    /// The share, 0 to 1, of a service's requests that fail, in a zone or everywhere.
    case errors(Int, zone: Int?, Double)
    /// The share, 0 to 1, of a service's instances that say `DOWN` of themselves.
    case down(Int, zone: Int?, Double)
    /// How much longer a service takes, in milliseconds.
    case slow(Int, milliseconds: Int64)
    /// The way from one server to another, or from one zone to another.
    case link(from: String, to: String, LinkFault)
    /// An instance ends and tells nobody.
    case kill(String)
    /// A gateway ends and starts again.
    case restartGateway(String)
    /// What a gateway's actuator lets others do.
    case gatewayAccess(String, String)
    /// All that is wrong just now.
    case list
    /// Nothing is wrong any more.
    case allOK

    /// What is wrong with a way.
    public enum LinkFault: Sendable, Equatable {
        /// Everything comes so many milliseconds late.
        case delay(Int64)
        /// Connections are closed, and none is made.
        case cut
        /// Connections stay, and nothing comes.
        case frozen
        /// Nothing.
        case healed
    }

    /// What can be written, one line each, with what it does.
    public static let help = """
        zone ZONE dark|frozen|back           its machines are off, or stand still (connections are accepted, nothing answers)
        node NODE refuse|hung|wrong|ok       one server or instance: no connections, no answers, a proxy's page instead
        node NODE slow MS                    one server or instance: each answer so many milliseconds late
        kill NODE                            an instance ends and tells nobody: its lease expires
        diverge SERVER [ok]                  a Eureka server hears of its peers no more, and has lost some instances
        flap SERVICE [ok]                    one instance says DOWN and UP in turn
        down SERVICE [ZONE] PERCENT          so many of its instances say DOWN; 0 ends it
        errors SERVICE [ZONE] PERCENT        so many of its requests fail though it is UP everywhere; 0 ends it
        slow SERVICE MS                      its requests take so much longer; 0 ends it
        link FROM TO delay MS|cut|frozen|ok  the way of the data from one Redis server, or one zone, to another
        stop-replica NODE                    a replica's process stands still
        start-replica NODE                   it goes on
        gateway restart NODE                 what was written to it at run time is lost
        gateway access NODE unrestricted|read-only|closed  what its actuator lets others do
        list                                 what is wrong just now
        all ok                               nothing is

        NODE is an address as it is printed (127.1.0.250:7180, a URL), or a number: eureka:1, gateway:2, redis:3, payment:1.
        """

    /// Reads the words of a line.
    ///
    /// - Throws: ``LabError`` that says what would be right.
    public init(_ words: [String]) throws(LabError) {
        var rest = words[...]
        let first = rest.popFirst() ?? ""
        let usages = Self.help.split(separator: "\n").map(Self.usage).filter {
            $0 == first || $0.hasPrefix(first + " ")
        }
        let usage = usages.joined(separator: ", or ")
        func wrong(_ what: String) -> LabError {
            LabError(code: .fault, message: usage.isEmpty ? what : "\(what): \(usage)")
        }
        guard let command = try Self.read(first, rest, wrong) else {
            guard !words.isEmpty else { throw wrong("what is to go wrong? `azimuth lab fault --help` lists it") }
            throw wrong(
                usage.isEmpty
                    ? "\(first): no such fault; `azimuth lab fault --help` lists them"
                    : "\(words.joined(separator: " ")): not understood")
        }
        self = command
    }

    private static func usage(_ line: Substring) -> String {
        var words = ""
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if word.isEmpty, !words.isEmpty { break }
            words += (words.isEmpty ? "" : " ") + word
        }
        return words
    }

    private static func read(
        _ first: String, _ rest: ArraySlice<String>, _ wrong: (String) -> LabError
    ) throws(LabError) -> FaultCommand? {
        let words = Array(rest)
        switch (first, words.count) {
        case ("zone", 2):
            let zone = try zone(words[0])
            if words[1] == "back" { return .zone(zone, nil) }
            return ZoneFault(rawValue: words[1]).map { .zone(zone, $0) }
        case ("node", 2...3): return try node(words, wrong)
        case ("diverge", 1): return .diverge(words[0], true)
        case ("diverge", 2) where words[1] == "ok": return .diverge(words[0], false)
        case ("flap", 1): return .flap(try service(words[0]), true)
        case ("flap", 2) where words[1] == "ok": return .flap(try service(words[0]), false)
        case ("errors", 2...3), ("down", 2...3):
            let service = try service(words[0])
            let zone: Int? = words.count == 3 ? try Self.zone(words[1]) : nil
            let share = try percent(words[words.count - 1], wrong)
            return first == "errors" ? .errors(service, zone: zone, share) : .down(service, zone: zone, share)
        case ("slow", 2): return .slow(try service(words[0]), milliseconds: try milliseconds(words[1], wrong))
        case ("link", 3...4): return try link(words, wrong)
        case ("kill", 1): return .kill(words[0])
        case ("stop-replica", 1): return .node(words[0], .hanging)
        case ("start-replica", 1): return .node(words[0], nil)
        case ("gateway", 2) where words[0] == "restart": return .restartGateway(words[1])
        case ("gateway", 3) where words[0] == "access":
            return GatewayState.Access(rawValue: words[2]).map { .gatewayAccess(words[1], $0.rawValue) }
        case ("list", 0): return .list
        case ("all", 1) where words[0] == "ok": return .allOK
        default: return nil
        }
    }

    private static func node(_ words: [String], _ wrong: (String) -> LabError) throws(LabError) -> FaultCommand? {
        switch (words[1], words.count) {
        case ("ok", 2): .node(words[0], nil)
        case ("refuse", 2): .node(words[0], .refusing)
        case ("hung", 2): .node(words[0], .hanging)
        case ("wrong", 2): .node(words[0], .wrong)
        case ("slow", 3): .node(words[0], .slow(milliseconds: try milliseconds(words[2], wrong)))
        default: nil
        }
    }

    private static func link(_ words: [String], _ wrong: (String) -> LabError) throws(LabError) -> FaultCommand? {
        let fault: LinkFault
        switch (words[2], words.count) {
        case ("cut", 3): fault = .cut
        case ("frozen", 3): fault = .frozen
        case ("ok", 3): fault = .healed
        case ("delay", 4): fault = .delay(try milliseconds(words[3], wrong))
        default: return nil
        }
        return .link(from: words[0], to: words[1], fault)
    }
}
