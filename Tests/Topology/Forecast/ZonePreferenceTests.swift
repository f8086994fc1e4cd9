import Testing
import Topology

/// Whom clients call, by their library's rules.
@Suite struct ZonePreferenceTests {
    struct Vector: Sendable {
        var own: String
        var enabled, preferred: Bool
        var least, ready: Int
        var disabled: String
        var listed, called: [String: Int]
    }

    /// Decisions of the original `ZonePreferenceFilter`, obtained by running it; "" is an instance without a zone.
    static let vectors = [
        Vector(
            own: "a", enabled: true, preferred: false, least: 5, ready: 100, disabled: "", listed: ["a": 5, "b": 2],
            called: ["a": 5, "b": 2]),
        Vector(
            own: "defaultZone", enabled: true, preferred: true, least: 5, ready: 100, disabled: "",
            listed: ["a": 5, "b": 2],
            called: ["a": 5, "b": 2]),
        Vector(
            own: "a", enabled: true, preferred: true, least: 5, ready: 100, disabled: "", listed: ["a": 5, "b": 2],
            called: ["a": 5]),
        Vector(
            own: "a", enabled: true, preferred: true, least: 5, ready: 100, disabled: "", listed: ["a": 4, "b": 2],
            called: ["a": 4, "b": 2]),
        Vector(
            own: "a", enabled: true, preferred: true, least: 1, ready: 100, disabled: "", listed: ["a": 4, "b": 2],
            called: ["a": 4]),
        Vector(
            own: "b", enabled: true, preferred: true, least: 1, ready: 100, disabled: "", listed: ["a": 4, "b": 2],
            called: ["b": 2]),
        Vector(
            own: "c", enabled: true, preferred: true, least: 1, ready: 100, disabled: "", listed: ["a": 4, "b": 2],
            called: ["a": 4, "b": 2]),
        Vector(
            own: "b", enabled: true, preferred: true, least: 1, ready: 100, disabled: "a", listed: ["a": 4, "b": 2],
            called: ["b": 2]),
        Vector(
            own: "a", enabled: true, preferred: true, least: 1, ready: 100, disabled: "a", listed: ["a": 4, "b": 2],
            called: ["b": 2]),
        Vector(
            own: "a", enabled: true, preferred: true, least: 1, ready: 100, disabled: "a", listed: ["a": 2, "b": 1],
            called: ["a": 2, "b": 1]),
        Vector(
            own: "a", enabled: true, preferred: true, least: 1, ready: 100, disabled: "a", listed: ["a": 2],
            called: ["a": 2]),
        Vector(
            own: "defaultZone", enabled: true, preferred: true, least: 1, ready: 100, disabled: "a",
            listed: ["a": 4, "b": 2],
            called: ["a": 4, "b": 2]),
        Vector(
            own: "b", enabled: true, preferred: false, least: 1, ready: 100, disabled: "a", listed: ["a": 4, "b": 2],
            called: ["a": 4, "b": 2]),
        Vector(
            own: "b", enabled: true, preferred: true, least: 1, ready: 100, disabled: " a , b ",
            listed: ["a": 1, "b": 1, "c": 2],
            called: ["c": 2]),
        Vector(
            own: "b", enabled: true, preferred: true, least: 1, ready: 100, disabled: "a,,b",
            listed: ["a": 1, "b": 1, "c": 2, "": 1],
            called: ["c": 2, "": 1]),
        Vector(
            own: "b", enabled: true, preferred: true, least: 1, ready: 100, disabled: "", listed: ["b": 2, "": 1],
            called: ["b": 2, "": 1]),
        Vector(
            own: "b", enabled: true, preferred: true, least: 1, ready: 66, disabled: "", listed: ["b": 2, "": 1],
            called: ["b": 2]),
        Vector(
            own: "b", enabled: true, preferred: true, least: 1, ready: 67, disabled: "", listed: ["b": 2, "": 1],
            called: ["b": 2, "": 1]),
        Vector(
            own: "B", enabled: true, preferred: true, least: 1, ready: 0, disabled: "", listed: ["a": 4, "b": 2],
            called: ["a": 4, "b": 2]),
        Vector(
            own: "b", enabled: false, preferred: true, least: 1, ready: 100, disabled: "", listed: ["a": 4, "b": 2],
            called: ["a": 4, "b": 2]),
    ]

    @Test(arguments: vectors) func microsphereDecidesAsTheOriginalDoes(vector: Vector) {
        let settings = ZonePreference.Microsphere(
            enabled: vector.enabled, preferred: vector.preferred, minAvailable: vector.least,
            readyPercentage: vector.ready, disabled: ZonePreference.Microsphere.zones(of: vector.disabled))
        #expect(ZonePreference.microsphere(settings).called(of: vector.listed, from: vector.own) == vector.called)
    }

    @Test func springCloudTakesItsOwnZoneInAnyCaseOrAll() {
        let listed = ["zone-a": 1, "zone-b": 3, "": 1]
        #expect(ZonePreference.springCloud.called(of: listed, from: "ZONE-A") == ["zone-a": 1])
        #expect(ZonePreference.springCloud.called(of: listed, from: "zone-c") == listed)
        #expect(ZonePreference.springCloud.called(of: listed, from: "") == listed)
        #expect(ZonePreference.none.called(of: listed, from: "zone-a") == listed)
    }

    @Test func callersSpreadTheirCallsOverWhatTheirPreferenceLeaves() {
        let listed = ["a": 2, "b": 6]
        #expect(Forecast.shares(of: listed, callers: ["a": 1, "b": 1], by: .springCloud) == ["a": 0.5, "b": 0.5])
        #expect(Forecast.shares(of: listed, callers: ["a": 1, "b": 1], by: .none) == ["a": 0.25, "b": 0.75])
        // Two in zone a are too few for Microsphere: its callers take all.
        let shares = Forecast.shares(of: listed, callers: ["a": 1, "b": 1], by: .microsphere(.init()))
        #expect(shares == ["a": 0.125, "b": 0.875])
        #expect(Forecast.shares(of: [:], callers: ["a": 1], by: .none) == [:])
    }

    @Test func groupsCountByTheirRequestsWhereAllAreMeasured() {
        let measured: [(weights: [String: Int], requests: Double?)] = [(["a": 1], 30), (["a": 1, "b": 1], 10)]
        #expect(Forecast.shares(ofGroups: measured) == ["a": 0.875, "b": 0.125])
        let half: [(weights: [String: Int], requests: Double?)] = [(["a": 1], 30), (["a": 1, "b": 1], nil)]
        #expect(Forecast.shares(ofGroups: half) == ["a": 0.75, "b": 0.25])
        #expect(Forecast.shares(ofGroups: [(["a": 0], 3)]) == [:])
    }
}
