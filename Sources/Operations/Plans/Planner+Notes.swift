import Contract
import Topology

extension Planner {
    /// What there is to say of a zone that is left, besides its steps.
    func notes(on contents: ZoneContents) -> [Finding] {
        var notes: [Finding] = []
        for (service, count) in contents.infrastructure {
            notes.append(
                Finding(
                    .note,
                    text: "\(service), \(count) instances, stays: registries and config servers are not drained unless "
                        + "named"))
        }
        for node in contents.followers.sorted() where !contents.groups.contains(where: { $0.node == node }) {
            notes.append(
                Finding(
                    .note, node: node,
                    text: "needs no write: its routes name services, and draining the registry moves them"))
        }
        for group in contents.stranded {
            notes.append(
                Finding(
                    .note, node: group.node,
                    text: "\(group.name) sends to \(contents.zone) alone: --except '\(group.name)' leaves it there"))
        }
        for group in contents.unclear {
            notes.append(
                Finding(
                    .note, node: group.node,
                    text: "\(group.name): weights or zones of its other routes are not known, so it is not written"))
        }
        return notes
    }
}
