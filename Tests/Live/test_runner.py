"""The release binary's runner killed from outside between any two steps: nothing is lost, nothing is sent twice."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time

from azimuth import Estate, ROOT
from peers import eventually
from proxy import Proxy
from scenes import Scene


def runners(journal):
    """Process ids of runners of this journal."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if len(words) > 2 and words[1] == b"run" and journal.encode() in words:
                found.append(int(entry.name))
    return found


class Killed(Scene):
    consumers = False

    def setUp(self):
        super().setUp()
        self.proxies = [Proxy(server.host, server.port, "/eureka") for server in (self.a, self.b)]
        for proxy in self.proxies:
            self.addCleanup(proxy.close)
        self.estate.remove()
        self.estate = Estate([(self.proxies[0].url, "zone-a"), (self.proxies[1].url, "zone-b")])
        self.journal = f"{self.estate.directory}/journal.sqlite"
        self.operand = self.address(self.provider_a)

    def clean(self):
        """As it was: nothing drained, no operation under way."""
        self.estate.run("restore", self.operand, "--reason", "next round", "--yes")
        eventually(lambda: self.restored(self.provider_a), 30, "restored")
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(self.journal + suffix):
                os.remove(self.journal + suffix)

    def writes(self):
        """Per server, what was sent that changes something."""
        return [[(c.method, c.path) for c in proxy.writes()] for proxy in self.proxies]

    def assert_sound(self, where):
        """After resuming: drained on both servers, no server got the same change twice where a read shows it."""
        self.assertEqual(self.overrides(self.provider_a), ["OUT_OF_SERVICE"] * 2, where)
        for sent in self.writes():
            self.assertLessEqual(len(sent), 1, f"{where}: {sent}")

    def kill_and_resume(self, where, started):
        for pid in runners(self.journal):
            os.kill(pid, signal.SIGKILL)
        for proxy in self.proxies:
            proxy.let_go()
        out, err = started.communicate(timeout=60)
        self.assertEqual(started.returncode, 6, f"{where}: {out}{err}")
        operation = json.loads(out)
        self.assertEqual(operation["state"], "interrupted", where)
        resumed = self.estate.json("resume", operation["id"])
        self.assertEqual((resumed["state"], resumed["owed"]), ("complete", 0), where)
        self.assert_sound(where)

    def test_at_every_call_and_every_answer(self):
        points = 0
        for server in (0, 1):
            for answer in (False, True):
                for number in range(1, 40):
                    where = f"server {server}, {'answer' if answer else 'request'} {number}"
                    self.proxies[server].hold(number, answer, match=self.of_runner)
                    self.proxies[1 - server].hold(None, False)
                    started = self.start_drain()
                    held = self.wait_for(self.proxies[server], started)
                    if not held:
                        started.communicate(timeout=60)
                        self.clean()
                        break
                    points += 1
                    self.kill_and_resume(where, started)
                    self.clean()
        self.assertGreaterEqual(points, 12)

    def of_runner(self, call):
        """Calls of the runner alone: the command's own plan comes before any runner is there."""
        return bool(runners(self.journal))

    def start_drain(self):
        return self.estate.start("drain", self.operand, "--reason", "killed on the way", "--yes", "-o", "json")

    def wait_for(self, proxy, started):
        while not proxy.reached.wait(0.05):
            if started.poll() is not None:
                return False
        return True

    def test_at_every_sync_of_the_journal(self):
        shim = os.path.join(tempfile.mkdtemp(), "killer.so")
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O2", "-o", shim, str(ROOT / "Tests/Live/preload/killer.c"), "-ldl"], check=True)
        points = 0
        for when in ("before", "after"):
            for number in range(1, 60):
                for proxy in self.proxies:
                    proxy.hold(None, False)
                started = self.estate.start(
                    "drain", self.operand, "--reason", "killed at a sync", "--yes", "-o", "json",
                    LD_PRELOAD=shim, AZIMUTH_KILL_AT=str(number), AZIMUTH_KILL_WHEN=when)
                out, err = started.communicate(timeout=90)
                if started.returncode == 0:
                    self.clean()
                    break
                points += 1
                where = f"sync {number}, {when}"
                self.assertEqual(started.returncode, 6, f"{where}: {out}{err}")
                operation = json.loads(out)
                resumed = self.estate.json("resume", operation["id"])
                self.assertEqual((resumed["state"], resumed["owed"]), ("complete", 0), where)
                self.assert_sound(where)
                self.clean()
        self.assertGreaterEqual(points, 10)
        print(f"      {points} points")

    def test_a_killed_command_does_not_stop_it(self):
        started = self.start_drain()
        eventually(lambda: runners(self.journal), 30, "a runner")
        started.kill()
        started.communicate(timeout=60)
        eventually(lambda: self.overrides(self.provider_a) == ["OUT_OF_SERVICE"] * 2, 30, "drained all the same")
        eventually(lambda: self.estate.json("operations")[0]["state"] == "complete", 30, "complete")
        self.clean()

    def test_held_and_undone(self):
        """Interrupted, then undone: what was there before is back."""
        self.proxies[0].hold(1, True, match=lambda call: call.writes)
        started = self.start_drain()
        self.assertTrue(self.wait_for(self.proxies[0], started))
        for pid in runners(self.journal):
            os.kill(pid, signal.SIGKILL)
        self.proxies[0].let_go()
        out, _ = started.communicate(timeout=60)
        undone = self.estate.json("undo", json.loads(out)["id"])
        self.assertEqual(undone["state"], "undone")
        eventually(lambda: self.restored(self.provider_a), 30, "back as it was")


class FullDisk(Scene):
    consumers = False

    def setUp(self):
        super().setUp()
        self.mount = tempfile.mkdtemp(prefix="azimuth-full-")
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", self.mount], capture_output=True)
        if made.returncode:
            self.skipTest("no right to mount a small file system")
        self.addCleanup(subprocess.run, ["umount", "-l", self.mount])
        text = open(self.estate.file).read().replace(f"{self.estate.directory}/journal.sqlite", f"{self.mount}/journal.sqlite")
        self.estate.write(text)

    def fill(self):
        with open(os.path.join(self.mount, "filler"), "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 1024)
            except OSError:
                pass

    def test_before_it_begins(self):
        self.estate.json("operations")
        self.fill()
        status, out, err = self.estate.run("drain", self.address(self.provider_a), "--reason", "full", "--yes")
        self.assertEqual(status, 1, out + err)
        self.assertRegex(out + err, "(?i)full|space")
        self.assertEqual(self.overrides(self.provider_a), ["UNKNOWN", "UNKNOWN"])
        os.remove(os.path.join(self.mount, "filler"))
        drained = self.estate.json("drain", self.address(self.provider_a), "--reason", "room again", "--yes")
        self.assertEqual(drained["state"], "complete")
        self.estate.json("restore", self.address(self.provider_a), "--reason", "back", "--yes")

    def test_a_read_only_directory(self):
        os.chmod(self.estate.directory, 0o500)
        self.addCleanup(os.chmod, self.estate.directory, 0o700)
        subprocess.run(["mount", "-o", "remount,ro", self.mount], check=True)
        status, out, err = self.estate.run("drain", self.address(self.provider_a), "--reason", "read-only", "--yes")
        self.assertEqual(status, 1, out + err)
        self.assertIn(self.mount, out + err)
        self.assertEqual(self.overrides(self.provider_a), ["UNKNOWN", "UNKNOWN"])
