import Contract
import Topology

/// A gate in an operation's JSON.
struct GateDocument: Encodable, Sendable {
    let gate: Gate

    init(_ gate: Gate) { self.gate = gate }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(gate.name, forKey: .name)
        try container.encode(gate.verdict, forKey: .verdict)
        try container.encode(gate.value, forKey: .value)
        try container.encode(gate.threshold, forKey: .threshold)
        try container.encode(gate.text, forKey: .text)
        try container.encode(gate.overriddenBecause, forKey: .overriddenBecause)
    }

    private enum CodingKeys: String, CodingKey { case name, verdict, value, threshold, text, overriddenBecause }
}

/// A step in an operation's JSON.
struct StepDocument: Encodable, Sendable {
    let step: Step
    let state: StepState
    let error: String?
    let sends: Int
    let callMs: Int64?

    init(_ step: OperationStep) {
        self.step = step.step
        state = step.state
        error = step.error
        sends = step.sends
        callMs = step.callMs
    }

    init(planned step: Step) {
        self.step = step
        state = .planned
        error = nil
        sends = 0
        callMs = nil
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(step.stage, forKey: .stage)
        try container.encode(step.source, forKey: .source)
        try container.encode(step.node, forKey: .node)
        try container.encode(step.target, forKey: .target)
        try container.encode(step.call, forKey: .call)
        try container.encode(state, forKey: .state)
        try container.encode(error, forKey: .error)
        try container.encode(step.kind, forKey: .kind)
        try container.encode(step.instance?.description, forKey: .instance)
        try container.encode(sends, forKey: .sends)
        try container.encode(callMs, forKey: .callMs)
    }

    private enum CodingKeys: String, CodingKey {
        case stage, source, node, target, call, state, error, kind, instance, sends, callMs
    }
}

/// A runner in an operation's JSON.
struct RunnerDocument: Encodable, Sendable {
    let record: RunnerRecord
    let liveness: RunnerLiveness?

    init(_ record: RunnerRecord, _ liveness: RunnerLiveness?) {
        self.record = record
        self.liveness = liveness
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(record.process.pid, forKey: .pid)
        try container.encode(record.process.host, forKey: .host)
        switch liveness {
        case .alive(let age):
            try container.encode("alive", forKey: .state)
            try container.encode(age, forKey: .heartbeatAgeMs)
        case .silent(let age):
            try container.encode("silent", forKey: .state)
            try container.encode(age, forKey: .heartbeatAgeMs)
        case .dead:
            try container.encode("dead", forKey: .state)
            try container.encodeNil(forKey: .heartbeatAgeMs)
        case nil:
            try container.encode("ended", forKey: .state)
            try container.encodeNil(forKey: .heartbeatAgeMs)
        }
    }

    private enum CodingKeys: String, CodingKey { case pid, host, state, heartbeatAgeMs }
}
