import Contract
import Topology

extension GatewayActuator {
    func apply(_ step: Step, until deadline: Moment) async -> Outcome {
        guard let action = GatewayAction(step.action), let client = client(step.node) else {
            return .notSent("\(step.node) or what is to be done there is not known here")
        }
        let look: LiveLook
        switch await LiveLook.take(client, until: oneLook(until: deadline)) {
        case .value(let live): look = live
        case .refused(let why), .hidden(let why): return .rejected(why)
        case .failed(let why): return .notSent(why)
        case .silent(let error): return .notSent(error.message)
        }
        if let why = look.zeroGroup(after: action) { return .notSent(why) }
        switch action {
        case .set(let weight): return await set(weight, look, client, until: deadline)
        case .putBack(let id, _, let saved):
            return await putBack(id, saved, action, look, client, until: deadline)
        }
    }

    private func set(
        _ target: GatewayAction.Weight, _ look: LiveLook, _ client: GatewayClient, until deadline: Moment
    ) async -> Outcome {
        let live = look.definition(target.id)
        let body: String
        if let live {
            guard live.rest == RouteDefinition(target.body)?.rest || target.isBorrowed else {
                return .conflict(
                    "the definition of \(Printable.line(target.id)) is not what it was when this was planned")
            }
            guard let text = target.isBorrowed ? live.text(weight: target.weight) : target.body else {
                return .rejected("the weight of \(Printable.line(target.id)) is written in a form that is not known")
            }
            body = text
        } else {
            guard target.adds else {
                return .rejected("no definition of \(Printable.line(target.id)) is there any more")
            }
            body = target.body
        }
        let before = look.saved(target.id)
        let posted = await client.post(target.id, body, until: oneLook(until: deadline))
        guard case .done = posted else { return posted }
        if let trouble = await refresh(client, until: deadline) { return trouble }
        var wanted = target
        wanted.adds = true
        switch await awaitStanding(.set(wanted), client, until: deadline) {
        case .shown(let table): return .done(receipt: receipt(before, target.id, table))
        case .silent(let why): return .unknown("posted and refreshed, and then \(why)")
        case .not(let table, let what):
            return await takeBack(target.id, before, look, table, what, client, until: deadline)
        }
    }

    /// The gateway accepted a definition and did not load it: one that stays there unloaded stops every later refresh.
    private func takeBack(
        _ id: String, _ before: SavedRoute, _ look: LiveLook, _ table: RouteTable, _ what: String,
        _ client: GatewayClient, until deadline: Moment
    ) async -> Outcome {
        let others = look.unloaded(table, but: id)
        let reason =
            "accepted, and not loaded within \(settings.refreshMs) ms (\(what)): "
            + (others.isEmpty
                ? "the gateway's log says why"
                : "another definition stops every refresh there, and is not loaded itself: "
                    + others.prefix(3).map { Printable.line($0) }.joined(separator: ", "))
        let now = await client.definitions(until: oneLook(until: deadline)).value
        let isOnTop = now.map { $0.count { $0.id == id && $0.isEnabled } > look.copies(id) } ?? (before.copies == 0)
        let back =
            if isOnTop {
                await client.delete(id, until: oneLook(until: deadline))
            } else {
                await client.post(id, before.definition ?? "", until: oneLook(until: deadline))
            }
        guard case .done = back, await refresh(client, until: deadline) == nil else {
            return .unknown("\(reason); what was there before could not be put back")
        }
        return .rejected("\(reason); what was there before has been put back")
    }

    private func putBack(
        _ id: String, _ saved: SavedRoute, _ action: GatewayAction, _ look: LiveLook, _ client: GatewayClient,
        until deadline: Moment
    ) async -> Outcome {
        let live = look.definition(id)
        if let live, let definition = saved.definition, live.rest != RouteDefinition(definition)?.rest {
            return .conflict("the definition of \(Printable.line(id)) is not what this operation left")
        }
        let before = look.saved(id)
        if look.copies(id) > saved.copies {
            let outcome = await client.delete(id, until: oneLook(until: deadline))
            guard case .done = outcome else { return outcome }
        } else if saved.copies > 0 {
            guard let definition = saved.definition else { return .rejected("nothing was saved of it") }
            let outcome = await client.post(id, definition, until: oneLook(until: deadline))
            guard case .done = outcome else { return outcome }
        }
        if let trouble = await refresh(client, until: deadline) { return trouble }
        switch await awaitStanding(action, client, until: deadline) {
        case .shown(let table): return .done(receipt: receipt(before, id, table))
        case .silent(let why): return .unknown("written and refreshed, and then \(why)")
        case .not(let table, let what):
            let others = look.unloaded(table, but: id).prefix(3).map { Printable.line($0) }
            let why = others.isEmpty ? "" : "; not loaded there: \(others.joined(separator: ", "))"
            return .unknown("written and refreshed, and not among its routes (\(what))\(why)")
        }
    }

    /// Refreshes; what it answers where that did not work, because what was posted may go live by itself.
    private func refresh(_ client: GatewayClient, until deadline: Moment) async -> Outcome? {
        switch await client.refresh(until: oneLook(until: deadline)) {
        case .done: nil
        case .rejected(let why), .conflict(let why), .notSent(let why), .unknown(let why):
            .unknown("written, and the refresh failed: \(why)")
        }
    }

    private func receipt(_ before: SavedRoute, _ id: String, _ table: RouteTable) -> [String: String] {
        var receipt = before.fields
        receipt[Self.copiesAfter] = "\(table.route(RouteDecoder.id(id))?.copies ?? 0)"
        receipt["status"] = "written, refreshed, read back"
        return receipt
    }

    /// What the routes showed.
    private enum Shown {
        case shown(RouteTable)
        case not(RouteTable, String)
        case silent(String)
    }

    /// Looks at the routes until the change is among them; keeps enough of the deadline to take it back.
    private func awaitStanding(
        _ action: GatewayAction, _ client: GatewayClient, until deadline: Moment
    ) async -> Shown {
        let end = min(clock().moment + settings.refreshMs, deadline + -source.deadlineMs)
        var pause: Int64 = 20
        while true {
            let answer = await client.routes(until: oneLook(until: deadline))
            guard let table = answer.value else { return .silent(answer.trouble ?? "no answer") }
            switch action.standing(in: table, at: client.address.actuator) {
            case .holds: return .shown(table)
            case .doesNot(let what), .moot(let what), .unknown(let what):
                if clock().moment >= end { return .not(table, what) }
            }
            guard (try? await Task.sleep(for: .milliseconds(pause))) != nil else { return .silent("it was cut off") }
            pause = min(pause * 2, 320)
        }
    }

    /// How long one step may take altogether: writing, the refresh, and taking it back where that shows nothing.
    var stepMs: Int64 { settings.refreshMs + 2 * source.deadlineMs }
}
