import Contract
import Topology

extension Gates {
    /// `would-hold`: no instance is out by itself, where our override would neither take nor be ours to take away.
    ///
    /// Whoever empties a whole zone does not care for those: an instance that went since the plan was made (a deploy) or
    /// took itself out gets no traffic, and what it leaves to do is nothing. They are named, and block nothing.
    static func wouldHold(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        let ours = Set(subject.instances)
        let all = evidence.findings.filter { finding in
            switch finding.kind {
            case .wouldNotHold, .absent: finding.instance.map { ours.contains($0) } ?? true
            case .silentNode, .notWritable, .alreadySo, .foreignOverride, .note: false
            }
        }
        let isZoneWide = subject.kind == .evacuate
        let left = all.filter { isZoneWide && $0.instance != nil }
        let found = all.filter { !(isZoneWide && $0.instance != nil) }
        func text(_ findings: [Finding]) -> String {
            list(findings.map { finding in (finding.instance.map { "\($0): " } ?? "") + finding.text })
        }
        guard found.isEmpty else {
            return Gate(.wouldHold, .fail, value: "\(found.count)", threshold: "0", text: text(found))
        }
        let note = left.isEmpty ? "nothing works against it" : "left as they are, without traffic: \(text(left))"
        return Gate(.wouldHold, .pass, value: "0", threshold: "0", text: note)
    }

    /// `nothing-in-flight`: no unfinished operation works on the same instance.
    static func nothingInFlight(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        var held = Set(subject.instances).sorted().compactMap { instance in
            evidence.journal.locks[instance].map { "\(instance) is worked on by \($0)" }
        }
        if let other = evidence.journal.zoneWide, subject.zonePlan != nil {
            held.insert("\(other) is about a whole zone too, and there is one at a time", at: 0)
        }
        guard held.isEmpty else {
            return Gate(
                .nothingInFlight, .fail, value: "\(held.count)", threshold: "0",
                text: "\(list(held)): wait for it, or end it with `azimuth hold OPERATION`")
        }
        return Gate(
            .nothingInFlight, .pass, value: "0", threshold: "0",
            text: subject.zonePlan == nil
                ? "no other operation works on these instances" : "no other operation works on a zone or on these")
    }

    /// `undo-saved`: every change can be taken back, to what is there now.
    static func undoSaved(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        let changes = subject.changes
        let without = changes.filter { $0.undo == nil }
        let threshold = "\(changes.count) of \(changes.count)"
        guard without.isEmpty else {
            return Gate(
                .undoSaved, .fail, value: "\(changes.count - without.count) of \(changes.count)", threshold: threshold,
                text: list(without.map { "\($0.step.target) on \($0.step.node) could not be taken back" }))
        }
        var seen: Set<StepPlace> = []
        let changed = changes.filter { planned in
            // Of a route that is set in stages, the first step found what is there now.
            let place = StepPlace(planned.step)
            guard seen.insert(place).inserted, let fresh = evidence.freshBefore[place] else { return false }
            let saved = planned.step.before
            if planned.step.route != nil, let was = saved["weight"], let now = fresh["weight"] { return was != now }
            return fresh[Step.savedOverride] != saved[Step.savedOverride]
        }
        guard changed.isEmpty else {
            return Gate(
                .undoSaved, .fail, value: "\(changes.count - changed.count) of \(changes.count)", threshold: threshold,
                text: list(
                    changed.map {
                        "somebody changed \($0.step.target) on \($0.step.node) since the plan was made: plan again"
                    }))
        }
        return Gate(.undoSaved, .pass, value: threshold, threshold: threshold, text: "every change can be taken back")
    }

    /// `journal-durable`: what is written to the journal is on the disk.
    static func journalDurable(_ evidence: Evidence) -> Gate {
        if let trouble = evidence.journal.trouble { return Gate(.journalDurable, .fail, text: trouble) }
        return Gate(.journalDurable, .pass, text: "each step is on the disk before it is sent")
    }

    /// `read-only-estate`: the estate file lets this console change things.
    static func readOnlyEstate(_ evidence: Evidence) -> Gate {
        switch evidence.snapshot.estate.mode {
        case .operate: Gate(.readOnlyEstate, .pass, value: "operate", threshold: "operate", text: "mode: operate")
        case .readOnly:
            Gate(
                .readOnlyEstate, .fail, value: "read-only", threshold: "operate",
                text: "the estate file says mode: read-only: nothing is ever changed")
        }
    }

    /// `freeze-window`: no freeze of the estate file is on.
    static func freezeWindow(_ evidence: Evidence) -> Gate {
        guard !evidence.rules.freeze.isEmpty else {
            return Gate(.freezeWindow, .notApplicable, text: "the estate file names none")
        }
        let now = evidence.now.wall
        if let window = evidence.rules.freeze.first(where: { $0.from <= now && now < $0.to }) {
            return Gate(
                .freezeWindow, .fail, value: window.reason,
                text: "frozen until \(window.to.rfc3339): \(window.reason)")
        }
        return Gate(.freezeWindow, .pass, text: "no freeze is on now")
    }
}
