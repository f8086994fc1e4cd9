"""The simulated estate, checked by clients that nobody here wrote."""

import collections
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from azimuth import BINARY, Estate
from peers import Eureka, Server, Service, call, eventually, free_ports


def count(text, name, *labels):
    """The sum of a metric's lines that have these labels."""
    return sum(
        float(line.rpartition(" ")[2]) for line in text.splitlines()
        if line.startswith(name + "{") and all(label in line for label in labels))


def curl(url, method="GET", body=None):
    """Status and text, by curl."""
    arguments = ["curl", "-s", "-m", "5", "-w", "\n%{http_code}", "-X", method, url]
    if body is not None:
        arguments += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
    text, _, status = subprocess.run(arguments, capture_output=True, text=True).stdout.rpartition("\n")
    return int(status), text


def redis_cli(place, *words):
    host, _, port = place.partition(":")
    return subprocess.run(
        ["redis-cli", "-h", host, "-p", port, *words], capture_output=True, text=True, timeout=10).stdout.replace("\r", "").strip()


class Lab:
    """`azimuth lab` as a process of its own."""

    def __init__(self, *arguments):
        self.directory = tempfile.mkdtemp(prefix="azimuth-lab-")
        self.process = subprocess.Popen(
            [BINARY, "lab", "--dir", self.directory, *arguments], stdout=subprocess.PIPE, text=True,
            stdin=subprocess.DEVNULL)
        self.urls, self.gateways, self.redis, self.port = [], [], [], 0
        for line in iter(self.process.stdout.readline, "ready\n"):
            words = line.split()
            if not words:
                raise AssertionError("the lab ended")
            if words[0] == "eureka":
                self.urls.append((words[1], words[2]))
            elif words[0] == "gateway":
                self.gateways.append(words[1])
            elif words[0] == "redis":
                self.redis.append(words[1])
            elif words[0] == "services":
                self.port = int(words[1].rpartition(":")[2])

    def fault(self, *words, status=0):
        """`azimuth lab fault`, from another process."""
        done = subprocess.run(
            [BINARY, "lab", "fault", *words, "--dir", self.directory], capture_output=True, text=True, timeout=20)
        if done.returncode != status:
            raise AssertionError(f"lab fault {words}: exit {done.returncode}: {done.stdout}{done.stderr}")
        return (done.stdout + done.stderr).strip()

    def instances(self, service):
        """Address and zone of a service's instances, by the first server."""
        _, text = call(f"{self.urls[0][0]}/apps/{service.upper()}")
        return [(i["ipAddr"], i["metadata"]["zone"]) for i in json.loads(text)["application"]["instance"]]

    def counted(self, service, uri):
        """Requests that a service's instances have counted."""
        return sum(
            count(call(f"http://{address}:{self.port}/actuator/prometheus")[1], "http_server_requests_seconds_count", f'uri="{uri}"')
            for address, _ in self.instances(service))

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class RealClients(unittest.TestCase):
    """A real service registers with the Lab, renews, is drained, gets no more calls, and comes back."""

    def test_registers_renews_is_drained_and_comes_back(self):
        lab = Lab("--fast", "--quiet", "--instances", "14")
        self.addCleanup(lab.stop)
        first, second = lab.urls[0][0], lab.urls[1][0]
        servers = []
        for port, name, zone, url in zip(
                free_ports(3), ("provider", "provider", "consumer"), ("zone-a", "zone-b", "zone-a"), (first, second, first)):
            servers.append(Service(port, name, zone, url))
            self.addCleanup(servers[-1].stop)
        for server in servers:
            server.ready()
        a, _, consumer = servers
        estate = Estate(lab.urls)
        self.addCleanup(estate.remove)
        eventually(lambda: estate.instance(a.port)["state"] == "up", 60, "registered with the lab")
        eventually(lambda: set(consumer.calls("provider")) == {"zone-a", "zone-b"}, 60, "both called")
        # It renews: its lease is of a few seconds, and it is still up well after that.
        renewed = time.monotonic() + 8
        eventually(lambda: time.monotonic() > renewed, 20, "time for several leases")
        self.assertEqual(estate.instance(a.port)["state"], "up")
        operand = f"provider/{estate.instance(a.port)['address']}"
        self.assertEqual(estate.json("drain", operand, "--reason", "lab", "--yes")["state"], "complete")
        eventually(lambda: consumer.calls("provider") == {"zone-b": 20}, 30, "no call to the drained one")
        self.assertEqual(estate.json("restore", operand, "--reason", "lab", "--yes")["state"], "complete")
        eventually(lambda: consumer.calls("provider").get("zone-a", 0) > 0, 30, "calls again")

    def test_the_same_seed_is_the_same_estate(self):
        seen = []
        for _ in range(2):
            lab = Lab("--quiet", "--instances", "70", "--seed", "4711")
            estate = Estate(lab.urls)
            snapshot = estate.snapshot()
            seen.append([(i["service"], i["address"], i["zone"]) for i in snapshot["instances"]])
            estate.remove()
            lab.stop()
        self.assertEqual(seen[0], seen[1])
        self.assertEqual(len(seen[0]), 70)


class OtherClients(unittest.TestCase):
    """The Lab's services, gateways and Redis servers, used by programs that nobody here wrote."""

    def test_a_real_service_and_a_real_gateway_call_its_services(self):
        lab = Lab("--fast", "--quiet", "--instances", "40")
        self.addCleanup(lab.stop)
        ports = free_ports(2)
        consumer = Service(ports[0], "consumer", "zone-a", lab.urls[0][0])
        self.addCleanup(consumer.stop)
        prefix = "--spring.cloud.gateway.server.webflux.routes"
        gateway = Server(
            "gateway", ports[1], "--eureka", lab.urls[0][0], "--",
            f"{prefix}[0].id=named", f"{prefix}[0].uri=lb://catalog", f"{prefix}[0].predicates[0]=Path=/catalog/**",
            f"{prefix}[1].id=zone-b", f"{prefix}[1].uri=http://127.2.0.4:{lab.port}",
            f"{prefix}[1].predicates[0]=Path=/payment/**", f"{prefix}[1].filters[0]=StripPrefix=1")
        self.addCleanup(gateway.stop)
        consumer.ready()
        gateway.ready()
        zones = {f"zone-{letter}" for letter in "abcde"}
        eventually(lambda: set(consumer.calls("payment", 40)) == zones, 60, "a real consumer called all zones")
        before = lab.counted("payment", "/whoami")
        calls = consumer.calls("payment", 100)
        self.assertEqual(sum(calls.values()), 100)
        self.assertEqual(lab.counted("payment", "/whoami") - before, 100, "each is counted where it was answered")
        # Errors without deregistration, and their end.
        lab.fault("errors", "payment", "100")
        self.assertEqual(consumer.calls("payment", 20), {"failed": 20})
        lab.fault("errors", "payment", "0")
        self.assertNotIn("failed", consumer.calls("payment", 20))
        # What is drained is called by no real client any more.
        address = lab.instances("payment")[0][0]
        identifier = f"{address}:payment:{lab.port}"
        self.assertEqual(curl(f"{lab.urls[0][0]}/apps/PAYMENT/{identifier}/status?value=OUT_OF_SERVICE", "PUT")[0], 200)

        def untouched():
            text = lambda: call(f"http://{address}:{lab.port}/actuator/prometheus")[1]
            before = count(text(), "http_server_requests_seconds_count", 'uri="/whoami"')
            consumer.calls("payment", 60)
            return count(text(), "http_server_requests_seconds_count", 'uri="/whoami"') == before
        eventually(untouched, 30, "no call to the drained one")
        # A real gateway: by the registry, and by a zone's balancer.
        base = f"http://127.0.0.1:{ports[1]}"
        eventually(lambda: call(f"{base}/catalog/whoami")[0] == 200, 60, "routed by the registry")
        seen = collections.Counter(json.loads(call(f"{base}/catalog/whoami")[1])["zone"] for _ in range(40))
        self.assertEqual(set(seen), {zone for _, zone in lab.instances("catalog")})
        answer = json.loads(call(f"{base}/payment/whoami")[1])
        self.assertEqual((answer["service"], answer["zone"]), ("payment", "zone-b"))

    def test_curl_changes_a_gateways_weights_and_traffic_follows(self):
        lab = Lab("--quiet")
        self.addCleanup(lab.stop)
        gateway = lab.gateways[0]
        self.assertEqual(len(lab.gateways), 4)
        routes = json.loads(curl(f"{gateway}/actuator/gateway/routedefinitions")[1])
        route = next(route for route in routes if route["id"] == "payment-zone-a")
        route["predicates"][1]["args"]["_genkey_1"] = "0"
        self.assertEqual(curl(f"{gateway}/actuator/gateway/routes/payment-zone-a", "POST", route)[0], 201)
        self.assertEqual(curl(f"{gateway}/actuator/gateway/refresh", "POST")[0], 200)

        def loaded():
            return [r["predicate"].endswith("Weight: payment 0)")
                    for r in json.loads(curl(f"{gateway}/actuator/gateway/routes")[1]) if r["route_id"] == "payment-zone-a"]
        eventually(lambda: loaded() == [False, True], 5, "the definition on top of the file's")
        self.assertEqual(curl(f"{gateway}/actuator/gateway/routes/payment-zone-a")[0], 500)

        def sent(route):
            return count(curl(f"{gateway}/actuator/prometheus")[1], "spring_cloud_gateway_requests_seconds_count", f'routeId="{route}"')

        mark = [sent("payment-zone-a"), sent("payment-zone-b")]

        def stopped():
            """The one stands still while the other goes on."""
            now = sent("payment-zone-a"), sent("payment-zone-b")
            if now[0] != mark[0]:
                mark[:] = now
            return now[1] >= mark[1] + 8
        eventually(stopped, 20, "no request to zone-a any more")
        self.assertEqual(curl(f"{gateway}/actuator/gateway/routes/payment-zone-a", "DELETE")[0], 200)
        curl(f"{gateway}/actuator/gateway/refresh", "POST")
        eventually(lambda: loaded() == [False], 5, "the file's alone")
        self.assertIn("read-only", lab.fault("gateway", "access", gateway, "read-only"))
        allowed = subprocess.run(
            ["curl", "-s", "-i", "-X", "OPTIONS", f"{gateway}/actuator/gateway/routes/x"], capture_output=True, text=True).stdout
        self.assertIn("Allow: GET,HEAD,OPTIONS", allowed)
        self.assertEqual(curl(f"{gateway}/actuator/gateway/refresh", "POST")[0], 404)

    def test_redis_cli_sees_replication_and_its_faults(self):
        lab = Lab("--quiet")
        self.addCleanup(lab.stop)
        master, near, far, behind = lab.redis
        self.assertEqual(redis_cli(master, "PING"), "PONG")
        self.assertTrue(redis_cli(master, "ROLE").startswith("master\n"))
        self.assertEqual(redis_cli(behind, "ROLE").split("\n")[:4], ["slave", *far.split(":"), "connected"])
        self.assertEqual(redis_cli(master, "SET", "a", "b"), "OK")
        eventually(lambda: redis_cli(behind, "GET", "a") == "b", 5, "the write arrived behind a replica")
        self.assertIn("READONLY", redis_cli(near, "SET", "a", "c"))
        self.assertIn("mode standalone", redis_cli(master, "-3", "HELLO", "3").replace('"', ""))

        def info(place):
            return dict(line.split(":", 1) for line in redis_cli(place, "INFO", "replication").split("\n") if ":" in line)
        lab.fault("link", "redis:1", "redis:2", "cut")
        self.assertEqual(info(near)["master_link_status"], "down")
        stood = info(near)["slave_repl_offset"]
        redis_cli(master, "SET", "a", "d")
        eventually(lambda: int(info(master)["master_repl_offset"]) > int(stood) + 10_000, 10, "the master goes on")
        self.assertEqual(info(near)["slave_repl_offset"], stood)
        self.assertEqual(redis_cli(near, "GET", "a"), "b")
        lab.fault("link", "redis:1", "redis:2", "ok")
        eventually(lambda: redis_cli(near, "GET", "a") == "d", 10, "it has caught up")
        lab.fault("stop-replica", "redis:4")
        self.assertRaises(subprocess.TimeoutExpired, redis_cli, behind, "PING")
        self.assertIn("no data goes", lab.fault("link", "redis:2", "redis:3", "cut", status=2))
        lab.fault("all", "ok")
        self.assertEqual(redis_cli(behind, "PING"), "PONG")

    def test_a_scenario_plays_by_the_clock(self):
        file = tempfile.NamedTemporaryFile("w", suffix=".scenario")
        self.addCleanup(file.close)
        file.write("# soon\n1s zone zone-b dark\n4s all ok\n")
        file.flush()
        lab = Lab("--quiet", "--scenario", file.name)
        self.addCleanup(lab.stop)
        eventually(lambda: curl(f"{lab.gateways[2]}/actuator/health")[0] == 0, 10, "dark")
        eventually(lambda: curl(f"{lab.gateways[2]}/actuator/health")[0] == 200, 10, "back")


class Demo(unittest.TestCase):
    def test_without_a_terminal_it_prints_a_snapshot_and_leaves_nothing_running(self):
        runtime = tempfile.mkdtemp(prefix="azimuth-demo-test-")
        self.addCleanup(shutil.rmtree, runtime, ignore_errors=True)
        done = subprocess.run(
            [BINARY, "demo"], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
            env={**os.environ, "XDG_RUNTIME_DIR": runtime})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("payment", done.stdout)

        def labs():
            return [entry for entry in pathlib.Path("/proc").iterdir() if entry.name.isdigit()
                    and runtime.encode() in (entry / "cmdline").read_bytes()]
        eventually(lambda: not labs(), 30, "the simulated estate ended by itself")
