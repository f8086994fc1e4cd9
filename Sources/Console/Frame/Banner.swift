import Terminal
import Topology

/// A line below the header that every screen has while it is true.
struct Banner: Sendable {
    /// What it says.
    var text: String
    /// How it looks.
    var role: StyleRole
    /// What its age is counted from, where it says one.
    var since: Moment?
}

extension ConsoleState {
    /// What is loud at the moment, the loudest first: that the picture is old, then operations at work.
    var banners: [Banner] {
        var lines: [Banner] = []
        if snapshot.kept {
            lines.append(
                Banner(
                    text: say(FrameText.kept, Age.text(since: snapshot.takenAt, now)), role: .danger,
                    since: snapshot.takenAt))
        } else if !snapshot.sources.isEmpty, snapshot.sources.allSatisfy({ $0.state == .failed }) {
            let last = snapshot.sources.flatMap(\.nodes).compactMap(\.answeredAt).max()
            if let last {
                lines.append(
                    Banner(text: say(FrameText.allLost, Age.text(since: last, now)), role: .danger, since: last))
            }
        }
        return lines
    }
}
