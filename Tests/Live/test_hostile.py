"""Wrong answers never crash, hang or corrupt: the good server beside the bad one is always there, and the bad one is named."""

import json
import os
import time
import unittest

from azimuth import Estate
from hostile import GOOD, Hostile, Swallowing, application, bomb, document


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.good = Hostile()
        cls.addClassCleanup(cls.good.close)

    def snapshot_with(self, **answer):
        """The snapshot of the good server and one that answers so; and what is said of the bad one."""
        bad = Hostile(**answer)
        self.addCleanup(bad.close)
        estate = Estate([(self.good.url, "zone-a"), (bad.url, "zone-b")])
        self.addCleanup(estate.remove)
        snapshot = estate.json("snapshot", timeout=30)
        nodes = {n["node"]: n for n in snapshot["sources"][0]["nodes"]}
        self.assertEqual(nodes[self.good.url]["state"], "live")
        self.assertIn("good", [s["name"] for s in snapshot["services"]])
        return snapshot, nodes[bad.url]

    def failed(self, word, **answer):
        _, node = self.snapshot_with(**answer)
        self.assertEqual(node["state"], "failed", node)
        self.assertRegex(node["error"], word)
        self.assertTrue(node["error"].isprintable(), node["error"])

    def test_truncated(self):
        _, node = self.snapshot_with(body=GOOD[: len(GOOD) // 2])
        self.assertIn(node["state"], ("failed", "partial"))
        self.assertTrue(node["error"])

    def test_html_of_a_proxy(self):
        self.failed("(?i)html|json", body=b"<html><body>Please log in\x1b[2J</body></html>", headers=[("Content-Type", "text/html")])

    def test_a_redirect_is_not_followed(self):
        other = Hostile()
        self.addCleanup(other.close)
        self.failed("30[0-9]", status=302, body=b"", headers=[("Location", other.url + "/apps")])
        self.assertEqual(other.seen, [])

    def test_a_gzip_bomb(self):
        before = time.monotonic()
        self.failed("(?i)large|bound|MiB|MB|time", body=bomb(), headers=[("Content-Encoding", "gzip")])
        self.assertLess(time.monotonic() - before, 20)

    def test_a_body_of_200_MB(self):
        def endless():
            yield b'{"applications":{"versions__delta":"1","apps__hashcode":"","application":['
            for _ in range(200):
                yield b" " * (1 << 20)
            yield b"]}}"
        bad = Hostile(chunks=endless)
        self.addCleanup(bad.close)
        estate = Estate([(self.good.url, "zone-a"), (bad.url, "zone-b")])
        self.addCleanup(estate.remove)
        asking = estate.start("snapshot", "-o", "json")
        out = asking.stdout.read()
        _, status, used = os.wait4(asking.pid, 0)
        asking.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(asking.returncode, 0)
        nodes = {n["node"]: n for n in json.loads(out)["sources"][0]["nodes"]}
        self.assertEqual(nodes[self.good.url]["state"], "live")
        self.assertLess(used.ru_maxrss, 100 * 1024, "KiB resident")

    def test_one_bad_application_among_good_ones(self):
        broken = json.dumps(document(application("fine", 2), application("broken"), application("last")))
        broken = broken.replace('"app": "BROKEN"', '"app": nonsense')
        snapshot, node = self.snapshot_with(body=broken.encode())
        self.assertEqual(node["state"], "partial")
        self.assertRegex(node["error"], "(?i)broken")
        names = [s["name"] for s in snapshot["services"]]
        self.assertIn("fine", names)
        self.assertIn("last", names)

    def test_wrong_types(self):
        odd = document(application("odd", 1, port="eighty", status=7, metadata=[1, 2], leaseInfo="none", ipAddr=None))
        snapshot, node = self.snapshot_with(body=json.dumps(odd).encode())
        self.assertIn(node["state"], ("partial", "live", "failed"))

    def test_invalid_utf8(self):
        body = json.dumps(document(application("fine"), application("xxxx"))).encode().replace(b"XXXX", b"\xff\xfe\xc0X")
        snapshot, node = self.snapshot_with(body=body)
        self.assertEqual(node["state"], "partial")
        self.assertIn("fine", [s["name"] for s in snapshot["services"]])

    def test_control_characters_in_names_do_not_reach_the_terminal(self):
        evil = document(application("evil\x1b]0;owned\x07\x1b[2J\u202e", 1, hostName="a\nb\x9b31m"))
        bad = Hostile(body=json.dumps(evil).encode())
        self.addCleanup(bad.close)
        estate = Estate([(bad.url, "zone-a")])
        self.addCleanup(estate.remove)
        status, out, err = estate.run("snapshot")
        self.assertEqual(status, 0, err)
        self.assertTrue(all(c == "\n" or c.isprintable() for c in out + err), out + err)
        console = estate.console()
        self.addCleanup(console.close)
        console.shows("1/1 sources")
        console.keys("3")
        console.shows("evil")
        console.shows("10.1.0.1:8080")

    def test_401_403_503(self):
        self.failed("401", status=401, body=b"")
        self.failed("403", status=403, body=b"")
        self.failed("503", status=503, body=b"")


class ManyDead(unittest.TestCase):
    def test_of_60_nodes_40_swallow_or_do_not_resolve(self):
        live = [Hostile() for _ in range(20)]
        swallowing = [Swallowing() for _ in range(30)]
        for each in live + swallowing:
            self.addCleanup(each.close)
        urls = [h.url for h in live] + [f"http://127.0.0.1:{s.port}/eureka" for s in swallowing]
        urls += [f"http://no-such-host-{i}.invalid/eureka" for i in range(10)]
        estate = Estate([(url, "zone-a") for url in urls])
        self.addCleanup(estate.remove)
        before = time.monotonic()
        snapshot = estate.snapshot()
        took = time.monotonic() - before
        nodes = {n["node"]: n for n in snapshot["sources"][0]["nodes"]}
        for each in live:
            self.assertEqual(nodes[each.url]["state"], "live")
            self.assertLess(nodes[each.url]["ageMs"], 2000 + 2000)
        self.assertTrue(all(nodes[u]["state"] == "failed" and nodes[u]["error"] for u in urls[20:]))
        self.assertLess(took, 2 + 4, "the deadline is 2 s")

    def test_every_source_dead_the_console_opens_and_recovers(self):
        dead = Hostile()
        port = dead.port
        dead.close()
        estate = Estate([(f"http://127.0.0.1:{port}/eureka", "zone-a")])
        self.addCleanup(estate.remove)
        console = estate.console()
        self.addCleanup(console.close)
        console.shows("refused")
        back = Hostile(port=port)
        self.addCleanup(back.close)
        console.keys("3")
        console.shows("10.1.0.1:8080", timeout=90)

