"""What most live tests need: two Eureka servers in two zones that replicate, a provider in each, a consumer."""

import unittest

from azimuth import Estate
from peers import Eureka, Service, Toxiproxy, eventually, free_ports

FAST = ("--", "--eureka.server.renewal-percent-threshold=0.85")


class Scene(unittest.TestCase):
    """Short clocks, unless a subclass says otherwise."""

    fast = True
    #: Whether the servers reach each other through Toxiproxy (`replicates_to(…)` cuts them apart).
    through_proxies = False
    consumers = True

    @classmethod
    def setUpClass(cls):
        cls.servers = []
        cls.addClassCleanup(lambda: [server.stop() for server in reversed(cls.servers)])
        a, b, provider_a, provider_b, consumer = free_ports(5)
        host_a, host_b = "127.0.0.1", "127.0.0.2"
        to_a, to_b = f"http://{host_a}:{a}/eureka/", f"http://{host_b}:{b}/eureka/"
        cls.url_a, cls.url_b = to_a.rstrip("/"), to_b.rstrip("/")
        cls.toxiproxy = None
        if cls.through_proxies:
            cls.toxiproxy = cls.began(Toxiproxy())
            # The console reaches B, and A's replication reaches B, through one proxy: cutting it leaves B alone.
            # It has a host of its own: a server takes a peer of its own host for itself, and replicates nothing to it.
            host = "127.0.0.3"
            cut = cls.toxiproxy.proxy("eureka-b", f"{host_b}:{b}", host)
            cls.url_b = f"http://{host}:{cut}/eureka"
        cls.a = cls.began(Eureka(a, host_a, peer=cls.peer_of_a(host_b, b), fast=cls.fast))
        cls.b = cls.began(Eureka(b, host_b, peer=to_a, fast=cls.fast))
        cls.a.ready(), cls.b.ready()
        cls.provider_a = cls.began(Service(provider_a, "provider", "zone-a", cls.a.url, fast=cls.fast))
        cls.provider_b = cls.began(Service(provider_b, "provider", "zone-b", cls.b.url, fast=cls.fast))
        if cls.consumers:
            cls.consumer = cls.began(Service(consumer, "consumer", "zone-a", cls.a.url, fast=cls.fast))
        for server in cls.servers:
            server.ready()
        expected = 3 if cls.consumers else 2
        for eureka in (cls.a, cls.b):
            eventually(
                lambda: sum(i["status"] == "UP" for i in eureka.registrations().values()) >= expected, 90,
                f"{expected} services at {eureka.url}")

    @classmethod
    def peer_of_a(cls, host, port):
        return f"http://{host}:{port}/eureka/"

    @classmethod
    def began(cls, server):
        cls.servers.append(server)
        return server

    def setUp(self):
        self.estate = Estate([(self.url_a, "zone-a"), (self.url_b, "zone-b")])
        self.addCleanup(self.estate.remove)

    def address(self, provider):
        """`provider/ADDRESS`, the operand of commands, of a service by its port."""
        return f"provider/{self.estate.instance(provider.port)['address']}"

    def identifier(self, provider):
        """The instance's id at Eureka."""
        instances = self.a.registrations()
        return next(i for i, r in instances.items() if r["port"]["$"] == provider.port)

    def overrides(self, provider):
        identifier = self.identifier(provider)
        return [server.override("PROVIDER", identifier) for server in (self.a, self.b)]

    def restored(self, provider):
        """Both servers say UP, without an override."""
        identifier = self.identifier(provider)
        for server in (self.a, self.b):
            live = server.live("PROVIDER", identifier)
            if not live or live["status"] != "UP" or live["overriddenStatus"] != "UNKNOWN":
                return False
        return True
