"""What the chart takes and refuses."""

import tomllib
import unittest

import yaml

import settings
from chart import INSTALLATIONS, helm, template, values
from places import CHART, ROOT, VALUES

# One mistake each, on top of good values, and what the answer must name.
MISTAKES = {
    "an unknown key": (["--set", "colour=red"], "colour"),
    "no host": (["--set", "host="], "/host"),
    "an address as host": (["--set", "host=https://a.example"], "/host"),
    "no image": (["--set", "image.repository="], "/image/repository"),
    "a tag in the repository": (["--set", "image.repository=a.example/b:1"], "/image/repository"),
    "the tag latest": (["--set", "image.tag=latest"], "/image/tag"),
    "half a digest": (["--set", "image.digest=sha256:12"], "/image/digest"),
    "no copy": (["--set", "replicas=0"], "/replicas"),
    "an unknown database": (["--set", "database.kind=mysql"], "/database/kind"),
    "a password in values": (["--set", "database.password=x"], "/database"),
    "an address of the database in values": (["--set", "config.database.url=postgres://a:b@c/d"], "/config/database"),
    "a key of the chart's in config": (["--set", "config.server.listen=1"], "/config/server"),
    "an unknown setting": (["--set", "config.chat.colour=red"], "/config/chat"),
    "an unknown section": (["--set", "config.colours.red=1"], "/config"),
    "a setting of another type": (["--set", "config.chat.message_characters=many"], "/message_characters"),
    "no limit of memory": (["--set", "resources.limits.memory=null"], "/resources/limits"),
    "nobody who may call": (["--set-json", "networkPolicy.ingressController=[]"], "/networkPolicy/ingressController"),
    "a peer of no kind": (["--set-json", "networkPolicy.smtp.to=[{}]"], "/networkPolicy/smtp"),
    "a port that is none": (["--set", "networkPolicy.nats.port=70000"], "/networkPolicy/nats"),
    "no secret of the service's role": (["--set", "database.existingSecret="], "database.existingSecret"),
    "no secret of the owner": (["--set", "database.owner.existingSecret="], "database.owner.existingSecret"),
    "no sealing key": (["--set", "sealingKeys.existingSecret="], "sealingKeys.existingSecret"),
    "several copies without NATS": (["--set", "nats.enabled=false"], "nats.enabled is false"),
    "NATS without an address": (["--set", "nats.existingSecret="], "nats.existingSecret"),
    "backups without their image": (["--set", "backup.claim=a"], "backup.image.repository"),
    "a schedule that is none": (["--set", "backup.schedule=nightly"], "/backup/schedule"),
    "fewest above most": (["--set", "autoscaling.minReplicas=9"], "autoscaling.minReplicas"),
    "several copies on SQLite": (["--set", "database.kind=sqlite"], "database.kind is sqlite"),
}


class Values(unittest.TestCase):
    def test_each_installation_passes_the_strict_lint(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                done = helm("lint", "--strict", str(CHART), "-f", values(name))
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_wrong_line_of_a_file_is_named(self):
        done = template("refused")
        self.assertNotEqual(done.returncode, 0)
        for path in (
            "/host",
            "/image/repository",
            "/image/tag",
            "/replicas",
            "/database/kind",
            "'password'",
            "'keys'",
            "'colour'",
            "'url'",
            "'service'",
        ):
            self.assertIn(path, done.stderr)

    def test_each_mistake_is_refused_by_name(self):
        for mistake, (arguments, named) in MISTAKES.items():
            with self.subTest(mistake):
                done = template("minimal", *arguments)
                self.assertNotEqual(done.returncode, 0, "it was taken")
                self.assertIn(named, done.stderr)

    def test_the_bare_chart_says_what_it_needs(self):
        done = helm("template", "veiviser", str(CHART))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/host", done.stderr)

    def test_the_schema_knows_every_value_and_setting(self):
        schema = settings.schema()
        defaults = yaml.safe_load((CHART / "values.yaml").read_text())
        self.assertEqual(set(defaults), set(schema["properties"]) - {"global"})
        expected = settings.schema_of_config()
        message = "run `python3 helm/tests/run.py --write`"
        self.assertEqual(schema["properties"]["config"], expected, message)

    def test_what_may_hold_a_secret_is_no_value(self):
        for path in settings.in_values():
            with self.subTest(".".join(path)):
                self.assertNotRegex(path[-1], r"(^|_)(url|keys?|password|secret|token)$")

    def test_no_object_of_the_schema_is_open(self):
        # Names chosen by operators, and what Kubernetes itself checks.
        free = {"global", "texts", "items"}

        def open_ends(name: str, node: object) -> list[str]:
            if isinstance(node, list):
                return [end for it in node for end in open_ends(name, it)]
            if not isinstance(node, dict):
                return []
            found = [name] if node.get("type") == "object" and "additionalProperties" not in node else []
            return found + [end for key, it in node.items() for end in open_ends(key, it)]

        self.assertEqual(set(open_ends("values", settings.schema())) - free, set())

    def test_chart_and_program_have_one_version(self):
        chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
        workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]
        self.assertEqual(chart["appVersion"], workspace["package"]["version"])

    def test_the_files_of_values_are_all_in_use(self):
        there = {path.stem for path in VALUES.glob("*.yaml")}
        self.assertEqual(there, {*INSTALLATIONS, "refused"})
