import Operations
import Topology

extension ConsoleState {
    /// Why no zone can be moved now.
    var flipRefusal: String? {
        if snapshot.estate.mode == .readOnly { return say(ReasonText.readOnly) }
        if snapshot.kept { return say(ReasonText.keptOnly) }
        return zoneNames.isEmpty ? say(OverviewText.noZones) : nil
    }

    /// The zone that a flip most likely is about: the selected one, that of the selected row, else the sickest.
    var flipZone: String {
        let names = zoneNames
        if case .zone(let name)? = selection, names.contains(name) { return name }
        if case .attention(let subject, _, _)? = selection, names.contains(subject) { return subject }
        let order = Dictionary(uniqueKeysWithValues: Health.allCases.enumerated().map { ($1, $0) })
        let zones = snapshot.zones.filter { !$0.name.isEmpty }
        return zones.min { (order[$0.state] ?? 0) < (order[$1.state] ?? 0) }?.name ?? ""
    }

    /// The zone that a restore most likely is about: the selected one where it is out, else the first that is.
    var zoneToRestore: String? {
        if case .zone(let name)? = selection, snapshot.out.contains(where: { $0.zone == name }) { return name }
        return snapshot.out.first?.zone
    }

    /// Shows the form.
    mutating func beginFlip(_ new: FlipForm, at field: FlipField? = nil) -> [Effect] {
        form = new
        if view.screen == FlipScreen.id { view.rowsFrom = nil } else { push(View(FlipScreen.id)) }
        view.selected = .field(field ?? new.next)
        settle()
        return []
    }

    /// `f`: what is most likely meant is chosen already, the reason is next.
    mutating func beginFlip() -> [Effect] {
        let zone = flipZone
        let isOut = snapshot.out.contains { $0.zone == zone }
        return beginFlip(FlipForm(isOut ? .restore : .evacuate, zone: zone, of: zoneNames))
    }

    /// A command's words: the zone, and for a shift how much and where to, in any order.
    mutating func beginFlip(_ what: FlipForm.What, words: String) -> [Effect] {
        var zones: [String] = []
        var percent: String?
        for word in words.split(separator: " ").map(String.init) {
            let known = zoneNames.first {
                $0.lowercased() == word.lowercased() || $0.lowercased() == "zone-" + word.lowercased()
            }
            if let known {
                zones.append(known)
            } else if let number = Double(word.filter { $0 != "%" }) {
                percent = number == number.rounded() ? String(Int(number)) : String(number)
            } else {
                notify(PromptText.noZone, word, bad: true)
                return []
            }
        }
        let fallback = what == .restore ? zoneToRestore ?? flipZone : flipZone
        var form = FlipForm(what, zone: zones.first ?? fallback, of: zoneNames)
        if zones.count > 1 { form.to = zones[1] }
        if let percent { form.percent = percent }
        return what == .restore ? askForPlan(form) : beginFlip(form)
    }

    /// The form below, the plan above it: Esc comes back to the form.
    mutating func askForPlan(_ form: FlipForm) -> [Effect] {
        self.form = form
        if view.screen != FlipScreen.id { push(View(FlipScreen.id)) }
        view.selected = .field(.go)
        settle()
        return makePlan(form.request(by: operatorName))
    }

    /// Enter on a line of the form: types, chooses, or asks for the plan.
    mutating func enterFlipField() -> [Effect] {
        guard let form, case .field(let field)? = selection else { return [] }
        if field == .go {
            if let mistake = form.mistake {
                notice = Notice(text: say(mistake), bad: true)
                if mistake == .reasonMissing { select(field: .reason) }
                return []
            }
            return makePlan(form.request(by: operatorName))
        }
        if let typed = form.typed(field) {
            prompt = .field(FieldPrompt(.form(field), text: typed))
            return []
        }
        self.form?.turn(field, by: 1)
        view.rowsFrom = nil
        return []
    }

    /// What was typed into a line of the form; the next line is what is still missing.
    mutating func typed(_ text: String, in field: FlipField) {
        form?.take(text, in: field)
        view.rowsFrom = nil
        settle()
        guard let form else { return }
        switch field {
        case .weight(let index) where index + 1 < form.weights.count: select(field: .weight(index + 1))
        default: select(field: form.next)
        }
    }

    private mutating func select(field: FlipField) {
        if let row = view.rows.row(of: .field(field)) { select(row: row) }
    }

    /// The group of the selected row, whose weights can be set.
    var groupToSet: RouteRow? { selectedRoute.flatMap { $0.key.isGroup ? $0 : nil } }

    /// Asks why, then for a plan that brings nodes back to what our operations left.
    mutating func beginRepair() -> [Effect] {
        let source: String? =
            switch selection ?? view.subject {
            case .route(let key)?: key.source
            case .source(let name)?: name
            case .node(let id)?: id.source
            default: nil
            }
        let request = PlanRequest(kind: .repair, scope: .drift(source: source), reason: "", by: operatorName)
        prompt = .field(FieldPrompt(.reason(request)))
        return []
    }
}
