"""What the tests of flips need: two zones on two Eureka servers, gateways in front of both, and load through them."""

import json
import os
import sqlite3
import threading
import time
import unittest

from azimuth import Estate
from load import Load
from peers import Eureka, Gateway, Service, eventually, free_ports


class FlipScene(unittest.TestCase):
    """`edge`: a gateway with its routes from properties (zone-a), one with them in memory (zone-b). `lookup`: a read-only
    one whose route names the service (`lb://provider`)."""

    fast = True
    reads_only = True
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.servers = []
        cls.addClassCleanup(lambda: [server.stop() for server in reversed(cls.servers)])
        a, b, provider_a, provider_b, file, memory, lookup = free_ports(7)
        to_a, to_b = f"http://127.0.0.1:{a}/eureka/", f"http://127.0.0.2:{b}/eureka/"
        cls.a = cls.began(Eureka(a, "127.0.0.1", peer=to_b, fast=cls.fast))
        cls.b = cls.began(Eureka(b, "127.0.0.2", peer=to_a, fast=cls.fast))
        cls.a.ready(), cls.b.ready()
        cls.provider_a = cls.began(Service(provider_a, "provider", "zone-a", cls.a.url, fast=cls.fast))
        cls.provider_b = cls.began(Service(provider_b, "provider", "zone-b", cls.b.url, fast=cls.fast))
        cls.given = [("pay-a", f"http://127.0.0.1:{provider_a}", "zone-a", 50),
                     ("pay-b", f"http://127.0.0.1:{provider_b}", "zone-b", 50)]
        cls.file = cls.began(Gateway(file, cls.given, fast=cls.fast))
        cls.memory = cls.began(Gateway(memory, fast=cls.fast))
        cls.edge = [cls.file, cls.memory]
        if cls.reads_only:
            cls.lookup = cls.began(Gateway(
                lookup, [("any", "lb://provider", None, None)], eureka=cls.a.url, access="read-only", fast=cls.fast))
        for server in cls.servers:
            server.ready()
        cls.define()
        for eureka in (cls.a, cls.b):
            eventually(
                lambda: sum(i["status"] == "UP" and i["app"] == "PROVIDER" for i in eureka.registrations().values()) == 2,
                150, f"both providers at {eureka.url}")

    @classmethod
    def define(cls):
        """The routes in memory, as their own operators post them."""
        for route in cls.given:
            cls.memory.post(*route)
        cls.memory.refresh()
        eventually(lambda: cls.memory.weights() == {"pay-a": 50, "pay-b": 50}, 15, "routes in memory")

    @classmethod
    def began(cls, server):
        cls.servers.append(server)
        return server

    def setUp(self):
        self.estate = self.make_estate()
        self.addCleanup(self.estate.remove)

    def make_estate(self, eurekas=None, edge=None):
        edge = edge or [(self.file.url, "zone-a"), (self.memory.url, "zone-b")]
        nodes = "".join(f'      - {{ url: "{url}", zone: {zone} }}\n' for url, zone in edge)
        sources = f"  - name: edge\n    kind: spring-cloud-gateway\n    poll: 1s\n    deadline: 2s\n    nodes:\n{nodes}"
        if self.reads_only:
            sources += (f"  - name: lookup\n    kind: spring-cloud-gateway\n    poll: 1s\n    deadline: 2s\n    nodes:\n"
                        f'      - {{ url: "{self.lookup.url}", zone: zone-a }}\n')
        return Estate(eurekas or [(self.a.url, "zone-a"), (self.b.url, "zone-b")], sources=sources)

    # What servers say, in their own words.

    def weights(self):
        return [gateway.weights() for gateway in self.edge]

    def is_listed(self, provider):
        """On both servers: a copy between them takes a moment."""
        return all(
            any(r["port"]["$"] == provider.port for r in server.registrations().values()) for server in (self.a, self.b))

    def identifier(self, provider):
        return next(i for i, r in self.a.registrations().items() if r["port"]["$"] == provider.port)

    def overrides(self, provider):
        identifier = self.identifier(provider)
        return [server.override("PROVIDER", identifier) for server in (self.a, self.b)]

    def restored(self, provider):
        identifier = self.identifier(provider)
        for server in (self.a, self.b):
            live = server.live("PROVIDER", identifier)
            if not live or live["status"] != "UP" or live["overriddenStatus"] != "UNKNOWN":
                return False
        return True

    def served(self, provider):
        """How many requests a service has answered by its own counter, its actuator left out."""
        from peers import call
        total = 0.0
        for line in call(f"http://127.0.0.1:{provider.port}/actuator/prometheus", headers={"Accept": "text/plain"})[1].splitlines():
            if line.startswith("http_server_requests_seconds_count{") and 'uri="/whoami"' in line:
                total += float(line.rsplit(" ", 1)[1])
        return total

    # Load.

    def load(self, gateways=None, per_second=60):
        targets = [("127.0.0.1", gateway.port) for gateway in gateways or self.edge]
        load = Load(targets, "/provider/whoami", per_second)
        self.addCleanup(load.stop)
        return load

    # Operations.

    #: A zone that was moved within the hour is moved the other way: these tests do that all day.
    ACKNOWLEDGED = ("--override", "anti-flap=the tests do this all day")

    def do(self, *arguments, status=0, timeout=300):
        return self.estate.json(*arguments, "--reason", "a test", "--yes", *self.ACKNOWLEDGED, status=status, timeout=timeout)

    def set_weights(self, a, b, status=0):
        return self.do("set-weights", "edge", "provider", f"pay-a={a}", f"pay-b={b}", "--pace", "now", status=status)

    def move_weights(self, a, b):
        """The same, held once both gateways have them: nobody waits for the soak."""
        started = self.estate.start(
            "set-weights", "edge", "provider", f"pay-a={a}", f"pay-b={b}", "--pace", "now", "--reason", "a test", "--yes",
            *self.ACKNOWLEDGED, "-o", "json")
        eventually(
            lambda: started.poll() is not None or self.weights() == [{"pay-a": a, "pay-b": b}] * 2, 60, f"{a}:{b} is set")
        self.hold(started)
        self.assertEqual(self.weights(), [{"pay-a": a, "pay-b": b}] * 2)

    def hold(self, started):
        """Ends what a command has started, here, and answers the operation."""
        eventually(lambda: started.poll() is not None or self.begun(), 30, "its steps are done")
        if started.poll() is None:
            self.estate.json("hold", self.estate.json("operations")[0]["id"])
        out, err = started.communicate(timeout=60)
        self.assertIn(started.returncode, (0, 5), err)
        return json.loads(out)

    def begun(self):
        """Whether only waits are left of the newest operation."""
        newest = self.estate.json("operations")[:1]
        return newest and all(step["state"] not in ("planned", "sent") for step in newest[0]["steps"] if step["kind"] == "change")

    def events(self, kind):
        """Times (seconds since 1970) of the journal's lines of a kind."""
        with sqlite3.connect(f"file:{self.estate.directory}/journal.sqlite?mode=ro", uri=True) as journal:
            return [at / 1000 for (at,) in journal.execute("SELECT at FROM events WHERE kind = ? ORDER BY seq", (kind,))]


class Watch:
    """Asks a question again and again from a thread, and keeps when its answer was first true."""

    def __init__(self, question):
        self.at, self.running = None, True

        def work():
            while self.running and self.at is None:
                try:
                    if question():
                        self.at = time.time()
                except (OSError, ValueError, KeyError):
                    pass
                time.sleep(0.05)

        self.thread = threading.Thread(target=work, daemon=True)
        self.thread.start()

    def stop(self):
        self.running = False
        self.thread.join(10)
        return self.at
