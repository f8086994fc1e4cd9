import Contract
import Operations
import Topology

/// What can be done to the marked or selected instances: asked at every drawing, so it costs what it finds, not what is
/// marked.
extension ConsoleState {
    /// Whether any target is such that a test passes.
    ///
    /// With many marks the instances are gone through and the marks looked up, which is one pass without comparing names.
    func hasTarget(_ test: (InstanceView) -> Bool) -> Bool {
        let targets = self.targets
        if targets.count < 50 { return targets.contains { snapshot.found($0).map(test) ?? false } }
        return snapshot.services.contains { service in
            service.instances.contains { test($0) && targets.contains($0.key) }
        }
    }

    /// The targets that are gone, in the order of their keys.
    var goneTargets: [InstanceKey] { targets.filter { snapshot.found($0)?.state == .gone }.sorted() }

    /// Why a change of the targets makes no sense now; a restore is refused only where there is nothing to put back.
    func refusal(of kind: OperationKind) -> String? {
        if snapshot.estate.mode == .readOnly { return say(ReasonText.readOnly) }
        let targets = self.targets
        if targets.isEmpty { return say(ReasonText.noInstance) }
        switch kind {
        case .drain, .evacuate, .shift, .setWeights, .repair:
            if snapshot.kept { return say(ReasonText.keptOnly) }
            let drains = journal.drains
            return hasTarget { $0.state != .gone && drains[$0.key] == nil } ? nil : say(ReasonText.noneUp)
        case .restore:
            return journal.drains.keys.contains(where: targets.contains) ? nil : say(ReasonText.noneOurs)
        case .clearOverride:
            if snapshot.kept { return say(ReasonText.keptOnly) }
            return hasTarget(hasForeignOverride) ? nil : say(ReasonText.noneForeign)
        }
    }

    /// Whether an override is on an instance that no drain of ours left.
    func hasForeignOverride(_ instance: InstanceView) -> Bool {
        instance.registrations.contains { $0.registration.override != nil } && journal.drains[instance.key] == nil
    }
}

extension Snapshot {
    /// The instance of a key, by halving.
    func found(_ key: InstanceKey) -> InstanceView? {
        guard let service = service(key.service), let index = service.instances.position(of: key) else { return nil }
        return service.instances[index]
    }
}
