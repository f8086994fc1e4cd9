import Terminal
import Topology

extension InstancesScreen {
    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let layout = InstancesLayout(area)
        guard case .instances(let rows) = state.view.rows else { return }
        drawTitle(state, rows, in: layout.title, with: &pen)
        let table = Table(Self.columns(counted: !state.snapshot.traffic.instances.isEmpty), in: layout.table)
        table.drawHeading(state.view.sort, with: &pen)
        if rows.entries.isEmpty { drawEmpty(state, rows, in: layout.table.below(1), with: &pen) }
        table.drawRows(
            of: state, with: &pen,
            shape: { row in
                let instance = rows.instance(row)
                return Marks.instance(instance, failing: state.snapshot.traffic.failing[instance.key] != nil)
            },
            cell: { row, column, pen in InstanceCells.cell(column, rows.instance(row), state, &pen) })
        if layout.detail.height > 0, let selected = state.selectedInstance {
            InstanceCells.drawDetail(selected, state, in: layout.detail, with: &pen)
        }
    }

    private func drawTitle(_ state: ConsoleState, _ rows: InstanceRows, in area: Area, with pen: inout Pen) {
        let shown = rows.entries.count
        var end = pen.say(InstanceText.shownOf, String(shown), String(rows.total))
        let marks = state.view.marks
        if !marks.isEmpty {
            let hidden = state.view.hiddenMarks ?? 0
            end += "  " + pen.say(InstanceText.marked, String(marks.count))
            end += "  " + pen.say(InstanceText.hidden, String(hidden))
        }
        pen.title(title, state.view.filter, end: end, in: area, role: marks.isEmpty ? .dim : .marked)
    }

    private func drawEmpty(_ state: ConsoleState, _ rows: InstanceRows, in area: Area, with pen: inout Pen) {
        let text =
            rows.total == 0
            ? pen.say(state.snapshot.kept ? InstanceText.keptRows : InstanceText.noneYet)
            : pen.say(InstanceText.noMatch, String(rows.total))
        pen.text(text, x: area.x + Table.lead, y: area.y, width: area.width - Table.lead - 1, role: .stateUnknown)
    }
}

extension ConsoleState {
    /// The instance of the selected row.
    var selectedInstance: InstanceView? {
        if case .instances(let rows) = view.rows, view.row < rows.entries.count { return rows.instance(view.row) }
        if case .instance(let key)? = view.subject ?? selection { return snapshot.found(key) }
        return nil
    }
}
