import Contract

/// Steps that are about the estate as a whole: the planner makes them, the runner waits for them.
public enum EstateStep {
    /// Waits so long, while the stop rules watch.
    public static let soak = "estate.soak"
    /// Waits until what is measured of a zone's traffic is below a bound.
    public static let trafficLeft = "estate.traffic-left"
    /// Waits until a zone has a share of the traffic again.
    public static let trafficBack = "estate.traffic-back"

    /// A soak.
    public static func soak(stage: String, lane: String = "soak", milliseconds: Int64) -> Step {
        Step(
            kind: .wait, stage: stage, lane: lane, source: Step.estate, node: "", target: "the estate",
            call: "# wait \(Gates.seconds(milliseconds)) and watch the receiving zones",
            action: StepAction(name: soak, fields: ["ms": "\(milliseconds)"]), patienceMs: milliseconds,
            readBackMs: 0, silence: .owe)
    }

    /// A wait for a zone's measured traffic to be below so many requests a second; unmet in time it is a note where it is
    /// optional.
    public static func trafficLeft(
        stage: String, zone: String, belowPerSecond: Double, withinMs: Int64, optional: Bool
    ) -> Step {
        Step(
            kind: .wait, stage: stage, lane: "traffic", source: Step.estate, node: "", target: zone, targetZone: zone,
            call: "# wait until \(zone) is asked less than \(belowPerSecond) requests a second",
            action: StepAction(name: trafficLeft, fields: ["zone": zone, "below": "\(belowPerSecond)"]),
            patienceMs: withinMs, readBackMs: 0, silence: .owe, optional: optional)
    }

    /// A wait for a zone to have at least this share of the traffic, from 0 to 1.
    public static func trafficBack(
        stage: String, zone: String, share: Double, withinMs: Int64, optional: Bool
    ) -> Step {
        Step(
            kind: .wait, stage: stage, lane: "traffic", source: Step.estate, node: "", target: zone, targetZone: zone,
            call: "# wait until \(zone) has its share again",
            action: StepAction(name: trafficBack, fields: ["zone": zone, "share": "\(share)"]), patienceMs: withinMs,
            readBackMs: 0, silence: .owe, optional: optional)
    }
}
