import Clients
import Topology

/// What a document repeats from one instance to the next, made once: sets of metadata, found again by their bytes, and
/// the service's name and key.
final class DecodingMemo {
    private let sets = JSONMemo<Metadata>()
    private var application: String?
    private var name = ""
    private var key = ServiceKey(name: "")

    /// The metadata of an object that is like this one.
    func metadata(_ json: JSONValue, make: (JSONValue) -> Metadata) -> Metadata {
        sets.value(of: json, make: make)
    }

    /// The kept name and the key of an application: instances of one stand together.
    func service(_ application: String, make: (String) -> (name: String, key: ServiceKey)) -> (
        name: String, key: ServiceKey
    ) {
        if self.application != application {
            self.application = application
            (name, key) = make(application)
        }
        return (name, key)
    }
}
