import Terminal
import Topology

/// The zones beside each other while one is chosen: how well each is, and what it gets.
enum ZoneFacts {
    /// Draws a line for each zone that fits; of weights the group's split.
    static func draw(_ state: ConsoleState, _ form: FlipForm, in area: Area, with pen: inout Pen) {
        for (row, zone) in state.snapshot.zones.filter({ !$0.name.isEmpty }).prefix(area.height).enumerated() {
            let y = area.y + row
            let (mark, role) = Marks.health(zone.state)
            let chosen = zone.name == form.zone
            pen.text(mark, x: area.x + 2, y: y, width: 1, role: role)
            pen.text(zone.name, x: area.x + 4, y: y, width: 14, role: chosen ? .strong : .text)
            pen.text(pen.say(StateText(zone.state)), x: area.x + 19, y: y, width: 9, role: role)
            let counts = zone.counts
            var tallies = "\(counts.up) \(pen.say(StateText.up))"
            for other in [InstanceState.down, .gone, .unknown, .out] where counts[other] > 0 {
                tallies += " \(counts[other]) \(pen.say(StateText(other)))"
            }
            pen.text(tallies, x: area.x + 29, y: y, width: 28)
            if let group = form.group {
                let cell = GatewaysScreen.share(state.routes.row(group)?.shares[zone.name])
                pen.text(cell.text, x: area.x + 58, y: y, width: area.width - 59, role: cell.role)
            } else if let traffic = state.snapshot.traffic.zones[zone.name], traffic.isCounted {
                let share = traffic.measured.cell(Figures.share)
                let errors = traffic.rate.errors
                let x = pen.text(share.text, x: area.x + 58, y: y, width: 6, role: share.role)
                pen.text(errors.text, x: x + 2, y: y, width: area.width - x - 3, role: errors.role)
            }
        }
    }
}
