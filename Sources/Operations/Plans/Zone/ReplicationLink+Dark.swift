import Topology

extension ReplicationLink {
    /// Whether it tells nothing because the end that its data comes from is dark.
    func isDark(in snapshot: Snapshot) -> Bool {
        if state == .sourceDown { return true }
        let nodes = snapshot.sources.first { $0.name == source }?.nodes ?? []
        guard let node = nodes.first(where: { $0.id.node == from || $0.id.server == from }) else { return false }
        switch node.state {
        case .stale, .failed, .waiting: return true
        case .live, .partial, .named: return false
        }
    }
}
