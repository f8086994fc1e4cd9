import SimdJSON

/// The values themselves: found by their brackets, kept where they are elements.
extension JSONSplitter {
    /// Goes on with an object or array until it ends.
    mutating func scanComposite(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
        guard let base = bytes.baseAddress else { return }
        var end = SJ_SCAN_MORE
        let used = sj_scan_value(&state.scan, base + index, bytes.count - index, &end)
        if state.role == .element {
            keep(UnsafeBufferPointer(start: base + index, count: used))
        }
        index += used
        guard end != SJ_SCAN_MORE else { return }
        if state.role == .element { endElement() }
        endValue()
    }

    /// Skips to the end of what cannot be read.
    mutating func skipBroken(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
        guard let base = bytes.baseAddress else { return }
        var end = SJ_SCAN_MORE
        index += sj_scan_value(&state.scan, base + index, bytes.count - index, &end)
        guard end != SJ_SCAN_MORE else { return }
        endValue()
    }

    /// Drops the inner frames and looks for the end of the outermost of them by its brackets.
    mutating func beginRecovery(keeping count: Int) {
        state.scan = .init()
        for frame in state.frames[count...] { sj_scan_open(&state.scan, frame.isArray) }
        state.frames.removeLast(state.frames.count - count)
        state.parent = nil
        state.phase = .recovering
    }

    mutating func beginToken(_ role: Role, phase: Phase) {
        state.role = role
        state.phase = phase
        state.token.removeAll(keepingCapacity: true)
        state.tokenOverflows = false
        state.isEscaped = false
    }

    /// Goes on with a string until its quote.
    mutating func readString(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if state.isEscaped {
                state.isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                state.isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                append(bytes, start, index)
                index += 1
                endString()
                return
            }
            index += 1
        }
        append(bytes, start, index)
    }

    /// Goes on with a number, `true`, `false` or `null` until what follows it.
    mutating func readPrimitive(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws(ClientError) {
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x0A, 0x0D, 0x09:
                append(bytes, start, index)
                try endPrimitive(bytes, index)
                return
            default: index += 1
            }
        }
        append(bytes, start, index)
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
        guard state.role != .skip, !state.tokenOverflows else { return }
        let limit = state.role == .element ? limits.bytes : JSONToken.limit
        guard state.token.count + end - start <= limit else {
            state.tokenOverflows = true
            return
        }
        state.token.append(contentsOf: bytes[start..<end])
    }

    private mutating func endString() {
        switch state.role {
        case .name:
            // A name of the path is short: one that overflows is another.
            state.name = state.tokenOverflows ? [] : state.token
            return endName()
        case .field:
            if !state.tokenOverflows, let value = JSONToken.string(state.token) { endField(value) }
        case .element:
            endScalarElement([UInt8(ascii: "\"")] + state.token + [UInt8(ascii: "\"")])
        case .skip:
            break
        }
        endValue()
    }

    private mutating func endPrimitive(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) throws(ClientError) {
        switch state.role {
        case .element:
            endScalarElement(state.token)
        case .field where !JSONToken.isPrimitive(state.token):
            return try fail(bytes, index)
        case .field where state.token != Array("null".utf8):
            endField(String(decoding: state.token, as: UTF8.self))
        case .field, .skip, .name:
            break
        }
        endValue()
    }

    private mutating func endScalarElement(_ bytes: [UInt8]) {
        state.elementStart = batch.bytes.count
        if state.tokenOverflows {
            state.dropped = Excerpt.of(bytes, limit: 60)
        } else {
            batch.bytes += bytes
        }
        endElement()
    }
}
