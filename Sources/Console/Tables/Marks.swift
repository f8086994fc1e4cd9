import Operations
import Terminal
import Topology

/// The shape and the colour of every state: what is told by colour is told by a shape as well.
enum Marks {
    /// An instance: `●` up, `▲` up but failing or servers differ, `○` out, `◌` unknown or starting, `✖` down, `–` gone.
    static func instance(_ instance: InstanceView, failing: Bool = false) -> (mark: String, role: StyleRole) {
        switch instance.state {
        case .up: instance.differs || failing ? ("▲", .stateFailing) : ("●", .stateUp)
        case .down: ("✖", .stateDown)
        case .out: ("○", .stateOut)
        case .starting: ("◌", .stateStarting)
        case .unknown: ("◌", .stateUnknown)
        case .gone: ("–", .stateGone)
        }
    }

    /// What one server says.
    static func registration(_ state: RegistrationState) -> (mark: String, role: StyleRole) {
        switch state {
        case .up: ("●", .stateUp)
        case .down: ("✖", .stateDown)
        case .out: ("○", .stateOut)
        case .starting: ("◌", .stateStarting)
        case .unknown: ("◌", .stateUnknown)
        }
    }

    /// The colour of a tally of one state.
    static func role(_ state: InstanceState) -> StyleRole {
        switch state {
        case .up: .stateUp
        case .down: .stateDown
        case .out: .stateOut
        case .starting: .stateStarting
        case .unknown: .stateUnknown
        case .gone: .stateGone
        }
    }

    /// A zone or a service.
    static func health(_ health: Health) -> (mark: String, role: StyleRole) {
        switch health {
        case .sick: ("✖", .stateDown)
        case .degraded: ("▲", .stateFailing)
        case .unknown: ("◌", .stateUnknown)
        case .out: ("○", .stateOut)
        case .ok: ("●", .stateUp)
        }
    }

    /// A server of a source.
    static func node(_ state: NodeView.State) -> (mark: String, role: StyleRole) {
        switch state {
        case .live: ("●", .stateUp)
        case .partial: ("▲", .stateFailing)
        case .stale: ("◌", .stateUnknown)
        case .failed: ("✖", .stateDown)
        case .named: ("·", .dim)
        case .waiting: ("◌", .stateUnknown)
        }
    }

    /// A source.
    static func source(_ state: SourceView.State) -> (mark: String, role: StyleRole) {
        switch state {
        case .live: ("●", .stateUp)
        case .partial: ("▲", .stateFailing)
        case .failed: ("✖", .stateDown)
        case .waiting: ("◌", .stateUnknown)
        }
    }

    /// A replication link, by its state.
    static func link(_ state: ReplicationLink.State) -> (mark: String, role: StyleRole) {
        switch state {
        case .cut: ("✖", .stateDown)
        case .sourceDown: ("✖", .stateDown)
        case .paused: ("○", .stateOut)
        case .unknown: ("◌", .stateUnknown)
        case .behind: ("▲", .stateFailing)
        case .ok: ("●", .stateUp)
        }
    }

    /// The look of a part of failures: loud from one in a hundred, louder from one in twenty.
    static func errors(_ ratio: Double) -> StyleRole? { ratio >= 0.05 ? .bad : ratio >= 0.01 ? .warning : nil }

    /// A line of the attention list.
    static func severity(_ severity: Attention.Severity) -> (mark: String, role: StyleRole) {
        switch severity {
        case .bad: ("✖", .bad)
        case .warning: ("▲", .warning)
        }
    }
}

extension Marks {
    /// A safety check.
    static func gate(_ gate: Gate) -> (mark: String, role: StyleRole) {
        switch gate.verdict {
        case .pass: ("✔", .good)
        case .fail: gate.overriddenBecause == nil ? ("✖", .bad) : ("▲", .warning)
        case .unknown: gate.overriddenBecause == nil ? ("?", .bad) : ("▲", .warning)
        case .notApplicable: ("–", .dim)
        }
    }

    /// An operation.
    static func operation(_ operation: Operation) -> (mark: String, role: StyleRole) {
        switch operation.state {
        case .planned: ("·", .dim)
        case .running: ("▶", .info)
        case .paused: ("◌", .warning)
        case .complete: operation.owedSteps.isEmpty ? ("✔", .good) : ("▲", .warning)
        case .owed: ("▲", .warning)
        case .held: ("○", .stateOut)
        case .undone: ("–", .stateGone)
        case .undoFailed, .needsOperator, .interrupted: ("✖", .bad)
        }
    }

    /// A step.
    static func step(_ state: StepState) -> (mark: String, role: StyleRole) {
        switch state {
        case .planned: ("·", .dim)
        case .sent: ("▶", .info)
        case .done: ("✔", .good)
        case .owed: ("▲", .warning)
        case .failed: ("✖", .bad)
        case .undone: ("–", .stateGone)
        case .skipped: ("–", .dim)
        }
    }

    /// Something that happened.
    static func event(_ kind: EstateEvent.Kind) -> (mark: String, role: StyleRole) {
        switch kind {
        case .wentDown, .sourceLost, .linkLost: ("✖", .stateDown)
        case .cameUp, .sourceBack, .agree, .linkBack, .recovered, .zoneBack: ("●", .stateUp)
        case .wentOut, .zoneOut: ("○", .stateOut)
        case .becameUnknown: ("◌", .stateUnknown)
        case .appeared: ("●", .stateStarting)
        case .gone: ("–", .stateGone)
        case .zoneChanged, .failing, .routes: ("▲", .warning)
        case .disagree: ("≠", .warning)
        }
    }
}
