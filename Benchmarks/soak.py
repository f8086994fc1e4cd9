#!/usr/bin/env python3
"""500 nodes of which 200 swallow connections, for as long as SECONDS says (an hour by default).

Every live node must be asked on time, the processor stay below 1 %, memory flat, the console answer its keys.
"""

import asyncio
import json
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from terminal import Terminal

BINARY = os.environ.get("AZIMUTH_BINARY", ".build/release/azimuth")
SECONDS = int(os.environ.get("SECONDS_OF_SOAK", "3600"))
LIVE, DEAD, POLL = int(os.environ.get("SOAK_LIVE", "300")), int(os.environ.get("SOAK_DEAD", "200")), 10

BODY = json.dumps({"applications": {"versions__delta": "1", "apps__hashcode": "", "application": []}}).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def serve(pipe):
    """Answers as an empty Eureka on many ports, and notes when each is asked for its applications."""
    asked = {}

    async def main():
        servers = []

        async def talk(reader, writer):
            port = writer.get_extra_info("sockname")[1]
            try:
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    path = head.split(b" ", 2)[1]
                    if b"/apps" in path:
                        asked.setdefault(port, []).append(time.monotonic())
                    writer.write(ANSWER if b"/apps" in path else MISSING)
                    await writer.drain()
            except (asyncio.IncompleteReadError, ConnectionError, OSError):
                pass
            finally:
                writer.close()

        for _ in range(LIVE):
            servers.append(await asyncio.start_server(talk, "127.0.0.1", 0))
        pipe.send([server.sockets[0].getsockname()[1] for server in servers])
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        pipe.send(asked)

    asyncio.run(main())


def swallowing(count):
    """Sockets that listen with a full queue: whoever connects hears nothing."""
    kept, ports = [], []
    for _ in range(count):
        server = socket.socket()
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port = server.getsockname()[1]
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
            kept.append(filler)
        kept.append(server)
        ports.append(port)
    return kept, ports


def main():
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    mine, theirs = multiprocessing.Pipe()
    servers = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    servers.start()
    live, (kept, dead) = mine.recv(), swallowing(DEAD)
    directory = tempfile.mkdtemp(prefix="azimuth-soak-")
    file, environment = f"{directory}/azimuth.yaml", {"XDG_STATE_HOME": directory, "LC_ALL": "C.UTF-8"}
    with open(file, "w") as out:
        out.write("estate: soak\nenvironment: test\nregions:\n  east:\n    zones:\n      zone-a: {}\nsources:\n")
        for index, port in enumerate(live + dead):
            # A source of its own each: they are no cluster, and nothing is to be compared.
            out.write(f'  - {{ name: s{index}, kind: eureka, poll: {POLL}s, deadline: 3s, nodes: [{{ url: "http://127.0.0.1:{port}/eureka", zone: zone-a }}] }}\n')
    began = time.monotonic()
    shown = json.loads(subprocess.run(
        [BINARY, "snapshot", "-o", "json", "--config", file], capture_output=True, check=True, env={**os.environ, **environment}, timeout=60).stdout)
    once = time.monotonic() - began
    nodes = [node for source in shown["sources"] for node in source["nodes"]]
    answered = [node for node in nodes if node["state"] == "live"]
    slowest = max((node["latencyMs"] for node in answered), default=0)

    terminal = Terminal([BINARY, "--config", file], environment=environment)
    samples, keys, end = [], [], time.monotonic() + SECONDS
    try:
        terminal.read(min(60, SECONDS / 5))
        first, at = terminal.usage()[0], time.monotonic()
        while time.monotonic() < end:
            terminal.read(min(10, max(1, SECONDS / 60)))
            samples.append(terminal.usage()[1])
            keys.append(terminal.key("j" if len(keys) % 2 else "k"))
        cpu = (terminal.usage()[0] - first) / (time.monotonic() - at) * 100
    finally:
        terminal.close()
    mine.send("done")
    asked = mine.recv()
    servers.join(10)
    # The console's own questions: after the snapshot's first one, each a poll after the other, and a little.
    gaps = [b - a for times in asked.values() for a, b in zip(times[1:], times[2:])]
    quarter = max(1, len(samples) // 4)
    early, late = statistics.median(samples[:quarter]), statistics.median(samples[-quarter:])
    seen = [key for key in keys if key is not None]
    print(f"{LIVE} live and {DEAD} swallowing nodes, a poll of {POLL} s, {SECONDS} s")
    print(f"snapshot: {len(answered)} answered of {LIVE} live, the slowest in {slowest:.0f} ms, all in {once:.1f} s")
    print(f"console: {cpu:.2f} % of one core; resident {early:.1f} MiB in the first quarter, {late:.1f} in the last")
    print(f"keys: median {statistics.median(seen) if seen else 0:.1f} ms; polls of a node {min(gaps, default=0):.1f} to {max(gaps, default=0):.1f} s apart")
    wrong = []
    if len(answered) != LIVE:
        wrong.append(f"{LIVE - len(answered)} live nodes did not answer")
    if slowest > 100:
        wrong.append(f"the slowest answer took {slowest:.0f} ms: at most 100")
    if cpu > 1:
        wrong.append(f"{cpu:.2f} % of a core: at most 1 %")
    if late > early * 1.05 + 1:
        wrong.append(f"memory grew from {early:.1f} to {late:.1f} MiB")
    if len(asked) != LIVE or max(gaps, default=0) > POLL * 1.25 + 0.1:
        wrong.append("a live node was not asked on time")
    for line in wrong:
        print(f"not held: {line}", file=sys.stderr)
    return 3 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
