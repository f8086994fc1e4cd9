import Topology

extension EstateDecoder {
    /// `operations`: how changes are made. What this version cannot do is refused, because an operator relies on it.
    func operations(_ field: Field) -> OperationsSettings {
        var settings = OperationsSettings()
        let all = ["coordination", "approval", "expiry", "journal", "except", "lagBudget", "freeze"]
        guard let keys = field.mapping(of: all) else { return settings }
        if let field = keys["coordination"] { only("local", field, "operations are locked on this host alone") }
        if let field = keys["approval"] { only("single", field, "whoever starts an operation confirms it") }
        if let value = keys["expiry"]?.duration(60_000...30 * 86_400_000) { settings.expiryMs = value }
        settings.journal = keys["journal"]?.path(from: directory, "the path of the journal")
        if let value = keys["except"]?.textList(of: "services") { settings.except = value }
        if let budget = keys["lagBudget"]?.mapping(of: ["seconds"]) {
            settings.lagBudgetSeconds = budget["seconds"]?.positiveNumber()
        }
        if let windows = keys["freeze"]?.list(of: "windows"), !windows.isEmpty {
            keys["freeze"]?.fail("freeze windows are not in this version and would not be kept; remove them")
        }
        return settings
    }

    private func only(_ word: String, _ field: Field, _ meaning: String) {
        guard let text = field.filledText(word), text != word else { return }
        field.fail("\(quoted(text)) is not in this version, where \(meaning); write \(word), or remove the line")
    }
}
