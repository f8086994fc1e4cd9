import Operations
import Terminal
import Topology

/// A line below the header that every screen has while it is true.
struct Banner: Sendable {
    /// What it says.
    var text: String
    /// How it looks.
    var role: StyleRole
    /// What stands at its end: the keys that help.
    var end = ""
    /// What its age is counted from, where it says one.
    var since: Moment?
}

extension ConsoleState {
    /// The most lines that banners take.
    static let mostBanners = 2

    /// What is loud at the moment, the loudest first: operations that stand still, that the picture is old, operations at
    /// work.
    var banners: [Banner] {
        Array((waitingBanners + expiredBanners + ageBanners + movingBanners + driftBanners).prefix(Self.mostBanners))
    }

    /// Zones that are out and whose time is over: nobody returns them but an operator.
    private var expiredBanners: [Banner] {
        snapshot.out.filter { out in out.expiresAt.map { $0 <= now.wall } ?? false }.prefix(1).map { out in
            let text = say(OperationText.outExpired, out.zone, out.expiresAt?.hourAndMinute ?? "?")
            return Banner(text: "✖ " + text, role: .danger, end: bannerKeys)
        }
    }

    /// What is not as our operations left it.
    ///
    /// What is not yet as an operation at work will leave it is no drift.
    var drifts: [Attention] {
        let atWork = journal.moving.map { "(operation \($0.id))" }
        return snapshot.attention.filter { line in
            if line.text.hasPrefix("drift") { return true }
            return line.text.contains(" is out since ") && !line.text.contains("its time was over")
                && !atWork.contains(where: line.text.contains)
        }
    }

    private var driftBanners: [Banner] {
        drifts.prefix(1).map { drift in
            // Which zone is out stands in the header: what is not as it should be has the line.
            var said = drift.text
            if let lead = said.firstRange(of: "): "), said.contains(" is out since ") {
                said = String(said[lead.upperBound...])
            }
            let text = Sentence.text(drift.subject, language) + "  " + Sentence.text(said, language)
            return Banner(text: "≠ " + text, role: .headerOperation)
        }
    }

    private var ageBanners: [Banner] {
        if snapshot.kept {
            let text = say(FrameText.kept, Age.text(since: snapshot.takenAt, now))
            return [Banner(text: text, role: .danger, since: snapshot.takenAt)]
        }
        let sources = snapshot.sources
        guard !sources.isEmpty, sources.allSatisfy({ $0.state == .failed }) else { return [] }
        guard let last = sources.flatMap(\.nodes).compactMap(\.answeredAt).max() else { return [] }
        return [Banner(text: say(FrameText.allLost, Age.text(since: last, now)), role: .danger, since: last)]
    }

    private var waitingBanners: [Banner] {
        let waiting = journal.waiting
        guard let first = waiting.first else { return [] }
        var text = "✖ \(word(of: first))  \(title(of: first))"
        if waiting.count > 1 { text += "  " + say(OperationText.bannerMore, String(waiting.count - 1)) }
        return [Banner(text: text, role: .danger, end: bannerKeys)]
    }

    private var movingBanners: [Banner] {
        let moving = journal.moving
        guard let first = moving.first else { return [] }
        // Its own screen begins with the same line.
        if view.screen == OperationScreen.id, view.subject == .operation(first.id), moving.count == 1 { return [] }
        let standing = journal.standing(first)
        var text = "▶ \(headline(of: first))  "
        if let time = standing.time(of: first, now: now.moment) {
            text += "\(Int(max(0, time.part) * 100)) %  " + say(OperationText.left, Figures.countdown(time.leftMs))
        } else {
            text += say(OperationText.progress, String(standing.done), String(standing.all))
        }
        let owed = standing.owed
        if owed > 0 { text += "  " + say(OperationText.owes, String(owed)) }
        if case .silent(let age)? = first.liveness { text += "  " + say(OperationText.silent, TimeSpan.text(age)) }
        if moving.count > 1 { text += "  " + say(OperationText.bannerMore, String(moving.count - 1)) }
        return [Banner(text: text, role: .headerOperation, end: bannerKeys)]
    }

    /// How to get to the operations from where one is.
    private var bannerKeys: String {
        guard view.screen != OperationsScreen.id, view.screen != OperationScreen.id,
            let action = ActionTable.action(ActionID(rawValue: OperationsScreen.id.rawValue)),
            let key = keys.keys(of: action, on: view.screen).first
        else { return "" }
        return key.shortName + " " + action.title.text(language)
    }
}
