"""Redis servers on loopback, pipes between them that can be held or cut, and an estate of them."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading

from azimuth import Estate
from peers import eventually, free_ports

#: Debian's redis-tools holds the server as well: it is told from its checker by the name that it is called by.
BINARY = shutil.which("redis-server") or shutil.which("redis-check-rdb")


class Redis:
    """One server without a disk; `replica_of` is a port of this host."""

    def __init__(self, port=None, replica_of=None, *arguments):
        self.port = port or free_ports(1)[0]
        self.address = f"127.0.0.1:{self.port}"
        self.directory = tempfile.mkdtemp(prefix="azimuth-redis-")
        self.arguments = [
            "--bind", "127.0.0.1", "--save", "", "--dir", self.directory, "--repl-diskless-sync-delay", "0",
            "--repl-timeout", "5", "--repl-ping-replica-period", "2", *map(str, arguments)]
        if "--port" not in self.arguments:
            self.arguments += ["--port", str(self.port)]
        if replica_of:
            self.arguments += ["--replicaof", "127.0.0.1", str(replica_of)]
        self.cli_arguments, self.process = [], None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", *self.arguments], executable=BINARY, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self

    def cli(self, *words):
        """What redis-cli prints."""
        done = subprocess.run(
            ["redis-cli", "-p", str(self.port), *self.cli_arguments, *map(str, words)], capture_output=True, text=True, timeout=10)
        if done.returncode != 0:
            raise OSError(done.stderr or done.stdout)
        return done.stdout.strip()

    def info(self, section="replication"):
        return dict(line.split(":", 1) for line in self.cli("info", section).splitlines() if ":" in line)

    def ready(self):
        eventually(lambda: self.cli("ping") == "PONG", 20, f"a Redis at {self.port}")
        return self

    def linked(self):
        """Waits until it has its first copy."""
        eventually(lambda: self.info()["master_link_status"] == "up", 30, f"the link of {self.port}")
        return self

    def write(self, count, size=100):
        """So many values of that size."""
        self.cli("eval", "for i = 1, tonumber(ARGV[1]) do redis.call('set', 'k' .. (i % 1000), string.rep('x', tonumber(ARGV[2]))) end",
                 0, count, size)

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()

    def stop(self):
        self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


class Pipe:
    """TCP to one port: forwards, holds what the server sends, or is cut."""

    def __init__(self, upstream):
        self.upstream, self.connections = upstream, []
        self.flowing, self.is_cut, self.lock = threading.Event(), False, threading.Lock()
        self.flowing.set()
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                if self.is_cut:
                    raise OSError("cut")
                server = socket.create_connection(("127.0.0.1", self.upstream), timeout=5)
                server.settimeout(None)
            except OSError:
                client.close()
                continue
            with self.lock:
                self.connections += [client, server]
            threading.Thread(target=self.forward, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self.forward, args=(server, client, True), daemon=True).start()

    def forward(self, source, target, may_be_held):
        try:
            while data := source.recv(65536):
                if may_be_held:
                    self.flowing.wait()
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def hold(self):
        self.flowing.clear()

    def release(self):
        self.flowing.set()

    def cut(self):
        self.is_cut = True
        with self.lock:
            for each in self.connections:
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self.connections = []

    def mend(self):
        self.is_cut = False

    def close(self):
        self.release()
        self.cut()
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()


class RedisEstate(Estate):
    """An estate with one source of these nodes: pairs of address and zone."""

    def __init__(self, nodes, extra=""):
        super().__init__([], name="live")
        listed = "".join(f'      - {{ address: "{address}", zone: {zone} }}\n' for address, zone in nodes)
        zones = sorted({zone for _, zone in nodes})
        self.write(
            "estate: live\nenvironment: test\nmode: read-only\nregions:\n  east:\n    zones:\n"
            + "".join(f"      {zone}: {{}}\n" for zone in zones)
            + f"sources:\n  - name: cache\n    kind: redis\n    poll: 1s\n    deadline: 2s\n{extra}    nodes:\n{listed}"
            + f"operations:\n  journal: {self.directory}/journal.sqlite\n")

    def links(self, *arguments):
        """Each link by its two ends."""
        return {(link["from"], link["to"]): link for link in self.json("snapshot", *arguments)["links"]}

    def nodes(self):
        return {node["node"]: node for node in self.snapshot()["sources"][0]["nodes"]}
