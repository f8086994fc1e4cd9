"""What is no Redis, or a bad one, never crashes, hangs or corrupts: the good one beside it is always there, and the bad one is named."""

import socket
import threading
import time
import unittest

from peers import eventually
from redises import Redis, RedisEstate

GREETING = b"%1\r\n$5\r\nproto\r\n:3\r\n"


class Hostile:
    """Says the same to whoever connects: once something was received, or at once and without end."""

    def __init__(self, speak):
        self.speak, self.listener = speak, socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            self.speak(client)
        except OSError:
            pass
        client.close()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def says(data):
    """Answers everything with these bytes."""
    def speak(client):
        while client.recv(65536):
            client.sendall(data)
    return speak


def floods(data, times=None):
    """Sends without being asked, and without end."""
    def speak(client):
        client.recv(65536)
        count = 0
        while times is None or count < times:
            client.sendall(data)
            count += 1
        client.recv(65536)
    return speak


def info(text):
    """A Redis whose INFO says this, and all else little."""
    body = text.encode()
    bulk = b"$%d\r\n%s\r\n" % (len(body), body)

    def speak(client):
        asked = b""
        while data := client.recv(65536):
            asked += data
            if asked.startswith(b"*") and b"HELLO" in asked:
                client.sendall(GREETING)
            elif b"INFO" in asked:
                client.sendall(bulk + b"*0\r\n*0\r\n" + bulk + bulk)
            asked = b""
    return speak


BAD = {
    "garbage": says(bytes(range(256)) * 40),
    "http": says(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
    "a text without end": floods(b"$1000000000\r\n" + b"x" * 65536),
    "a line without end": floods(b"+" + b"x" * 65536),
    "a count without end": says(b"*2147483647\r\n"),
    "a length that overflows": says(b"$99999999999999999999999\r\n"),
    "a nest": floods(b"*1\r\n" * 20000),
    "a nest of attributes": floods(b"|1\r\n" * 20000),
    "pushes without end": floods(b">2\r\n$7\r\nmessage\r\n$4\r\n\x1b[2J\r\n" * 1000),
    "empty values without end": floods(b"*0\r\n" * 20000),
    "silence": lambda client: time.sleep(30),
    "a hang-up": lambda client: None,
    "a refusal that moves the terminal": says(b"-ERR \x1b[2J\x1b]0;x\x07 no\r\n"),
    "a role that moves the terminal": info("role:slave\r\nmaster_host:\x1b[2Jevil\r\nmaster_port:1\r\nmaster_link_status:up\r\n"),
    "offsets that overflow": info(
        "role:master\r\nmaster_replid:x\r\nmaster_repl_offset:-9223372036854775808\r\nslave0:ip=10.0.0.9,port=1,state=online,"
        "offset=9223372036854775807,lag=9223372036854775807\r\nrepl_backlog_active:1\r\nrepl_backlog_size:-1\r\nrepl_backlog_histlen:-5\r\n"),
    "ten thousand replicas": info("role:master\r\nmaster_replid:x\r\nmaster_repl_offset:5\r\n" + "".join(
        f"slave{i}:ip=10.0.{i // 256}.{i % 256},port=6379,state=online,offset=5,lag=0\r\n" for i in range(10000))),
}


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.good = Redis()
        cls.addClassCleanup(cls.good.stop)
        cls.good.ready()

    def test_the_good_one_is_there_beside_every_bad_one(self):
        for name, speak in BAD.items():
            with self.subTest(name):
                bad = Hostile(speak)
                estate = RedisEstate([(self.good.address, "zone-a"), (bad.address, "zone-b")])
                try:
                    before = time.monotonic()
                    snapshot = estate.json("snapshot", timeout=30)
                    self.assertLess(time.monotonic() - before, 2 + 4, "the deadline is 2 s")
                    nodes = {n["node"]: n for n in snapshot["sources"][0]["nodes"]}
                    self.assertEqual(nodes[self.good.address]["state"], "live")
                    node = nodes[bad.address]
                    if speak.__qualname__.startswith("info."):
                        self.assertEqual(node["state"], "live", node)
                    else:
                        self.assertEqual(node["state"], "failed", node)
                        self.assertTrue(node["error"].isprintable(), node["error"])
                    status, out, err = estate.run("snapshot")
                    self.assertEqual(status, 0, err)
                    self.assertTrue(all(c == "\n" or c.isprintable() for c in out + err), out + err)
                finally:
                    estate.remove()
                    bad.close()

    def test_the_console_stays_up_beside_all_of_them(self):
        all_bad = [Hostile(speak) for speak in BAD.values()]
        for each in all_bad:
            self.addCleanup(each.close)
        estate = RedisEstate([(self.good.address, "zone-a")] + [(each.address, "zone-b") for each in all_bad])
        self.addCleanup(estate.remove)
        console = estate.console(40, 120)
        self.addCleanup(console.close)
        console.shows(self.good.address.split(":")[1], timeout=30)
        first = console.pid()
        for key in ("4", "6", "1", "8", "1"):
            console.keys(key)
            time.sleep(1)
        self.assertEqual(console.pid(), first)
        eventually(lambda: "zone-a" in console.screen(), 10, "the overview")


if __name__ == "__main__":
    unittest.main()
