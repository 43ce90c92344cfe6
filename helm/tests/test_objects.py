"""The rendered objects: valid for Kubernetes, and hardened as promised."""

import re
import tomllib
import unittest

import kubernetes_validate

import settings
from chart import (
    INSTALLATIONS,
    NAMESPACE,
    RELEASE,
    called,
    helm,
    matches,
    of_kind,
    one,
    pod,
    rendered,
    values,
    workloads,
)
from places import CHART

# The oldest that Chart.yaml allows, and the newest the validator knows.
KUBERNETES = ("1.30", "1.37")
# Definitions that other projects bring to a cluster; tests of their own look at them.
FOREIGN = ("monitoring.coreos.com/v1",)


def strings(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for it in node.values() for text in strings(it)]
    if isinstance(node, list):
        return [text for it in node for text in strings(it)]
    return [node] if isinstance(node, str) else []


def each() -> list[tuple]:
    """Where it is from, and the object."""
    return [(f"{name}: {it['kind']} {it['metadata']['name']}", it) for name in INSTALLATIONS for it in rendered(name)]


def each_pod() -> list[tuple]:
    """The installation, the workload, and its pods."""
    return [(name, it, pod(it)) for name in INSTALLATIONS for it in workloads(name)]


class Objects(unittest.TestCase):
    def test_kubernetes_knows_every_field(self):
        checked = 0
        for where, it in each():
            with self.subTest(where):
                if it["apiVersion"] in FOREIGN:
                    continue
                for version in KUBERNETES:
                    kubernetes_validate.validate(it, version, strict=True)
                    checked += 1
        self.assertGreater(checked, 50)

    def test_every_object_has_its_namespace_and_its_labels(self):
        names = []
        for where, it in each():
            with self.subTest(where):
                self.assertEqual(it["metadata"]["namespace"], NAMESPACE)
                labels = it["metadata"]["labels"]
                self.assertEqual(labels["app.kubernetes.io/instance"], RELEASE)
                self.assertIn("helm.sh/chart", labels)
                names.append((where, it["kind"], it["metadata"]["name"]))
        self.assertEqual(len(names), len(set(names)))

    def test_long_names_of_releases_stay_valid(self):
        done = helm("template", "r" * 53, str(CHART), "-f", values("minimal"))
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in re.findall(r"^  name: (\S+)$", done.stdout, re.MULTILINE):
            self.assertLessEqual(len(name), 63)

    def test_no_secret_stands_in_any_object(self):
        looks_secret = re.compile(r"[a-z]+://[^/\s]*:[^/\s]*@|password|-----BEGIN", re.IGNORECASE)
        for where, it in each():
            with self.subTest(where):
                self.assertNotEqual(it["kind"], "Secret")
                for text in strings(it):
                    self.assertNotRegex(text, looks_secret)
        for name, workload, spec in each_pod():
            with self.subTest(f"{name}: {workload['kind']}"):
                for container in spec["containers"]:
                    for variable in container.get("env", []):
                        self.assertTrue(variable["name"].endswith("_FILE"), variable)

    def test_every_image_has_a_fixed_version(self):
        for name, workload, spec in each_pod():
            with self.subTest(f"{name}: {workload['kind']}"):
                for container in spec["containers"]:
                    self.assertRegex(container["image"], r"(:[^:/@]+|@sha256:[0-9a-f]{64})$")
                    self.assertFalse(container["image"].endswith(":latest"))

    def test_no_pod_may_more_than_it_needs(self):
        for name, workload, spec in each_pod():
            with self.subTest(f"{name}: {workload['kind']}"):
                self.assertIs(spec["automountServiceAccountToken"], False)
                self.assertIs(spec["enableServiceLinks"], False)
                security = spec["securityContext"]
                self.assertIs(security["runAsNonRoot"], True)
                self.assertGreater(security["runAsUser"], 0)
                self.assertGreater(security["runAsGroup"], 0)
                self.assertEqual(security["seccompProfile"], {"type": "RuntimeDefault"})
                for forbidden in ("hostNetwork", "hostPID", "hostIPC"):
                    self.assertNotIn(forbidden, spec)
                for container in spec["containers"]:
                    self.assertEqual(
                        container["securityContext"],
                        {
                            "allowPrivilegeEscalation": False,
                            "readOnlyRootFilesystem": True,
                            "capabilities": {"drop": ["ALL"]},
                        },
                    )
        for name in INSTALLATIONS:
            self.assertIs(one(name, "ServiceAccount")["automountServiceAccountToken"], False)

    def test_every_container_says_what_it_takes(self):
        for name, workload, spec in each_pod():
            with self.subTest(f"{name}: {workload['kind']}"):
                for container in spec["containers"]:
                    for amount in ("cpu", "memory", "ephemeral-storage"):
                        self.assertIn(amount, container["resources"]["requests"])
                    for amount in ("memory", "ephemeral-storage"):
                        self.assertIn(amount, container["resources"]["limits"])

    def test_every_mount_has_its_volume_and_secrets_are_for_the_group_alone(self):
        for name, workload, spec in each_pod():
            with self.subTest(f"{name}: {workload['kind']}"):
                volumes = {volume["name"]: volume for volume in spec["volumes"]}
                mounts = [mount for it in spec["containers"] for mount in it["volumeMounts"]]
                self.assertEqual(set(volumes), {mount["name"] for mount in mounts})
                for mount in mounts:
                    volume = volumes[mount["name"]]
                    if "projected" in volume:
                        self.assertIs(mount["readOnly"], True)
                        self.assertEqual(volume["projected"]["defaultMode"], 0o440)
                    if "emptyDir" in volume:
                        self.assertIn("sizeLimit", volume["emptyDir"])
                self.assertIn("/tmp", {mount["mountPath"] for mount in mounts})

    def test_the_configuration_names_only_what_the_program_knows(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                written = one_configuration(name)
                for path in settings.paths(written):
                    self.assertTrue(settings.known(path), ".".join(path))
        for name, workload, spec in each_pod():
            with self.subTest(f"{name}: {workload['kind']}"):
                for container in spec["containers"]:
                    for variable in container.get("env", []):
                        path = tuple(variable["name"].lower().split("__")[1:])
                        self.assertTrue(settings.known(path), variable["name"])

    def test_numbers_and_texts_keep_their_types(self):
        written = one_configuration("production")
        self.assertEqual(written["chat"]["message_characters"], 2000)
        self.assertEqual(written["routing"], {"version": "2026-2", "offer_timeout_s": {"chat": 45}})
        self.assertEqual(written["mail"]["from"], "Veiviser <noreply@veiviser.example.no>")
        large = one_configuration("minimal", "--set", "config.chat.requests_per_minute=30000000")
        self.assertEqual(large["chat"]["requests_per_minute"], 30_000_000)

    def test_every_file_the_program_is_pointed_to_is_mounted(self):
        for name, workload, spec in each_pod():
            with self.subTest(f"{name}: {workload['kind']}"):
                there = files(spec)
                wanted = [it["value"] for it in spec["containers"][0].get("env", [])]
                if workload["kind"] == "Deployment":
                    written = one_configuration(name)
                    wanted += [
                        value
                        for table in written.values()
                        for key, value in table.items()
                        if key.endswith("_file")
                    ]
                    wanted += [spec["containers"][0]["args"][1]]
                self.assertLessEqual(set(wanted), there)

    def test_selectors_find_the_pods_and_no_others(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                deployment = one(name, "Deployment")
                wanted = deployment["spec"]["selector"]
                self.assertTrue(matches(wanted, deployment))
                self.assertEqual(one(name, "Service")["spec"]["selector"], wanted["matchLabels"])
                self.assertEqual(one(name, "PodDisruptionBudget")["spec"]["selector"], wanted)
                for job in of_kind(name, "Job"):
                    self.assertFalse(matches(wanted, job), "the service would send people to the migration")

    def test_optional_objects_come_only_when_asked_for(self):
        asked = {"HorizontalPodAutoscaler", "ServiceMonitor", "PrometheusRule"}
        kinds = {name: {it["kind"] for it in rendered(name)} for name in INSTALLATIONS}
        self.assertEqual(kinds["minimal"] & asked, set())
        self.assertEqual(kinds["production"] & asked, asked)
        self.assertIn("PersistentVolumeClaim", kinds["sqlite"])
        self.assertNotIn("Job", kinds["sqlite"])
        off = rendered("minimal", "--set", "ingress.enabled=false", "--set", "networkPolicy.enabled=false")
        self.assertEqual({it["kind"] for it in off} & {"Ingress", "NetworkPolicy"}, set())
        self.assertIn("veiviser", called(off))


def one_configuration(name: str, *arguments: str) -> dict:
    (found,) = [it for it in of_kind(name, "ConfigMap", *arguments) if "veiviser.toml" in it["data"]]
    return tomllib.loads(found["data"]["veiviser.toml"])


def files(spec: dict) -> set[str]:
    """The paths of the files that volumes bring into the container."""
    where = {mount["name"]: mount["mountPath"] for mount in spec["containers"][0]["volumeMounts"]}
    found = set()
    for volume in spec["volumes"]:
        folder = where[volume["name"]]
        if "configMap" in volume:
            found.add(f"{folder}/veiviser.toml")
        for source in volume.get("projected", {}).get("sources", []):
            found |= {f"{folder}/{item['path']}" for item in source["secret"]["items"]}
    return found
