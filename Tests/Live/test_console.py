"""The console in a terminal of its own, driven as an operator drives it, against real servers."""

import os
import pty
import select
import signal
import subprocess
import time
import unittest

from azimuth import BINARY, Console, Estate
from hostile import Hostile
from peers import eventually
from scenes import Scene


class OnRealServers(Scene):
    consumers = False

    def test_drain_watch_and_restore(self):
        console = self.estate.console()
        self.addCleanup(console.close)
        console.shows("zone-a")
        console.shows("1/1 sources")
        console.keys("3")
        console.shows(f":{self.provider_a.port}")
        console.type(f"/address=*:{self.provider_a.port}")
        console.keys("Enter")
        eventually(lambda: f":{self.provider_b.port}" not in console.screen(), 5, "the other filtered out")
        console.keys("d")
        console.type("ticket 4711")
        console.keys("Enter")
        console.shows("last zone standing")
        console.shows("Nothing blocks it")
        # Nothing is sent before it is confirmed; Cancel has the focus.
        self.assertEqual(self.overrides(self.provider_a), ["UNKNOWN", "UNKNOWN"])
        self.confirm(console)
        eventually(lambda: self.overrides(self.provider_a) == ["OUT_OF_SERVICE"] * 2, 30, f"drained\n{console.screen()}")
        console.shows("complete", 30)
        console.keys("Escape", "Escape", "3")
        console.shows("out", 30)
        console.keys("r")
        eventually(lambda: "reason" in console.screen() or "[ Cancel ]" in console.screen(), 10, "the restore's form")
        if "[ Cancel ]" not in console.screen():
            console.type("fixed")
            console.keys("Enter")
        self.confirm(console)
        eventually(lambda: self.restored(self.provider_a), 60, f"restored\n{console.screen()}")
        self.assertEqual([o["kind"] for o in self.estate.json("operations")], ["restore", "drain"])

    def confirm(self, console):
        """Moves from Cancel to the button that goes on, and presses it. What comes too soon after the question is not taken."""
        console.shows("[ Cancel ]")

        def moved():
            if "[ Continue ]" not in console.screen():
                console.keys("Tab")
            return "[ Continue ]" in console.screen()
        eventually(moved, 5, "the focus on Continue")
        console.keys("Enter")

    def test_a_resize_to_almost_nothing_and_back(self):
        console = self.estate.console()
        self.addCleanup(console.close)
        console.shows("1/1 sources")
        console.keys("4")
        console.shows("its servers agree")
        rows = [line for line in console.screen().splitlines() if "live" in line]
        console.resize(20, 5)
        eventually(lambda: len(console.screen().splitlines()) <= 5 and "live" in console.screen(), 5, "small and true")
        console.resize(80, 24)
        console.shows("its servers agree")
        back = [line for line in console.screen().splitlines() if "live" in line]
        self.assertEqual([line.split()[:4] for line in back], [line.split()[:4] for line in rows])

    def test_suspended_and_back(self):
        """From a shell with job control, as an operator has it."""
        console = Console(["bash", "--norc", "-i"], self.estate.environment())
        self.addCleanup(console.close)
        console.type(f"{BINARY} --config {self.estate.file}")
        console.keys("Enter")
        console.shows("zone-a")
        console.keys("C-z")
        console.shows("Stopped")
        console.type("fg")
        console.keys("Enter")
        console.shows("1/1 sources")
        console.keys("3")
        console.shows(f":{self.provider_a.port}")


class AnyTerminal(unittest.TestCase):
    """Ends by a signal: the terminal is given back."""

    def setUp(self):
        self.server = Hostile()
        self.addCleanup(self.server.close)
        self.estate = Estate([(self.server.url, "zone-a")])
        self.addCleanup(self.estate.remove)

    def spawn(self, **more):
        pid, terminal = pty.fork()
        if pid == 0:
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            os.execvpe(BINARY, [BINARY, "--config", self.estate.file], self.estate.environment(TERM="xterm-256color", **more))
        return pid, terminal

    def read(self, terminal, until, timeout=10):
        seen, end = b"", time.monotonic() + timeout
        while time.monotonic() < end and not until(seen):
            if select.select([terminal], [], [], 0.05)[0]:
                try:
                    part = os.read(terminal, 65536)
                except OSError:
                    break
                if not part:
                    break
                seen += part
        return seen

    def test_every_signal_gives_the_terminal_back(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
            pid, terminal = self.spawn()
            self.read(terminal, lambda seen: b"zone-a" in seen)
            os.kill(pid, number)
            last = self.read(terminal, lambda seen: False, timeout=2)
            self.assertIn(b"\x1b[?1049l", last, number)
            ended, _ = os.waitpid(pid, 0)
            self.assertEqual(ended, pid)
            os.close(terminal)

    def test_a_crash_gives_it_back_first(self):
        pid, terminal = self.spawn()
        self.read(terminal, lambda seen: b"zone-a" in seen)
        os.kill(pid, signal.SIGSEGV)
        last = self.read(terminal, lambda seen: False, timeout=4)
        self.assertIn(b"\x1b[?1049l", last)
        os.waitpid(pid, 0)
        os.close(terminal)

    def test_without_colour_there_is_none(self):
        pid, terminal = self.spawn(NO_COLOR="1")
        seen = self.read(terminal, lambda seen: b"zone-a" in seen)
        os.kill(pid, signal.SIGTERM)
        self.read(terminal, lambda seen: False, timeout=1)
        os.waitpid(pid, 0)
        os.close(terminal)
        self.assertNotRegex(seen, rb"\x1b\[[0-9;]*(3[0-7]|4[0-7]|38;5|48;5)[;m]")

    def test_without_a_terminal_it_says_so(self):
        status, _, err = self.estate.run()
        self.assertEqual(status, 2)
        self.assertIn("terminal", err)
