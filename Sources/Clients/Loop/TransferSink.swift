/// What takes the answer of a transfer; called on the loop's thread alone.
protocol TransferSink: AnyObject {
    /// The status and all headers are there.
    func began(_ head: HTTPHead)

    /// Takes bytes of the body, decompressed.
    func received(_ bytes: UnsafeBufferPointer<UInt8>) -> TransferVerdict

    /// The transfer is over, and freed; nothing else comes.
    func ended(_ result: Result<HTTPSummary, ClientError>)
}

/// What becomes of a transfer that delivered bytes.
enum TransferVerdict {
    /// Go on.
    case taken
    /// The same bytes later, once `resume` is called: back-pressure.
    case pause
    /// End it for this reason.
    case refused(ClientError)
}
