"""Alerts, dashboard and autoscaler name metrics the program has, in queries Prometheus understands."""

import json
import re
import unittest

import promql_parser

from chart import matches, of_kind, one
from places import CHART, ROOT

REGISTERED = re.compile(r'\b(register|counter|gauge|histogram)\(\s*"([a-z_]+)"')
SUFFIXES = {"counter": ["_total"], "gauge": [""], "histogram": ["_bucket", "_sum", "_count"]}
NAME = re.compile(r"\bveiviser_[a-z_]+")


def metrics() -> set[str]:
    """The names the program's source registers, as Prometheus stores them."""
    found = set()
    for path in (ROOT / "crates").glob("*/src/**/*.rs"):
        for how, name in REGISTERED.findall(path.read_text()):
            kinds = [how] if how in SUFFIXES else list(SUFFIXES)
            found |= {f"veiviser_{name}{suffix}" for kind in kinds for suffix in SUFFIXES[kind]}
    return found


def alerts() -> list[dict]:
    groups = one("production", "PrometheusRule")["spec"]["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict:
    (found,) = [it for it in of_kind("production", "ConfigMap") if "veiviser.json" in it["data"]]
    return json.loads(found["data"]["veiviser.json"])


def queries() -> dict[str, str]:
    found = {rule["alert"]: rule["expr"] for rule in alerts()}
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            found[f"{panel['title']} {target['refId']}"] = target["expr"]
    return found


class Metrics(unittest.TestCase):
    def test_the_program_s_metrics_are_found(self):
        self.assertLessEqual({"veiviser_streams", "veiviser_http_requests_total"}, metrics())
        self.assertNotIn("veiviser_http_requests_tot", metrics())

    def test_alerts_and_dashboard_ask_for_metrics_there_are(self):
        known = metrics()
        for name, query in queries().items():
            with self.subTest(name):
                asked = set(NAME.findall(query))
                self.assertLessEqual(asked, known)
                self.assertTrue(asked or "up{" in query)

    def test_prometheus_understands_every_query(self):
        self.assertGreater(len(queries()), 12)
        for name, query in queries().items():
            with self.subTest(name):
                plain = query.replace("$__rate_interval", "5m").replace("$namespace", "guidance")
                self.assertNotIn("$", plain)
                promql_parser.parse(plain)

    def test_queries_look_at_one_installation(self):
        for name, query in queries().items():
            with self.subTest(name):
                selected = re.findall(r"(?:veiviser_[a-z_]+|\bup)(\{[^}]*\})?", query)
                for labels in selected:
                    self.assertIn("namespace=", labels)

    def test_the_autoscaler_asks_for_metrics_there_are(self):
        spec = one("production", "HorizontalPodAutoscaler")["spec"]
        names = {it[it["type"].lower()]["metric"]["name"] for it in spec["metrics"] if it["type"] != "Resource"}
        self.assertLessEqual(names, metrics())

    def test_every_alert_says_what_is_wrong_and_how_grave(self):
        for rule in alerts():
            with self.subTest(rule["alert"]):
                self.assertIn(rule["labels"]["severity"], ("critical", "warning"))
                self.assertTrue(rule["annotations"]["summary"])
                self.assertTrue(rule["annotations"]["description"])
                self.assertRegex(rule["for"], r"^\d+m$")

    def test_prometheus_finds_the_service(self):
        spec = one("production", "ServiceMonitor")["spec"]
        service = one("production", "Service")
        self.assertLessEqual(spec["selector"]["matchLabels"].items(), service["metadata"]["labels"].items())
        (endpoint,) = spec["endpoints"]
        self.assertIn(endpoint["port"], {port["name"] for port in service["spec"]["ports"]})
        server = (ROOT / "crates/server/src/routes.rs").read_text()
        self.assertIn(f'.at("{endpoint["path"]}"', server)
        for kind in ("ServiceMonitor", "PrometheusRule"):
            self.assertEqual(one("production", kind)["metadata"]["labels"]["release"], "prometheus")

    def test_only_the_service_is_measured(self):
        selector = one("production", "ServiceMonitor")["spec"]["selector"]
        self.assertFalse(matches(selector, one("production", "Job")))

    def test_panels_have_their_own_place(self):
        panels = dashboard()["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        self.assertEqual(len({(it["gridPos"]["x"], it["gridPos"]["y"]) for it in panels}), len(panels))
        self.assertTrue(all(panel["description"] for panel in panels))
        self.assertTrue((CHART / "dashboards/veiviser.json").read_text().endswith("}\n"))
