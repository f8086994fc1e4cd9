import Clients
import Contract
import Topology

/// The effective routes of one gateway at one moment.
struct RouteTable: Sendable {
    /// In the gateway's order, each id once: the last of its copies is what counts.
    private(set) var routes: [Route] = []
    /// Routes whose weight is not their last condition, by id.
    private(set) var weightsNotLast: Set<String> = []
    /// What could not be used.
    private(set) var faults: [String] = []
    /// Some were told as definitions: what is loaded is not known.
    private(set) var isOfDefinitions = false
    private var places: [String: Int] = [:]
    private var listed = 0
    private var faultCount = 0

    /// What one route may be.
    static let limits = JSONLimits(bytes: 512 << 10, depth: 32)
    /// Most routes that are read.
    static let most = 20_000
    /// Most faults that are told by themselves.
    private static let mostFaults = 20

    /// Whether no more are taken.
    var isFull: Bool { listed >= Self.most }

    /// Whether what was read is a list of routes, though a broken one; nothing where it is or may be.
    var doubt: String? {
        routes.isEmpty && faultCount > 0 ? "not a list of routes: \(faults.first ?? "")" : nil
    }

    /// All that is wrong with it, the rest counted.
    var shownFaults: [String] {
        var shown = faults
        if faultCount > faults.count { shown.append("\(faultCount - faults.count) more routes cannot be read") }
        if isFull { shown.append("more than \(Self.most) routes: the rest was not read") }
        return shown
    }

    /// The route of an id.
    func route(_ id: String) -> Route? { places[id].map { routes[$0] } }

    /// The routes of a group.
    func group(_ name: String) -> [Route] { routes.filter { $0.group == name } }

    /// Adds one as it was listed.
    mutating func add(_ value: JSONValue) {
        guard !isFull else { return }
        listed += 1
        do throws(RouteFault) {
            add(try RouteDecoder.decode(value))
        } catch {
            addFault(error.reason)
        }
    }

    /// Adds one.
    mutating func add(_ decoded: RouteDecoder.Decoded) {
        var route = decoded.route
        isOfDefinitions = isOfDefinitions || decoded.isDefinition
        if decoded.isWeightLast { weightsNotLast.remove(route.id) } else { weightsNotLast.insert(route.id) }
        if let place = places[route.id] {
            route.copies = routes[place].copies + 1
            routes[place] = route
        } else {
            places[route.id] = routes.count
            routes.append(route)
        }
    }

    /// Notes an element that could not be used.
    mutating func addFault(_ reason: String) {
        faultCount += 1
        if faults.count < Self.mostFaults { faults.append(reason) }
    }
}

/// Routes out of bytes, as a fuzzer wants them.
package enum GatewayRoutes {
    /// Reads a whole answer of `/actuator/gateway/routes`, of either form.
    ///
    /// - Returns: the routes, and what could not be used.
    /// - Throws: where it is no JSON, or too large.
    package static func decode(_ bytes: [UInt8]) throws(ClientError) -> (routes: [Route], faults: [String]) {
        let parser = try JSONParser(limits: JSONLimits(bytes: GatewayClient.documentBytes, depth: 32))
        let root = try parser.parse(bytes)
        var table = RouteTable()
        for element in root.elementsOrSelf { table.add(element) }
        return (table.routes, table.shownFaults)
    }
}
