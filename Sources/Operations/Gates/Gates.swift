import Contract
import Topology

/// The gates, judged: pure functions of a subject and its evidence.
///
/// They judge what will *receive* the traffic, when the plan is made and again just before the first step is sent.
public enum Gates {
    /// All gates, in their fixed order, with the overrides that were given.
    public static func judge(_ subject: GateSubject, on evidence: Evidence) -> [Gate] {
        GateName.allCases.map { judge($0, subject, evidence).overridden(by: subject.overrides) }
    }

    /// The gates that stand in the way. A restore is shown its gates and never asked: it puts back what was there.
    public static func blocking(_ gates: [Gate], of kind: OperationKind) -> [Gate] {
        switch kind {
        case .restore: []
        case .drain, .clearOverride, .evacuate, .shift, .setWeights, .repair: gates.filter(\.blocks)
        }
    }

    private static func judge(_ name: GateName, _ subject: GateSubject, _ evidence: Evidence) -> Gate {
        switch name {
        case .lastZoneStanding: lastZoneStanding(subject, evidence)
        case .capacity: capacity(subject, evidence)
        case .samplesFresh: samplesFresh(subject, evidence)
        case .writeAccess: writeAccess(subject, evidence)
        case .wouldHold: wouldHold(subject, evidence)
        case .nothingInFlight: nothingInFlight(subject, evidence)
        case .undoSaved: undoSaved(subject, evidence)
        case .journalDurable: journalDurable(evidence)
        case .readOnlyEstate: readOnlyEstate(evidence)
        case .freezeWindow: freezeWindow(evidence)
        case .rollout: Gate(.rollout, .notApplicable, text: "nothing in this estate could tell")
        case .healthyTarget: healthyTarget(subject, evidence)
        case .clientsFailOpen: clientsFailOpen(subject, evidence)
        case .replicationLag: replicationLag(subject, evidence)
        case .receiverRunning: receiverRunning(subject, evidence)
        case .errantTransactions:
            Gate(.errantTransactions, .notApplicable, text: "no source of this estate numbers its transactions (GTID)")
        case .clockSkew: clockSkew(subject, evidence)
        case .antiFlap: antiFlap(subject, evidence)
        case .outsideZone: outsideZone(subject, evidence)
        case .approval:
            Gate(.approval, .notApplicable, text: "the estate file asks for none (approval: single)")
        }
    }
}
