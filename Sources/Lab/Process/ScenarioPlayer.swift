/// How far a scenario has come.
struct ScenarioPlayer: Sendable {
    private var rest: ArraySlice<Scenario.Line>

    init(_ scenario: Scenario?) {
        rest = scenario?.lines[...] ?? []
    }

    /// What is due, taken out.
    mutating func due(_ now: Int64) -> [Scenario.Line] {
        let due = rest.prefix { $0.at <= now }
        rest = rest.dropFirst(due.count)
        return Array(due)
    }

    /// Does what is due, and tells what was done, or why it could not be: an instance that it names may be gone by then.
    mutating func play(_ lab: Lab, print: (String) -> Void) {
        let now = lab.clock.monotonic()
        for line in due(now) {
            do throws(LabError) {
                print("\(now / 1000) s: \(try lab.fault(line.command))")
            } catch {
                print("\(now / 1000) s: line \(line.number) of the scenario (\(line.text)): \(error.message)")
            }
        }
    }
}
