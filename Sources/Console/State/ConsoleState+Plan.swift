import Contract
import Operations
import Topology

extension ConsoleState {
    /// What an action on instances is about: the marked ones, whatever a filter hides, else the selected one.
    var targets: Set<InstanceKey> {
        if !view.marks.isEmpty { return view.marks }
        if case .instance(let key)? = selection { return [key] }
        if case .instance(let key)? = view.subject { return [key] }
        return []
    }

    /// Begins a change of the targets: asks for the reason, or, where none is needed, for the plan.
    mutating func begin(_ kind: OperationKind) -> [Effect] {
        let request = PlanRequest(kind: kind, instances: targets.sorted(), reason: "", by: operatorName)
        switch kind {
        case .drain, .clearOverride, .evacuate, .shift, .setWeights, .repair:
            prompt = .field(FieldPrompt(.reason(request)))
            return []
        case .restore: return makePlan(request)
        }
    }

    /// Asks for a plan and shows that it is being made.
    mutating func makePlan(_ request: PlanRequest) -> [Effect] {
        planNumber += 1
        var hidden = plan?.hidden ?? []
        if view.screen != PlanScreen.id {
            hidden = Set(request.instances.filter { view.rows.row(of: .instance($0)) == nil })
            if view.subject == .instance(request.instances.first ?? hidden.first ?? Self.nobody) { hidden = [] }
            back.removeAll { $0.screen == PlanScreen.id }
            push(View(PlanScreen.id))
        }
        plan = PlanState(request: request, number: planNumber, hidden: hidden, shownAt: now.moment)
        view.rowsFrom = nil
        return [.plan(request, number: planNumber)]
    }

    private static let nobody = InstanceKey(service: ServiceKey(name: ""), address: "")

    /// A plan is there, or there is none; what was typed before it could be read answers nothing.
    mutating func planned(_ number: Int, _ result: Result<Plan, OperationError>) -> [Effect] {
        guard var plan, plan.number == number else { return [] }
        switch result {
        case .success(let made): plan.phase = .made(made)
        case .failure(let error): plan.phase = .failed(error.message)
        }
        plan.continues = false
        plan.shownAt = now.moment
        self.plan = plan
        view.rowsFrom = nil
        return view.screen == PlanScreen.id ? [.discardTypedAhead] : []
    }

    /// Why the plan cannot be started as it is.
    var planRefusal: String? {
        guard let plan else { return say(ReasonText.noPlan) }
        switch plan.phase {
        case .waiting, .starting: return say(ReasonText.planWaits)
        case .failed: return say(ReasonText.noPlan)
        case .made(let made):
            if made.isBlocked { return say(ReasonText.planBlocked, String(made.blocking.count)) }
            return made.isEmpty ? say(PlanningText.nothingToDo) : nil
        }
    }

    /// Yes: unless it was typed before the plan could be read.
    mutating func confirmPlan() -> [Effect] {
        guard let plan, case .made(let made) = plan.phase else { return [] }
        if now.moment - plan.shownAt < Question.guardMs {
            notify(PromptText.typedAhead, bad: true)
            return []
        }
        if let name = made.nameToType {
            prompt = .field(
                FieldPrompt(.confirm(NameConfirmation(plan: made, name: name, askedAt: now.moment))))
            return [.discardTypedAhead]
        }
        self.plan?.phase = .starting(made)
        return [.start(made)]
    }

    /// What was typed to confirm a plan: its name starts it, nothing gives up, anything else is said and asked again.
    mutating func confirmed(_ confirmation: NameConfirmation, _ text: String, _ asked: FieldPrompt) -> [Effect] {
        guard let plan, case .made(let made) = plan.phase, made == confirmation.plan else {
            notify(PromptText.notStarted, bad: true)
            return []
        }
        guard !text.isEmpty else {
            notify(PromptText.notStarted)
            return []
        }
        guard text == confirmation.name else {
            prompt = .field(FieldPrompt(.confirm(confirmation)))
            notify(PromptText.wrongName, confirmation.name, bad: true)
            return []
        }
        self.plan?.phase = .starting(made)
        return [.start(made)]
    }

    /// Back to what the plan was asked for with: the form of a zone, the reason of instances.
    mutating func editPlan() -> [Effect] {
        guard let request = plan?.request else { return [] }
        if form != nil, back.last?.screen == FlipScreen.id { return goBack() }
        prompt = .field(FieldPrompt(.reason(request), text: request.reason))
        return []
    }

    /// Restores at once, or at the next renewal: another plan.
    mutating func toggleForceUp() -> [Effect] {
        guard var request = plan?.request else { return [] }
        request.forceUp.toggle()
        form?.forceUp = request.forceUp
        return makePlan(request)
    }

    /// Enter: Cancel goes back, Continue is yes.
    mutating func pressPlanButton() -> [Effect] {
        guard plan?.continues == true else { return goBack() }
        if let refusal = planRefusal {
            notice = Notice(text: refusal, bad: true)
            return []
        }
        return confirmPlan()
    }

    /// Shows the exact calls, or folds them away; they are gone to, because they stand last.
    mutating func showCalls() {
        view.expanded.toggle()
        view.rowsFrom = nil
        settle()
        guard view.expanded else { return }
        let title = say(view.screen == PlanScreen.id ? PlanningText.calls : PlanningText.lastCalls)
        let lines = view.screen == PlanScreen.id ? PlanDocument.lines(of: self) : OperationDocument.make(self).lines
        guard let heading = lines.firstIndex(where: { $0.isHeading && $0.label == title }) else { return }
        select(row: heading + 1)
        view.scroll = heading
    }

    /// The operation is under way: its progress takes the plan's place.
    mutating func started(_ id: String) {
        if let done = plan?.request.instances {
            for index in back.indices { back[index].marks.subtract(done) }
            keptViews = keptViews.mapValues { view in
                var view = view
                view.marks.subtract(done)
                return view
            }
        }
        if view.screen == PlanScreen.id {
            view = View(OperationScreen.id, .operation(id))
        } else {
            notice = Notice(text: say(OperationText.title, id), bad: false)
        }
        back.removeAll { $0.screen == PlanScreen.id || $0.screen == FlipScreen.id }
        plan = nil
        form = nil
    }

    /// A reason was typed: it goes where it was asked for.
    mutating func reasoned(_ purpose: FieldPrompt.Purpose, _ text: String) -> [Effect] {
        switch purpose {
        case .filter, .command, .form, .confirm, .extend: return []
        case .reason(var request):
            request.reason = text
            return makePlan(request)
        case .override(let gate, nil):
            guard var request = plan?.request else { return [] }
            request.overrides[gate] = text
            return makePlan(request)
        case .owe(let node, nil):
            guard var request = plan?.request else { return [] }
            request.owes[node] = text
            return makePlan(request)
        case .override(let gate, let operation?):
            return [.request(.resume, operation: operation, overrides: [gate: text])]
        case .owe(let node, let operation?):
            return [.request(.resume, operation: operation, owes: [node: text])]
        }
    }
}

extension Plan {
    /// What has to be typed before it starts, where it touches a whole zone or what a group's traffic goes to.
    var nameToType: String? {
        guard let zonePlan else { return nil }
        switch zonePlan.scope {
        case .zone(let zone): return zone
        case .shift(_, let from, _): return from
        case .weights(_, let group, _): return group
        case .instances, .drift: return nil
        }
    }
}
