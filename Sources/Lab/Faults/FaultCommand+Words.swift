extension FaultCommand {
    /// A zone's place by its name.
    static func zone(_ name: String) throws(LabError) -> Int {
        guard let zone = LabZone.all.firstIndex(where: { $0.name == name }) else {
            throw LabError(
                code: .fault,
                message: "\(name): no such zone; there are \(LabZone.all.map(\.name).joined(separator: ", "))")
        }
        return zone
    }

    /// A service's place by its name.
    static func service(_ name: String) throws(LabError) -> Int {
        guard let service = ShopService.place(of: name) else {
            throw LabError(
                code: .fault,
                message: "\(name): no such service; there are \(ShopService.all.map(\.name).joined(separator: ", "))")
        }
        return service
    }

    static func percent(_ word: String, _ wrong: (String) -> LabError) throws(LabError) -> Double {
        let text = word.hasSuffix("%") ? word.dropLast() : word[...]
        guard let number = Double(String(text)), (0...100).contains(number) else {
            throw wrong("\(word): wants a percentage from 0 to 100")
        }
        return number / 100
    }

    static func milliseconds(_ word: String, _ wrong: (String) -> LabError) throws(LabError) -> Int64 {
        let text = word.hasSuffix("ms") ? word.dropLast(2) : word[...]
        guard let number = Int64(text), (0...3_600_000).contains(number) else {
            throw wrong("\(word): wants milliseconds, up to an hour")
        }
        return number
    }
}
