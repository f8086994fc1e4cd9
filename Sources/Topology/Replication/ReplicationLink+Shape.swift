extension ReplicationLink {
    /// Whether it says the same but for numbers and facts, which move with every poll.
    public func isShaped(like other: ReplicationLink) -> Bool {
        id == other.id && state == other.state && fromZone == other.fromZone && toZone == other.toZone
            && position.isShaped(like: other.position) && seconds.isShaped(like: other.seconds)
            && live.isShaped(like: other.live) && live.fresh == other.live.fresh
    }
}
