"""Instances drained and restored on real servers, and what happens when one of those is lost on the way."""

import json

from azimuth import Estate
from peers import call, eventually
from proxy import Proxy
from scenes import Scene


class Together(Scene):
    """Two servers that replicate, short clocks."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.as_it_was)

    def as_it_was(self):
        """What one test leaves on the servers is no other's."""
        for identifier, instance in self.a.registrations().items():
            for server in (self.a, self.b):
                live = server.live(instance["app"], identifier)
                if live and live["overriddenStatus"] != "UNKNOWN":
                    call(f"{server.url}/apps/{instance['app']}/{identifier}/status", "DELETE")

        def clean():
            return all(
                i["overriddenStatus"] == "UNKNOWN" and i["status"] != "UNKNOWN"
                for server in (self.a, self.b) for i in server.registrations().values())
        eventually(clean, 30, "no override left")

    def test_1_dry_run_changes_nothing_and_prints_the_calls(self):
        status, out, err = self.estate.run("drain", self.address(self.provider_a), "--reason", "look", "--dry-run")
        self.assertEqual(status, 0, out + err)
        self.assertIn("value=OUT_OF_SERVICE", out)
        self.assertEqual(self.overrides(self.provider_a), ["UNKNOWN", "UNKNOWN"])
        self.assertEqual(self.estate.json("operations"), [])

    def test_2_drained_everywhere_no_more_called_then_restored(self):
        drained = self.estate.json("drain", self.address(self.provider_a), "--reason", "ticket 4711", "--yes")
        self.assertEqual((drained["state"], drained["owed"]), ("complete", 0))
        self.assertEqual(self.overrides(self.provider_a), ["OUT_OF_SERVICE", "OUT_OF_SERVICE"])
        self.assertEqual({s["state"] for s in drained["steps"]}, {"done"})
        self.assertEqual({s["node"] for s in drained["steps"]}, {self.url_a, self.url_b})
        eventually(lambda: self.consumer.calls("provider") == {"zone-b": 20}, 30, "no call to the drained one")
        instance = self.estate.instance(self.provider_a.port)
        self.assertEqual(instance["state"], "out")

        restored = self.estate.json("restore", self.address(self.provider_a), "--reason", "done", "--yes")
        self.assertEqual((restored["state"], restored["owed"]), ("complete", 0))
        self.assertTrue(self.restored(self.provider_a))
        eventually(lambda: self.consumer.calls("provider").get("zone-a", 0) > 0, 30, "calls to the restored one")
        listed = self.estate.json("operations")
        self.assertEqual([o["kind"] for o in listed], ["restore", "drain"])
        self.assertEqual(self.estate.json("show", drained["id"])["id"], drained["id"])

    def test_3_the_last_instance_is_not_drained(self):
        self.estate.json("drain", self.address(self.provider_a), "--reason", "one", "--yes")
        try:
            blocked = self.estate.json("drain", self.address(self.provider_b), "--reason", "two", "--yes", status=4)
            failing = [g["name"] for g in blocked["gates"] if g["verdict"] == "fail"]
            self.assertIn("last-zone-standing", failing)
            self.assertEqual(self.overrides(self.provider_b), ["UNKNOWN", "UNKNOWN"])
            status, _, err = self.estate.run(
                "drain", self.address(self.provider_b), "--reason", "two", "--yes", "--override", "last-zone-standing=I want it")
            self.assertEqual(status, 4, err)
        finally:
            self.estate.json("restore", self.address(self.provider_a), "--reason", "back", "--yes")

    def test_4_an_override_of_others_is_listed_and_cleared_by_name(self):
        identifier = self.identifier(self.provider_a)
        call(f"{self.a.url}/apps/PROVIDER/{identifier}/status?value=OUT_OF_SERVICE", "PUT")
        eventually(lambda: self.overrides(self.provider_a) == ["OUT_OF_SERVICE"] * 2, 20, "replicated")
        # The list is the servers' cached one: it follows within their cache's delay.
        eventually(lambda: str(self.provider_a.port) in self.estate.run("overrides")[1], 20, "listed as an override")
        operand = self.address(self.provider_a)
        status, out, err = self.estate.run("restore", operand, "--reason", "not ours", "--yes")
        self.assertNotEqual(status, 0, out)
        cleared = self.estate.json("clear-override", operand, "--reason", "left by a script", "--yes")
        self.assertEqual(cleared["state"], "complete")
        self.assertTrue(self.restored(self.provider_a))

    def test_5_an_override_that_one_server_lost_is_drift(self):
        operand = self.address(self.provider_a)
        self.estate.json("drain", operand, "--reason", "drift", "--yes")
        identifier = self.identifier(self.provider_a)
        # Applied at B alone: the header says that it is a replicated change, which is not passed on.
        status, _ = call(
            f"{self.b.url}/apps/PROVIDER/{identifier}/status", "DELETE", headers={"x-netflix-discovery-replication": "true"})
        self.assertEqual(status, 200)

        def drift():
            snapshot = self.estate.snapshot()
            instance = next(i for i in snapshot["instances"] if i["address"] in operand)
            return instance["differs"] and any("drift" in a["text"] or "differ" in a["text"] or "disagree" in a["text"]
                                               for a in snapshot["attention"])
        eventually(drift, 40, "the lost override shown")
        self.estate.json("restore", operand, "--reason", "back", "--yes")
        self.assertTrue(self.restored(self.provider_a))

    def test_6_a_killed_instance_is_not_up(self):
        port = self.provider_b.port
        self.assertEqual(self.estate.instance(port)["state"], "up")
        self.provider_b.kill()
        eventually(lambda: self.estate.instance(port)["state"] in ("unknown", "gone"), 90, "the dead instance not up")


class OneServerDies(Scene):
    """The second server goes away."""

    through_proxies = True

    @classmethod
    def peer_of_a(cls, host, port):
        return cls.url_b + "/"

    def test_1_dead_in_the_instances_own_zone_is_owed(self):
        operand = self.address(self.provider_b)
        self.toxiproxy.enabled("eureka-b", False)
        drained = self.estate.json("drain", operand, "--reason", "b is dark", "--yes", status=3)
        self.assertEqual(drained["state"], "complete")
        self.assertEqual(drained["owed"], 1)
        self.assertEqual([s["node"] for s in drained["steps"] if s["state"] == "owed"], [self.url_b])
        identifier = self.identifier(self.provider_b)
        self.assertEqual(self.a.override("PROVIDER", identifier), "OUT_OF_SERVICE")
        self.toxiproxy.enabled("eureka-b", True)
        settled = self.estate.json("settle", drained["id"])
        self.assertEqual(settled["owed"], 0)
        self.assertEqual(self.overrides(self.provider_b), ["OUT_OF_SERVICE"] * 2)
        restored = self.estate.json("restore", operand, "--reason", "back", "--yes")
        self.assertEqual(restored["state"], "complete")

    def test_2_dead_elsewhere_blocks_until_owed_by_name(self):
        operand = self.address(self.provider_a)
        self.toxiproxy.enabled("eureka-b", False)
        blocked = self.estate.json("drain", operand, "--reason", "a", "--yes", status=4)
        self.assertIn("write-access", [g["name"] for g in blocked["gates"] if g["verdict"] in ("fail", "unknown")])
        drained = self.estate.json(
            "drain", operand, "--reason", "a", "--yes", "--owe", f"{self.url_b}=being replaced, ticket 12", status=3)
        self.assertEqual(drained["owed"], 1)
        self.toxiproxy.enabled("eureka-b", True)
        self.estate.json("settle")
        self.assertEqual(self.overrides(self.provider_a), ["OUT_OF_SERVICE"] * 2)
        self.estate.json("restore", operand, "--reason", "back", "--yes")

    def killed_in_the_middle(self, provider, *more):
        """Drains through a proxy that holds the answer of the first PUT while the second server goes away."""
        proxy = Proxy(self.a.host, self.a.port, "/eureka")
        self.addCleanup(proxy.close)
        self.estate.remove()
        self.estate = Estate([(proxy.url, "zone-a"), (self.url_b, "zone-b")])
        self.addCleanup(self.estate.remove)
        operand = self.address(provider)
        # Of the instance's zone or not, the first PUT goes to the server whose proxy holds it.
        proxy.hold(1, True, match=lambda call: call.writes)
        started = self.estate.start("drain", operand, "--reason", "dies on the way", "--yes", "-o", "json")
        if not proxy.reached.wait(20):
            started.kill()
            self.fail("nothing was sent to the first server")
        self.toxiproxy.enabled("eureka-b", False)
        proxy.let_go()
        out, err = started.communicate(timeout=120)
        return operand, started.returncode, json.loads(out), err

    def test_4_dies_in_the_middle_elsewhere_is_asked_then_owed(self):
        operand, status, operation, err = self.killed_in_the_middle(self.provider_a)
        try:
            self.assertEqual((status, operation["state"]), (6, "needs-operator"), err)
            self.assertIn(self.url_b, operation["message"])
            resumed = self.estate.json("resume", operation["id"], "--owe", f"{self.url_b}=it burnt down", status=3)
            self.assertEqual((resumed["state"], resumed["owed"]), ("complete", 1))
        finally:
            self.toxiproxy.enabled("eureka-b", True)
        self.estate.json("settle", operation["id"])
        self.assertEqual(self.overrides(self.provider_a), ["OUT_OF_SERVICE"] * 2)
        self.estate.json("restore", operand, "--reason", "back", "--yes")

    def test_3_cut_off_during_a_restore_and_healed_the_restore_holds(self):
        operand = self.address(self.provider_a)
        self.estate.json("drain", operand, "--reason", "a", "--yes")
        self.toxiproxy.enabled("eureka-b", False)
        restored = self.estate.json("restore", operand, "--reason", "back", "--yes", status=3)
        self.assertEqual(restored["state"], "owed")
        self.assertEqual(restored["owed"], 1)
        self.toxiproxy.enabled("eureka-b", True)
        settled = self.estate.json("settle", restored["id"])
        self.assertEqual((settled["state"], settled["owed"]), ("complete", 0))
        for _ in range(20):
            self.assertTrue(eventually(lambda: self.restored(self.provider_a), 20, "restored on both"))
