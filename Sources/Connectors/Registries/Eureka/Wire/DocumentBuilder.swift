import Clients
import Contract
import Topology

/// Makes a document out of elements as they come: each instance by itself, so that a malformed one spoils itself alone.
struct DocumentBuilder {
    private let bound: Int
    private var document = Document()

    /// The most faults that are kept; a document with more is not worth listing them.
    static let faultBound = 100

    /// Where the instances are in `/apps` and `/apps/delta`; `application` and `instance` may be bare objects.
    static let path = JSONPath("applications.application[].instance[]")
    /// What one instance may be.
    static let limits = JSONLimits(bytes: 512 << 10, depth: 32)

    /// A builder that refuses documents of more instances than the bound.
    init(bound: Int = 500_000) {
        self.bound = bound
    }

    /// Some elements of a document, read: instances of a service stand together, so they are kept together.
    struct Part: Sendable {
        /// Runs of instances of one service, in the document's order.
        var runs: [(service: ServiceKey, items: [Document.Item])] = []
        var faults: [DocumentFault] = []
        /// The application under which the server lists itself.
        var own: ServiceKey?

        /// Adds an instance; a new run has room for as many as may still come.
        mutating func add(_ decoded: InstanceDecoder.Decoded, room: Int) {
            let item = Document.Item(entry: decoded.entry, action: decoded.action)
            if decoded.isOwnServer { own = decoded.service }
            if runs.last?.service == decoded.service {
                runs[runs.count - 1].items.append(item)
            } else {
                var items: [Document.Item] = []
                items.reserveCapacity(room)
                items.append(item)
                runs.append((decoded.service, items))
            }
        }
    }

    /// Reads the elements of a batch; several may be read side by side.
    ///
    /// - Throws: where there is no memory.
    static func read(_ batch: ElementBatch, by decoder: InstanceDecoder) throws(ClientError) -> Part {
        var part = Part()
        let memo = DecodingMemo()
        var left = batch.count
        try batch.forEach { value, fields in
            do throws(DocumentFault) {
                // Where services are small, so are their runs: room is taken for a few, and for many only in the first.
                let room = part.runs.isEmpty ? left : min(left, 8)
                part.add(try decoder.decode(value, application: fields["name"], memo: memo), room: room)
                left -= 1
            } catch {
                part.faults.append(error)
            }
        } fault: { fault in
            let name = fault.fields["name"]
            let who = name.map { "\(Printable.line($0, limit: 80)): " } ?? ""
            part.faults.append(DocumentFault(service: name.map(decoder.service), reason: "\(who)\(fault.message)"))
        }
        return part
    }

    /// Takes the next elements, in the document's order: of an id that is listed twice the last one stands.
    ///
    /// - Throws: where there are more instances than any registry has.
    mutating func add(_ part: Part) throws(ClientError) {
        for (service, items) in part.runs {
            document.services[service, default: []] += items
            document.count += items.count
        }
        document.ownApplication = part.own ?? document.ownApplication
        document.faults += part.faults.prefix(max(0, Self.faultBound - document.faults.count))
        guard document.count <= bound else {
            throw ClientError(.tooLarge, "the document lists more than \(bound) instances")
        }
    }

    /// Takes what stood around the elements: the hash code by its prefix, because the escape of `__` is configurable.
    mutating func finish(_ fields: JSONFields) -> Document {
        document.hashCode = fields.first(prefix: "apps")
        return document
    }
}
