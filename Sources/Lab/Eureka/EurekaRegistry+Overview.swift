extension EurekaRegistry {
    /// One application as the dashboard shows it.
    struct Overview: Sendable {
        struct Group: Sendable {
            let status: InstanceStatus
            var count: Int
            /// Some of them: the page is for people.
            var names: [String]
        }

        let app: String
        let statuses: [Group]
    }

    /// All applications by name, without copying leases.
    func overview() -> [Overview] {
        applications.sorted { $0.key < $1.key }.map { app, application in
            var groups = InstanceStatus.allCases.map { Overview.Group(status: $0, count: 0, names: []) }
            for (id, place) in application.places {
                let index = Int(leases[place].status.rawValue)
                groups[index].count += 1
                if groups[index].names.count < 20 { groups[index].names.append(id) }
            }
            for index in groups.indices { groups[index].names.sort() }
            return Overview(app: app, statuses: groups.filter { $0.count > 0 })
        }
    }
}
