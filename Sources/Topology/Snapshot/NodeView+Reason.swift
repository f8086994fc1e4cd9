extension NodeView {
    /// Its error without the names of the node before it: a line that names the node need not do so three times, and two
    /// nodes that fail alike are one cause.
    public var reason: String? {
        guard var error = error.map({ $0[...] }) else { return nil }
        while let colon = error.firstRange(of: ": "), error[..<colon.lowerBound].contains(id.server) {
            error = error[colon.upperBound...]
        }
        return String(error)
    }
}
