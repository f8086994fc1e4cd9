/// The estate file that `azimuth init` writes: it can be read as it stands, and explains every key.
public enum EstateTemplate {
    /// Its text.
    public static let text = """
        # The estate of Azimuth: which systems are watched, where they are, and what may be changed.
        # Everything that is commented out shows its default or an example. `azimuth check` reads this file and says what
        # each node answers.

        estate: my-estate

        # production | staging | test: the colour of the screen, and how much has to be typed before a change.
        environment: production

        # read-only: nothing can be changed from here. operate: instances can be drained and restored.
        mode: read-only

        # Regions and their zones, named as the metadata of the instances names them. Networks and host names say where an
        # instance is that does not say so itself.
        regions:
          region-1:
            zones:
              zone-a: { cidrs: [10.1.0.0/16], hosts: ["*.a.example.com"] }
              zone-b: { cidrs: [10.2.0.0/16], hosts: ["*.b.example.com"] }

        # Rules that go before all that an instance says of its zone; the first that matches wins. Each has a zone and one or
        # more of service, cidr and host.
        # zoneRules:
        #   - { service: "legacy-*", zone: zone-a }
        #   - { cidr: 10.9.0.0/24, zone: zone-b }

        # What one instance of a service takes safely. Without it, capacity is judged by the number of instances.
        # services:
        #   payment: { safeRequestsPerSecond: 40 }

        # How long an instance that is listed no more stays on screen.
        # forget: 10m

        sources:
          - name: registry
            kind: eureka
            # Every server of the cluster: each is polled, and each is written to.
            nodes:
              - { url: "http://10.1.0.5:8761/eureka", zone: zone-a }
              - { url: "http://10.2.0.5:8761/eureka", zone: zone-b }

            # A password never stands in this file. It is kept in a variable, "${env:EUREKA_PASSWORD}", or in a file that
            # only you can read (chmod 600); relative paths begin at this file.
            # credentials: { user: ops, password: "${file:eureka.password}" }

            # For https. The server's certificate is verified unless verify is false.
            # tls: { ca: ca.pem, certificate: client.pem, key: client.key, serverName: registry.example.com, verify: true }

            # None by default, whatever the environment says. With socks5h the proxy looks the names up.
            # proxy: "socks5h://bastion:1080"

            # How often each node is asked, and how long one answer may take.
            # poll: 10s
            # deadline: 3s

            # Instances of sources with the same namespace can be one and the same.
            # namespace: ""

            # Servers that a node names and this file does not are shown. With adopt they are polled too, with the
            # credentials of this source, where their host matches.
            # adopt: true
            # adoptHosts: ["10.*"]

        # operations:
        #   # Who may operate at the same time: local locks operations on this host.
        #   coordination: local
        #   # Who confirms an operation: single is the one who starts it.
        #   approval: single
        #   # How long a shift of traffic lasts before it has to be looked at again.
        #   expiry: 4h
        #   # Where operations are recorded. By default the host's journal where you may write it, else your own.
        #   journal: /var/lib/azimuth/my-estate/journal.sqlite
        #   # Services that stay where they are when a whole zone is moved.
        #   except: []
        #   # How far behind a copy of the data may be when it takes over.
        #   lagBudget: { seconds: 5 }

        """
}
