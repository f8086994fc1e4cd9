import Contract

/// What a gateway answered to one call.
enum Answer<Value: Sendable>: Sendable {
    /// What was asked for.
    case value(Value)
    /// It wants other credentials, or denies (401, 403), and in what words.
    case refused(String)
    /// There is nothing at that address (404, 405): not exposed, or not there in this form.
    case hidden(String)
    /// An answer that is of no use, and why.
    case failed(String)
    /// No answer.
    case silent(ReadError)

    /// What was asked for, where that is what came.
    var value: Value? { if case .value(let value) = self { value } else { nil } }

    /// Why it is not what was asked for.
    var trouble: String? {
        switch self {
        case .value: nil
        case .refused(let why), .hidden(let why), .failed(let why): why
        case .silent(let error): error.message
        }
    }

    /// The same trouble in place of another value.
    func map<Other: Sendable>(_ change: (Value) -> Answer<Other>) -> Answer<Other> {
        switch self {
        case .value(let value): change(value)
        case .refused(let why): .refused(why)
        case .hidden(let why): .hidden(why)
        case .failed(let why): .failed(why)
        case .silent(let error): .silent(error)
        }
    }
}
