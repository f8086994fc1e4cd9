/// What was cut out, on its way to who asks for it.
extension JSONSplitter {
    /// Adds bytes of the current element, up to its bound.
    mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard state.dropped == nil else { return }
        if batch.bytes.isEmpty { batch.bytes.reserveCapacity(Self.batchBytes + (8 << 10)) }
        if batch.bytes.count - state.elementStart + bytes.count > limits.bytes {
            let head = batch.bytes[state.elementStart...].prefix(200)
            state.dropped = Excerpt.of(head + bytes.prefix(200), limit: 60)
            batch.bytes.removeLast(batch.bytes.count - state.elementStart)
            return
        }
        batch.bytes.append(contentsOf: bytes)
    }

    /// Closes the current element.
    mutating func endElement() {
        if let head = state.dropped {
            report("an element of more than \(limits.bytes) bytes is left out: \(head)")
            state.dropped = nil
        } else {
            let count = batch.bytes.count - state.elementStart
            batch.elements.append(.init(start: state.elementStart, count: count, parent: currentParent()))
            elementCount += 1
        }
        state.role = .skip
        if batch.bytes.count >= Self.batchBytes || batch.elements.count >= 4096 { flush() }
    }

    /// Reports what is left out, with the fields around it; the first ones only.
    mutating func report(_ message: String) {
        faultCount += 1
        guard faultCount <= Self.faultLimit else { return }
        batch.faults.append(JSONFault(message: message, fields: state.frames.last?.fields ?? JSONFields()))
    }

    /// Hands the batch on, full or not.
    mutating func flush() {
        // What is cut off in the middle is no element.
        if state.phase == .composite, state.role == .element {
            batch.bytes.removeLast(batch.bytes.count - state.elementStart)
        }
        guard !batch.isEmpty else { return }
        batch.seal()
        ready.append(batch)
        batch = ElementBatch()
        batch.limits = limits
        state.parent = nil
        state.elementStart = 0
    }

    private mutating func currentParent() -> Int {
        if let parent = state.parent { return parent }
        batch.parents.append(state.frames.last?.fields ?? JSONFields())
        state.parent = batch.parents.count - 1
        return batch.parents.count - 1
    }
}
