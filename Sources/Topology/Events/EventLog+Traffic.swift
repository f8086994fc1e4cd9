extension EventLog {
    /// A change, with what makes it one with others.
    struct Change {
        var cause: Cause
        var example: String
    }

    /// Routes that were set otherwise, and instances that began or ceased to fail although they are up.
    static func traffic(from old: Snapshot, to new: Snapshot) -> [Change] {
        var changes: [Change] = []
        for key in new.traffic.failing.keys where old.traffic.failing[key] == nil {
            changes.append(failure(.failing, key, new))
        }
        for key in old.traffic.failing.keys where new.traffic.failing[key] == nil {
            // One that is no longer up, or no longer measured, has not recovered.
            let isMeasured =
                new.traffic.instances[key]?.fresh != nil
                || new.traffic.routes.contains { $0.rate.fresh != nil && $0.route.uri.contains(key.address) }
            guard isMeasured, new.instance(key)?.state == .up else { continue }
            changes.append(failure(.recovered, key, new))
        }
        return changes + routes(from: old.traffic.routes, to: new.traffic.routes)
    }

    private static func failure(_ kind: EstateEvent.Kind, _ key: InstanceKey, _ new: Snapshot) -> Change {
        Change(
            cause: Cause(kind: kind, service: key.service, zone: new.instance(key)?.zone ?? "", other: ""),
            example: key.address)
    }

    private static func routes(from old: [RouteView], to new: [RouteView]) -> [Change] {
        guard !old.isEmpty else { return [] }
        let areAlike = old.count == new.count && zip(old, new).allSatisfy { $0.node == $1.node && $0.route == $1.route }
        if areAlike { return [] }
        struct Place: Hashable {
            var node: NodeID
            var id: String
        }
        func places(_ views: [RouteView]) -> [Place: Route] {
            Dictionary(
                views.lazy.map { (Place(node: $0.node, id: $0.route.id), $0.route) },
                uniquingKeysWith: { first, _ in first })
        }
        let (before, after) = (places(old), places(new))
        let (readBefore, readNow) = (Set(old.lazy.map(\.node)), Set(new.lazy.map(\.node)))
        func change(_ view: RouteView, _ words: String) -> Change {
            Change(
                cause: Cause(
                    kind: .routes, service: nil, zone: view.node.source, other: "route \(view.route.id)\(words)"),
                example: view.node.server)
        }
        var changes: [Change] = []
        for view in new {
            guard let was = before[Place(node: view.node, id: view.route.id)] else {
                if readBefore.contains(view.node) { changes.append(change(view, " is new")) }
                continue
            }
            guard was != view.route else { continue }
            let isWeight = was.weight != view.route.weight
            changes.append(
                change(
                    view, isWeight ? ": weight \(text(was.weight)) became \(text(view.route.weight))" : " was changed"))
        }
        for view in old where after[Place(node: view.node, id: view.route.id)] == nil && readNow.contains(view.node) {
            changes.append(change(view, " is gone"))
        }
        return changes
    }

    private static func text(_ weight: Int?) -> String { weight.map(String.init) ?? "none" }

    /// Links that ceased to carry data, or carry it again.
    static func links(from old: Snapshot, to new: Snapshot) -> [Change] {
        guard !old.links.isEmpty, !new.links.isEmpty else { return [] }
        let before = Dictionary(old.links.lazy.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        return new.links.compactMap { link in
            guard let was = before[link.id], was != link.state else { return nil }
            let kind: EstateEvent.Kind = link.state == .ok ? .linkBack : .linkLost
            return Change(
                cause: Cause(kind: kind, service: nil, zone: link.source, other: word(link.state)),
                example: "\(link.to) from \(link.from)")
        }
    }

    private static func word(_ state: ReplicationLink.State) -> String {
        switch state {
        case .cut: "no longer receives"
        case .sourceDown: "lost the end that data comes from"
        case .paused: "stopped applying"
        case .unknown: "is not known"
        case .behind: "fell behind"
        case .ok: "keeps up again"
        }
    }

    /// Zones that operations took out, or put back.
    static func out(from old: Snapshot, to new: Snapshot) -> [Change] {
        guard old.out != new.out else { return [] }
        let (before, after) = (Set(old.out.map(\.zone)), Set(new.out.map(\.zone)))
        let gone = new.out.filter { !before.contains($0.zone) }.map { zone in
            Change(
                cause: Cause(kind: .zoneOut, service: nil, zone: zone.zone, other: zone.operation),
                example: "by \(zone.by): \(zone.reason) (operation \(zone.operation))")
        }
        return gone
            + before.subtracting(after).sorted().map { zone in
                Change(cause: Cause(kind: .zoneBack, service: nil, zone: zone, other: ""), example: "")
            }
    }

    /// How these are said; nothing for the others.
    static func lasting(_ cause: Cause, _ count: Int, _ example: String, at moment: Moment) -> EstateEvent? {
        func event(_ text: String, _ subject: String? = nil) -> EstateEvent {
            EstateEvent(at: moment, kind: cause.kind, subject: subject ?? cause.zone, text: text)
        }
        let place = cause.zone.isEmpty ? "" : " in \(cause.zone)"
        let name = cause.service?.description ?? ""
        switch cause.kind {
        case .linkLost, .linkBack:
            return event(count == 1 ? "\(example): \(cause.other)" : "\(count) links (\(example) …): \(cause.other)")
        case .routes:
            return event("\(cause.other) on \(count == 1 ? example : "\(count) nodes (\(example) …)")")
        case .failing:
            let who = count == 1 ? "\(name) \(example)\(place)" : "\(count) instances of \(name)\(place) (\(example) …)"
            return event("\(who): up, and failing all the same", cause.zone.isEmpty ? name : nil)
        case .recovered:
            let who = count == 1 ? "\(name) \(example)\(place)" : "\(count) instances of \(name)\(place)"
            return event("\(who) \(count == 1 ? "fails" : "fail") no longer", cause.zone.isEmpty ? name : nil)
        case .zoneOut: return event("evacuated \(example)")
        case .zoneBack: return event("no longer out")
        default: return nil
        }
    }
}
