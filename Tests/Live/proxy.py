"""An HTTP proxy of the tests' own: logs every call, and can hold the nth request or the nth answer.

Its log is the oracle: what reached the server, whatever a journal says.
"""

import http.client
import http.server
import socket
import threading


class Call:
    """One call that went through."""

    def __init__(self, number, method, path):
        self.number, self.method, self.path, self.status = number, method, path, None

    def __repr__(self):
        return f"{self.number} {self.method} {self.path} {self.status}"

    @property
    def writes(self):
        return self.method in ("PUT", "POST", "DELETE") and "/NOPE/" not in self.path


class Proxy:
    """In front of one server; `holds` names the call to stop at."""

    def __init__(self, host, port, path):
        self.upstream, self.calls, self.lock = (host, port), [], threading.Lock()
        self.hold_number, self.hold_answer, self.match = None, False, None
        self.reached, self.release = threading.Event(), threading.Event()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                proxy.forward(self)

            do_GET = do_PUT = do_POST = do_DELETE = do_OPTIONS = handle_one

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass  # The other side is killed on purpose.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}{path}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hold(self, number, answer, match=lambda call: True):
        """Stops at the nth call from now that matches: before it goes on to the server, or before its answer goes back."""
        self.reached.clear(), self.release.clear()
        with self.lock:
            self.calls = []
            self.hold_number, self.hold_answer, self.match, self.matched = number, answer, match, 0

    def let_go(self):
        self.hold_number = None
        self.release.set()

    def forward(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length) if length else None
        with self.lock:
            call = Call(len(self.calls) + 1, handler.command, handler.path)
            self.calls.append(call)
            held = False
            if self.hold_number is not None and self.match(call):
                self.matched += 1
                held = self.matched == self.hold_number
        if held and not self.hold_answer:
            self.wait()
        headers = {k: v for k, v in handler.headers.items() if k.lower() not in ("connection", "host")}
        connection = http.client.HTTPConnection(*self.upstream, timeout=10)
        connection.request(handler.command, handler.path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        call.status = answer.status
        connection.close()
        if held and self.hold_answer:
            self.wait()
        handler.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def wait(self):
        self.reached.set()
        self.release.wait(60)

    def writes(self):
        with self.lock:
            return [call for call in self.calls if call.writes]

    def close(self):
        self.let_go()
        self.server.shutdown()
        self.server.server_close()
