import Terminal
import Topology

extension ConsoleState {
    /// Takes in what happened, and says what is to be done about it.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: both clocks at that moment; ages, guards and marks count from it.
    /// - Returns: what the executable does now, in order.
    public mutating func handle(_ event: ConsoleEvent, at now: ClockReading) -> [Effect] {
        self.now = now
        changes.expire(now.moment)
        var effects: [Effect] = []
        switch event {
        case .key(let key): effects = press(key)
        case .paste(let text): paste(text)
        case .resized(let columns, let lines):
            self.columns = max(1, columns)
            self.lines = max(1, lines)
        case .snapshot(let new):
            changes.note(from: snapshot, to: new, now: now.moment)
            if snapshot.kept != new.kept {
                // Kept snapshots count their generations by themselves.
                routes = .none
                divergence = .none
            }
            snapshot = new
        case .journal(let operations, let drains): effects = journaled(operations, drains)
        case .progress(let operation, let events):
            if operation == journal.watched { journal.take(events) }
        case .journalTrouble(let text):
            journal.trouble = text
            journal.revision += 1
        case .planned(let number, let result): effects = planned(number, result)
        case .started(let operation): started(operation)
        case .told(let text): notice = Notice(text: text, bad: false)
        case .failed(let text): fail(text)
        case .timer, .resumed: break
        }
        settle()
        if wantedOperation != journal.watched {
            journal.watched = wantedOperation
            journal.events = []
            effects.append(.watch(operation: journal.watched))
        }
        return effects
    }

    /// Makes rows anew where something that they depend on changed, and brings selection and scroll in line with them.
    mutating func settle() {
        if view.checkedFilter != view.filter {
            view.checkedFilter = view.filter
            view.filterError = screen.wrong(with: view.filter, at: now.moment)
            if view.filterError == nil { view.appliedFilter = view.filter }
        }
        let ages = screen.ages(of: view.appliedFilter)
        let stamp = RowStamp(
            generation: snapshot.generation, kept: snapshot.kept, operations: journal.revision,
            filter: view.appliedFilter,
            sort: view.sort, ages: ages ? now.moment.milliseconds / 10_000 : nil,
            seconds: screen.ticks(view, in: self) ? now.wall.milliseconds / 1_000 : nil, columns: columns)
        if view.rowsFrom != stamp {
            if screen.comparesServers, divergence.generation != snapshot.generation {
                divergence = Divergence(of: snapshot)
            }
            if screen.usesRoutes, routes.generation != snapshot.generation { routes = RouteBoard(of: snapshot) }
            let previous = view.rowsFrom.map { stamp.reuses($0) } ?? false ? view.rows : .none
            view.rows = screen.rows(of: view, in: self, previous: previous)
            view.rowsFrom = stamp
            view.hiddenMarks = nil
            findSelection()
        }
        if view.hiddenMarks == nil, !view.marks.isEmpty, case .instances(let rows) = view.rows {
            view.hiddenMarks = view.marks.count { !rows.shows($0) }
        }
        scrollToSelection()
    }

    /// An effect failed; a plan that was on its way into the journal is there to be read again.
    private mutating func fail(_ text: String) {
        notice = Notice(text: text, bad: true)
        if case .starting(let made)? = plan?.phase { plan?.phase = .made(made) }
    }

    /// Puts the selection back on the row of its identity, or where it stood if that is no more.
    private mutating func findSelection() {
        let count = view.rows.count
        guard count > 0 else {
            view.row = 0
            return
        }
        // Until the operator has moved, the Overview's first zone is selected, whatever was there first.
        if !view.hasMoved, view.screen == OverviewScreen.id {
            view.row = 0
            view.selected = view.rows.subject(0)
        } else if let selected = view.selected, let row = view.rows.row(of: selected) {
            view.row = row
        } else {
            view.row = min(view.row, count - 1)
            view.selected = view.rows.subject(view.row)
        }
    }

    private mutating func scrollToSelection() {
        let height = max(1, screen.visibleRows(of: view, in: self))
        let last = max(0, view.rows.count - height)
        view.scroll = min(max(view.scroll, view.row - height + 1), view.row, last)
        view.scroll = max(0, view.scroll)
    }
}
