"""What the console says is what the servers say, decoded by other means."""

import json
import os
import unittest

from azimuth import Estate
from peers import Eureka, call, eventually, free_ports
from scenes import Scene


class EveryRegistration(Scene):
    def test_equals_what_the_servers_answer(self):
        def agreed():
            snapshot = self.estate.snapshot()
            seen = {}
            for instance in snapshot["instances"]:
                for registration in instance["registrations"]:
                    seen[(registration["node"], registration["id"])] = (
                        instance["service"], instance["address"], instance["zone"], registration["status"])
            told = {}
            for server, url in ((self.a, self.url_a), (self.b, self.url_b)):
                for identifier, r in server.registrations().items():
                    told[(url, identifier)] = (
                        r["app"].lower(), f"{r['ipAddr']}:{r['port']['$']}", r["metadata"].get("zone"), r["status"])
            self.assertEqual(seen, told)
            return snapshot

        snapshot = eventually(agreed, 30, "the snapshot equal to the servers' answers")
        self.assertEqual(snapshot["version"], 1)
        source = snapshot["sources"][0]
        self.assertEqual((source["name"], source["kind"], source["state"]), ("registry", "eureka", "live"))
        self.assertEqual([n["node"] for n in source["nodes"] if n["state"] != "named"], [self.url_a, self.url_b])
        zones = {z["name"]: z for z in snapshot["zones"]}
        self.assertEqual(zones["zone-a"]["instances"]["up"], 2)
        self.assertEqual(zones["zone-b"]["instances"]["up"], 1)
        self.assertIsNone(zones["zone-a"]["requestsPerSecond"])
        self.assertTrue(zones["zone-a"]["requestsPerSecondReason"])
        self.assertEqual((snapshot["routes"], snapshot["links"]), ([], []))

    def test_check_says_what_can_be_read_and_written(self):
        status, out, _ = self.estate.run("check")
        self.assertEqual(status, 0, out)
        for url in (self.url_a, self.url_b):
            self.assertIn(url, out)
        report = self.estate.json("check")
        nodes = report["nodes"]
        self.assertTrue(all(n["reachable"] for n in nodes))
        self.assertTrue(all("status" in " ".join(n["writes"]) for n in nodes), nodes)

    def test_check_of_a_dead_node_is_1_and_names_it(self):
        dead = f"http://127.0.0.1:{free_ports(1)[0]}/eureka"
        estate = Estate([(self.url_a, "zone-a"), (dead, "zone-b")])
        self.addCleanup(estate.remove)
        status, out, _ = estate.run("check")
        self.assertEqual(status, 1)
        self.assertIn(dead, out)
        self.assertIn("refused", out)


class WithPassword(unittest.TestCase):
    """A server that asks for credentials, and what becomes of the secret."""

    @classmethod
    def setUpClass(cls):
        cls.eureka = Eureka(free_ports(1)[0], user="ops", password="pass-4711")
        cls.addClassCleanup(cls.eureka.stop)
        cls.eureka.ready()

    def estate(self, credentials):
        estate = Estate([(self.eureka.url, "zone-a")], extra=credentials)
        self.addCleanup(estate.remove)
        return estate

    def test_the_right_one_from_a_file_works_and_shows_nowhere(self):
        estate = self.estate("")
        secret = os.path.join(estate.directory, "password")
        with open(secret, "w") as file:
            file.write("pass-4711\n")
        os.chmod(secret, 0o600)
        text = open(estate.file).read()
        estate.write(text.replace("    nodes:", f'    credentials: {{ user: ops, password: "${{file:{secret}}}" }}\n    nodes:', 1))
        trace = os.path.join(estate.directory, "trace")
        status, out, err = estate.run("check", "--trace", trace)
        self.assertEqual(status, 0, out + err)
        traced = open(trace).read()
        self.assertIn("/apps", traced)
        for hidden in ("pass-4711", "b3BzOnBhc3MtNDcxMQ"):
            self.assertNotIn(hidden, out + err + traced)
        self.assertEqual(os.stat(trace).st_mode & 0o077, 0)
        os.chmod(secret, 0o644)
        status, out, err = estate.run("check")
        self.assertEqual(status, 2, out + err)
        self.assertIn(secret, out + err)

    def test_without_one_the_node_is_refused(self):
        estate = self.estate("")
        status, out, err = estate.run("check")
        self.assertEqual(status, 1)
        self.assertIn("401", out + err)
