/// A line of the flip's form.
public enum FlipField: Hashable, Sendable {
    /// Evacuate, shift or restore.
    case what
    /// The zone that it is about.
    case zone
    /// The zone that a shift goes to.
    case to
    /// How much of all traffic a shift moves.
    case percent
    /// How fast.
    case pace
    /// When it is looked at again.
    case expires
    /// Services that stay.
    case except
    /// Why.
    case reason
    /// Whether instances come back before their next renewal.
    case forceUp
    /// The weight of a route, by its place in the group.
    case weight(Int)
    /// Makes the plan.
    case go
}
