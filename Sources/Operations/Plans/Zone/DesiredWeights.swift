import Contract
import Topology

/// The weights that our operations in force left on the gateways: what a node is to have, whatever a restart made of it.
struct DesiredWeights: Sendable {
    /// What a route is to have.
    struct Want: Sendable {
        /// The weight.
        let weight: Int
        /// What its source was asked for.
        let target: Intent.RouteTarget
        /// What was there before.
        let before: [String: String]
    }

    private var places: [RouteAddress: Want] = [:]
    private var order: [RouteAddress] = []

    /// What operations left, oldest first: the last one that reached a route counts.
    init(_ operations: [Operation]) {
        for operation in operations {
            switch operation.kind {
            case .evacuate, .shift, .setWeights: break
            case .drain, .restore, .clearOverride, .repair: continue
            }
            var reached: [RouteAddress: String] = [:]
            for step in operation.steps where step.state == .done || step.state == .owed || step.mayHaveTakenEffect {
                guard let route = step.step.route, step.step.kind == .change else { continue }
                reached[RouteAddress(node: step.node, route: route)] = step.step.stage
            }
            for saved in operation.savedRoutes {
                guard let stage = reached[saved.place] else { continue }
                let weight = saved.target.weights.first { $0.stage == stage } ?? saved.target.weights.last
                guard let weight else { continue }
                if places[saved.place] == nil { order.append(saved.place) }
                // What stood there before the first of them is what a restore gives back.
                places[saved.place] = Want(
                    weight: weight.weight, target: saved.target, before: places[saved.place]?.before ?? saved.before)
            }
        }
    }

    /// Whether our operations left nothing.
    var isEmpty: Bool { places.isEmpty }

    /// What a node is to have, by route; what nodes alike were told where it was not there itself.
    ///
    /// - Parameter zone: the zone whose nodes are meant to be alike; nothing where all are.
    func weights(on node: NodeID, zone: String?) -> [String: Want] {
        var wants: [String: Want] = [:]
        for place in order where place.node.source == node.source && place.node != node {
            guard let want = places[place], zone == nil || want.target.nodeZone == zone else { continue }
            if wants[place.route] == nil { wants[place.route] = want }
        }
        for place in order where place.node == node { wants[place.route] = places[place] }
        return wants
    }
}
