import Operations

/// Stages of one kind: a plan of a zone has a dozen, which are told of as four.
enum StageGroup {
    /// What a stage is of: the first word of its name (`gateways 25 %`, `registry 2 of 6`).
    static func key(_ stage: String) -> String { String(stage.prefix { $0 != " " }) }

    /// The stages of a plan put together by what they are of.
    static func overview(of plan: ZonePlan) -> [PlannedStage] {
        if !plan.overview.isEmpty { return plan.overview }
        var groups: [(key: String, stages: [PlannedStage])] = []
        for stage in plan.stages {
            let key = key(stage.name)
            if groups.last?.key == key {
                groups[groups.count - 1].stages.append(stage)
            } else {
                groups.append((key, [stage]))
            }
        }
        return groups.compactMap { group in
            guard let first = group.stages.first, let last = group.stages.last else { return nil }
            return PlannedStage(
                name: group.key, what: first.what, before: first.before, after: last.after,
                takesMs: group.stages.reduce(0) { $0 + $1.takesMs })
        }
    }
}
