/// Columns for people: as wide as their widest cell, two spaces between, nothing trailing.
enum Table {
    /// The lines of a table; `right` names the columns that are aligned to the right.
    static func lines(_ header: [String], _ rows: [[String]], right: Set<Int> = []) -> [String] {
        let all = [header] + rows.map { $0.map(Output.sanitised) }
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 0 ? "" : "  ") + (right.contains(column) ? space + cell : cell + space)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
