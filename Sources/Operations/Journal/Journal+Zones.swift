import Contract
import Storage
import Topology

extension Journal {
    /// The zones that are out: evacuated, and neither restored nor undone since; longest out first.
    ///
    /// - Throws: `journal`.
    public func zonesOut() throws(OperationError) -> [ZoneOut] {
        try read { database in
            guard try hasZones(database) else { return [] }
            // Consoles ask this again and again: what is long (the steps) is not read for it.
            let rows = try database.query(
                """
                SELECT id, kind, state, direction, zone, coalesce(started_at, created_at), expires_at FROM operations o
                WHERE zone IS NOT NULL AND kind IN ('evacuate', 'restore') AND state NOT IN ('undone', 'planned')
                    AND (state = 'running' OR kind = 'restore'
                        OR EXISTS (SELECT 1 FROM steps WHERE operation = o.id AND direction = 'do' AND touched = 1))
                ORDER BY number
                """
            ) { row in
                (
                    id: try row.text(0), kind: try row.text(1), state: OperationState(rawValue: try row.text(2)),
                    direction: Direction(rawValue: try row.text(3)), zone: try row.text(4), since: try row.int64(5),
                    expiresAt: try row.optionalInt64(6)
                )
            }
            var out: [ZoneOut] = []
            for row in rows {
                let index = out.firstIndex { $0.zone == row.zone }
                if row.kind == OperationKind.restore.rawValue {
                    let isOver = row.state == .complete || row.state == .owed && row.direction == .forward
                    if isOver, let index { out.remove(at: index) }
                    continue
                }
                guard let plan = try plan(of: row.id, database) else { continue }
                var record = ZoneOut(
                    zone: row.zone, operation: row.id, by: plan.by, reason: plan.reason,
                    since: Timestamp(milliseconds: row.since),
                    expiresAt: row.expiresAt.map { Timestamp(milliseconds: $0) }, except: plan.zonePlan?.except ?? [])
                guard let index else {
                    out.append(record)
                    continue
                }
                // Evacuated again while it was out: since then as before, until the later one's expiry.
                record.since = out[index].since
                out[index] = record
            }
            return out
        }
    }

    /// The operations whose effect on zones and weights lasts: evacuations, shifts, weights, and the repairs of these,
    /// oldest first.
    func inForce() throws(OperationError) -> [Operation] { try read { try inForce($0) } }

    /// What took a zone out and has not been put back, oldest first: its evacuations; where there are none, the shifts
    /// away from it; and what repaired these.
    func departures(from zone: String) throws(OperationError) -> [Operation] {
        let all = try inForce()
        let mine = all.filter { $0.plan.zonePlan?.scope.zone == zone }
        let evacuations = mine.filter { $0.kind == .evacuate }
        let first = evacuations.isEmpty ? mine.filter { $0.kind == .shift } : evacuations
        guard let oldest = first.first, let start = all.firstIndex(where: { $0.id == oldest.id }) else { return [] }
        let ids = Set(first.map(\.id))
        return all[start...].filter { ids.contains($0.id) || $0.kind == .repair }
    }

    /// What the gates ask about other operations.
    ///
    /// - Parameter own: the operation that is judged, where it is in the journal already.
    public func facts(for plan: Plan, besides own: String?) throws(OperationError) -> JournalFacts {
        if let trouble = trouble() { return JournalFacts(trouble: trouble) }
        let locks = try locks().filter { $0.value != own }
        return try read { database in
            var facts = JournalFacts(locks: locks)
            if plan.zonePlan != nil {
                let holder = try database.first("SELECT operation FROM zone_lock") { try $0.text(0) }
                facts.zoneWide = holder == own ? nil : holder
            }
            if let zone = plan.zonePlan?.scope.zone { facts.lastFlip = try lastFlip(of: zone, besides: own, database) }
            return facts
        }
    }

    private func lastFlip(of zone: String, besides own: String?, _ database: Database) throws -> ZoneFlip? {
        try database.first(
            """
            SELECT id, kind, coalesce(ended_at, started_at), state FROM operations o
            WHERE zone = ?1 AND id != ?2 AND started_at IS NOT NULL
                AND EXISTS (SELECT 1 FROM steps WHERE operation = o.id AND touched = 1)
            ORDER BY number DESC LIMIT 1
            """, .text(zone), .text(own ?? "")
        ) {
            let kind = OperationKind(rawValue: try $0.text(1)) ?? .evacuate
            let isUndone = try $0.text(3) == OperationState.undone.rawValue
            return ZoneFlip(
                operation: try $0.text(0), kind: kind, at: Timestamp(milliseconds: try $0.int64(2)),
                isBack: (kind == .restore) != isUndone)
        }
    }

    /// Moves the expiry of an operation: in so many milliseconds from now.
    ///
    /// - Returns: when it is to be looked at again.
    /// - Throws: `notFound`; `state` where it has none, or was taken back; `usage`; `journal`.
    @discardableResult
    public func extend(_ given: String, byMs: Int64, by: String) throws(OperationError) -> Timestamp {
        guard (60_000...30 * 86_400_000).contains(byMs) else {
            throw OperationError(.usage, "an expiry is between 1 m and 30 d from now")
        }
        return try change { database in
            guard let id = try resolve(given, database), let operation = try load(id, database) else {
                throw OperationError(
                    .notFound, "there is no operation \(given) in \(path): `azimuth operations` lists them")
            }
            guard operation.expiresAt != nil else {
                throw OperationError(.state, "operation \(id) has no expiry: there is nothing to extend")
            }
            if operation.state == .undone {
                throw OperationError(.state, "operation \(id) was undone: there is nothing to extend")
            }
            let until = Timestamp(milliseconds: wall + byMs)
            try database.run(
                "UPDATE operations SET expires_at = ?2 WHERE id = ?1", .text(id), .integer(until.milliseconds))
            try append(
                .request, id, "\(by) extends it until \(until.rfc3339)",
                ["request": "extend", "by": by, "until": until.rfc3339], to: database)
            return until
        }
    }

    /// Takes the estate's lock for what is about a whole zone or about weights: one at a time.
    ///
    /// A restore takes it over from an operation that nobody works on any more; that one is held then.
    func lockEstate(_ plan: Plan, for id: String, _ database: Database) throws {
        guard plan.zonePlan != nil else { return }
        let holder = try database.first("SELECT operation FROM zone_lock") { try $0.text(0) }
        if holder == id { return }
        if let holder, let other = try load(holder, database) {
            guard plan.kind == .restore, !other.isWorkedOn else {
                throw OperationError(
                    .locked,
                    "operation \(holder) (\(other.kind.rawValue) \(other.plan.summary), \(other.state.rawValue)) is about "
                        + "a whole zone too, and there is one at a time: wait for it, or end it: azimuth hold \(holder)"
                )
            }
            try end(
                holder, .held, cause: .asked, message: "ended by the restore \(id), which took its zone over",
                clientsFollowBy: nil, database)
        }
        try database.run(
            "INSERT INTO zone_lock VALUES (1, ?1) ON CONFLICT DO UPDATE SET operation = ?1", .text(id))
    }

    /// Whether the file has the columns of version 2.
    func hasZones(_ database: Database) throws -> Bool {
        if let knowsZones { return knowsZones }
        let found = try database.first(
            "SELECT count(*) FROM pragma_table_info('operations') WHERE name = 'expires_at'"
        ) { try $0.int(0) }
        knowsZones = found == 1
        return found == 1
    }

    private func inForce(_ database: Database) throws -> [Operation] {
        guard try hasZones(database) else { return [] }
        let ids = try database.query(
            """
            SELECT id FROM operations o
            WHERE kind IN ('evacuate', 'shift', 'set-weights', 'repair', 'restore') AND state NOT IN ('undone', 'planned')
                AND (zone IS NOT NULL OR kind IN ('set-weights', 'repair'))
                AND (state = 'running' OR kind = 'restore'
                    OR EXISTS (SELECT 1 FROM steps WHERE operation = o.id AND touched = 1))
            ORDER BY number
            """
        ) { try $0.text(0) }
        var lasting: [Operation] = []
        for operation in try ids.compactMap({ try load($0, database) }) {
            guard operation.kind == .restore else {
                lasting.append(operation)
                continue
            }
            let isOver = operation.state == .complete || operation.state == .owed && operation.direction == .forward
            guard isOver, let zone = operation.plan.zonePlan?.scope.zone else { continue }
            let mine = lasting.filter { $0.plan.zonePlan?.scope.zone == zone }
            let hasEvacuation = mine.contains { $0.kind == .evacuate }
            let kind: OperationKind = hasEvacuation ? .evacuate : .shift
            let first = lasting.firstIndex { $0.kind == kind && $0.plan.zonePlan?.scope.zone == zone }
            // Weights that were chosen while the zone was out are not there any more: it put back what was before that.
            let restored = Set(operation.savedRoutes.map(\.place))
            if let first {
                let later = Set(
                    lasting[first...].filter { later in
                        later.kind == .setWeights && later.savedRoutes.contains { restored.contains($0.place) }
                    }.map(\.id))
                lasting.removeAll { later.contains($0.id) }
            }
            // What it took back is what was in force of that zone when it was planned.
            lasting.removeAll { $0.kind == kind && $0.plan.zonePlan?.scope.zone == zone }
        }
        return lasting
    }
}

extension JournalWatch {
    /// The zones that are out: evacuated, and neither restored nor undone since.
    ///
    /// - Throws: `journal`.
    public func zonesOut() async throws(OperationError) -> [ZoneOut] {
        guard let journal = try opened() else { return [] }
        return try await journal.zonesOut()
    }
}
