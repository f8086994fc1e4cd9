import Terminal

/// Something that an operator can do, as a value: the hint line, the help, the palette and the key configuration are all
/// made from these.
public struct Action: Sendable {
    /// Its name, which configuration and `:` take.
    public let id: ActionID
    /// The keys that do it unless configured otherwise.
    public let keys: [Key]
    /// What it does, as a sentence of the help.
    public let title: any Phrase
    /// What it does, in a word of the hint line; nothing where it is never hinted.
    public let hint: (any Phrase)?
    /// What it can do to the world.
    public let danger: Danger
    /// The screens that have it, nothing for all.
    public let screens: Set<ScreenID>?
    /// Why it does nothing at the moment, in the operator's language; nothing where it can be done.
    public let unavailable: @Sendable (ConsoleState) -> String?
    /// Does it; the words that a command line adds to its name come along, and are empty where a key does it.
    let perform: @Sendable (inout ConsoleState, String) -> [Effect]
    /// Whether it understands such words.
    let takesWords: Bool

    init(
        _ id: ActionID, _ keys: [Key], _ title: any Phrase, hint: (any Phrase)? = nil, danger: Danger = .look,
        on screens: Set<ScreenID>? = nil, unavailable: @escaping @Sendable (ConsoleState) -> String? = { _ in nil },
        perform: @escaping @Sendable (inout ConsoleState) -> [Effect]
    ) {
        self.id = id
        self.keys = keys
        self.title = title
        self.hint = hint
        self.danger = danger
        self.screens = screens
        self.unavailable = unavailable
        self.perform = { state, _ in perform(&state) }
        takesWords = false
    }

    init(
        _ id: ActionID, _ keys: [Key], _ title: any Phrase, hint: (any Phrase)? = nil, danger: Danger = .look,
        on screens: Set<ScreenID>? = nil, unavailable: @escaping @Sendable (ConsoleState) -> String? = { _ in nil },
        with perform: @escaping @Sendable (inout ConsoleState, String) -> [Effect]
    ) {
        self.id = id
        self.keys = keys
        self.title = title
        self.hint = hint
        self.danger = danger
        self.screens = screens
        self.unavailable = unavailable
        self.perform = perform
        takesWords = true
    }

    /// Whether a screen has it.
    public func applies(to screen: ScreenID) -> Bool { screens?.contains(screen) ?? true }
}
