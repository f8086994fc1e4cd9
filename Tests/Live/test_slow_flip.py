"""A careful flip on default clocks under load, as in production: nothing fails that would not have failed without it."""

import signal
import time

from flips import FlipScene
from peers import eventually


class DefaultClocks(FlipScene):
    fast = False

    def test_a_zone_is_left_carefully_and_no_request_fails(self):
        load = self.load([*self.edge, self.lookup], per_second=25)
        lookup = ("127.0.0.1", self.lookup.port)
        eventually(lambda: set(load.during(2, lookup)) == {"zone-a", "zone-b"}, 180, "the looking-up gateway calls both")
        before = load.snapshot()
        started = self.estate.start(
            "evacuate", "zone-b", "--reason", "default clocks", "--yes", *self.ACKNOWLEDGED, "-o", "json")
        # The console goes in the middle of it; the flip does not.
        eventually(lambda: any(w.get("pay-b", 50) < 50 for w in self.weights()), 120, "the first stage")
        started.send_signal(signal.SIGKILL)
        started.communicate()
        shares = []

        def over():
            shares.append(min(w.get("pay-b") for w in self.weights()))
            return self.estate.json("operations")[0]["state"] != "running"

        eventually(over, 800, "its end")
        operation = self.estate.json("operations")[0]
        self.assertEqual((operation["state"], operation["owed"]), ("complete", 0), operation["message"])
        # Raised and lowered in stages, never back.
        self.assertEqual(shares, sorted(shares, reverse=True))
        self.assertGreater(len(set(shares)), 2)
        eventually(lambda: set(load.during(5)) == {"zone-a"}, 150, "zone-b is called no more")
        served = self.served(self.provider_b)
        time.sleep(5)
        self.assertEqual(self.served(self.provider_b), served)
        counted = load.since(before)
        self.assertNotIn("failed", counted, load.failures[-3:])
        self.assertGreaterEqual(sum(counted.values()), 10_000)

        restored = self.estate.json("restore", "zone-b", "--yes", "--pace", "now", timeout=600)
        self.assertEqual(restored["state"], "complete", restored["message"])
        self.assertEqual(self.weights(), [{"pay-a": 50, "pay-b": 50}] * 2)
        eventually(lambda: load.during(5, lookup).get("zone-b", 0) > 20, 180, "its share is back where it is looked up")
        self.assertNotIn("failed", load.since(before), load.failures[-3:])
