import Terminal
import Topology

/// What a terminal too small for a screen shows: the zones that are not well, then what is worst, in whole words.
enum TinyBody {
    /// Draws as many lines as there is room for.
    static func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        var y = area.y
        let end = area.y + area.height
        let snapshot = state.snapshot
        let unwell = snapshot.zones.filter { $0.state != .ok }
        for zone in unwell.prefix(max(1, area.height / 2)) where y < end {
            let (mark, role) = Marks.health(zone.state)
            let name = zone.name.isEmpty ? pen.say(StateText.noZone) : zone.name
            pen.text(
                "\(mark) \(name) \(pen.say(StateText(zone.state)))", x: area.x, y: y, width: area.width, role: role)
            y += 1
        }
        for line in snapshot.attention where y < end {
            let (mark, role) = Marks.severity(line.severity)
            for text in pen.canvas.metrics.wrapped(
                "\(mark) \(Sentence.text(line.subject, pen.language)) \(Sentence.text(line.text, pen.language))",
                to: area.width) where y < end
            {
                pen.text(text, x: area.x, y: y, width: area.width, role: role)
                y += 1
            }
        }
        if y == area.y, area.height > 0 {
            let known = !snapshot.zones.isEmpty
            let role: StyleRole = known ? .good : .stateUnknown
            let text = known ? "● " + pen.say(StateText.ok) : "◌ " + pen.say(FrameText.nothingYet)
            pen.text(text, x: area.x, y: y, width: area.width, role: role)
        }
    }
}
