"""The binary under test: commands, and the console in tmux."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import uuid

from peers import eventually

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("AZIMUTH_BINARY", str(ROOT / ".build/release/azimuth"))


class Estate:
    """An estate file and the state that belongs to it, in a folder of their own."""

    def __init__(self, eurekas, mode="operate", extra="", name="live", sources="", operations=""):
        """`eurekas`: pairs of URL and zone; `sources` and `operations`: more lines of the file."""
        self.directory = tempfile.mkdtemp(prefix="azimuth-live-")
        self.file = os.path.join(self.directory, "azimuth.yaml")
        nodes = "".join(f'      - {{ url: "{url}", zone: {zone} }}\n' for url, zone in eurekas)
        zones = sorted({zone for _, zone in eurekas} | {"zone-a", "zone-b"})
        self.write(
            f"estate: {name}\nenvironment: test\nmode: {mode}\n"
            f"regions:\n  east:\n    zones:\n" + "".join(f"      {zone}: {{}}\n" for zone in zones)
            + f"sources:\n  - name: registry\n    kind: eureka\n    poll: 1s\n    deadline: 2s\n{extra}    nodes:\n{nodes}"
            + sources + f"operations:\n  journal: {self.directory}/journal.sqlite\n{operations}")

    def write(self, text):
        with open(self.file, "w") as file:
            file.write(text)

    def environment(self, **more):
        return {**os.environ, "XDG_STATE_HOME": self.directory, "XDG_CONFIG_HOME": self.directory, "LC_ALL": "C.UTF-8", **more}

    def run(self, *arguments, timeout=180, **environment):
        """Exit status, standard output, standard error."""
        done = subprocess.run(
            [BINARY, *map(str, arguments), "--config", self.file], capture_output=True, text=True, timeout=timeout,
            env=self.environment(**environment), stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    def json(self, *arguments, status=0, **options):
        code, out, err = self.run(*arguments, "-o", "json", **options)
        if status is not None and code != status:
            raise AssertionError(f"azimuth {' '.join(map(str, arguments))}: exit {code}, not {status}\n{out}\n{err}")
        return json.loads(out)

    def start(self, *arguments, **environment):
        return subprocess.Popen(
            [BINARY, *map(str, arguments), "--config", self.file], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=self.environment(**environment), stdin=subprocess.DEVNULL)

    def snapshot(self):
        return self.json("snapshot")

    def instance(self, address):
        """The instance whose address ends in this (a port is enough)."""
        return next(i for i in self.snapshot()["instances"] if i["address"].endswith(str(address)))

    def console(self, rows=24, columns=80, *arguments):
        return Console([BINARY, *arguments, "--config", self.file], self.environment(), rows, columns)

    def remove(self):
        shutil.rmtree(self.directory, ignore_errors=True)


class Console:
    """The console in a tmux of its own: keys go in, the screen comes out as text."""

    def __init__(self, command, environment, rows=24, columns=80):
        self.name = f"azimuth-{uuid.uuid4().hex[:8]}"
        passed = [f"{k}={environment[k]}" for k in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "LC_ALL")]
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), "env", *passed, "TERM=tmux-256color", *command)
        self.tmux("set-option", "-g", "remain-on-exit", "on")

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-L", self.name, *arguments], capture_output=True, text=True, check=True, timeout=30).stdout

    def keys(self, *keys):
        for key in keys:
            self.tmux("send-keys", key)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def shows(self, text, timeout=20):
        try:
            eventually(lambda: text in self.screen(), timeout, f"{text!r} on screen")
        except AssertionError as error:
            raise AssertionError(f"{error}; the screen:\n{self.screen()}") from None

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def pid(self):
        return int(self.tmux("display-message", "-p", "#{pane_pid}"))

    def close(self):
        subprocess.run(["tmux", "-L", self.name, "kill-server"], capture_output=True, timeout=30)
