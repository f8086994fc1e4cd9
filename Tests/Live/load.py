"""A load generator of the tests' own: asks through gateways for who answers, and counts by gateway and zone."""

import http.client
import json
import threading
import time


class Load:
    """So many requests a second through each target, a connection each kept alive, retries off."""

    def __init__(self, targets, path, per_second=50, threads=2):
        """`targets`: pairs of host and port."""
        self.path, self.pause = path, threads / per_second
        self.lock, self.counts, self.failures = threading.Lock(), {}, []
        self.running, self.paused = True, threading.Event()
        self.threads = [
            threading.Thread(target=self.work, args=(target,), daemon=True) for target in targets for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def work(self, target):
        connection, due = None, time.monotonic()
        while self.running:
            if self.paused.is_set():
                time.sleep(0.05)
                due = time.monotonic()
                continue
            # What was missed is not made up for: a burst after a stall would be a rate that nobody asked for.
            due = max(due + self.pause, time.monotonic())
            time.sleep(max(0, due - time.monotonic()))
            try:
                if connection is None:
                    connection = http.client.HTTPConnection(*target, timeout=5)
                connection.request("GET", self.path)
                answer = connection.getresponse()
                body = answer.read()
                if answer.status == 200:
                    self.note(target, json.loads(body)["zone"])
                else:
                    self.note(target, "failed", f"{answer.status} {body[:200]!r}")
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                self.note(target, "failed", repr(error))
                if connection:
                    connection.close()
                connection = None

    def note(self, target, zone, failure=None):
        with self.lock:
            self.counts[(target, zone)] = self.counts.get((target, zone), 0) + 1
            if failure:
                self.failures.append((time.time(), target, failure))

    def snapshot(self):
        with self.lock:
            return dict(self.counts)

    def since(self, before, target=None):
        """Counts by zone since a snapshot, of one target or of all."""
        found = {}
        for (where, zone), count in self.snapshot().items():
            if target is None or where == target:
                found[zone] = found.get(zone, 0) + count - before.get((where, zone), 0)
        return {zone: count for zone, count in found.items() if count}

    def during(self, seconds, target=None):
        """Counts by zone over so many seconds from now."""
        before = self.snapshot()
        time.sleep(seconds)
        return self.since(before, target)

    @property
    def total(self):
        return sum(self.snapshot().values())

    def stop(self):
        self.running = False
        for thread in self.threads:
            thread.join(10)
