import Contract
import Storage
import Topology

extension Journal {
    /// A wait that sends nothing begins: when it did is on the disk, so that the next runner waits for the rest only.
    func began(_ reference: StepReference, _ step: Step, _ claim: Claim) throws(OperationError) -> SentRecord {
        let now = clock()
        let record = SentRecord(moment: now.moment, boot: boot, wall: now.wall)
        try change { database in
            try check(claim, database)
            try database.run(
                """
                UPDATE steps SET state = 'sent', sent_moment = ?4, sent_wall = ?5, sent_boot = ?6, error = NULL
                WHERE operation = ?1 AND direction = ?2 AND idx = ?3
                """, .text(claim.operation), .text(reference.direction.rawValue), .integer(Int64(reference.index)),
                .integer(record.moment.milliseconds), .integer(record.wall.milliseconds), .text(record.boot))
            try append(
                .waiting, claim.operation, step.call,
                ["stage": step.stage, "step": "\(reference.index)", "direction": reference.direction.rawValue],
                to: database)
        }
        return record
    }
}
