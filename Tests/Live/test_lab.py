"""The simulated estate, checked by clients that nobody here wrote."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from azimuth import BINARY, Estate
from peers import Eureka, Service, call, eventually, free_ports


class Lab:
    """`azimuth lab` as a process of its own."""

    def __init__(self, *arguments):
        self.directory = tempfile.mkdtemp(prefix="azimuth-lab-")
        self.process = subprocess.Popen(
            [BINARY, "lab", "--dir", self.directory, *arguments], stdout=subprocess.PIPE, text=True,
            stdin=subprocess.DEVNULL)
        self.urls = []
        while len(self.urls) < 3:
            line = self.process.stdout.readline()
            found = re.match(r"eureka (\S+) (\S+)", line)
            if found:
                self.urls.append(found.groups())
            elif not line:
                raise AssertionError("the lab ended")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class RealClients(unittest.TestCase):
    """A real service registers with the Lab, renews, is drained, gets no more calls, and comes back."""

    def test_registers_renews_is_drained_and_comes_back(self):
        lab = Lab("--fast", "--quiet", "--instances", "14")
        self.addCleanup(lab.stop)
        first, second = lab.urls[0][0], lab.urls[1][0]
        servers = []
        for port, name, zone, url in zip(
                free_ports(3), ("provider", "provider", "consumer"), ("zone-a", "zone-b", "zone-a"), (first, second, first)):
            servers.append(Service(port, name, zone, url))
            self.addCleanup(servers[-1].stop)
        for server in servers:
            server.ready()
        a, _, consumer = servers
        estate = Estate(lab.urls)
        self.addCleanup(estate.remove)
        eventually(lambda: estate.instance(a.port)["state"] == "up", 60, "registered with the lab")
        eventually(lambda: set(consumer.calls("provider")) == {"zone-a", "zone-b"}, 60, "both called")
        # It renews: its lease is of a few seconds, and it is still up well after that.
        renewed = time.monotonic() + 8
        eventually(lambda: time.monotonic() > renewed, 20, "time for several leases")
        self.assertEqual(estate.instance(a.port)["state"], "up")
        operand = f"provider/{estate.instance(a.port)['address']}"
        self.assertEqual(estate.json("drain", operand, "--reason", "lab", "--yes")["state"], "complete")
        eventually(lambda: consumer.calls("provider") == {"zone-b": 20}, 30, "no call to the drained one")
        self.assertEqual(estate.json("restore", operand, "--reason", "lab", "--yes")["state"], "complete")
        eventually(lambda: consumer.calls("provider").get("zone-a", 0) > 0, 30, "calls again")

    def test_the_same_seed_is_the_same_estate(self):
        seen = []
        for _ in range(2):
            lab = Lab("--quiet", "--instances", "70", "--seed", "4711")
            estate = Estate(lab.urls)
            snapshot = estate.snapshot()
            seen.append([(i["service"], i["address"], i["zone"]) for i in snapshot["instances"]])
            estate.remove()
            lab.stop()
        self.assertEqual(seen[0], seen[1])
        self.assertEqual(len(seen[0]), 70)


class Demo(unittest.TestCase):
    def test_without_a_terminal_it_prints_a_snapshot_and_leaves_nothing_running(self):
        runtime = tempfile.mkdtemp(prefix="azimuth-demo-test-")
        self.addCleanup(shutil.rmtree, runtime, ignore_errors=True)
        done = subprocess.run(
            [BINARY, "demo"], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
            env={**os.environ, "XDG_RUNTIME_DIR": runtime})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("payment", done.stdout)

        def labs():
            return [entry for entry in pathlib.Path("/proc").iterdir() if entry.name.isdigit()
                    and runtime.encode() in (entry / "cmdline").read_bytes()]
        eventually(lambda: not labs(), 30, "the simulated estate ended by itself")
