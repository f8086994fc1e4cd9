import Estate

/// `azimuth init`: a commented estate file to begin with.
enum InitCommand {
    static let spec = CommandSpec(
        "init", summary: "print a commented estate file to begin with",
        details: "Redirect it: azimuth init > azimuth.yaml. Nothing is written or changed otherwise."
    ) { _ in
        Output.text(EstateTemplate.text)
        return .complete
    }
}
