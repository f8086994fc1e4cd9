import Terminal

/// Which key does what on which screen: the action table with the operator's own keys laid over it.
public struct KeyMap: Sendable {
    private let bindings: [ScreenID: [Key: ActionID]]
    private let configured: [ActionID: [Key]]

    /// Lays configured keys over the default ones.
    ///
    /// A configured action has the configured keys and no others. Where a configured key is another action's default, the
    /// configured action gets it.
    public init(_ configured: [ActionID: [Key]] = [:]) {
        self.configured = configured
        var bindings: [ScreenID: [Key: ActionID]] = [:]
        for screen in ScreenTable.all {
            var keys: [Key: ActionID] = [:]
            let actions = ActionTable.actions(of: screen.id)
            for action in actions {
                for key in configured[action.id] ?? [] where keys[key] == nil { keys[key] = action.id }
            }
            for action in actions where configured[action.id] == nil {
                for key in action.keys where keys[key] == nil { keys[key] = action.id }
            }
            bindings[screen.id] = keys
        }
        self.bindings = bindings
    }

    /// The names in a key configuration (action name to key names), or what is wrong with it.
    ///
    /// - Throws: a ``ConsoleError`` that names the action or key that does not exist, or what lost its last key.
    public init(names: [String: [String]]) throws(ConsoleError) {
        var configured: [ActionID: [Key]] = [:]
        for (name, keyNames) in names.sorted(by: { $0.key < $1.key }) {
            let id = ActionID(rawValue: name)
            guard ActionTable.action(id) != nil else { throw ConsoleError.unknownAction(name) }
            var keys: [Key] = []
            for keyName in keyNames {
                guard let key = Key(name: keyName) else { throw ConsoleError.unknownKey(keyName, action: name) }
                keys.append(key)
            }
            configured[id] = keys
        }
        self.init(configured)
    }

    /// What a key does on a screen.
    func action(for key: Key, on screen: ScreenID) -> ActionID? { bindings[screen]?[key] }

    /// The keys that really do an action on a screen, the configured or default order kept.
    func keys(of action: Action, on screen: ScreenID) -> [Key] {
        (configured[action.id] ?? action.keys).filter { bindings[screen]?[$0] == action.id }
    }
}
