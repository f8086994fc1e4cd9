import Serving

/// Which ports are tried where none was asked for: the same ones each time, so that the same estate has the same addresses
/// wherever it can.
enum Ports {
    static let services: ClosedRange<UInt16> = 7080...7179
    static let gateways: ClosedRange<UInt16> = 7180...7279
    static let redis: ClosedRange<UInt16> = 7280...7379

    /// The one asked for; else those from the one that a neighbour has on.
    static func range(_ asked: UInt16?, _ usual: ClosedRange<UInt16>, from neighbour: UInt16?) -> ClosedRange<UInt16> {
        asked.map { $0...$0 } ?? (neighbour ?? usual.lowerBound)...usual.upperBound
    }

    /// A server on the first port that is free.
    ///
    /// - Throws: ``LabError`` that names it, where none is.
    static func first<Server>(
        _ ports: ClosedRange<UInt16>, _ what: String, _ listen: (UInt16) throws(ServingError) -> Server
    ) throws(LabError) -> Server {
        var problem: ServingError?
        for port in ports {
            do throws(ServingError) {
                return try listen(port)
            } catch {
                problem = error
            }
        }
        throw LabError(
            code: .server, message: "\(what) does not start: \(problem?.message ?? "no port is free")", cause: problem)
    }
}
