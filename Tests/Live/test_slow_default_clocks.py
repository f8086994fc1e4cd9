"""Once on Eureka's default clocks, as in production: caches of 30 s, renewals each 30 s."""

import time

from peers import eventually
from scenes import Scene


class DefaultClocks(Scene):
    fast = False

    def test_drained_no_more_called_and_restored(self):
        eventually(lambda: set(self.consumer.calls("provider")) == {"zone-a", "zone-b"}, 150, "both are called")
        drained = self.estate.json("drain", self.address(self.provider_a), "--reason", "default clocks", "--yes")
        self.assertEqual((drained["state"], drained["owed"]), ("complete", 0))
        self.assertEqual(self.overrides(self.provider_a), ["OUT_OF_SERVICE"] * 2)
        # The caches of both servers still say UP for half a minute: nobody may count on that.
        self.assertEqual(self.estate.instance(self.provider_a.port)["state"], "out")
        blocked = self.estate.json("drain", self.address(self.provider_b), "--reason", "the last", "--yes", status=4)
        self.assertIn("last-zone-standing", [g["name"] for g in blocked["gates"] if g["verdict"] == "fail"])
        # Server cache, client fetch and load balancer cache: the worst case that the operation names.
        self.assertTrue(drained["clientsFollowBy"])
        eventually(lambda: self.consumer.calls("provider") == {"zone-b": 20}, 120, "no call to the drained one")

        before = time.monotonic()
        restored = self.estate.json(
            "restore", self.address(self.provider_a), "--reason", "done", "--yes", timeout=240)
        self.assertEqual((restored["state"], restored["owed"]), ("complete", 0))
        # Watched for two renewals of 30 s.
        self.assertGreater(time.monotonic() - before, 55)
        self.assertTrue(self.restored(self.provider_a))
        eventually(lambda: self.consumer.calls("provider").get("zone-a", 0) > 0, 150, "calls to the restored one")
