import Clients
import Topology

/// Makes a document out of elements as they come: each instance by itself, so that a malformed one spoils itself alone.
struct DocumentBuilder {
    private let decoder: InstanceDecoder
    private let bound: Int
    private let memo = DecodingMemo()
    private(set) var document = Document()

    /// The most faults that are kept; a document with more is not worth listing them.
    static let faultBound = 100

    /// Where the instances are in `/apps` and `/apps/delta`; `application` and `instance` may be bare objects.
    static let path = JSONPath("applications.application[].instance[]")
    /// What one instance may be.
    static let limits = JSONLimits(bytes: 512 << 10, depth: 32)

    /// A builder that refuses documents of more instances than the bound.
    init(decoder: InstanceDecoder, bound: Int = 500_000) {
        self.decoder = decoder
        self.bound = bound
    }

    /// Takes the next elements.
    ///
    /// - Throws: where there are more instances than any registry has, or no memory.
    mutating func add(_ batch: ElementBatch) throws(ClientError) {
        var decoded: [InstanceDecoder.Decoded] = []
        decoded.reserveCapacity(batch.count)
        var faults: [DocumentFault] = []
        let (decoder, memo) = (decoder, memo)
        try batch.forEach { value, fields in
            do throws(DocumentFault) {
                decoded.append(try decoder.decode(value, application: fields["name"], memo: memo))
            } catch {
                faults.append(error)
            }
        } fault: { fault in
            let name = fault.fields["name"]
            let who = name.map { "\(Printable.line($0, limit: 80)): " } ?? ""
            faults.append(DocumentFault(service: name.map(decoder.service), reason: "\(who)\(fault.message)"))
        }
        // Instances of a service stand together: one look for its list serves all of them.
        var rest = decoded[...]
        while let service = rest.first?.service {
            let group = rest.prefix { $0.service == service }
            document.services[service, default: []] += group.map { .init(entry: $0.entry, action: $0.action) }
            if group.contains(where: \.isOwnServer) { document.ownApplication = service }
            rest = rest.dropFirst(group.count)
        }
        document.faults += faults.prefix(max(0, Self.faultBound - document.faults.count))
        document.count += decoded.count
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
