import Testing

@testable import Topology

/// New weights of a group.
@Suite struct WeightShiftTests {
    private func stages(
        _ weights: [Int], from: Set<Int>, to: Set<Int>, _ amounts: [Double]
    ) -> [[Int]]? {
        WeightShift(weights: weights, from: from, to: to, amounts: amounts)?.stages
    }

    @Test func whatRemainsKeepsItsProportions() {
        #expect(stages([50, 50, 0], from: [1], to: [0], [0.5]) == [[100, 0, 0]])
        #expect(stages([30, 60, 10], from: [2], to: [0, 1], [0.1]) == [[33, 67, 0]])
        #expect(stages([20, 40, 40], from: [2], to: [0, 1], [0.4]) == [[33, 67, 0]])
    }

    @Test func stagesGiveMoreAndMoreAndTheSumStays() {
        let found = stages([50, 50, 0], from: [1], to: [0], [0.05, 0.125, 0.25, 0.5])
        #expect(
            found == [[55, 45, 0], [63, 37, 0], [75, 25, 0], [100, 0, 0]]
                || found == [[55, 45, 0], [62, 38, 0], [75, 25, 0], [100, 0, 0]])
        for stage in found ?? [] { #expect(stage.reduce(0, +) == 100) }
    }

    @Test func aGroupTooCoarseForAStageIsScaled() {
        let fine = WeightShift(weights: [1, 1], from: [1], to: [0], amounts: [0.05, 0.5])
        #expect(fine?.scale == 50 && fine?.stages == [[55, 45], [100, 0]])
        let whole = WeightShift(weights: [1, 1], from: [1], to: [0], amounts: [0.5])
        #expect(whole?.scale == 1 && whole?.stages == [[2, 0]])
    }

    @Test func nobodyToGiveToIsNoWeight() {
        #expect(stages([100, 0], from: [0], to: [], [1]) == nil)
        #expect(stages([0, 100], from: [0], to: [1], [1]) == nil)
        #expect(stages([0, 0], from: [0], to: [1], [1]) == nil)
    }

    @Test func whoHadNothingIsGivenToEvenly() {
        #expect(stages([100, 0, 0], from: [0], to: [1, 2], [0.5]) == [[50, 25, 25]])
        // No more is given than there is.
        #expect(stages([20, 80], from: [0], to: [1], [0.5]) == [[0, 100]])
    }

    @Test(arguments: 1...40) func noRoundingLosesOrMakesTraffic(seed: Int) {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let weights = (0..<(2 + next(6))).map { _ in next(200) }
        let from: Set<Int> = [next(weights.count)]
        let to = Set(weights.indices.filter { weights[$0] > 0 && !from.contains($0) })
        let share = Double(from.reduce(0) { $0 + weights[$1] }) / Double(max(1, weights.reduce(0, +)))
        guard let found = WeightShift(weights: weights, from: from, to: to, amounts: [share * 0.1, share * 0.5, share])
        else { return }
        let sum = weights.reduce(0, +) * found.scale
        for stage in found.stages {
            #expect(stage.reduce(0, +) == sum && stage.allSatisfy { $0 >= 0 })
            for index in weights.indices where weights[index] == 0 { #expect(stage[index] == 0) }
        }
        for index in from { #expect(found.stages.last?[index] == 0) }
    }
}
