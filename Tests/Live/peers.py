"""Real servers on loopback, each started on free ports and stopped with its test."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

PEERS = pathlib.Path(os.environ.get("AZIMUTH_PEERS", "../shared/peers")).resolve()


def available():
    return (PEERS / "peer").exists() and shutil.which("java") is not None


def free_ports(count, host="127.0.0.1"):
    """Ports that nobody listens on, all different: held open together, then let go."""
    held = []
    for _ in range(count):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((host, 0))
        held.append(s)
    ports = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return ports


def eventually(check, timeout=30.0, what="it"):
    """Asks until the answer is true, and answers it; the last error is told when time is over."""
    end, last = time.monotonic() + timeout, None
    while time.monotonic() < end:
        try:
            last = check()
            if last:
                return last
        except (OSError, ValueError, KeyError, AssertionError, subprocess.SubprocessError) as error:
            last = error
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {timeout:g} s; last seen: {last!r}")


def call(url, method="GET", body=None, timeout=5, headers=None):
    """Status and text of a call, whatever the status."""
    request = urllib.request.Request(url, method=method, data=body, headers={"Accept": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


class Server:
    """One packed server, a process group of its own."""

    def __init__(self, name, port, *arguments, host="127.0.0.1"):
        self.name, self.port, self.host, self.arguments = name, port, host, [str(a) for a in arguments]
        self.directory = tempfile.mkdtemp(prefix=f"azimuth-{name}-")
        self.process = None
        self.start()

    def start(self):
        self.log = open(os.path.join(self.directory, "log"), "ab")
        self.process = subprocess.Popen(
            [str(PEERS / "peer"), self.name, "--port", str(self.port), "--dir", os.path.join(self.directory, "data"), *self.arguments],
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, start_new_session=True)
        return self

    def ready(self):
        """Waits until it answers; one that ended while it started (they do, now and then, on a busy machine) is started again."""
        for attempt in (1, 2, 3):
            waiting = subprocess.Popen(
                [str(PEERS / "peer"), "wait", self.name, "--port", str(self.port), "--host", self.host, "--timeout", "90"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while waiting.poll() is None and self.process.poll() is None:
                time.sleep(0.1)
            if self.process.poll() is None and waiting.wait() == 0:
                return self
            waiting.kill()
            waiting.wait()
            log = open(os.path.join(self.directory, "log")).read()[-2000:]
            if self.process.poll() is None:
                raise AssertionError(f"{self.name} on {self.port} does not answer\n{log}")
            self.log.close()
            self.start()
        raise AssertionError(f"{self.name} on {self.port} ended three times while it started\n{log}")

    def signal(self, number):
        os.killpg(self.process.pid, number)

    def kill(self):
        """As `kill -9`: no good-bye."""
        self.signal(signal.SIGKILL)
        self.process.wait(30)

    def terminate(self):
        """As an orderly stop: it deregisters."""
        self.signal(signal.SIGTERM)
        self.process.wait(30)

    def stop(self):
        if self.process and self.process.poll() is None:
            try:
                self.signal(signal.SIGCONT)
                self.signal(signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait(30)
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class Eureka(Server):
    """A Eureka server; asks and answers in its own words, not ours."""

    def __init__(self, port, host="127.0.0.1", peer=None, fast=False, extra=(), user=None, password=None):
        arguments = ["--bind", host]
        if peer:
            arguments += ["--cluster", peer]
        if fast:
            arguments += ["--fast"]
        if user:
            arguments += ["--user", user, "--password", password]
        self.url = f"http://{host}:{port}/eureka"
        super().__init__("eureka", port, *arguments, *extra, host=host)

    def apps(self):
        return json.loads(call(f"{self.url}/apps")[1])["applications"]["application"]

    def registrations(self):
        return {i["instanceId"]: i for a in self.apps() for i in a["instance"]}

    def live(self, app, identifier):
        status, text = call(f"{self.url}/apps/{app}/{identifier}")
        return json.loads(text)["instance"] if status == 200 else None

    def override(self, app, identifier):
        instance = self.live(app, identifier)
        return instance and instance.get("overriddenStatus")


class Service(Server):
    """A microservice on Eureka."""

    def __init__(self, port, name, zone, eureka, fast=True, prefer=False, extra=()):
        arguments = ["--name", name, "--zone", zone, "--registry", f"eureka={eureka}/"]
        if fast:
            arguments += ["--fast"]
        if prefer:
            arguments += ["--prefer-zone"]
        self.app = name.upper()
        super().__init__("service", port, *arguments, *extra)

    def calls(self, provider, number=20):
        """Where so many calls went, by zone."""
        return json.loads(call(f"http://127.0.0.1:{self.port}/call/{provider}?n={number}", timeout=30)[1])


class Toxiproxy(Server):
    """A TCP proxy for faults."""

    def __init__(self):
        super().__init__("toxiproxy", free_ports(1)[0])
        self.ready()

    def proxy(self, name, upstream, host="127.0.0.1"):
        port = free_ports(1, host)[0]
        self.api("/proxies", {"name": name, "listen": f"{host}:{port}", "upstream": upstream})
        return port

    def enabled(self, name, on):
        self.api(f"/proxies/{name}", {"enabled": on})

    def silent(self, name):
        self.api(f"/proxies/{name}/toxics", {"name": "silent", "type": "timeout", "attributes": {"timeout": 0}})

    def heal(self, name):
        call(f"http://127.0.0.1:{self.port}/proxies/{name}/toxics/silent", "DELETE", headers={"User-Agent": "tests"})

    def api(self, path, body):
        status, text = call(
            f"http://127.0.0.1:{self.port}{path}", "POST", json.dumps(body).encode(), headers={"User-Agent": "tests"})
        assert status < 300, text


class Gateway(Server):
    """A Spring Cloud Gateway; routes are (id, uri, zone, weight or nothing), all of one group below one path."""

    prefix = "--spring.cloud.gateway.server.webflux.routes"

    def __init__(self, port, routes=(), group="provider", eureka=None, access="unrestricted", fast=True, host="127.0.0.1",
                 extra=()):
        arguments = ["--access", access]
        if eureka:
            arguments += ["--eureka", f"{eureka}/"]
        if fast:
            arguments += ["--fast"]
        given = [line for index, route in enumerate(routes) for line in self.properties(index, group, *route)]
        self.url, self.group = f"http://{host}:{port}", group
        super().__init__("gateway", port, *arguments, "--", *given, *extra, host=host)

    @classmethod
    def properties(cls, index, group, identifier, uri, zone, weight):
        route = f"{cls.prefix}[{index}]"
        lines = [f"{route}.id={identifier}", f"{route}.uri={uri}", f"{route}.predicates[0]=Path=/{group}/**",
                 f"{route}.filters[0]=StripPrefix=1"]
        if weight is not None:
            lines.append(f"{route}.predicates[1]=Weight={group},{weight}")
        if zone:
            lines.append(f"{route}.metadata.zone={zone}")
        return lines

    def post(self, identifier, uri, zone, weight, group=None, weight_arguments=None):
        """Adds a route in memory, as its own operators would."""
        group = group or self.group
        predicates = [{"name": "Path", "args": {"_genkey_0": f"/{group}/**"}}]
        if weight is not None:
            predicates.append({"name": "Weight", "args": weight_arguments or {"_genkey_0": group, "_genkey_1": str(weight)}})
        body = {"id": identifier, "uri": uri, "predicates": predicates,
                "filters": [{"name": "StripPrefix", "args": {"_genkey_0": "1"}}], "metadata": {"zone": zone} if zone else {}}
        status, text = call(
            f"{self.url}/actuator/gateway/routes/{identifier}", "POST", json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        assert status == 201, f"{status} {text}"

    def refresh(self):
        return call(f"{self.url}/actuator/gateway/refresh", "POST", b"")[0]

    def routes(self):
        return json.loads(call(f"{self.url}/actuator/gateway/routes")[1])

    def weights(self):
        """Weights by route id, as it has loaded them; where an id is there twice, the later one counts."""
        found = {}
        for route in self.routes():
            text = route["predicate"]
            if "Weight: " in text:
                found[route["route_id"]] = int(text.split("Weight: ")[1].split()[1].strip("(),)&"))
        return found

    def definitions(self):
        return json.loads(call(f"{self.url}/actuator/gateway/routedefinitions")[1])
