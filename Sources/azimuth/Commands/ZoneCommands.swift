import Collector
import Contract
import Estate
import Operations
import Topology

/// `evacuate`, `shift`, `set-weights` and `repair`, and `restore` of a zone: what is about more than instances.
enum ZoneCommands {
    static let pace = OptionSpec(
        "pace", value: "PACE", choices: OperationPace.allCases.map(\.rawValue),
        help: "careful (default): in stages, each watched; now: all at once, proof afterwards")
    private static let expires = OptionSpec(
        "expires", value: "TIME", help: "when it is to be looked at again (4h); nothing returns by itself")
    private static let except = OptionSpec(
        "except", value: "NAME", repeats: true, help: "leave this service, group or route where it is; patterns allowed"
    )
    private static let exits = """
        Exit status: 0 complete, 1 failed before anything was changed, 2 usage, 3 steps owed, 4 blocked by a gate,
        5 held (by a stop rule, too) or undone, 6 needs an operator.
        """

    static let evacuate = CommandSpec(
        "evacuate", operands: "ZONE", count: 1...1,
        summary: "take a whole zone out: its shares at the gateways are 0, its instances are drained, and it stays out",
        details: """
            Stages: gateways, registry (in waves), the measured traffic leaves, soak. What registers in the zone while it
            runs is drained too. Servers of the zone that do not answer are owed (azimuth settle); one elsewhere blocks until
            --owe names it. What does not move is listed. Without --yes the zone's name has to be typed.
            """ + "\n" + exits,
        options: Proposal.zoneOptions + [pace, expires, except]
    ) { arguments in
        try wantsReason(arguments, "an evacuation")
        let zone = arguments.operands[0]
        if zone.contains("/") {
            throw CommandError.usage("\(Output.sanitised(zone)) is an instance: azimuth drain takes instances out")
        }
        return try await run(.evacuate, arguments) { estate in .zone(try known(zone, estate)) }
    }

    static let shift = CommandSpec(
        "shift", operands: "PERCENT --from ZONE --to ZONE", count: 1...1,
        summary: "move so many percent of all traffic from one zone to another, at the gateways",
        details: """
            azimuth shift 20 --from zone-a --to zone-b --reason TEXT moves 20 % of what all zones get together.
            --from and --to are both needed. The registry is left as it is.
            """ + "\n" + exits,
        options: Proposal.zoneOptions + [
            OptionSpec("from", value: "ZONE", help: "the zone that gives"),
            OptionSpec("to", value: "ZONE", help: "the zone that gets"), pace, expires, except,
        ]
    ) { arguments in
        try wantsReason(arguments, "a shift")
        let text = arguments.operands[0]
        guard let percent = Double(text.hasSuffix("%") ? String(text.dropLast()) : text), percent > 0, percent <= 100
        else { throw CommandError.usage("\(Output.sanitised(text)): wants a percentage above 0 and up to 100") }
        guard let from = arguments.value("from"), let to = arguments.value("to") else {
            throw CommandError.usage("a shift wants --from ZONE and --to ZONE")
        }
        return try await run(.shift, arguments) { estate in
            .shift(percent: percent, from: try known(from, estate), to: try known(to, estate))
        }
    }

    static let setWeights = CommandSpec(
        "set-weights", operands: "SOURCE GROUP ROUTE=WEIGHT…", count: 3...1_000,
        summary: "set the weights of a group of routes on every gateway of a source",
        details: """
            azimuth set-weights edge payment payment-a=80 payment-b=20 --reason TEXT. Routes that are not named keep theirs.
            Each gateway is read back before the next; a group never adds up to 0 on the way.
            """ + "\n" + exits,
        options: Proposal.zoneOptions + [pace, expires]
    ) { arguments in
        try wantsReason(arguments, "a change of weights")
        let (source, group) = (arguments.operands[0], arguments.operands[1])
        let weights = try arguments.weights(2)
        return try await run(.setWeights, arguments) { setup in
            try isSource(source, setup)
            return .weights(source: source, group: group, weights: weights)
        }
    }

    static let repair = CommandSpec(
        "repair", operands: "[SOURCE]", count: 0...1,
        summary: "bring nodes back to what our last operation left there",
        details: "Of one source, or of all: weights that a restart forgot, overrides that a server lost.\n" + exits,
        options: Proposal.zoneOptions
    ) { arguments in
        try wantsReason(arguments, "a repair")
        let source = arguments.operands.first
        return try await run(.repair, arguments) { setup in
            if let source { try isSource(source, setup) }
            return .drift(source: source)
        }
    }

    /// `restore ZONE`.
    static func restore(
        _ zone: String, _ setup: Setup, _ arguments: Arguments, overrides: [String: String], owes: [String: String]
    ) async throws -> ExitStatus {
        try await run(.restore, .zone(try known(zone, setup)), setup, arguments, overrides: overrides, owes: owes)
    }

    private static func run(
        _ kind: OperationKind, _ arguments: Arguments, scope: @Sendable (Setup) throws -> OperationScope
    ) async throws -> ExitStatus {
        let overrides = try arguments.reasons("override", what: "GATE")
        let owes = try arguments.reasons("owe", what: "NODE")
        try Proposal.check(arguments)
        let setup = try Setup(arguments)
        return try await run(kind, try scope(setup), setup, arguments, overrides: overrides, owes: owes)
    }

    private static func run(
        _ kind: OperationKind, _ scope: OperationScope, _ setup: Setup, _ arguments: Arguments,
        overrides: [String: String], owes: [String: String]
    ) async throws -> ExitStatus {
        let pace = arguments.value("pace").flatMap { OperationPace(rawValue: $0) } ?? .careful
        let request = PlanRequest(
            kind: kind, scope: scope, reason: arguments.value("reason") ?? "", by: setup.operatorName,
            overrides: overrides, owes: owes, forceUp: arguments.has("force-up"), pace: pace,
            expiresMs: try arguments.milliseconds("expires"), except: arguments.all("except"))
        let look = await PlanLook(setup, request)
        return try await Proposal(request, on: look.snapshot, setup, look.found, arguments).carryOut()
    }

    private static func wantsReason(_ arguments: Arguments, _ what: String) throws {
        guard (arguments.value("reason") ?? "").isEmpty else { return }
        throw CommandError.usage("\(what) wants --reason TEXT: whoever reads the journal tonight will want to know why")
    }

    /// - Throws: `CommandError` that lists the zones.
    private static func known(_ zone: String, _ setup: Setup) throws -> String {
        let zones = setup.file.estate.zones.map(\.name)
        if zones.contains(zone) { return zone }
        let near = Spelling.nearest(to: zone, among: zones)
        throw CommandError.usage(
            "\(Output.sanitised(zone)): no zone of the estate file" + (near.map { "; did you mean \($0)?" } ?? ";")
                + " the zones are \(zones.joined(separator: ", ")); an instance is SERVICE/ADDRESS")
    }

    private static func isSource(_ name: String, _ setup: Setup) throws {
        let names = setup.file.sources.map(\.name)
        if names.contains(name) { return }
        let near = Spelling.nearest(to: name, among: names)
        throw CommandError.usage(
            "\(Output.sanitised(name)): no source of the estate file" + (near.map { "; did you mean \($0)?" } ?? ";")
                + " the sources are \(names.joined(separator: ", "))")
    }
}

extension Arguments {
    /// `ROUTE=WEIGHT` operands from a place on.
    ///
    /// - Throws: `CommandError` that names the one that is none.
    fileprivate func weights(_ first: Int) throws -> [String: Int] {
        var weights: [String: Int] = [:]
        for word in operands.dropFirst(first) {
            guard let split = word.lastIndex(of: "="), split != word.startIndex,
                let weight = Int(word[word.index(after: split)...]), (0...1_000_000).contains(weight)
            else { throw CommandError.usage("\(Output.sanitised(word)): wants ROUTE=WEIGHT, a whole number from 0") }
            guard weights.updateValue(weight, forKey: String(word[..<split])) == nil else {
                throw CommandError.usage("\(Output.sanitised(word)): its route is named twice")
            }
        }
        return weights
    }
}
