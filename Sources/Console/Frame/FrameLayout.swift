/// Where the parts of the frame stand at a size: they never move while the size and the banners stay.
struct FrameLayout: Equatable, Sendable {
    /// The first row.
    let header: Area
    /// Below it: a running operation, or that what is shown is old.
    let banner: Area
    /// The screens by number, on a tall terminal.
    let tabs: Area
    /// The screen's own.
    let body: Area
    /// Keys that do something here.
    let hints: Area
    /// What is typed, asked or said.
    let prompt: Area
    /// Too small for a screen: the header and what is worst are all there is.
    let tiny: Bool

    /// Lays out a terminal; small ones give up the tabs, then the hints, then everything but header and body.
    init(columns: Int, lines: Int, banner bannerLines: Int, prompting: Bool) {
        let whole = Area(x: 0, y: 0, width: columns, height: lines)
        tiny = columns < 48 || lines < 10
        header = whole.top(1)
        banner = whole.below(1).top(tiny ? min(bannerLines, lines > 3 ? 1 : 0) : bannerLines)
        tabs = whole.below(1 + banner.height).top(lines >= 30 && !tiny ? 1 : 0)
        let foot = tiny ? (prompting && lines > 2 ? 1 : 0) : 2
        body = whole.below(1 + banner.height + tabs.height).above(foot)
        prompt = whole.bottom(foot > 0 ? 1 : 0)
        hints = foot == 2 ? whole.bottom(2).top(1) : Area(x: 0, y: prompt.y, width: 0, height: 0)
    }
}

extension ConsoleState {
    /// Where the parts of the frame stand.
    var layout: FrameLayout {
        FrameLayout(
            columns: columns, lines: lines, banner: banners.count, prompting: prompt != nil || notice != nil)
    }
}
