"""A terminal program measured from outside, in a pseudo-terminal."""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import termios
import time

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Terminal:
    """Runs a command in a pseudo-terminal of its own and counts what it writes."""

    def __init__(self, command, rows=50, columns=200, environment=None):
        self.began = time.monotonic()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color", **(environment or {})})
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.written = 0

    def read(self, seconds, until_first=False):
        """Reads what comes for so long; the moment of the first byte, nothing where none came."""
        end, first = time.monotonic() + seconds, None
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self.master], [], [], left)
            if not ready:
                break
            try:
                data = os.read(self.master, 65536)
            except OSError:
                break
            if not data:
                break
            self.written += len(data)
            first = first or time.monotonic()
            if until_first:
                break
        return first

    def key(self, key, most=1.0):
        """Milliseconds from a key to the first byte that answers it; nothing where none does."""
        while select.select([self.master], [], [], 0)[0]:
            self.written += len(os.read(self.master, 65536))
        sent = time.monotonic()
        os.write(self.master, key.encode())
        answered = self.read(most, until_first=True)
        return None if answered is None else (answered - sent) * 1000

    def usage(self):
        """CPU seconds so far and resident MiB."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(") ", 1)[1].split()
        with open(f"/proc/{self.pid}/statm") as file:
            resident = int(file.read().split()[1]) * PAGE
        return (int(fields[11]) + int(fields[12])) / TICKS, resident / 1048576

    def close(self):
        try:
            os.kill(self.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        end = time.monotonic() + 5
        while time.monotonic() < end:
            self.read(0.05)
            done, _ = os.waitpid(self.pid, os.WNOHANG)
            if done:
                break
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)


def measure(command, keys, settle=10, seconds=20, environment=None):
    """Start-up, a stretch at rest, then keys; one dictionary."""
    terminal = Terminal(command, environment=environment)
    try:
        first = terminal.read(5, until_first=True)
        start = None if first is None else (first - terminal.began) * 1000
        terminal.read(settle)
        (cpu, _), written = terminal.usage(), terminal.written
        terminal.read(seconds)
        later, resident = terminal.usage()
        answers = []
        for key in keys:
            terminal.read(0.2)
            answers.append(terminal.key(key))
        seen = [answer for answer in answers if answer is not None]
        return {
            "firstByteMs": start, "cpuPercent": (later - cpu) / seconds * 100, "bytesPerSecond": (terminal.written - written) / seconds,
            "residentMiB": resident, "keyMs": statistics.median(seen) if seen else None, "unanswered": len(answers) - len(seen),
        }
    finally:
        terminal.close()
