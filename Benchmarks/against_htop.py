#!/usr/bin/env python3
"""The console at rest and under keys against htop, in one run: prints a table, fails where it is worse than it may be."""

import os
import signal
import subprocess
import sys
import tempfile
import time

from terminal import measure

BINARY = os.environ.get("AZIMUTH_BINARY", ".build/release/azimuth")
INSTANCES = os.environ.get("TERMINAL_INSTANCES", "10000")


def main():
    directory = tempfile.mkdtemp(prefix="azimuth-bench-")
    lab = subprocess.Popen(
        [BINARY, "lab", "--dir", directory, "--instances", INSTANCES, "--quiet"], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        file, end = f"{directory}/azimuth.yaml", time.monotonic() + 60
        while not os.path.exists(file):
            if time.monotonic() > end or lab.poll() is not None:
                sys.exit("the simulated estate did not start")
            time.sleep(0.1)
        state = {"XDG_STATE_HOME": directory, "LC_ALL": "C.UTF-8"}
        ours = measure([BINARY, "--config", file], "3" + "jjjjjjjjkkkkjjjj", environment=state)
        theirs = measure(["htop"], "jjjjjjjjkkkkjjjj", environment={"HTOPRC": "/dev/null"})
    finally:
        lab.send_signal(signal.SIGTERM)
        lab.wait(20)
    print(f"| | azimuth, {INSTANCES} instances on 3 servers | htop | htop ÷ azimuth |")
    print("|---|---|---|---|")
    rows = [
        ("first byte", "firstByteMs", "ms", 1), ("CPU at rest", "cpuPercent", "%", 2), ("to the terminal at rest", "bytesPerSecond", "B/s", 0),
        ("key to screen, median", "keyMs", "ms", 2), ("resident", "residentMiB", "MiB", 1),
    ]
    for title, field, unit, digits in rows:
        a, b = ours[field], theirs[field]
        ratio = f"**{b / a:.1f}×**" if a and b is not None else "–"
        text = [f"{value:.{digits}f} {unit}" if value is not None else "none" for value in (a, b)]
        print(f"| {title} | {text[0]} | {text[1]} | {ratio} |")
    wrong = []
    if ours["cpuPercent"] > max(0.5, theirs["cpuPercent"]):
        wrong.append(f"CPU at rest is {ours['cpuPercent']:.2f} %: at most 0.5 %, or htop's")
    if ours["bytesPerSecond"] > theirs["bytesPerSecond"]:
        wrong.append("it writes more at rest than htop")
    if ours["keyMs"] is None or ours["keyMs"] > 16:
        wrong.append(f"a key takes {ours['keyMs']} ms: at most 16")
    for line in wrong:
        print(f"not held: {line}", file=sys.stderr)
    return 3 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
