import Testing

@testable import Console

@Suite("String catalogue") struct CatalogueTests {
    @Test func everyEntryHasBothLanguagesWithTheSameBlanks() {
        for (topic, entries) in Catalogue.topics {
            for entry in entries {
                let english = entry.text(.english)
                let chinese = entry.text(.chinese)
                #expect(!english.isEmpty && !chinese.isEmpty, "\(topic): \(english)")
                #expect(blanks(english) == blanks(chinese), "\(topic): \(english) / \(chinese)")
            }
        }
    }

    @Test func everyTopicIsListed() {
        #expect(Catalogue.topics.count == 18)
        #expect(Set(Catalogue.topics.map(\.name)).count == 18)
    }

    @Test func blanksAreFilledOnceWhateverTheValuesHold() {
        #expect(Blanks.fill("{1} of {0}", ["{1}", "two"]) == "two of {1}")
        #expect(Blanks.fill("{7} {x} {", ["a"]) == "{7} {x} {")
    }

    @Test(arguments: [
        (["LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB"], Language.chinese),
        (["LC_ALL": "", "LC_MESSAGES": "zh", "LANG": "C"], .chinese), (["LANG": "de_DE"], .english), ([:], .english),
        (["LANG": "ZH-TW"], .chinese),
    ])
    func theEnvironmentChooses(_ environment: [String: String], _ language: Language) {
        #expect(Language(environment: environment) == language)
    }

    private func blanks(_ text: String) -> Set<Character> {
        Set(zip(text, text.dropFirst()).filter { $0.0 == "{" }.map(\.1))
    }
}
