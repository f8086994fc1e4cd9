#!/usr/bin/env python3
"""Runs the live tests and closes with one line that counts them."""

import os
import pathlib
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


def main():
    if not peers.available():
        print(f"LIVE TESTS SKIPPED: no packed servers in {peers.PEERS} (set AZIMUTH_PEERS), or no java", file=sys.stderr)
        print("0 passed, 0 failed, 1 skipped")
        return 1 if os.environ.get("CI") == "true" else 0
    loader = unittest.TestLoader()
    wanted = sys.argv[1:]
    if wanted and "." in wanted[0]:
        suite = loader.loadTestsFromNames([f"test_{name}" for name in wanted])
    else:
        suite = unittest.TestSuite(
            loader.discover(str(HERE), pattern=f"test_{name}*.py") for name in wanted or [""])
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result).run(suite)
    failed = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    print(f"{result.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
