/// Something that happens to the simulated shop without anybody's doing.
struct Happening: Sendable {
    enum Kind: Sendable {
        /// One instance goes down and comes back, again and again.
        case flap(id: String, down: Bool)
        /// A service is deployed anew.
        case deploy
        /// So many of its old instances are replaced next: what takes their places starts first.
        case replace(service: Int, old: [String], at: Int)
        /// Replacements are ready.
        case ready(ids: [String])
        /// What was replaced deregisters, and answers on until its clients know.
        case retire(ids: [String])
        /// It ends.
        case end(place: Int, serial: Int)
        /// One instance dies and tells nobody.
        case death
        /// What took its place comes up.
        case rebirth(service: Int, zone: Int)
    }

    /// When, in milliseconds of the monotonic clock.
    let at: Int64
    let kind: Kind
}
