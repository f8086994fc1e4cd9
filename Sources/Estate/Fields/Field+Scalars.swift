extension Field {
    /// Text without controls; `${…}` is refused, because only secrets are looked up elsewhere.
    func text(_ what: String = "text") -> String? {
        guard case .scalar(let text, _) = node.content, !node.isNothing else {
            fail("takes \(what), not \(kind)")
            return nil
        }
        if text.unicodeScalars.contains(where: isControl) {
            fail("holds a control character or a line break; remove it")
            return nil
        }
        if text.contains("${") {
            fail("a reference like \(quoted(text)) is looked up for passwords alone; write the value itself")
            return nil
        }
        return text
    }

    /// Text that is not empty.
    func filledText(_ what: String) -> String? {
        guard let text = text(what) else { return nil }
        guard !text.isEmpty else {
            fail("is empty; write \(what)")
            return nil
        }
        return text
    }

    /// The absolute path of a file; relative ones begin at `directory`.
    func path(from directory: String, _ what: String) -> String? {
        guard let text = filledText(what) else { return nil }
        guard !text.hasPrefix("~") else {
            fail("a ~ is not followed here; write the path from / or from this file's directory")
            return nil
        }
        return FilePath.absolute(text, from: directory)
    }

    /// A name that can stand in commands, filters and paths.
    func name(of what: String) -> String? {
        guard let text = filledText("the name of \(what)") else { return nil }
        return Self.isName(text) ? text : Self.refuse(text, self)
    }

    /// Checks the name of a region or a zone, which is a key of the file and has to be spelt as the metadata spells it.
    func isNamed(_ name: String) -> Bool {
        if Self.isName(name, with: ":/@+") { return true }
        failKey(Self.nameAdvice(name))
        return false
    }

    private static func refuse(_ text: String, _ field: Field) -> String? {
        field.fail(nameAdvice(text))
        return nil
    }

    private static func nameAdvice(_ text: String) -> String {
        "\(quoted(text)) cannot be a name; use letters, digits, - _ . and begin with a letter or a digit"
    }

    private static func isName(_ text: String, with more: String = "") -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || ("0"..."9").contains(first) else {
            return false
        }
        let marks = ("-_." + more).unicodeScalars
        return text.utf8.count <= 128
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || marks.contains($0)
            }
    }

    /// true or false.
    func boolean() -> Bool? {
        if case .scalar(let text, isPlain: true) = node.content {
            if ["true", "True", "TRUE"].contains(text) { return true }
            if ["false", "False", "FALSE"].contains(text) { return false }
        }
        fail("takes true or false, not \(kind)")
        return nil
    }

    /// A whole number of this range.
    func integer(_ range: ClosedRange<Int>) -> Int? {
        let bounds =
            range.upperBound == .max
            ? "of \(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
        guard case .scalar(let text, isPlain: true) = node.content, let value = Int(text), range.contains(value) else {
            fail("takes a whole number \(bounds), not \(kind)" + quotedNumber { Int($0) != nil })
            return nil
        }
        return value
    }

    /// A number above 0.
    func positiveNumber() -> Double? {
        guard case .scalar(let text, isPlain: true) = node.content, Self.isDecimal(text), let value = Double(text),
            value > 0,
            value.isFinite
        else {
            fail("takes a number above 0, not \(kind)" + quotedNumber(Self.isDecimal))
            return nil
        }
        return value
    }

    /// Digits with at most one point: not what else Swift reads as a number (hexadecimal, inf, nan).
    private static func isDecimal(_ text: String) -> Bool {
        text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
            && text.utf8.first != UInt8(ascii: ".")
    }

    private func quotedNumber(_ isNumber: (String) -> Bool) -> String {
        guard case .scalar(let text, isPlain: false) = node.content, isNumber(text) else { return "" }
        return "; remove the quotes"
    }

    /// One of these words.
    func choice(_ words: [String]) -> String? {
        if case .scalar(let text, _) = node.content, words.contains(text) { return text }
        var advice = ""
        if case .scalar(let text, _) = node.content, let meant = Spelling.nearest(to: text, in: words) {
            advice = "; did you mean \(meant)?"
        }
        fail("takes \(alternatives(words)), not \(kind)\(advice)")
        return nil
    }

    /// One of the words of an enumeration.
    func choice<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> Word? {
        choice(type.allCases.map(\.rawValue)).flatMap { Word(rawValue: $0) }
    }

    /// A list of texts that are not empty.
    func textList(of what: String) -> [String]? {
        guard let items = list(of: what) else { return nil }
        let texts = items.compactMap { $0.filledText(what) }
        return texts.count == items.count ? texts : nil
    }

    /// Milliseconds, from text such as `10s`, `500ms`, `1h30m`.
    func duration(_ range: ClosedRange<Int64>) -> Int64? {
        guard case .scalar(let text, _) = node.content, let value = DurationText.milliseconds(text) else {
            var advice = ""
            if case .scalar(let text, _) = node.content, Int(text) != nil { advice = "; add its unit" }
            fail("takes a time such as 500ms, 10s, 5m, 4h or 2d, not \(kind)\(advice)")
            return nil
        }
        guard range.contains(value) else {
            fail(
                "takes a time from \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound)), not \(kind)"
            )
            return nil
        }
        return value
    }
}
