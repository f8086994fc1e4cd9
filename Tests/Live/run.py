#!/usr/bin/env python3
"""Runs the live tests and closes with one line that counts them."""

import faulthandler
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import peers  # noqa: E402


#: The longest that a test may take, or the servers of a class to start: many times what the slowest needs.
LONGEST = float(os.environ.get("AZIMUTH_LIVE_LONGEST", 900))


class Overdue(RuntimeError):
    """A test took far too long. No kind of error that tests wait out."""


class Bound:
    """Ends what takes too long with an error whose traceback says what it was doing; it never waits for ever."""

    def __init__(self):
        self.what = "the start"
        signal.signal(signal.SIGALRM, self.ring)

    def begin(self, what):
        """From now on the time is this one's. What does not even heed the error ends the run, with all its threads' stacks."""
        self.what = what
        signal.setitimer(signal.ITIMER_REAL, LONGEST, 60)
        faulthandler.dump_traceback_later(LONGEST + 300, exit=True)

    def end(self):
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()

    def ring(self, *_):
        raise Overdue(f"{self.what} took longer than {LONGEST:g} s")


class Result(unittest.TextTestResult):
    """Prints how long each test took, and bounds it."""

    bound = Bound()

    def startTest(self, test):
        self.began = time.monotonic()
        self.bound.begin(test.id())
        super().startTest(test)

    def stopTest(self, test):
        super().stopTest(test)
        self.bound.begin(f"what comes after {test.id()}")

    def addSuccess(self, test):
        super().addSuccess(test)
        self.stream.writeln(f"      {time.monotonic() - self.began:.1f} s")


def suite_of(wanted):
    """`drain` is a file, `drain.Together.test_…` a test of it; nothing is all files but the slow ones."""
    loader, suite = unittest.TestLoader(), unittest.TestSuite()
    for name in wanted or [file.stem[5:] for file in sorted(HERE.glob("test_*.py")) if "_slow_" not in file.name]:
        suite.addTests(loader.loadTestsFromName(f"test_{name}"))
    return suite


def main():
    if not peers.available():
        print(f"LIVE TESTS SKIPPED: no packed servers in {peers.PEERS} (set AZIMUTH_PEERS), or no java", file=sys.stderr)
        print("0 passed, 0 failed, 1 skipped")
        return 1 if os.environ.get("CI") == "true" else 0
    wanted = sys.argv[1:]
    # What only waits for real clocks runs beside the rest.
    beside = None
    if not wanted:
        slow = [file.stem[5:] for file in sorted(HERE.glob("test_slow_*.py"))]
        beside = subprocess.Popen(
            [sys.executable, "-u", __file__, *slow], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    Result.bound.begin("the first servers")
    try:
        result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result).run(suite_of(wanted))
    except BaseException:
        if beside:
            beside.kill()
        raise
    ran, failed, skipped = result.testsRun, len(result.failures) + len(result.errors), len(result.skipped)
    Result.bound.end()
    if beside:
        # It bounds its tests itself.
        try:
            output, _ = beside.communicate(timeout=2 * LONGEST)
        except subprocess.TimeoutExpired:
            beside.kill()
            output, _ = beside.communicate()
        print(output, end="")
        counts = re.findall(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", output, re.M)
        passed, more, left = map(int, counts[-1]) if counts else (0, 1, 0)
        ran, failed, skipped = ran + passed + more + left, failed + more, skipped + left
    print(f"{ran - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
