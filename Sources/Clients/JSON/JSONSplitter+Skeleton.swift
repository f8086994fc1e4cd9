import SimdJSON

/// What is around the elements: few bytes, read one by one.
extension JSONSplitter {
    /// Reads one byte outside of strings, numbers and skipped values.
    mutating func readSkeleton(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws(ClientError) {
        let byte = bytes[index]
        if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            index += 1
            return
        }
        switch (state.phase, byte) {
        case (.start, _):
            try readStart(bytes, &index)
        case (.firstElement, UInt8(ascii: "]")), (.elementEnd, UInt8(ascii: "]")), (.firstMember, UInt8(ascii: "}")),
            (.memberEnd, UInt8(ascii: "}")):
            index += 1
            popFrame()
        case (.value, _), (.firstElement, _):
            try beginValue(bytes, &index, step: state.step)
        case (.firstMember, UInt8(ascii: "\"")), (.name, UInt8(ascii: "\"")):
            index += 1
            beginToken(.name, phase: .string)
        case (.colon, UInt8(ascii: ":")):
            index += 1
            state.phase = .value
        case (.memberEnd, UInt8(ascii: ",")):
            index += 1
            state.phase = .name
        case (.elementEnd, UInt8(ascii: ",")):
            index += 1
            expectElement()
        case (.elementEnd, _) where byte != UInt8(ascii: "}"):
            report("a comma is missing before \(excerpt(bytes, index))")
            expectElement()
        default:
            try fail(bytes, index)
        }
    }

    /// The first byte tells JSON from what a proxy or another server answers.
    private mutating func readStart(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws(ClientError) {
        // A byte order mark, which some servers send.
        if bytes[index] == 0xEF || bytes[index] == 0xBB || bytes[index] == 0xBF, offset + index < 3 {
            index += 1
            return
        }
        guard bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[") else {
            let what = bytes[index] == UInt8(ascii: "<") ? "not JSON but HTML or XML" : "not JSON"
            throw ClientError(.malformed, "the answer is \(what): \(excerpt(bytes, index))")
        }
        try beginValue(bytes, &index, step: 0)
    }

    /// The first byte of a value at a step of the path, or off it.
    private mutating func beginValue(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, step: Int?
    ) throws(ClientError) {
        var step = step
        let byte = bytes[index]
        if let at = step, at < path.steps.count, path.steps[at] == .each, byte == UInt8(ascii: "{") {
            step = at + 1
        }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            beginComposite(isArray: byte == UInt8(ascii: "["), step: step, bytes, &index)
        case UInt8(ascii: "\""):
            noteMismatch(step, "a string")
            index += 1
            beginToken(scalarRole(step), phase: .string)
        case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: ":"):
            try fail(bytes, index)
        default:
            if byte != UInt8(ascii: "n") { noteMismatch(step, "a scalar") }
            beginToken(scalarRole(step), phase: .primitive)
        }
    }

    private mutating func beginComposite(
        isArray: Bool, step: Int?, _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) {
        guard let step, step < path.steps.count, (path.steps[step] == .each) == isArray else {
            let isElement = step == path.steps.count
            if !isElement { noteMismatch(step, isArray ? "an array" : "an object") }
            state.role = isElement ? .element : .skip
            state.scan = .init()
            state.elementStart = batch.bytes.count
            state.phase = .composite
            return
        }
        index += 1
        state.frames.append(Frame(isArray: isArray, step: step, fields: state.frames.last?.fields ?? JSONFields()))
        if isArray { expectElement(first: true) } else { state.phase = .firstMember }
    }

    /// What stands where the path wants something else is a fault, unless it is null.
    private mutating func noteMismatch(_ step: Int?, _ what: String) {
        guard let step, step < path.steps.count else { return }
        let wanted = path.steps[step] == .each ? "an array" : "an object"
        report("\(what) where \(path) wants \(wanted)")
    }

    private func scalarRole(_ step: Int?) -> Role {
        if step == path.steps.count { return .element }
        return step == nil && state.frames.last?.isArray == false ? .field : .skip
    }

    private mutating func expectElement(first: Bool = false) {
        state.step = (state.frames.last?.step ?? 0) + 1
        state.phase = first ? .firstElement : .value
    }

    /// A value is over.
    mutating func endValue() {
        guard let frame = state.frames.last else {
            state.phase = .done
            return
        }
        state.phase = frame.isArray ? .elementEnd : .memberEnd
    }

    private mutating func popFrame() {
        state.frames.removeLast()
        state.parent = nil
        endValue()
    }

    /// A member's name was read: its value is on the path, or beside it.
    mutating func endName() {
        state.phase = .colon
        state.step = nil
        guard let frame = state.frames.last, frame.step < path.steps.count else { return }
        guard path.steps[frame.step] == .member(state.name) else { return }
        state.step = frame.step + 1
        let names = path.steps[...frame.step].count { $0 != .each }
        namesFound = max(namesFound, names)
    }

    /// A scalar beside the path was read.
    mutating func endField(_ value: String) {
        guard let name = JSONToken.string(state.name), var frame = state.frames.popLast() else { return }
        if path.steps[..<frame.step].contains(.each) {
            frame.fields.insert(name, value)
            state.parent = nil
        } else {
            fields.insert(name, value)
        }
        state.frames.append(frame)
    }

    /// What is wrong inside one element of an outer array spoils that one; anything else, the document.
    mutating func fail(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) throws(ClientError) {
        let message = "not valid JSON at byte \(offset + index): \(excerpt(bytes, index))"
        guard let outer = state.frames.dropLast().lastIndex(where: \.isArray) else {
            throw ClientError(.malformed, "the answer is \(message)")
        }
        report("one of \(path) is \(message)")
        beginRecovery(keeping: outer + 1)
    }

    func excerpt(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> String {
        Excerpt.of(UnsafeBufferPointer(rebasing: bytes[index..<min(bytes.count, index + 200)]), limit: 60)
    }
}
