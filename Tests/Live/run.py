#!/usr/bin/env python3
"""Runs the live tests and closes with one line that counts them."""

import os
import pathlib
import re
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import peers  # noqa: E402


class Result(unittest.TextTestResult):
    """Prints how long each test took."""

    def startTest(self, test):
        self.began = time.monotonic()
        super().startTest(test)

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
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result).run(suite_of(wanted))
    ran, failed, skipped = result.testsRun, len(result.failures) + len(result.errors), len(result.skipped)
    if beside:
        output, _ = beside.communicate()
        print(output, end="")
        counts = re.findall(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", output, re.M)
        passed, more, left = map(int, counts[-1]) if counts else (0, 1, 0)
        ran, failed, skipped = ran + passed + more + left, failed + more, skipped + left
    print(f"{ran - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
