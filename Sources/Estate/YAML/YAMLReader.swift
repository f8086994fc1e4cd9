/// Builds the tree of a YAML text: one document, every key once, aliases followed within bounds.
struct YAMLReader: ~Copyable {
    private var parser: YAMLParser
    private let limits: YAMLLimits
    private var open: [Frame] = []
    private var anchors: [String: YAMLNode] = [:]
    private var root: YAMLNode?
    private var total = 0

    private struct Frame {
        let mark: Mark
        let anchor: String?
        let isMapping: Bool
        var items: [YAMLNode] = []
        var entries: [YAMLEntry] = []
        var key: (text: String, mark: Mark)?
        var places: [String: Mark] = [:]
        var merged: [YAMLEntry] = []
    }

    /// The tree of this text, nothing where there is no value in it.
    static func read(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) throws(YAMLProblem) -> YAMLNode? {
        let start = Mark(line: 1, column: 1)
        guard bytes.count <= limits.bytes else {
            throw YAMLProblem(mark: start, text: "the file has \(bytes.count) bytes; \(limits.bytes) are allowed")
        }
        let hasByteOrderMark = bytes.starts(with: [0xef, 0xbb, 0xbf])
        var reader = YAMLReader(
            parser: try YAMLParser(hasByteOrderMark ? Array(bytes.dropFirst(3)) : bytes), limits: limits)
        return try reader.read()
    }

    private init(parser: consuming YAMLParser, limits: YAMLLimits) {
        self.parser = parser
        self.limits = limits
    }

    private mutating func read() throws(YAMLProblem) -> YAMLNode? {
        var documents = 0
        while true {
            let (event, mark) = try parser.next()
            switch event {
            case .streamEnd: return root
            case .documentStart:
                documents += 1
                if documents > 1 {
                    throw YAMLProblem(mark: mark, text: "a second document begins here; one file holds one estate")
                }
            case .scalar(let text, let isPlain, let anchor):
                let node = YAMLNode(text, isPlain: isPlain, mark: mark)
                if let anchor { anchors[anchor] = node }
                try add(node, at: mark)
            case .alias(let name):
                guard let node = anchors[name] else {
                    throw YAMLProblem(
                        mark: mark, text: "no anchor &\(name) is complete above this line; write it before it is used")
                }
                try add(node, at: mark, isAlias: true)
            case .sequenceStart(let anchor): try push(Frame(mark: mark, anchor: anchor, isMapping: false))
            case .mappingStart(let anchor): try push(Frame(mark: mark, anchor: anchor, isMapping: true))
            case .end: try pop()
            case .other: break
            }
        }
    }

    private mutating func push(_ frame: Frame) throws(YAMLProblem) {
        if let parent = open.last, parent.isMapping, parent.key == nil {
            throw YAMLProblem(
                mark: frame.mark,
                text: "a list or a mapping cannot be a key; put text that begins with [ or { in quotes")
        }
        open.append(frame)
        try check(depth: open.count, at: frame.mark)
    }

    private mutating func pop() throws(YAMLProblem) {
        guard let frame = open.popLast() else { return }
        let own = Set(frame.entries.map(\.key))
        let node =
            frame.isMapping
            ? YAMLNode(mapping: frame.entries + frame.merged.filter { !own.contains($0.key) }, mark: frame.mark)
            : YAMLNode(sequence: frame.items, mark: frame.mark)
        if let anchor = frame.anchor { anchors[anchor] = node }
        try add(node, at: frame.mark)
    }

    private mutating func add(_ node: YAMLNode, at mark: Mark, isAlias: Bool = false) throws(YAMLProblem) {
        // What is in a finished collection was counted when it was added; through an alias it counts again.
        total += isAlias ? node.count : 1
        guard total <= limits.nodes else {
            throw YAMLProblem(
                mark: mark, text: "more than \(limits.nodes) values once aliases are followed; write less by alias")
        }
        try check(depth: open.count + node.height, at: mark)
        guard !open.isEmpty else {
            root = node
            return
        }
        let top = open.count - 1
        guard open[top].isMapping else {
            open[top].items.append(node)
            return
        }
        guard let key = open[top].key else {
            guard case .scalar(let text, let isPlain) = node.content, !isAlias else {
                throw YAMLProblem(mark: mark, text: "a key has to be text, not an alias")
            }
            try setKey(text, isPlain: isPlain, mark: mark)
            return
        }
        open[top].key = nil
        if key.text == "<<" {
            try merge(node, at: mark)
        } else {
            open[top].entries.append(YAMLEntry(key: key.text, mark: key.mark, value: node))
        }
    }

    private mutating func setKey(_ text: String, isPlain: Bool, mark: Mark) throws(YAMLProblem) {
        let top = open.count - 1
        if let first = open[top].places[text] {
            throw YAMLProblem(
                mark: mark, text: "the key \(quoted(text)) is there already, in line \(first.line); keep one of them")
        }
        open[top].places[text] = mark
        open[top].key = (text, mark)
    }

    /// `<<: *anchor` or `<<: [*a, *b]`: keys that are not written here come from there, the first one that has them first.
    private mutating func merge(_ node: YAMLNode, at mark: Mark) throws(YAMLProblem) {
        var sources = [node]
        if case .sequence(let items) = node.content { sources = items }
        let top = open.count - 1
        for source in sources {
            guard case .mapping(let entries) = source.content else {
                throw YAMLProblem(mark: mark, text: "<< takes a mapping, as in <<: *anchor")
            }
            let known = Set(open[top].merged.map(\.key))
            open[top].merged += entries.filter { !known.contains($0.key) }
        }
    }

    private func check(depth: Int, at mark: Mark) throws(YAMLProblem) {
        guard depth <= limits.depth else {
            throw YAMLProblem(
                mark: mark, text: "nested more than \(limits.depth) levels deep; an estate file needs far less")
        }
    }
}
