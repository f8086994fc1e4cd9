"""What the console says of gateways is what they have loaded and counted; wrong ones never crash, hang or corrupt it."""

import http.server
import json
import threading
import time
import unittest

from azimuth import Estate
from peers import Gateway, call, eventually, free_ports

WEIGHTED = 'Weight: provider {}'


def estate_of(case, edges, mode="operate", keys=""):
    """An estate of gateways alone: (url, zone) each, all of one source."""
    estate = Estate([("http://127.0.0.1:1/eureka", "zone-a")], mode=mode)
    case.addCleanup(estate.remove)
    nodes = "".join(f'      - {{ url: "{url}", zone: {zone} }}\n' for url, zone in edges)
    estate.write(
        f"estate: live\nenvironment: test\nmode: {mode}\nregions:\n  east:\n    zones:\n      zone-a: {{}}\n      zone-b: {{}}\n"
        f"sources:\n  - name: edge\n    kind: spring-cloud-gateway\n    poll: 1s\n    deadline: 3s\n{keys}    nodes:\n{nodes}"
        f"operations:\n  journal: {estate.directory}/journal.sqlite\n")
    return estate


def nodes_of(snapshot):
    return {n["node"]: n for n in snapshot["sources"][0]["nodes"]}


class Answering:
    """Answers by path: (status, body, headers), or a function of the handler; everything else 404."""

    def __init__(self, answers, status=200):
        answering, self.seen = self, []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                answering.seen.append(f"{self.command} {self.path}")
                found = answers.get(self.path.split("?")[0], answers.get("*"))
                if callable(found):
                    return found(self)
                code, body = (404, b"") if found is None else (status, found)
                self.send_response(code)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_DELETE = do_OPTIONS = do_PUT = do_GET

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Real(unittest.TestCase):
    """One gateway with its routes from properties, one with them in memory, one that is read-only, one that is closed."""

    @classmethod
    def setUpClass(cls):
        cls.good, cls.failing = Answering({"*": b"ok"}), Answering({"*": b"no"}, status=500)
        for each in (cls.good, cls.failing):
            cls.addClassCleanup(each.close)
        cls.routes = [("pay-a", cls.good.url, "zone-a", 80), ("pay-b", cls.failing.url, "zone-b", 20)]
        ports = free_ports(4)
        cls.file = Gateway(ports[0], cls.routes)
        cls.memory = Gateway(ports[1])
        cls.read_only = Gateway(ports[2], [*cls.routes, ("any", "lb://provider", None, None)], access="read-only")
        cls.closed = Gateway(ports[3], cls.routes, access="closed")
        cls.all = [cls.file, cls.memory, cls.read_only, cls.closed]
        for gateway in cls.all:
            cls.addClassCleanup(gateway.stop)
        for gateway in cls.all:
            gateway.ready()
        for identifier, uri, zone, weight in cls.routes:
            # Arguments by name here, in a line there: each is kept in the form that it came in.
            cls.memory.post(identifier, uri, zone, weight, weight_arguments={"weight.group": "provider", "weight.weight": str(weight)})
        cls.memory.refresh()
        eventually(lambda: cls.memory.weights() == {"pay-a": 80, "pay-b": 20}, 15, "routes in memory")

    def setUp(self):
        self.estate = estate_of(self, [(g.url, "zone-b" if g is self.memory else "zone-a") for g in self.all])

    def test_routes_are_what_each_node_has_loaded(self):
        snapshot = self.estate.json("snapshot")
        seen = {(r["node"], r["id"]): r for r in snapshot["routes"]}
        for gateway in (self.file, self.memory, self.read_only):
            for told in gateway.routes():
                route = seen.pop((gateway.url, told["route_id"]))
                self.assertEqual(route["uri"], told["uri"])
                self.assertEqual(route["zone"], told.get("metadata", {}).get("zone"))
                if route["group"]:
                    self.assertIn(WEIGHTED.format(route["weight"]), told["predicate"])
                    self.assertEqual(route["group"], "provider")
                else:
                    self.assertNotIn("Weight", told["predicate"])
                expected = None if gateway is self.memory else "properties"
                self.assertEqual(route["definedIn"], expected, route)
        self.assertEqual(seen, {}, "and nothing of the closed one")

    def test_nodes_say_what_can_be_read_there(self):
        nodes = nodes_of(self.estate.json("snapshot"))
        for gateway in (self.file, self.memory, self.read_only):
            self.assertEqual(nodes[gateway.url]["state"], "live", nodes[gateway.url])
            self.assertEqual(nodes[gateway.url]["reads"], ["routes", "definitions", "counters", "env", "health"])
        closed = nodes[self.closed.url]
        self.assertEqual((closed["state"], closed["reads"]), ("partial", ["health"]))
        self.assertIn("exposure.include", closed["error"])

    def test_check_says_what_can_be_written_and_why_not(self):
        before = [gateway.routes() for gateway in (self.file, self.memory, self.read_only)]
        report = self.estate.json("check", status=None)
        nodes = {n["node"]: n for n in report["nodes"]}
        for gateway in (self.file, self.memory):
            self.assertEqual(nodes[gateway.url]["writes"], ["route weights"])
            self.assertIsNone(nodes[gateway.url].get("writesReason"))
        self.assertEqual(nodes[self.read_only.url]["writes"], [])
        self.assertIn("read-only", nodes[self.read_only.url]["writesReason"])
        self.assertIn("exposed", nodes[self.closed.url]["writesReason"])
        self.assertEqual(before, [gateway.routes() for gateway in (self.file, self.memory, self.read_only)])

    def test_rates_are_made_of_what_each_route_counted(self):
        stop = threading.Event()
        self.addCleanup(stop.set)

        def work():
            while not stop.is_set():
                call(f"{self.file.url}/provider/x")
                time.sleep(0.01)

        threading.Thread(target=work, daemon=True).start()
        eventually(lambda: len(self.failing.seen) > 3 and len(self.good.seen) > 3, 60, "both routes are called")
        snapshot = self.estate.json("snapshot", "--window", "5s")
        stop.set()
        rates = {(r["node"], r["id"]): r for r in snapshot["routes"]}
        good, bad = rates[(self.file.url, "pay-a")], rates[(self.file.url, "pay-b")]
        self.assertGreater(good["requestsPerSecond"], bad["requestsPerSecond"])
        self.assertGreater(bad["requestsPerSecond"], 0)
        self.assertEqual((good["errorRatio"], bad["errorRatio"]), (0, 1))
        self.assertGreater(good["meanLatencyMs"], 0)
        idle = rates[(self.memory.url, "pay-a")]
        self.assertEqual(idle["requestsPerSecond"], 0, "it counts, and counted none")

    def test_a_definition_that_cannot_be_bound_is_found_out(self):
        self.assertFalse([a for a in self.estate.json("snapshot")["attention"] if "stuck" in json.dumps(a)])
        self.memory.post("stuck", self.good.url, None, 1, weight_arguments={"group": "provider", "weight": "1"})
        self.addCleanup(self.forget, "stuck")
        self.assertEqual(self.memory.refresh(), 200, "the gateway itself says nothing")
        found = [a for a in self.estate.json("snapshot")["attention"] if "stuck" in json.dumps(a)]
        self.assertEqual([a["severity"] for a in found], ["bad"], found)
        self.assertIn("not loaded", found[0]["text"])
        done = self.estate.json(
            "set-weights", "edge", "provider", "pay-a=50", "pay-b=50", "--reason", "a test", "--dry-run", status=None)
        self.assertIn("stuck", json.dumps(done["gates"]))
        self.assertEqual(self.memory.weights(), {"pay-a": 80, "pay-b": 20})

    def forget(self, identifier):
        call(f"{self.memory.url}/actuator/gateway/routes/{identifier}", "DELETE")
        self.memory.refresh()

    def test_an_override_on_top_of_a_file_is_one_route_that_is_there_twice(self):
        self.addCleanup(lambda: (call(f"{self.file.url}/actuator/gateway/routes/pay-a", "DELETE"), self.file.refresh()))
        self.file.post("pay-a", self.good.url, "zone-a", 0)
        self.file.refresh()
        eventually(lambda: self.file.weights() == {"pay-a": 0, "pay-b": 20}, 15, "the override counts")
        snapshot = self.estate.json("snapshot")
        mine = [r for r in snapshot["routes"] if r["node"] == self.file.url]
        self.assertEqual({r["id"]: r["weight"] for r in mine}, {"pay-a": 0, "pay-b": 20})
        self.assertEqual(len(mine), 2)

    def test_weights_there_and_back_keep_every_byte_of_a_definition(self):
        estate = estate_of(self, [(self.file.url, "zone-a"), (self.memory.url, "zone-b")])
        before = [gateway.definitions() for gateway in (self.file, self.memory)]
        done = estate.json("set-weights", "edge", "provider", "pay-a=30", "pay-b=70", "--pace", "now", "--reason", "a test",
                           "--yes", timeout=200)
        self.assertEqual(done["state"], "complete", done)
        self.assertEqual([g.weights() for g in (self.file, self.memory)], [{"pay-a": 30, "pay-b": 70}] * 2)
        names = [p["args"] for d in self.memory.definitions() for p in d["predicates"] if p["name"] == "Weight"]
        self.assertEqual(names, [{"weight.group": "provider", "weight.weight": w} for w in ("30", "70")])
        undone = estate.json("undo", done["id"], timeout=200)
        self.assertEqual(undone["state"], "undone", undone)
        self.assertEqual(before, [gateway.definitions() for gateway in (self.file, self.memory)])

    def test_a_wrong_path_of_the_actuator_is_named(self):
        estate = estate_of(self, [(self.file.url, "zone-a")], keys="    actuator: /manage\n")
        node = nodes_of(estate.json("snapshot"))[self.file.url]
        self.assertEqual(node["state"], "failed")
        self.assertRegex(node["error"], "/manage/gateway/routes: HTTP 404.*actuator")


class Wrong(unittest.TestCase):
    """A gateway that answers wrongly beside one that answers well."""

    good_routes = json.dumps([{"route_id": "fine", "uri": "http://10.1.0.1", "predicate": "Paths: [/x]", "order": 0}]).encode()

    def setUp(self):
        self.good = self.server({"/actuator/gateway/routes": self.good_routes, "/actuator/health": b'{"status":"UP"}'})

    def server(self, answers):
        server = Answering(answers)
        self.addCleanup(server.close)
        return server

    def beside(self, answers):
        """What is said of a gateway that answers so; the good one is there in any case."""
        bad = self.server({"/actuator/health": b'{"status":"UP"}', **answers})
        estate = estate_of(self, [(self.good.url, "zone-a"), (bad.url, "zone-b")])
        began = time.monotonic()
        status, out, err = estate.run("snapshot", "-o", "json", timeout=60)
        self.assertEqual(status, 0, err)
        self.assertLess(time.monotonic() - began, 30)
        self.assertFalse([c for c in out if ord(c) < 32 and c != "\n"], "nothing that a terminal obeys")
        snapshot = json.loads(out)
        nodes = nodes_of(snapshot)
        self.assertEqual(nodes[self.good.url]["state"], "live")
        self.assertIn("fine", [r["id"] for r in snapshot["routes"] if r["node"] == self.good.url])
        return nodes[bad.url], [r for r in snapshot["routes"] if r["node"] == bad.url]

    def test_documents_that_are_none(self):
        for body in (b"", b"<html>Log in\x1b[2J", b"[[[[", b"[" * 200_000, b"7", b'{"status":404}', b"\x00\xff\xfe", b'[{"route_id":'):
            node, routes = self.beside({"/actuator/gateway/routes": body})
            self.assertIn(node["state"], ("partial", "failed"), body[:20])
            self.assertTrue(node["error"] and node["error"].isprintable(), node["error"])
            self.assertEqual(routes, [])

    def test_one_bad_route_among_good_ones(self):
        body = json.dumps([{"route_id": "a", "uri": "http://h"}, {"uri": 7}, 7, {"route_id": "b", "uri": "lb://x"}]).encode()
        node, routes = self.beside({"/actuator/gateway/routes": body})
        self.assertEqual([r["id"] for r in routes], ["a", "b"])
        self.assertEqual(node["state"], "partial")
        self.assertIn("route_id", node["error"])

    def test_names_that_a_terminal_would_obey(self):
        name = "x\u001b[2J\u0007\u009b\u202e\u0000"
        body = json.dumps([{"route_id": name, "uri": f"http://h/{name}", "predicate": f"(A{name} && Weight: {name} 5)",
                            "metadata": {"zone": name}, "filters": [name]}]).encode()
        metrics = f'spring_cloud_gateway_requests_seconds_count{{routeId="{name}"}} 5\n'.encode()
        _, routes = self.beside({"/actuator/gateway/routes": body, "/actuator/prometheus": metrics})
        self.assertEqual(len(routes), 1)
        self.assertTrue(routes[0]["id"].isprintable(), routes)

    def test_counters_that_are_none_and_that_never_end(self):
        def endless(handler):
            handler.send_response(200)
            handler.end_headers()
            try:
                while True:
                    handler.wfile.write(b'spring_cloud_gateway_requests_seconds_count{routeId="' + b"x" * 65_536)
            except OSError:
                pass

        for metrics in (b"\x00" * 1000, b"spring_cloud_gateway_requests_seconds_count{", endless):
            node, routes = self.beside({"/actuator/gateway/routes": self.good_routes, "/actuator/prometheus": metrics})
            self.assertEqual([r["id"] for r in routes], ["fine"])
            self.assertIsNone(routes[0]["requestsPerSecond"])

    def test_one_that_swallows_calls_and_one_that_drips(self):
        def never(handler):
            time.sleep(20)

        def drip(handler):
            handler.send_response(200)
            handler.end_headers()
            try:
                for _ in range(200):
                    handler.wfile.write(b"[")
                    handler.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                pass

        for slow in (never, drip):
            node, _ = self.beside({"/actuator/gateway/routes": slow})
            self.assertEqual(node["state"], "failed")
            self.assertTrue(node["error"])

    def test_a_redirect_is_not_followed(self):
        other = self.server({"*": self.good_routes})

        def elsewhere(handler):
            handler.send_response(302)
            handler.send_header("Location", f"{other.url}/x")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        node, _ = self.beside({"/actuator/gateway/routes": elsewhere})
        self.assertIn("302", node["error"])
        self.assertEqual(other.seen, [])
