import Topology

/// What is wrong with a service, in an operator's words.
enum ServiceWords {
    /// `14 down in zone-b, 1 gone in zone-b; 2 answer and fail`; empty where nothing is.
    static func wrong(_ service: ServiceView, _ state: ConsoleState) -> String {
        var parts: [String] = []
        let worst = service.findings.troubles.sorted { a, b in
            (b.counts.down + b.counts.gone, a.zone) < (a.counts.down + a.counts.gone, b.zone)
        }
        for trouble in worst {
            let place = trouble.zone.isEmpty ? state.say(StateText.noZone) : trouble.zone
            let tallies = [InstanceState.down, .gone, .unknown, .starting].filter { trouble.counts[$0] > 0 }
                .map { "\(trouble.counts[$0]) " + state.say(StateText($0)) }
            if !tallies.isEmpty {
                parts.append(state.say(ServiceText.place, tallies.joined(separator: " "), place))
            }
        }
        let failing = state.snapshot.traffic.failing.keys.count { $0.service == service.key }
        if failing > 0 { parts.append(state.say(ServiceText.failing, String(failing))) }
        let differ = service.findings.disagreements.reduce(0) { $0 + $1.count }
        if differ > 0 { parts.append(state.say(ServiceText.differ, String(differ))) }
        return parts.joined(separator: ", ")
    }
}
