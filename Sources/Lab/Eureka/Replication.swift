/// What one server tells its peers: one hop, never passed on.
struct ReplicationTask: Sendable {
    enum Action: Sendable {
        case register(Registration)
        /// With the override that the sender knows, if any, and when the instance last changed for the sender.
        case heartbeat(override: InstanceStatus?, lastDirty: Int64)
        case cancel
        case status(InstanceStatus, lastDirty: Int64)
        case deleteOverride(InstanceStatus, lastDirty: Int64)
    }

    let app: String
    let id: String
    let action: Action
    /// When the sender gives up.
    let expires: Int64
}

/// What a peer answers that the sender has to act on.
enum ReplicationAnswer: Sendable {
    /// It does not have the instance, or an older one: register it there.
    case missing(app: String, id: String)
    /// It has a newer one: take that.
    case newer(Registration)
}

extension EurekaRegistry {
    /// Carries out what a peer sent; the answers are those that the sender must act on.
    mutating func apply(_ tasks: [ReplicationTask], now: Int64) -> [ReplicationAnswer] {
        var answers: [ReplicationAnswer] = []
        for task in tasks {
            switch task.action {
            case .register(let registration): register(registration, replicated: true, now: now)
            case .cancel: _ = cancel(task.app, task.id, now: now)
            case .status(let status, let lastDirty):
                _ = setStatus(task.app, task.id, to: status, lastDirty: lastDirty, now: now)
            case .deleteOverride(let status, let lastDirty):
                _ = deleteOverride(task.app, task.id, status: status, lastDirty: lastDirty, now: now)
            case .heartbeat(let override, let lastDirty):
                if let answer = heartbeat(task, override, lastDirty, now) { answers.append(answer) }
            }
        }
        return answers
    }

    private mutating func heartbeat(
        _ task: ReplicationTask, _ override: InstanceStatus?, _ lastDirty: Int64, _ now: Int64
    ) -> ReplicationAnswer? {
        guard renew(task.app, task.id, replicated: true, now: now), let mine = lease(task.app, task.id) else {
            return .missing(app: task.app, id: task.id)
        }
        if lastDirty > mine.lastDirty {
            // The only case in which a heartbeat brings an override along: otherwise it is ignored, and servers differ for good.
            if let override, override != .unknown { storeOverride(task.app, task.id, override, now: now) }
            return .missing(app: task.app, id: task.id)
        }
        return lastDirty < mine.lastDirty ? .newer(mine.registration) : nil
    }

    /// Acts on a peer's answers; what is to be sent to it next.
    mutating func act(on answers: [ReplicationAnswer], now: Int64) -> [ReplicationTask] {
        var next: [ReplicationTask] = []
        for answer in answers {
            switch answer {
            case .missing(let app, let id):
                guard let lease = lease(app, id) else { continue }
                next.append(
                    ReplicationTask(
                        app: app, id: id, action: .register(lease.registration), expires: now + clocks.replicationExpiry
                    ))
            case .newer(let registration):
                if registration.overridden != .unknown {
                    storeOverride(registration.info.app, registration.info.id, registration.overridden, now: now)
                }
                register(registration, replicated: true, now: now)
            }
        }
        return next
    }
}
