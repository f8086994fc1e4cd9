import Synchronization

/// The two layers of answers that clients read: one that changes make old, and a copy of it that is renewed every 30 s.
///
/// So what a client reads is up to 30 s old, and the times of renewals in it older still: a renewal changes no answer. An answer is
/// made when it is asked for, or when the copy is renewed, from the registry of that moment.
final class ResponseCache: Sendable {
    /// What is kept.
    struct Key: Hashable, Sendable {
        enum Subject: Hashable, Sendable {
            case all
            case delta
            case application(String)
        }

        let subject: Subject
        let gzip: Bool
    }

    private struct Made {
        let body: [UInt8]?
        let version: UInt64
        let at: Int64
    }

    private struct State {
        var source: [Key: Made] = [:]
        var copies: [Key: (body: [UInt8]?, asked: Int64)] = [:]
        var deltas: Int64 = 1
    }

    /// An answer that nobody asked for in so long is not made again.
    private static let idle: Int64 = 300_000

    private let state = Mutex(State())
    private let clocks: EurekaClocks

    init(clocks: EurekaClocks) {
        self.clocks = clocks
    }

    /// The answer; nil for an application that is not known.
    func body(_ key: Key, now: Int64, from registry: borrowing Mutex<EurekaRegistry>) -> [UInt8]? {
        // The lock is held while an answer is made, so that many who ask for one wait for one making.
        state.withLock { state in
            if clocks.cacheUpdate > 0, let copy = state.copies[key] {
                state.copies[key]?.asked = now
                return copy.body
            }
            let body = load(key, &state, now, registry)
            if clocks.cacheUpdate > 0 { state.copies[key] = (body, now) }
            return body
        }
    }

    /// Renews the copies.
    func update(now: Int64, from registry: borrowing Mutex<EurekaRegistry>) {
        state.withLock { state in
            for (key, copy) in state.copies {
                if now - copy.asked > Self.idle {
                    state.copies[key] = nil
                    state.source[key] = nil
                } else {
                    let body = load(key, &state, now, registry)
                    state.copies[key]?.body = body
                }
            }
        }
    }

    /// Forgets everything, as a restart does.
    func clear() {
        state.withLock { $0 = State() }
    }

    private func load(
        _ key: Key, _ state: inout State, _ now: Int64, _ registry: borrowing Mutex<EurekaRegistry>
    ) -> [UInt8]? {
        let version = registry.withLock { registry in
            if case .application(let app) = key.subject {
                registry.applications[app]?.version ?? 0
            } else {
                registry.version
            }
        }
        if let made = state.source[key], made.version == version, now - made.at < clocks.cacheExpiry {
            return made.body
        }
        let body = make(key, &state, registry)
        state.source[key] = Made(body: body, version: version, at: now)
        return body
    }

    /// Only the copying of leases is under the registry's lock, the making of the document is not.
    private func make(
        _ key: Key, _ state: inout State, _ registry: borrowing Mutex<EurekaRegistry>
    ) -> [UInt8]? {
        switch key.subject {
        case .all:
            let all = registry.withLock { $0.snapshot() }
            return EurekaDocument.applications(all, version: 1, hash: EurekaDocument.hash(all), gzip: key.gzip)
        case .delta:
            let (changed, all) = registry.withLock { ($0.changed(), $0.snapshot()) }
            state.deltas += 1
            return EurekaDocument.applications(
                changed, version: state.deltas, hash: EurekaDocument.hash(all), gzip: key.gzip)
        case .application(let app):
            guard let found = registry.withLock({ $0.snapshot(of: app).first }) else { return nil }
            return EurekaDocument.application(found.app, found.leases, gzip: key.gzip)
        }
    }
}

extension EurekaRegistry {
    /// The changes of the last minutes as applications, each instance once: where its last change stands, and as it is now.
    func changed() -> [(app: String, leases: [Lease])] {
        var seen: Set<[String]> = []
        var order: [String] = []
        var byApp: [String: [Lease]] = [:]
        for change in changes.reversed() {
            let lease = leases[change.place]
            let app = lease.info.app
            guard seen.insert([app, lease.info.id]).inserted else { continue }
            if byApp[app] == nil { order.append(app) }
            byApp[app, default: []].append(lease)
        }
        return order.reversed().map { app in (app, (byApp[app] ?? []).reversed()) }
    }
}
