import Operations
import Topology

/// What the line at the bottom asks; while there is one it gets the keys.
public enum Prompt: Sendable {
    /// A line of text is being typed.
    case field(FieldPrompt)
    /// A question with yes and no; no has the focus.
    case question(Question)
}

/// A line of text being typed, and what it is for.
public struct FieldPrompt: Sendable {
    /// What the text is for.
    public var purpose: Purpose
    /// The text.
    public var field: TextField
    /// Which completion is chosen (`:` only).
    public var choice = 0

    /// A prompt.
    public init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        field = TextField(text)
    }

    /// What a typed line is for.
    public enum Purpose: Sendable {
        /// The filter of the view; what it was before comes back on Esc.
        case filter(before: String)
        /// A command.
        case command
        /// Why an operation is started.
        case reason(PlanRequest)
        /// Why a gate is overridden: of the plan that is read, or of an operation that stands still.
        case override(gate: String, operation: String?)
        /// Why a server that does not answer may be owed; likewise.
        case owe(node: String, operation: String?)
        /// A line of the flip's form.
        case form(FlipField)
        /// The name of what a zone-wide plan is about: it starts where it is typed right.
        case confirm(NameConfirmation)
        /// How much longer an operation is to stand before it is looked at again.
        case extend(operation: String)
    }
}

/// The confirmation of a plan that touches a whole zone: bound to the plan that was read.
public struct NameConfirmation: Sendable {
    /// The plan.
    public var plan: Plan
    /// What has to be typed.
    public var name: String
    /// When it was first asked for: what is typed within the guard interval was typed ahead, and is discarded.
    public var askedAt: Moment
}

/// A yes-or-no question about something reversible; it is bound to what it does, not to what is selected meanwhile.
public struct Question: Sendable {
    /// What is asked, already in the operator's language.
    public var text: String
    /// What happens on yes.
    public var effects: [Effect]
    /// What is looked at on yes.
    public var opens: Subject?
    /// When it was first shown: a yes within the guard interval was typed before it could be read, and is discarded.
    public var askedAt: Moment

    /// A question.
    public init(_ text: String, effects: [Effect], opens: Subject? = nil, askedAt: Moment) {
        self.text = text
        self.effects = effects
        self.opens = opens
        self.askedAt = askedAt
    }

    /// How long after a question appears a yes is taken for one that was typed ahead, in milliseconds.
    public static let guardMs: Int64 = 300
}
