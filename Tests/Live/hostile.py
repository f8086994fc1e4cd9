"""Servers that answer wrongly, on purpose."""

import gzip
import http.server
import json
import socket
import threading


def application(name, number=1, zone="zone-a", **fields):
    return {"name": name.upper(), "instance": [{
        "instanceId": f"host-{i}:{name}:8080", "hostName": f"host-{i}", "app": name.upper(), "ipAddr": f"10.1.0.{i + 1}",
        "status": "UP", "overriddenStatus": "UNKNOWN", "port": {"$": 8080, "@enabled": "true"},
        "securePort": {"$": 443, "@enabled": "false"}, "countryId": 1,
        "dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
        "leaseInfo": {"renewalIntervalInSecs": 30, "durationInSecs": 90, "registrationTimestamp": 1, "lastRenewalTimestamp": 4102444800000,
                      "evictionTimestamp": 0, "serviceUpTimestamp": 1},
        "metadata": {"zone": zone}, "vipAddress": name, "isCoordinatingDiscoveryServer": "false",
        "lastUpdatedTimestamp": "1", "lastDirtyTimestamp": "1", "actionType": "ADDED", **fields} for i in range(number)]}


def document(*applications):
    up = sum(len(a["instance"]) for a in applications)
    return {"applications": {"versions__delta": "1", "apps__hashcode": f"UP_{up}_" if up else "", "application": list(applications)}}


GOOD = json.dumps(document(application("good", 2))).encode()


class Hostile:
    """Answers `/eureka/apps` with whatever it is told: status, headers, body."""

    def __init__(self, status=200, body=GOOD, headers=(), chunks=None, port=0):
        hostile = self
        self.status, self.body, self.headers, self.chunks = status, body, list(headers), chunks
        self.seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                hostile.seen.append(self.path)
                if self.path.rstrip("/").endswith("/apps"):
                    hostile.answer(self)
                else:
                    self.send_error(404)

            do_PUT = do_DELETE = lambda self: self.send_error(404)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/eureka"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler):
        handler.send_response(self.status)
        if not any(name.lower() == "content-type" for name, _ in self.headers):
            handler.send_header("Content-Type", "application/json")
        for name, value in self.headers:
            handler.send_header(name, value)
        if self.chunks is None:
            handler.send_header("Content-Length", str(len(self.body)))
            handler.end_headers()
            handler.wfile.write(self.body)
        else:
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            for chunk in self.chunks():
                handler.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            handler.wfile.write(b"0\r\n\r\n")

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def bomb():
    """A gigabyte of spaces, compressed to a megabyte."""
    return gzip.compress(b'{"applications":{"application":[' + b" " * (1 << 30), compresslevel=1)


class Swallowing:
    """A listening socket whose queue is full: connects to it hang."""

    def __init__(self):
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(0)
        self.port = self.socket.getsockname()[1]
        self.fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self.fillers.append(filler)

    def close(self):
        for each in [self.socket, *self.fillers]:
            each.close()
