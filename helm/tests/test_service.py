"""How the service starts, stops, is updated, reached and scaled."""

import re
import unittest

from chart import INSTALLATIONS, matches, of_kind, one, pod, workloads
from places import ROOT
from test_objects import one_configuration

SERVER = "\n".join(path.read_text() for path in (ROOT / "crates/server/src").glob("*.rs"))


def container(name: str, kind: str = "Deployment") -> dict:
    (only,) = pod(one(name, kind))["containers"]
    return only


class Service(unittest.TestCase):
    def test_probes_ask_for_pages_the_program_has(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                only = container(name)
                ports = {port["name"] for port in only["ports"]}
                asked = {}
                for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                    get = only[probe]["httpGet"]
                    self.assertIn(f'.at("{get["path"]}"', SERVER)
                    self.assertIn(get["port"], ports)
                    self.assertLessEqual(only[probe]["timeoutSeconds"], only[probe]["periodSeconds"])
                    asked[probe] = get["path"]
                self.assertEqual(asked["readinessProbe"], "/readyz")
                self.assertEqual(asked["livenessProbe"], "/healthz", "a database that is away must not restart pods")

    def test_the_program_listens_where_it_is_looked_for(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                listen = one_configuration(name)["server"]["listen"]
                (port,) = container(name)["ports"]
                self.assertEqual(listen, f"0.0.0.0:{port['containerPort']}")
                (target,) = one(name, "Service")["spec"]["ports"]
                self.assertEqual(target["targetPort"], port["name"])

    def test_a_copy_gets_the_time_its_shutdown_takes(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                written = one_configuration(name)
                shutdown = written["server"].get("shutdown_seconds", 10)
                before = container(name)["lifecycle"]["preStop"]["sleep"]["seconds"]
                self.assertGreater(before, 0)
                grace = pod(one(name, "Deployment"))["terminationGracePeriodSeconds"]
                self.assertGreater(grace, before + 2 * shutdown)

    def test_an_update_takes_no_copy_away_before_the_next_is_ready(self):
        for name in ("minimal", "production"):
            with self.subTest(name):
                strategy = one(name, "Deployment")["spec"]["strategy"]
                self.assertEqual(strategy["type"], "RollingUpdate")
                self.assertEqual(strategy["rollingUpdate"]["maxUnavailable"], 0)
                self.assertGreater(strategy["rollingUpdate"]["maxSurge"], 0)
        self.assertEqual(one("sqlite", "Deployment")["spec"]["strategy"], {"type": "Recreate"})

    def test_there_are_two_copies_at_least_where_there_can_be(self):
        self.assertGreaterEqual(one("minimal", "Deployment")["spec"]["replicas"], 2)
        self.assertNotIn("replicas", one("production", "Deployment")["spec"], "the autoscaler says how many")
        self.assertEqual(one("sqlite", "Deployment")["spec"]["replicas"], 1)

    def test_copies_are_spread_and_may_be_moved_one_at_a_time(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                deployment = one(name, "Deployment")
                spec = pod(deployment)
                spread = spec["topologySpreadConstraints"]
                keys = {it["topologyKey"] for it in spread}
                self.assertEqual(keys, {"topology.kubernetes.io/zone", "kubernetes.io/hostname"})
                rules = spec["affinity"]["podAntiAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"]
                for it in [*spread, *(rule["podAffinityTerm"] for rule in rules)]:
                    self.assertTrue(matches(it["labelSelector"], deployment))
                self.assertEqual(one(name, "PodDisruptionBudget")["spec"]["maxUnavailable"], 1)

    def test_a_changed_setting_starts_new_copies(self):
        def mark(*arguments: str) -> str:
            template = one("minimal", "Deployment", *arguments)["spec"]["template"]
            return template["metadata"]["annotations"]["checksum/config"]

        self.assertEqual(mark(), mark("--set", "replicas=3"))
        self.assertNotEqual(mark(), mark("--set", "config.chat.message_characters=1"))

    def test_any_copy_serves_any_client(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                self.assertEqual(one(name, "Service")["spec"]["sessionAffinity"], "None")
                ingress = one(name, "Ingress")
                annotations = ingress["metadata"]["annotations"]
                for key in annotations:
                    self.assertNotRegex(key, "(?i)affinity|sticky|cookie")
                waits = [int(value) for key, value in annotations.items() if "timeout" in key]
                self.assertGreaterEqual(min(waits), 3600)

    def test_people_come_by_tls_only(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                spec = one(name, "Ingress")["spec"]
                (rule,) = spec["rules"]
                self.assertEqual(spec["tls"][0]["hosts"], [rule["host"]])
                self.assertEqual(one_configuration(name)["server"]["public_url"], f"https://{rule['host']}")
                (path,) = rule["http"]["paths"]
                backend = path["backend"]["service"]
                self.assertEqual(backend["name"], one(name, "Service")["metadata"]["name"])
                self.assertEqual(backend["port"]["name"], one(name, "Service")["spec"]["ports"][0]["name"])

    def test_the_autoscaler_asks_for_more_than_processor_time_only_with_an_adapter(self):
        def kinds(*arguments: str) -> list[str]:
            spec = one("production", "HorizontalPodAutoscaler", *arguments)["spec"]
            self.assertEqual(spec["scaleTargetRef"]["name"], one("production", "Deployment")["metadata"]["name"])
            return [it["type"] for it in spec["metrics"]]

        self.assertEqual(kinds(), ["Resource", "Pods", "External"])
        self.assertEqual(kinds("--set", "autoscaling.metricsAdapter=false"), ["Resource"])


class Migration(unittest.TestCase):
    def test_it_runs_before_the_release_and_its_failure_is_kept(self):
        for name in ("minimal", "production"):
            with self.subTest(name):
                job = one(name, "Job")
                marks = job["metadata"]["annotations"]
                self.assertEqual(set(marks["helm.sh/hook"].split(",")), {"pre-install", "pre-upgrade"})
                self.assertNotIn("hook-failed", marks["helm.sh/hook-delete-policy"])
                self.assertEqual(pod(job)["restartPolicy"], "Never")
                self.assertGreater(job["spec"]["activeDeadlineSeconds"], 0)

    def test_it_uses_nothing_that_comes_after_it(self):
        later = {"veiviser"}
        for name in ("minimal", "production"):
            spec = pod(one(name, "Job"))
            self.assertNotIn("serviceAccountName", spec)
            maps = {volume["configMap"]["name"] for volume in spec["volumes"] if "configMap" in volume}
            self.assertEqual(maps & later, set())

    def test_the_owner_s_secret_reaches_the_migration_alone(self):
        for name in ("minimal", "production"):
            with self.subTest(name):
                owner = "veiviser-database-owner"
                self.assertIn(owner, secrets(pod(one(name, "Job"))))
                self.assertNotIn(owner, secrets(pod(one(name, "Deployment"))))
                self.assertIn("--no-migrate", container(name)["args"])
                self.assertEqual(container(name, "Job")["args"], ["migrate"])
        self.assertNotIn("--no-migrate", container("sqlite")["args"])

    def test_both_run_the_same_image(self):
        for name in ("minimal", "production"):
            self.assertEqual(container(name)["image"], container(name, "Job")["image"])

    def test_the_commands_are_the_program_s(self):
        commands = {word.lower() for word in re.findall(r"^    ([A-Z][a-z]+)[,({ ]", SERVER, re.MULTILINE)}
        for name in INSTALLATIONS:
            for workload in workloads(name):
                words = [it for it in pod(workload)["containers"][0]["args"] if re.fullmatch("[a-z]+", it)]
                self.assertEqual(len(words), 1)
                self.assertIn(words[0], commands)


def secrets(spec: dict) -> set[str]:
    sources = [it for volume in spec["volumes"] for it in volume.get("projected", {}).get("sources", [])]
    return {source["secret"]["name"] for source in sources}
