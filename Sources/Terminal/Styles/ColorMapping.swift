/// Turns a theme's style into what a terminal of some colour depth can show.
struct ColorMapping: Sendable {
    let depth: ColorDepth

    /// What ncurses is told: colour numbers (-1 is the terminal's own) and attributes.
    struct Resolved: Hashable {
        var foreground: Int32
        var background: Int32
        var attributes: CellAttributes
    }

    /// - Parameter base: the style of plain text: what a style leaves to the terminal is taken from there.
    func resolve(_ style: CellStyle, base: CellStyle = CellStyle()) -> Resolved {
        var attributes = style.attributes
        guard depth != .none else {
            if style.background != .terminal, style.background != base.background { attributes.insert(.reverse) }
            return Resolved(foreground: -1, background: -1, attributes: attributes)
        }
        let foreground = style.foreground == .terminal ? base.foreground : style.foreground
        let background = style.background == .terminal ? base.background : style.background
        if depth == .basic, case .palette(let index) = foreground, index >= 8 { attributes.insert(.bold) }
        return Resolved(foreground: number(foreground), background: number(background), attributes: attributes)
    }

    private func number(_ color: TerminalColor) -> Int32 {
        switch color {
        case .terminal:
            return -1
        case .palette(let index):
            return palette(index)
        case .rgb(let red, let green, let blue):
            return rgb(Int32(red), Int32(green), Int32(blue))
        }
    }

    /// With direct colour numbers from 8 on are parts of colours, so the bright half has to be named by its parts.
    private func palette(_ index: UInt8) -> Int32 {
        switch depth {
        case .none: return -1
        case .basic: return Int32(index & 7)
        case .sixteen, .extended: return Int32(index & 15)
        case .direct:
            if index < 8 { return Int32(index) }
            let parts = Self.brightParts[Int(index & 7)]
            return parts.0 << 16 | parts.1 << 8 | parts.2
        }
    }

    private func rgb(_ red: Int32, _ green: Int32, _ blue: Int32) -> Int32 {
        switch depth {
        case .none:
            return -1
        case .direct:
            let number = red << 16 | green << 8 | blue
            return number < 8 ? 0 : number
        case .extended:
            return Self.nearestOf256(red, green, blue)
        case .sixteen:
            return Self.nearestOf16(red, green, blue, count: 16)
        case .basic:
            return Self.nearestOf16(red, green, blue, count: 8)
        }
    }

    /// btop's mapping, so that its themes look here as they do there.
    static func nearestOf256(_ red: Int32, _ green: Int32, _ blue: Int32) -> Int32 {
        let grey = (red + 5) / 11
        if grey == (green + 5) / 11, grey == (blue + 5) / 11 { return 232 + grey }
        return 16 + 36 * ((red + 25) / 51) + 6 * ((green + 25) / 51) + (blue + 25) / 51
    }

    private static func nearestOf16(_ red: Int32, _ green: Int32, _ blue: Int32, count: Int) -> Int32 {
        var best: Int32 = 0
        var bestDistance = Int32.max
        for index in 0..<count {
            let parts = index < 8 ? normalParts[index] : brightParts[index - 8]
            let distances = (red - parts.0, green - parts.1, blue - parts.2)
            let distance =
                distances.0 * distances.0 + distances.1 * distances.1 + distances.2 * distances.2
            if distance < bestDistance {
                best = Int32(index)
                bestDistance = distance
            }
        }
        return best
    }

    /// The parts of xterm's 16 colours.
    private static let normalParts: [(Int32, Int32, Int32)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    ]
    private static let brightParts: [(Int32, Int32, Int32)] = [
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]
}
