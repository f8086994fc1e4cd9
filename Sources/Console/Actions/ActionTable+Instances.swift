import Terminal

extension ActionTable {
    static let instanceActions: [Action] = []
    static let operationActions: [Action] = []
}
