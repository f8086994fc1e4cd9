/// Which contradictions between nodes were looked at past caches, and what was found.
///
/// A contradiction is what each node answered on one instance. As long as no answer changes, what was found stands; when
/// one does, it is another contradiction and is looked at anew. A finding is renewed now and then all the same, because
/// the nodes may move while their caches stand still.
struct DivergenceLedger: Sendable {
    /// What one node answers on an instance: a registration, or that it has none.
    struct Answer: Sendable {
        var node: NodeID
        var registration: Registration?
    }

    private struct Entry: Sendable {
        var answers: [Answer]
        var findings: [NodeID: Suspect.Finding] = [:]
        var foundAt: Moment
    }

    /// How long a finding stands before it is renewed, in milliseconds.
    static let renewMs: Int64 = 60_000

    private var entries: [ServiceKey: [InstanceKey: Entry]] = [:]

    /// Notes a contradiction, and gives the findings on it: complete once every node was looked at.
    mutating func findings(
        on key: InstanceKey, answers: [Answer], now: Moment
    ) -> (findings: [NodeID: Suspect.Finding], complete: Bool) {
        if let entry = entries[key.service]?[key], Self.same(entry.answers, answers) {
            return (entry.findings, answers.allSatisfy { entry.findings[$0.node] != nil })
        }
        entries[key.service, default: [:]][key] = Entry(answers: answers, foundAt: now)
        return ([:], false)
    }

    /// Forgets the contradictions of a service but these.
    mutating func keep(_ keys: Set<InstanceKey>, of service: ServiceKey) {
        guard let current = entries[service], current.count != keys.count else { return }
        let kept = current.filter { keys.contains($0.key) }
        entries[service] = kept.isEmpty ? nil : kept
    }

    /// Who must be looked at, no more than so many at one node.
    func suspects(now: Moment, most: Int) -> [Suspect] {
        var suspects: [Suspect] = []
        var counts: [NodeID: Int] = [:]
        for (key, entry) in entries.values.joined() {
            guard let known = entry.answers.lazy.compactMap(\.registration).first else { continue }
            let due = now - entry.foundAt >= Self.renewMs
            for answer in entry.answers where due || entry.findings[answer.node] == nil {
                guard counts[answer.node, default: 0] < most else { continue }
                counts[answer.node, default: 0] += 1
                let registration = answer.registration ?? known
                suspects.append(
                    Suspect(
                        node: answer.node, instance: key, sourceService: registration.sourceService,
                        id: registration.id))
            }
        }
        return suspects.sorted { $0.instance == $1.instance ? $0.node < $1.node : $0.instance < $1.instance }
    }

    /// When the next finding is to be renewed.
    var nextRenewal: Moment? {
        entries.values.joined().lazy.filter { !$0.value.findings.isEmpty }.map { $0.value.foundAt + Self.renewMs }.min()
    }

    /// Notes what a look found; false where the contradiction has become another one meanwhile.
    mutating func record(_ finding: Suspect.Finding, for suspect: Suspect, now: Moment) -> Bool {
        let service = suspect.instance.service
        guard var entry = entries[service]?[suspect.instance],
            entry.answers.contains(where: {
                $0.node == suspect.node && ($0.registration == nil || $0.registration?.id == suspect.id)
            })
        else { return false }
        entry.findings[suspect.node] = finding
        entry.foundAt = now
        entries[service]?[suspect.instance] = entry
        return true
    }

    private static func same(_ a: [Answer], _ b: [Answer]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0.node == $1.node && $0.registration == $1.registration }
    }
}
