import YAML

/// libyaml's parser over a text that is in memory, event by event.
struct YAMLParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    /// What the text is made of.
    enum Event {
        case scalar(String, isPlain: Bool, anchor: String?)
        case alias(String)
        case sequenceStart(anchor: String?)
        case mappingStart(anchor: String?)
        case end
        case documentStart
        case streamEnd
        case other
    }

    init(_ bytes: [UInt8]) throws(YAMLProblem) {
        text = .allocate(capacity: bytes.count)
        _ = text.initialize(from: bytes)
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            text.deallocate()
            throw YAMLProblem(mark: Mark(line: 1, column: 1), text: "the machine is out of memory")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        text.deallocate()
    }

    /// The next event and where it is.
    mutating func next() throws(YAMLProblem) -> (Event, Mark) {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        let mark = Mark(event.start_mark)
        switch event.type {
        case YAML_STREAM_END_EVENT: return (.streamEnd, mark)
        case YAML_DOCUMENT_START_EVENT: return (.documentStart, mark)
        case YAML_ALIAS_EVENT: return (.alias(string(event.data.alias.anchor) ?? ""), mark)
        case YAML_SEQUENCE_START_EVENT:
            try checkTag(event.data.sequence_start.tag, "seq", mark)
            return (.sequenceStart(anchor: string(event.data.sequence_start.anchor)), mark)
        case YAML_MAPPING_START_EVENT:
            try checkTag(event.data.mapping_start.tag, "map", mark)
            return (.mappingStart(anchor: string(event.data.mapping_start.anchor)), mark)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return (.end, mark)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let isPlain = try self.isPlain(tag: scalar.tag, style: scalar.style, mark)
            let text = String(decoding: bytes, as: UTF8.self)
            return (.scalar(text, isPlain: isPlain, anchor: string(scalar.anchor)), mark)
        default: return (.other, mark)
        }
    }

    private static let prefix = "tag:yaml.org,2002:"

    private func checkTag(_ tag: UnsafePointer<UInt8>?, _ expected: String, _ mark: Mark) throws(YAMLProblem) {
        guard let tag = string(tag), tag != "!", tag != Self.prefix + expected else { return }
        throw foreign(tag, mark)
    }

    private func isPlain(
        tag: UnsafePointer<UInt8>?, style: yaml_scalar_style_t, _ mark: Mark
    ) throws(YAMLProblem) -> Bool {
        switch string(tag) {
        case nil: return style == YAML_PLAIN_SCALAR_STYLE
        case "!", Self.prefix + "str": return false
        case Self.prefix + "int", Self.prefix + "float", Self.prefix + "bool", Self.prefix + "null": return true
        case let tag?: throw foreign(tag, mark)
        }
    }

    private func foreign(_ tag: String, _ mark: Mark) -> YAMLProblem {
        let shown = tag.hasPrefix(Self.prefix) ? "!!" + tag.dropFirst(Self.prefix.count) : tag
        return YAMLProblem(mark: mark, text: "the tag \(quoted(shown)) means nothing here; remove it")
    }

    private func string(_ text: UnsafePointer<UInt8>?) -> String? {
        text.map { String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)) }
    }

    private func string(_ text: UnsafeMutablePointer<UInt8>?) -> String? { string(text.map { UnsafePointer($0) }) }

    /// What libyaml could not read, in words that say what to do where its own do not.
    private func problem() -> YAMLProblem {
        let state = parser.pointee
        let words = state.problem.map { String(cString: $0) } ?? "not YAML"
        if state.error == YAML_READER_ERROR {
            let place = place(ofByte: state.problem_offset)
            return YAMLProblem(mark: place, text: "\(words); save the file as UTF-8 without control characters")
        }
        // The end of the file says nothing; where the open quote or bracket is, does.
        if words.hasSuffix("end of stream"), state.context != nil {
            return YAMLProblem(
                mark: Mark(state.context_mark), text: "this is never closed; close the quote or the bracket")
        }
        let mark = Mark(state.problem_mark)
        if words == "found character that cannot start any token" {
            let found = character(at: mark)
            let text =
                found == "\t"
                ? "a tab stands where YAML allows spaces alone; indent with spaces"
                : "text cannot begin with \(quoted(String(found))); put it in quotes"
            return YAMLProblem(mark: mark, text: text)
        }
        let context = state.context.map { " \(String(cString: $0))" } ?? ""
        let place =
            state.context == nil || state.context_mark.line == state.problem_mark.line
            ? "" : " that began in line \(state.context_mark.line + 1)"
        return YAMLProblem(mark: mark, text: "\(words)\(context)\(place); \(advice(words))")
    }

    private func advice(_ words: String) -> String {
        switch words {
        case "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            return "indent with spaces, not tabs"
        case "mapping values are not allowed in this context":
            return "check the indentation of this line and the one before, and put text that contains \": \" in quotes"
        case "could not find expected ':'", "did not find expected key":
            return "check the indentation and that each key ends in a colon and a space"
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
            return "close the bracket, or put a comma between its parts"
        default: return "check the quotes, brackets and indentation around here"
        }
    }

    private func character(at mark: Mark) -> Character {
        let line = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropFirst(mark.line - 1)
            .first
        let scalars = String(decoding: line ?? text[0..<0], as: UTF8.self).unicodeScalars
        return scalars.dropFirst(mark.column - 1).first.map(Character.init) ?? " "
    }

    private func place(ofByte offset: Int) -> Mark {
        let before = text.prefix(offset)
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return Mark(line: line, column: String(decoding: before[start...], as: UTF8.self).unicodeScalars.count + 1)
    }
}

extension Mark {
    init(_ mark: yaml_mark_t) { self.init(line: mark.line + 1, column: mark.column + 1) }
}
