"""Redis replication as the console tells it, against what redis-cli says of the same servers."""

import json
import os
import subprocess
import tempfile
import shutil
import unittest

from peers import eventually, free_ports
from redises import Pipe, Redis, RedisEstate


class Tree(unittest.TestCase):
    """A master, a replica of it directly, one through a pipe, and one behind the first; made anew for each test."""

    def setUp(self):
        self.master = self.began(Redis())
        self.master.ready()
        self.pipe = Pipe(self.master.port)
        self.addCleanup(self.pipe.close)
        self.near = self.began(Redis(None, self.master.port))
        self.far = self.began(Redis(None, self.pipe.port))
        self.near.ready(), self.far.ready()
        self.last = self.began(Redis(None, self.near.port))
        self.last.ready()
        for each in (self.near, self.far, self.last):
            each.linked()
        self.estate = RedisEstate([
            (self.master.address, "zone-a"), (self.near.address, "zone-a"), (self.far.address, "zone-b"),
            (self.last.address, "zone-b")])
        self.addCleanup(self.estate.remove)
        self.to_near = (self.master.address, self.near.address)
        self.to_far = (self.master.address, self.far.address)
        self.to_last = (self.near.address, self.last.address)

    def began(self, redis):
        self.addCleanup(redis.stop)
        return redis

    def becomes(self, ends, state, timeout=30):
        def check():
            link = self.estate.links().get(ends)
            return link if link and link["state"] == state else (_ for _ in ()).throw(AssertionError(link))
        return eventually(check, timeout, f"{ends} to be {state}")

    def test_every_link_of_the_tree_once_with_its_zones(self):
        def settled():
            links = self.estate.links()
            self.assertEqual(set(links), {self.to_near, self.to_far, self.to_last})
            for link in links.values():
                self.assertEqual((link["state"], link["lag"]["position"], link["lag"]["seconds"], link["lag"]["live"]), ("ok", 0, 0, True), link)
                self.assertEqual((link["source"], link["kind"], link["lag"]["unit"]), ("cache", "redis", "bytes"))
            return links
        links = eventually(settled, 30, "all replicas to have everything")
        self.assertEqual((links[self.to_far]["fromZone"], links[self.to_far]["toZone"]), ("zone-a", "zone-b"))
        nodes = self.estate.nodes()
        self.assertEqual({n["state"] for n in nodes.values()}, {"live"}, nodes)
        self.assertEqual(nodes[self.master.address]["serverVersion"], self.master.info("server")["redis_version"])
        self.assertIn("replication", nodes[self.master.address]["reads"])

    def test_bytes_behind_equal_those_of_redis_cli(self):
        self.pipe.hold()
        for count in (10, 300):
            self.master.write(count)

            def equal():
                def behind():
                    return int(self.master.info()["master_repl_offset"]) - int(self.far.info()["slave_repl_offset"])
                before = behind()
                link = self.estate.links()[self.to_far]
                self.assertEqual(behind(), before, "the master pinged meanwhile")
                self.assertGreaterEqual(before, 1000)
                self.assertEqual(link["lag"]["position"], before, link)
                return link
            link = eventually(equal, 30, "our bytes equal to redis-cli's")
        self.assertNotEqual(link["lag"]["seconds"], 0)
        self.pipe.release()
        self.assertEqual(self.becomes(self.to_far, "ok")["lag"]["position"], 0)

    def test_two_readings_tell_seconds(self):
        self.pipe.hold()
        asking = self.estate.start("snapshot", "-o", "json", "--window", "4s")
        # Written once the first reading has been made: the second knows when the master was where the replica is.
        eventually(lambda: any("name=azimuth" in line and "cmd=info" in line for line in self.master.cli("client", "list").splitlines()),
                   10, "the first reading")
        self.master.write(20)
        out, err = asking.communicate(timeout=60)
        links = {(link["from"], link["to"]): link for link in json.loads(out)["links"]}
        lag = links[self.to_far]["lag"]
        self.assertGreaterEqual(lag["position"], 1000, lag)
        self.assertGreater(lag["seconds"], 1, lag)
        self.assertLess(lag["seconds"], 15, lag)
        # Whoever asks once knows no seconds, and says so.
        once = self.estate.json("snapshot")["links"]
        lag = next(link["lag"] for link in once if link["to"] == self.far.address)
        self.assertIsNone(lag["seconds"])
        self.assertTrue(lag["secondsReason"])

    def test_a_frozen_replica_is_paused_and_its_bytes_are_known(self):
        self.far.freeze()
        self.addCleanup(self.far.thaw)
        self.master.write(50)
        link = self.becomes(self.to_far, "paused", 4.9 + 30)
        self.assertGreaterEqual(link["lag"]["position"], 1000, link)
        self.assertIs(link["lag"]["live"], False)
        self.assertEqual(self.estate.links()[self.to_near]["state"], "ok")
        self.far.thaw()
        self.becomes(self.to_far, "ok")

    def test_a_link_that_is_cut_under_a_living_master_is_cut(self):
        self.pipe.cut()
        self.master.write(50)
        link = self.becomes(self.to_far, "cut")
        self.assertGreaterEqual(link["lag"]["position"], 1000, link)
        self.assertIs(link["lag"]["live"], False)
        self.assertIn("down", link["reason"])
        self.assertEqual(self.estate.links()[self.to_near]["state"], "ok")
        self.pipe.mend()
        self.becomes(self.to_far, "ok")

    def test_a_dead_master_is_source_down_and_no_lag_is_made_up(self):
        self.master.kill()
        for ends in (self.to_near, self.to_far):
            lag = self.becomes(ends, "source-down")["lag"]
            self.assertIsNone(lag["position"])
            self.assertIsNone(lag["seconds"])
        self.assertEqual(self.estate.links()[self.to_last]["state"], "ok")
        self.assertEqual(self.estate.nodes()[self.master.address]["state"], "failed")

    def test_a_frozen_master_is_source_down(self):
        self.master.freeze()
        self.addCleanup(self.master.thaw)
        self.becomes(self.to_near, "source-down")

    def test_a_dead_replica_is_not_live_and_not_ok(self):
        self.last.kill()

        def told():
            snapshot = self.estate.json("snapshot")
            self.assertEqual({n["node"]: n["state"] for n in snapshot["sources"][0]["nodes"]}[self.last.address], "failed")
            self.assertTrue(all(link["state"] != "ok" for link in snapshot["links"] if link["to"] == self.last.address))
            return True
        eventually(told, 20, "the dead replica to be told")

    def test_a_promoted_replica_is_the_master_of_its_own(self):
        self.near.cli("replicaof", "no", "one")

        def settled():
            snapshot = self.estate.json("snapshot")
            links = {(link["from"], link["to"]): link for link in snapshot["links"]}
            self.assertEqual(set(links), {self.to_far, self.to_last})
            self.assertEqual({link["state"] for link in links.values()}, {"ok"}, links)
            self.assertTrue(any(self.near.address in a["subject"] + a["text"] and "masters" in a["text"] for a in snapshot["attention"]),
                            snapshot["attention"])
            return True
        eventually(settled, 30, "two masters, each with one replica")

    def test_servers_that_the_file_does_not_list_are_named(self):
        estate = RedisEstate([(self.near.address, "zone-a")])
        self.addCleanup(estate.remove)
        nodes = estate.nodes()
        self.assertEqual(nodes[self.master.address]["state"], "named")
        self.assertEqual(nodes[self.last.address]["state"], "named")
        links = estate.links()
        self.assertIsNone(links[self.to_near]["lag"]["position"])
        self.assertEqual(links[self.to_last]["lag"]["position"], 0)


class WithTLSAndUsers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.mkdtemp(prefix="azimuth-redis-tls-")
        cls.addClassCleanup(shutil.rmtree, cls.directory, True)
        for name in ("ca", "other"):
            cls.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem",
                        "-days", "2", "-subj", f"/CN=Test {name}")
        cls.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=redis.test",
                    "-addext", "subjectAltName=DNS:redis.test")
        cls.openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "server.pem",
                    "-days", "2", "-copy_extensions", "copy")
        tls = ("--tls-replication", "yes", "--tls-cert-file", cls.path("server.pem"), "--tls-key-file", cls.path("server.key"),
               "--tls-ca-cert-file", cls.path("ca.pem"), "--tls-auth-clients", "no", "--port", "0", "--requirepass", "pass-4711",
               "--masterauth", "pass-4711")
        ports = free_ports(2)
        cls.master = Redis(ports[0], None, *tls, "--tls-port", ports[0])
        cls.addClassCleanup(cls.master.stop)
        cls.replica = Redis(ports[1], ports[0], *tls, "--tls-port", ports[1])
        cls.addClassCleanup(cls.replica.stop)
        for each in (cls.master, cls.replica):
            each.cli_arguments = ["--tls", "--cacert", cls.path("ca.pem"), "--sni", "redis.test", "--no-auth-warning", "-a", "pass-4711"]
            each.ready()
            each.cli("acl", "setuser", "ops", "on", ">pass-4712", "-@all", "+info", "+role", "+time")
            each.cli("acl", "setuser", "blind", "on", ">pass-4712", "-@all", "+role", "+time")
        cls.replica.linked()
        cls.password = cls.path("password")
        with open(cls.password, "w") as file:
            file.write("pass-4712\n")
        os.chmod(cls.password, 0o600)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.directory, name)

    @classmethod
    def openssl(cls, *arguments):
        subprocess.run(["openssl", *arguments], cwd=cls.directory, check=True, capture_output=True)

    def estate(self, tls="{ ca: CA, serverName: redis.test }", user="ops", password=None):
        tls = tls.replace("CA", self.path("ca.pem")).replace("OTHER", self.path("other.pem"))
        extra = f"    tls: {tls}\n" if tls else ""
        if user:
            extra += f'    credentials: {{ user: {user}, password: "${{file:{password or self.password}}}" }}\n'
        estate = RedisEstate([(self.master.address, "zone-a"), (self.replica.address, "zone-b")], extra=extra)
        self.addCleanup(estate.remove)
        return estate

    def test_a_user_with_three_rights_sees_the_link(self):
        estate = self.estate()
        trace = os.path.join(estate.directory, "trace")

        def settled():
            code, out, err = estate.run("check", "--trace", trace)
            self.assertEqual(code, 0, out + err)
            link = estate.links()[(self.master.address, self.replica.address)]
            self.assertEqual((link["state"], link["lag"]["position"]), ("ok", 0), link)
            return True
        eventually(settled, 30, "the link over TLS")
        traced = open(trace).read()
        self.assertIn("INFO replication", traced)
        self.assertNotIn("pass-4712", traced)

    def failed(self, estate, *words):
        for node in estate.nodes().values():
            self.assertEqual(node["state"], "failed", node)
            for word in words:
                self.assertIn(word, node["error"])
            self.assertNotIn("pass-", node["error"])

    def test_an_unknown_authority_and_a_wrong_name_are_refused(self):
        self.failed(self.estate("{ ca: OTHER, serverName: redis.test }"), "TLS", "check `tls`")
        self.failed(self.estate("{ ca: CA }"), "TLS")
        self.failed(self.estate("{ serverName: redis.test }"), "TLS")

    def test_without_tls_the_way_out_is_named(self):
        self.failed(self.estate(""), "`tls` section")

    def test_a_wrong_password_and_none_are_told_apart(self):
        wrong = self.path("wrong")
        with open(wrong, "w") as file:
            file.write("pass-0000\n")
        os.chmod(wrong, 0o600)
        self.failed(self.estate(password=wrong), "the user ops or its password is wrong")
        self.failed(self.estate(user=None), "it wants a password")

    def test_a_user_who_may_not_call_INFO_is_told_which_right_is_missing(self):
        estate = self.estate(user="blind")
        for node in estate.nodes().values():
            self.assertEqual(node["state"], "partial", node)
            self.assertIn("+info", node["error"])
        link = estate.links()[(self.master.address, self.replica.address)]
        self.assertIsNone(link["lag"]["position"])
        self.assertEqual(link["state"], "unknown")


if __name__ == "__main__":
    unittest.main()
