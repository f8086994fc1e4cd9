import SimdJSON

/// Elements cut out of a document, as bytes: to be decoded away from the loop that reads the sockets.
public struct ElementBatch: Sendable {
    /// Where an element lies, and what surrounds it.
    struct Element: Sendable {
        var start: Int
        var count: Int
        var parent: Int
    }

    /// The elements' bytes, one behind the other.
    var bytes: [UInt8] = []
    var elements: [Element] = []
    /// The fields of the objects around the elements.
    var parents: [JSONFields] = []
    /// Elements that were left out while cutting.
    public internal(set) var faults: [JSONFault] = []
    /// What an element may be.
    var limits = JSONLimits()

    /// How many elements there are.
    public var count: Int { elements.count }

    /// Whether there is nothing in it, faults neither.
    public var isEmpty: Bool { elements.isEmpty && faults.isEmpty }

    /// Hands out each element with the fields of the objects around it, in the document's order.
    ///
    /// The fields are those that stood before the element's array. A value lives as long as the call it is given to.
    /// - Parameters:
    ///   - body: takes one element.
    ///   - fault: takes what could not be read: an element of wrong UTF-8 or syntax spoils itself alone.
    /// - Throws: `.tooLarge` where there is no memory.
    public func forEach(
        _ body: (JSONValue, JSONFields) -> Void, fault report: (JSONFault) -> Void
    ) throws(ClientError) {
        for fault in faults { report(fault) }
        guard !elements.isEmpty else { return }
        let parser = try JSONParser(limits: limits)
        let none = JSONFields()
        bytes.withUnsafeBufferPointer { buffer in
            for element in elements {
                let fields = parents.isEmpty ? none : parents[element.parent]
                // Elements lie in a buffer that is padded behind the last of them (`seal`).
                let text = UnsafeBufferPointer(rebasing: buffer[element.start..<element.start + element.count])
                do throws(ClientError) {
                    body(try parser.parse(text, padded: true), fields)
                } catch {
                    report(JSONFault(message: error.message, fields: fields))
                }
            }
        }
    }

    /// Adds the bytes that simdjson may read behind the last element.
    mutating func seal() {
        bytes.append(contentsOf: repeatElement(0, count: Int(SJ_PADDING)))
    }
}

/// An element of a document that could not be used.
public struct JSONFault: Hashable, Sendable {
    /// What is wrong with it, with a short excerpt.
    public var message: String
    /// The fields of the objects around it.
    public var fields: JSONFields

    /// A fault.
    public init(message: String, fields: JSONFields = JSONFields()) {
        self.message = message
        self.fields = fields
    }
}
