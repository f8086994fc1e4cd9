"""The runner of a flip killed at any point: resumed, held or undone from another console; the servers are the oracle."""

import unittest
import json
import os
import signal
import subprocess
import tempfile
import time

from azimuth import ROOT
from flips import FlipScene
from peers import eventually
from proxy import Proxy
from test_runner import runners


class Killed(FlipScene):
    reads_only = False

    def setUp(self):
        self.proxies = [Proxy("127.0.0.1", server.port, "") for server in self.edge] + [
            Proxy(server.host, server.port, "/eureka") for server in (self.a, self.b)]
        for proxy in self.proxies:
            self.addCleanup(proxy.close)
        edge = list(zip((proxy.url for proxy in self.proxies[:2]), ("zone-a", "zone-b")))
        eurekas = list(zip((proxy.url for proxy in self.proxies[2:]), ("zone-a", "zone-b")))
        self.estate = self.make_estate(eurekas, edge)
        self.addCleanup(self.estate.remove)
        self.journal = f"{self.estate.directory}/journal.sqlite"

    def begin(self, **environment):
        return self.estate.start(
            "evacuate", "zone-b", "--pace", "now", "--reason", "killed on the way", "--yes", *self.ACKNOWLEDGED,
            "-o", "json", **environment)

    def is_out(self):
        return (self.weights() == [{"pay-a": 100, "pay-b": 0}] * 2
                and self.overrides(self.provider_b) == ["OUT_OF_SERVICE"] * 2)

    def is_back(self):
        return self.weights() == [{"pay-a": 50, "pay-b": 50}] * 2 and self.restored(self.provider_b)

    def assert_as_it_was(self, where):
        """What was saved is there again, to the letter: no definition of ours is left, and no override."""
        eventually(self.is_back, 30, f"{where}: as it was")
        copies = [[d["id"] for d in gateway.definitions()] for gateway in self.edge]
        self.assertEqual([sorted(ids) for ids in copies], [["pay-a", "pay-b"]] * 2, where)

    def assert_nothing_sent_twice(self, where):
        """Of one write there is never more than one, unless the first did not take effect: here every one does."""
        for proxy in self.proxies:
            posts = [(c.method, c.path) for c in proxy.writes() if "/routes/" in c.path or "/status" in c.path]
            self.assertEqual(len(posts), len(set(posts)), f"{where}: {proxy.writes()}")

    def end(self, where, identifier, how):
        """From another console: what was begun is taken back, ended, or gone on with."""
        self.assert_nothing_sent_twice(where)
        if how == "hold":
            held = self.estate.json("hold", identifier)
            self.assertEqual(held["state"], "held", where)
        if how == "resume":
            # Until everything is told; the last waits are cut short.
            resumed = self.estate.start("resume", identifier, "-o", "json")
            eventually(lambda: resumed.poll() is not None or self.is_out(), 60, f"{where}: gone on with")
            self.assertTrue(self.is_out(), f"{where}: {resumed.poll()} {resumed.communicate()[0] if resumed.poll() else ''}")
            self.assert_nothing_sent_twice(where)
            self.estate.json("hold", identifier)
            resumed.communicate(timeout=60)
        undone = self.estate.json("undo", identifier, timeout=120)
        self.assertEqual((undone["state"], undone["owed"]), ("undone", 0), f"{where}: {undone['message']}")
        self.assert_as_it_was(where)

    def kill(self, started, where):
        for pid in runners(self.journal):
            os.kill(pid, signal.SIGKILL)
        for proxy in self.proxies:
            proxy.let_go()
        out, err = started.communicate(timeout=60)
        self.assertEqual(started.returncode, 6, f"{where}: {out}{err}")
        operation = json.loads(out)
        self.assertEqual(operation["state"], "interrupted", where)
        return operation["id"]

    def test_at_every_sync_of_the_journal(self):
        shim = os.path.join(tempfile.mkdtemp(), "killer.so")
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O2", "-o", shim, str(ROOT / "Tests/Live/preload/killer.c"), "-ldl"], check=True)
        points = 0
        for number in range(int(os.environ.get("AZIMUTH_LIVE_FROM", 1)), 80):
            for proxy in self.proxies:
                proxy.hold(None, False)
            when = "before" if number % 2 else "after"
            started = self.begin(LD_PRELOAD=shim, AZIMUTH_KILL_AT=str(number), AZIMUTH_KILL_WHEN=when)
            # Beyond the last write there is the soak: it is killed by hand, once.
            while started.poll() is None and not (self.is_out() and "soak" in self.stage()):
                time.sleep(0.2)
            where = f"sync {number}, {when}"
            last = started.poll() is None
            if last:
                identifier = self.kill(started, "in the soak")
            else:
                out, err = started.communicate(timeout=30)
                self.assertEqual(started.returncode, 6, f"{where}: {out}{err}")
                identifier = json.loads(out)["id"]
            points += 1
            self.end(where, identifier, "resume" if number % 5 == 0 or last else "hold" if number % 7 == 0 else "undo")
            if last:
                break
        print(f"      {points} points")
        self.assertGreaterEqual(points, 20)

    # A known fault: killed between the definition and the refresh, an undo sees in /routes what is loaded, which is as it
    # was, and leaves the definition behind; the next refresh would load it.
    @unittest.expectedFailure
    def test_between_a_call_and_its_answer(self):
        points = 0
        for index, proxy in enumerate(self.proxies):
            for answer in (False, True):
                for number in range(1, 12):
                    where = f"server {index}, {'answer' if answer else 'request'} {number}"
                    for other in self.proxies:
                        other.hold(None, False)
                    proxy.hold(number, answer, match=lambda call: call.writes and bool(runners(self.journal)))
                    started = self.begin()
                    while not proxy.reached.wait(0.1):
                        if started.poll() is not None or "soak" in self.stage():
                            break
                    reached = proxy.reached.is_set()
                    identifier = self.kill(started, where)
                    points += reached
                    # A call under way arrives after its sender is dead.
                    self.end(where, identifier, "undo" if number % 2 else "resume")
                    if not reached:
                        break
        print(f"      {points} points")
        self.assertGreaterEqual(points, 20)

    def stage(self):
        """The stage that began last."""
        found = self.estate.json("operations")
        if not found:
            return ""
        begun = [s["stage"] for s in found[0]["steps"] if s["state"] != "planned"]
        return begun[-1] if begun else ""
