import Contract
import Topology

/// What the actuators of a plan say at one moment: steps, findings, and what each node lets us do.
struct Survey: Sendable {
    var drafts: [String: PlanDraft] = [:]
    var capabilities: [NodeID: Capability] = [:]

    /// Asks all sources at once, each about its own intent.
    ///
    /// A probe is one call a node, so it has the source's deadline; a draft asks in rounds and has two of them.
    static func take(
        of intents: [String: Intent], sources: [SourceSettings], actuator: @Sendable (String) -> (any Actuator)?,
        clock: @escaping Clock
    ) async -> Survey {
        await withTaskGroup(of: Part.self) { group in
            for (source, intent) in intents {
                guard let actuator = actuator(source) else {
                    group.addTask { Part(source: source, draft: Self.unchangeable(source)) }
                    continue
                }
                let deadlineMs = sources.first { $0.name == source }?.deadlineMs ?? 3_000
                let now = clock().moment
                group.addTask {
                    Part(source: source, draft: await actuator.plan(intent, until: now + deadlineMs * 2))
                }
                group.addTask {
                    Part(source: source, capabilities: await actuator.capabilities(until: now + deadlineMs))
                }
            }
            var survey = Survey()
            for await part in group {
                if let draft = part.draft { survey.drafts[part.source] = draft }
                survey.capabilities.merge(part.capabilities) { $1 }
            }
            return survey
        }
    }

    /// What was found, of all sources.
    var findings: [Finding] { drafts.sorted { $0.key < $1.key }.flatMap(\.value.findings) }

    private static func unchangeable(_ source: String) -> PlanDraft {
        PlanDraft(findings: [Finding(.notWritable, text: "\(source) cannot be changed by this console")])
    }

    private struct Part: Sendable {
        var source: String
        var draft: PlanDraft?
        var capabilities: [NodeID: Capability] = [:]
    }
}
