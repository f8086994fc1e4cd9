import Contract
import Operations
import Topology

/// What has come to an end since the last look, as lines for people who wait.
struct OperationProgress {
    /// Beyond so many steps one line a stage is what can be followed; what goes wrong has a line of its own.
    private static let mostLines = 60

    private var told: Set<Place> = []
    private var stages: [String: Int] = [:]

    /// The lines since the last call.
    mutating func lines(_ operation: Operation) -> [String] {
        let steps = operation.currentSteps
        let isLong = steps.count > Self.mostLines
        var lines: [String] = []
        for step in steps where step.state != .planned && step.state != .sent {
            guard told.insert(Place(direction: step.direction, index: step.index, state: step.state)).inserted else {
                continue
            }
            if !isLong || step.state == .failed || step.state == .owed && !isDark(step, among: steps) {
                lines.append(Self.line(step))
            }
        }
        return isLong ? lines + stageLines(steps) : lines
    }

    /// One line for a server that does not answer is enough.
    private mutating func isDark(_ step: OperationStep, among steps: [OperationStep]) -> Bool {
        steps.first { $0.state == .owed && $0.node == step.node }?.index != step.index
    }

    private mutating func stageLines(_ steps: [OperationStep]) -> [String] {
        var order: [String] = []
        var ended: [String: (done: Int, all: Int)] = [:]
        for step in steps {
            if ended[step.step.stage] == nil { order.append(step.step.stage) }
            let isOver = step.state != .planned && step.state != .sent
            ended[step.step.stage, default: (0, 0)].all += 1
            if isOver { ended[step.step.stage]?.done += 1 }
        }
        return order.compactMap { stage in
            guard let (done, all) = ended[stage], done > 0 else { return nil }
            // In tenths, so that a stage of a thousand steps is ten lines.
            let tenth = done * 10 / all
            guard stages[stage] != tenth else { return nil }
            stages[stage] = tenth
            return "\(stage.padded(to: 20))\(done) of \(all)"
        }
    }

    private static func line(_ step: OperationStep) -> String {
        let what = [step.step.node, Output.sanitised(step.step.target)].filter { !$0.isEmpty }.joined(separator: "  ")
        let why = step.error.map { "  \(Output.sanitised($0))" } ?? ""
        return "\(step.state.rawValue.padded(to: 8))\(step.step.stage.padded(to: 20))\(what)\(why)"
    }

    private struct Place: Hashable {
        var direction: Direction
        var index: Int
        var state: StepState
    }
}
