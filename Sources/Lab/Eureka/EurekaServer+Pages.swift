import Serving
import Synchronization

extension EurekaServer {
    /// Pages outside of the interface: the dashboard, and the health that tools wait for.
    func page(_ request: ServerRequest, _ path: [String]) -> ServerResponse {
        guard request.method == "GET" else { return failure(404, request) }
        switch path {
        case []: return ServerResponse(text: dashboard(), type: "text/html;charset=UTF-8")
        case ["actuator", "health"]: return json(Array(#"{"status":"UP"}"#.utf8))
        case ["actuator", "info"]: return json(Array("{}".utf8))
        default: return failure(404, request)
        }
    }

    /// `GET /eureka/status`: XML only; asked for JSON, the real server fails with a 500.
    func statusPage(_ request: ServerRequest) -> ServerResponse {
        if request.header("Accept")?.contains("json") == true { return failure(500, request) }
        let peers = peers.map { Self.escaped($0) }.joined(separator: ",")
        let text = """
            <com.netflix.eureka.util.StatusInfo>
              <generalStats>
                <num-of-cpus>2</num-of-cpus>
                <total-avail-memory>247mb</total-avail-memory>
                <current-memory-usage>48mb (19%)</current-memory-usage>
                <server-uptime>\(uptime)</server-uptime>
              </generalStats>
              <applicationStats>
                <registered-replicas>\(peers)</registered-replicas>
                <available-replicas></available-replicas>
                <unavailable-replicas>\(peers.isEmpty ? "" : peers + ",")</unavailable-replicas>
              </applicationStats>
              <instanceInfo>
                <instanceId>eureka:\(zone.name):\(port)</instanceId>
                <hostName>127.0.0.1</hostName>
                <app>EUREKA</app>
                <ipAddr>127.0.0.1</ipAddr>
                <status>UP</status>
                <overriddenstatus>UNKNOWN</overriddenstatus>
                <port enabled="true">\(port)</port>
                <securePort enabled="false">443</securePort>
                <countryId>1</countryId>
                <dataCenterInfo class="com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo">
                  <name>MyOwn</name>
                </dataCenterInfo>
                <metadata>
                  <zone>\(zone.name)</zone>
                </metadata>
                <homePageUrl>http://127.0.0.1:\(port)/</homePageUrl>
                <vipAddress>eureka</vipAddress>
                <isCoordinatingDiscoveryServer>false</isCoordinatingDiscoveryServer>
                <lastUpdatedTimestamp>\(started)</lastUpdatedTimestamp>
                <lastDirtyTimestamp>\(started)</lastDirtyTimestamp>
              </instanceInfo>
            </com.netflix.eureka.util.StatusInfo>
            """
        return ServerResponse(text: text, type: "application/xml")
    }

    /// The page at `/`, cut to what it says: tools read two of its cells, people read the rest.
    private func dashboard() -> String {
        let (evicts, threshold, renewals, applications) = registry.withLock {
            ($0.evicts, $0.renewalThreshold, $0.renewals.last, $0.overview())
        }
        let emergency = """
            <h4 id="uptime"><font size="+1" color="red"><b>EMERGENCY! EUREKA MAY BE INCORRECTLY CLAIMING INSTANCES ARE UP \
            WHEN THEY'RE NOT. RENEWALS ARE LESSER THAN THRESHOLD AND HENCE THE INSTANCES ARE NOT BEING EXPIRED JUST TO BE \
            SAFE.</b></font></h4>

            """
        let cells = [
            ("Current time", WallTime(milliseconds: clock.now()).plain), ("Uptime", uptime),
            ("Lease expiration enabled", "\(evicts)"), ("Renews threshold", "\(threshold)"),
            ("Renews (last min)", "\(renewals)"),
        ]
        let rows = cells.map { "      <tr>\n        <td>\($0)</td>\n        <td>\($1)</td>\n      </tr>\n" }.joined()
        let replicas = peers.map { peer in
            "    <li class=\"list-group-item\"><a href=\"\(Self.escaped(peer))\">\(Self.escaped(Self.host(peer)))</a></li>\n"
        }.joined()
        return """
            <!doctype html>
            <html lang="en">
              <head>
                <base href="/">
                <meta charset="utf-8">
                <title>Eureka</title>
              </head>
              <body id="one">
            <h1>System Status</h1>
                <table id='instances' class="table table-condensed table-striped table-hover">
            \(rows)    </table>

            \(evicts ? "" : emergency)
            <h1>DS Replicas</h1>
            <ul class="list-group mb-3">
            \(replicas)</ul>

            <h1>Instances currently registered with Eureka</h1>
            <table id='instances' class="table table-striped table-hover">
              <thead>
                <tr><th>Application</th><th>AMIs</th><th>Availability Zones</th><th>Status</th></tr>
              </thead>
              <tbody>
            \(applications.map { Self.row($0) }.joined())  </tbody>
            </table>
              </body>
            </html>

            """
    }

    private static func row(_ application: EurekaRegistry.Overview) -> String {
        let texts = application.statuses.map { group in
            let names = group.names.map { escaped($0) }.joined(separator: ", ")
            return "<b>\(group.status.word)</b> (\(group.count)) - \(names)"
        }
        let total = application.statuses.reduce(0) { $0 + $1.count }
        return """
                <tr><td><b>\(escaped(application.app))</b></td><td><b>n/a</b> (\(total))</td><td><b></b> (\(total))</td>\
            <td>\(texts.joined(separator: " "))</td></tr>

            """
    }

    /// Hours and minutes since the start, as the server counts them.
    private var uptime: String {
        let minutes = max(0, clock.now() - started) / 60_000
        let (hours, rest) = (minutes / 60 % 24, minutes % 60)
        let days = minutes / 1440
        let text = "\(WallTime.two(hours)):\(WallTime.two(rest))"
        return days == 0 ? text : "\(days) day\(days == 1 ? "" : "s") \(text)"
    }

    private static func host(_ url: String) -> String {
        String(url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != ":" && $0 != "/" })
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
