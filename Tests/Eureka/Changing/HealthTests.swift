import Testing

@testable import Eureka

@Suite("What a drained instance's own health endpoint says")
struct HealthTests {
    private func answer(_ text: String) -> HealthAnswer { HealthAnswer(Array(text.utf8)) }

    /// As Spring Boot 3.5.6 answers while the instance is drained.
    private func drained(database: String) -> String {
        """
        {"description":"Remote status from Eureka server","status":"OUT_OF_SERVICE","groups":["liveness","readiness"],
         "components":{"discoveryComposite":{"description":"Remote status from Eureka server",
          "status":"OUT_OF_SERVICE","components":{"discoveryClient":{"status":"UP","details":{"services":["a"]}},
           "eureka":{"description":"Remote status from Eureka server","status":"OUT_OF_SERVICE",
            "details":{"applications":{"PROVIDER":1}}}}},
          "db":{"status":"\(database)","details":{"database":"x"}},"ping":{"status":"UP"},
          "ssl":{"status":"UNKNOWN"}}}
        """
    }

    @Test("the registry's own echo is left aside: nothing else is wrong, so it is up")
    func echo() {
        #expect(answer(drained(database: "UP")) == .up)
        #expect(answer(#"{"status":"UP"}"#) == .up)
    }

    @Test("what is wrong besides is told")
    func wrong() {
        #expect(answer(drained(database: "OUT_OF_SERVICE")) == .notUp("says db OUT_OF_SERVICE"))
        #expect(answer(#"{"status":"DOWN"}"#) == .notUp("says DOWN"))
        #expect(answer("<html>") == .notUp("tells no status"))
        #expect(answer("{}") == .notUp("tells no status"))
    }

    @Test("older Spring Boot nests its parts in details")
    func old() {
        let text = #"{"status":"OUT_OF_SERVICE","details":{"eureka":{"status":"OUT_OF_SERVICE"},"db":{"status":"UP"}}}"#
        #expect(answer(text) == .up)
    }

    @Test("without parts it could be the echo or its readiness: that is asked for")
    func unclear() {
        #expect(answer(#"{"status":"OUT_OF_SERVICE","groups":["liveness"]}"#) == .unclear)
    }
}
