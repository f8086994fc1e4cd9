"""Traffic at real gateways: what is set and what is counted, weights moved, a zone left and brought back."""

import signal
import time

from flips import FlipScene, Watch
from peers import eventually


class Weights(FlipScene):
    def zone(self, snapshot, name):
        return next(z for z in snapshot["zones"] if z["name"] == name)

    def test_shares_and_rates_are_what_the_generator_counted(self):
        load = self.load(per_second=100)
        for a, b in ((100, 0), (50, 50), (0, 100), (50, 50)):
            self.move_weights(a, b)
            for attempt in (1, 2, 3):
                began, before = time.monotonic(), load.snapshot()
                seen = self.estate.json("snapshot", "--window", "8s")
                counted, took = load.since(before), time.monotonic() - began
                self.assertNotIn("failed", counted)
                rates = sum(self.zone(seen, name)["requestsPerSecond"] for name in ("zone-a", "zone-b"))
                difference = abs(rates * took / sum(counted.values()) - 1)
                # Its window is not ours to the millisecond: a machine that stalls in between is asked again.
                if difference < 0.02:
                    break
            self.assertLess(difference, 0.02)
            for name, weight in (("zone-a", a), ("zone-b", b)):
                zone = self.zone(seen, name)
                self.assertAlmostEqual(zone["share"]["intended"], weight / 100, delta=0.001)
                self.assertAlmostEqual(
                    zone["share"]["measured"], counted.get(name, 0) / sum(counted.values()), delta=0.02)
                self.assertEqual(zone["share"]["basis"], "gateways")

    def test_the_same_requests_make_the_same_shares(self):
        """Load within the window only: both count the very same requests."""
        self.move_weights(70, 30)
        load = self.load(per_second=150)
        load.paused.set()
        time.sleep(0.5)
        started = self.estate.start("snapshot", "--window", "10s", "-o", "json")
        time.sleep(4)
        before = load.snapshot()
        load.paused.clear()
        time.sleep(4)
        load.paused.set()
        time.sleep(0.5)
        counted = load.since(before)
        out, _ = started.communicate(timeout=60)
        import json
        for name, count in counted.items():
            zone = self.zone(json.loads(out), name)
            self.assertAlmostEqual(zone["share"]["measured"], count / sum(counted.values()), delta=0.001)
        self.move_weights(50, 50)

    def test_a_restarted_gateway_is_drift_and_repaired(self):
        done = self.set_weights(80, 20)
        self.assertEqual((done["state"], done["owed"]), ("complete", 0))
        for gateway in self.edge:
            gateway.kill()
            gateway.start().ready()
        # One has what its file says, the other nothing at all.
        self.assertEqual(self.weights(), [{"pay-a": 50, "pay-b": 50}, {}])
        dry = self.estate.json("repair", "edge", "--reason", "restarted", "--dry-run")
        self.assertGreaterEqual(len([s for s in dry["steps"] if s["kind"] == "change"]), 4)
        repaired = self.do("repair", "edge")
        self.assertEqual(repaired["state"], "complete")
        self.assertEqual(self.weights(), [{"pay-a": 80, "pay-b": 20}] * 2)
        self.move_weights(50, 50)

    def test_a_bad_definition_from_outside_is_found_out(self):
        # Answered 201, and stops every refresh from then on.
        self.memory.post("broken", self.given[0][1], None, 10, weight_arguments={"group": "provider", "weight": "10"})
        self.addCleanup(self.forget, "broken")
        self.memory.refresh()
        before = self.weights()
        blocked = self.set_weights(60, 40, status=4)
        self.assertIn("broken", " ".join(gate["text"] for gate in blocked["gates"] if gate["verdict"] == "fail"))
        attention = " ".join(line["text"] for line in self.estate.snapshot()["attention"])
        self.assertIn("broken", attention)
        self.assertEqual(self.weights(), before)
        self.forget("broken")
        self.move_weights(60, 40)
        self.move_weights(50, 50)

    def forget(self, identifier):
        from peers import call
        call(f"{self.memory.url}/actuator/gateway/routes/{identifier}", "DELETE")
        self.memory.refresh()


class Zones(FlipScene):
    def restore(self, status=0):
        restored = self.estate.json("restore", "zone-b", "--yes", "--pace", "now", status=status, timeout=400)
        eventually(lambda: self.restored(self.provider_b), 60, "zone-b is up again")
        self.assertEqual(self.weights(), [{"pay-a": 50, "pay-b": 50}] * 2)
        return restored

    def test_left_at_once_under_load_and_brought_back(self):
        load = self.load([*self.edge, self.lookup])
        # The read-only gateway's own list takes a while to be there.
        target = ("127.0.0.1", self.lookup.port)
        eventually(lambda: set(load.during(1, target)) == {"zone-a", "zone-b"}, 120, "the looking-up gateway calls both")
        quiet = load.during(10)
        self.assertNotIn("failed", quiet)
        before = load.snapshot()
        watch = Watch(lambda: all(w.get("pay-b") == 0 for w in self.weights()))
        left = self.do("evacuate", "zone-b", "--pace", "now")
        at = watch.stop()
        self.assertEqual((left["state"], left["owed"]), ("complete", 0))
        armed = self.events("gates")[-1]
        self.assertLess(at - armed, 3, "the gateways' share is 0 within 3 s of arming")
        self.assertEqual(self.overrides(self.provider_b), ["OUT_OF_SERVICE"] * 2)
        self.assertNotIn("failed", load.since(before), load.failures[-3:])
        # Nobody calls it any more: neither gateways by weight nor the one that looks it up.
        eventually(lambda: set(load.during(3)) == {"zone-a"}, 90, "zone-b is called no more")
        served = self.served(self.provider_b)
        load.during(3)
        self.assertEqual(self.served(self.provider_b), served)
        zone = next(z for z in self.estate.json("snapshot", "--window", "3s")["zones"] if z["name"] == "zone-b")
        self.assertEqual((zone["state"], zone["share"]["intended"], zone["share"]["measured"]), ("out", 0, 0))

        before = load.snapshot()
        self.assertEqual(self.restore()["state"], "complete")
        eventually(lambda: load.during(2, ("127.0.0.1", self.file.port)).get("zone-b", 0) > 20, 60, "its share is back")
        self.assertNotIn("failed", load.since(before), load.failures[-3:])

    def test_a_frozen_zone_is_left_owed_and_settled(self):
        frozen = [self.b, self.provider_b, self.memory]
        for server in frozen:
            server.signal(signal.SIGSTOP)
        self.addCleanup(lambda: [server.signal(signal.SIGCONT) for server in frozen])
        began = time.monotonic()
        left = self.do("evacuate", "zone-b", "--pace", "now", status=3)
        took = time.monotonic() - began
        self.assertEqual(left["state"], "complete")
        # Its instances may have gone from the registry by then: their leases are short here.
        self.assertIn(self.memory.url, left["owedNodes"])
        self.assertLessEqual(set(left["owedNodes"]), {self.b.url, self.memory.url})
        self.assertEqual(self.file.weights(), {"pay-a": 100, "pay-b": 0})
        # Two looks to plan on, two to arm, one for the steps, at 2 s each and a window of 2 s: and the soak of 30 s.
        soak = sum(30 for step in left["steps"] if step["stage"] == "soak")
        self.assertLess(took - soak, 45)
        for server in frozen:
            server.signal(signal.SIGCONT)
        eventually(lambda: self.memory.routes(), 30, "it answers again")
        eventually(lambda: self.b.apps(), 30, "it answers again")
        settled = self.estate.json("settle", left["id"], timeout=120)
        self.assertEqual((settled["state"], settled["owed"]), ("complete", 0))
        self.assertEqual(self.memory.weights()["pay-b"], 0)
        self.restore()

    def test_a_dead_gateway_elsewhere_stops_it_until_it_is_owed(self):
        self.file.kill()
        self.addCleanup(lambda: self.file.process.poll() is None or self.file.start().ready())
        blocked = self.do("evacuate", "zone-b", "--pace", "now", status=4)
        self.assertIn("write-access", [g["name"] for g in blocked["gates"] if g["verdict"] in ("fail", "unknown")])
        self.assertEqual(self.memory.weights(), {"pay-a": 50, "pay-b": 50})
        left = self.do("evacuate", "zone-b", "--pace", "now", "--owe", f"{self.file.url}=its rack is off", status=3)
        self.assertEqual((left["state"], left["owedNodes"]), ("complete", [self.file.url]))
        self.assertEqual(self.memory.weights(), {"pay-a": 100, "pay-b": 0})
        self.file.start().ready()
        settled = self.estate.json("settle", left["id"])
        self.assertEqual((settled["state"], settled["owed"]), ("complete", 0))
        self.assertEqual(self.file.weights(), {"pay-a": 100, "pay-b": 0})
        self.restore()

    def test_what_comes_up_in_a_zone_that_is_out_is_drained(self):
        from peers import Service, free_ports
        started = self.estate.start(
            "evacuate", "zone-b", "--pace", "now", "--reason", "a test", "--yes", *self.ACKNOWLEDGED, "-o", "json")
        eventually(lambda: self.overrides(self.provider_b) == ["OUT_OF_SERVICE"] * 2, 60, "its provider is out")
        late = Service(free_ports(1)[0], "provider", "zone-b", self.b.url).ready()
        self.addCleanup(late.stop)
        eventually(lambda: self.is_listed(late), 60, "both servers list the late one")
        eventually(
            lambda: started.poll() is not None or self.overrides(late) == ["OUT_OF_SERVICE"] * 2, 60, "the late one is out")
        self.assertEqual(self.overrides(late), ["OUT_OF_SERVICE"] * 2)
        out, err = started.communicate(timeout=120)
        import json
        left = json.loads(out)
        self.assertEqual(left["state"], "complete", err)
        self.assertIn("arrivals", [step["stage"] for step in left["steps"]])
        self.restore()
        self.assertTrue(self.restored(late))

    def test_the_console_may_die_on_the_way(self):
        for number in (signal.SIGHUP, signal.SIGKILL):
            started = self.estate.start(
                "evacuate", "zone-b", "--pace", "now", "--reason", "a test", "--yes", *self.ACKNOWLEDGED, "-o", "json")
            eventually(lambda: self.estate.json("operations")[:1], 60, "an operation")
            eventually(lambda: any(w.get("pay-b") == 0 for w in self.weights()), 60, "the first gateway is told")
            started.send_signal(number)
            started.communicate()
            eventually(lambda: self.estate.json("operations")[0]["state"] == "complete", 120, "complete all the same")
            self.assertEqual(self.overrides(self.provider_b), ["OUT_OF_SERVICE"] * 2)
            self.restore()

    def test_the_script_is_the_same_calls(self):
        status, script, _ = self.estate.run(
            "evacuate", "zone-b", "--pace", "now", "--reason", "by hand", "--shell", *self.ACKNOWLEDGED)
        self.assertEqual(status, 0, script)
        import os
        import subprocess
        path = os.path.join(self.estate.directory, "flip.sh")
        with open(path, "w") as file:
            file.write("\n".join("sleep 0" if line.startswith("sleep ") else line for line in script.splitlines()))
        subprocess.run(["sh", "-n", path], check=True)
        done = subprocess.run(["sh", path], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.weights(), [{"pay-a": 100, "pay-b": 0}] * 2)
        self.assertEqual(self.overrides(self.provider_b), ["OUT_OF_SERVICE"] * 2)
        self.by_hand_back()

    def by_hand_back(self):
        """What was done by hand is taken back by hand: no journal knows of it."""
        from peers import call
        for route in ("pay-a", "pay-b"):
            call(f"{self.file.url}/actuator/gateway/routes/{route}", "DELETE")
        self.file.refresh()
        self.define()
        identifier = self.identifier(self.provider_b)
        for server in (self.a, self.b):
            call(f"{server.url}/apps/PROVIDER/{identifier}/status", "DELETE")
        eventually(lambda: self.restored(self.provider_b), 60, "up again")
