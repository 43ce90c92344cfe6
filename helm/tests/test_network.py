"""Who may talk to whom: the network policies, read as Kubernetes reads them."""

import unittest

from chart import INSTALLATIONS, matches, of_kind, one, workloads

INGRESS_CONTROLLER = {"kubernetes.io/metadata.name": "ingress-nginx"}
MONITORING = {"kubernetes.io/metadata.name": "monitoring"}


def policies(name: str, workload: dict) -> list[dict]:
    return [it["spec"] for it in of_kind(name, "NetworkPolicy") if matches(it["spec"]["podSelector"], workload)]


def ways_out(name: str, workload: dict) -> dict[tuple, list]:
    """The peers by protocol and port; an empty list is anybody."""
    found = {}
    for policy in policies(name, workload):
        for rule in policy.get("egress", []):
            for port in rule["ports"]:
                found[(port["protocol"], port["port"])] = rule.get("to", [])
    return found


class Network(unittest.TestCase):
    def test_nothing_is_allowed_but_what_is_named(self):
        for name in INSTALLATIONS:
            for workload in workloads(name):
                with self.subTest(f"{name}: {workload['kind']}"):
                    denying = [
                        it for it in policies(name, workload) if "ingress" not in it and "egress" not in it
                    ]
                    self.assertEqual(len(denying), 1)
                    self.assertEqual(set(denying[0]["policyTypes"]), {"Ingress", "Egress"})
                    for policy in policies(name, workload):
                        for rule in [*policy.get("ingress", []), *policy.get("egress", [])]:
                            self.assertTrue(rule.get("ports"), "a rule without ports allows all of them")

    def test_the_rest_of_the_namespace_is_left_alone(self):
        for name in INSTALLATIONS:
            for it in of_kind(name, "NetworkPolicy"):
                labels = it["spec"]["podSelector"]["matchLabels"]
                self.assertIn("app.kubernetes.io/instance", labels)

    def test_ingress_controller_and_monitoring_come_in_and_nobody_else(self):
        for name in INSTALLATIONS:
            with self.subTest(name):
                rules = [rule for it in policies(name, one(name, "Deployment")) for rule in it.get("ingress", [])]
                (rule,) = rules
                callers = [peer["namespaceSelector"]["matchLabels"] for peer in rule["from"]]
                self.assertEqual(callers, [INGRESS_CONTROLLER, MONITORING])
                self.assertEqual(rule["ports"], [{"port": "http", "protocol": "TCP"}])

    def test_the_service_reaches_what_it_needs(self):
        need = {("UDP", 53), ("TCP", 53), ("TCP", 443)}
        expected = {
            "minimal": need | {("TCP", 5432), ("TCP", 4222)},
            "production": need | {("TCP", 5432), ("TCP", 4222), ("TCP", 465)},
            "sqlite": need,
        }
        for name, ports in expected.items():
            with self.subTest(name):
                self.assertEqual(set(ways_out(name, one(name, "Deployment"))), ports)

    def test_named_peers_narrow_the_way(self):
        out = ways_out("production", one("production", "Deployment"))
        databases = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "databases"}}}
        self.assertEqual(out[("TCP", 5432)], [databases])
        self.assertEqual(out[("TCP", 465)], [{"ipBlock": {"cidr": "192.0.2.25/32"}}])

    def test_the_nodes_own_services_are_out_of_reach(self):
        for name in INSTALLATIONS:
            blocks = [peer["ipBlock"] for peer in ways_out(name, one(name, "Deployment"))[("TCP", 443)]]
            self.assertTrue(any("169.254.0.0/16" in block.get("except", []) for block in blocks))

    def test_the_migration_reaches_the_database_alone(self):
        for name in ("minimal", "production"):
            with self.subTest(name):
                out = ways_out(name, one(name, "Job"))
                self.assertEqual(set(out), {("UDP", 53), ("TCP", 53), ("TCP", 5432)})

    def test_the_migration_s_way_is_open_before_it_runs(self):
        for name in ("minimal", "production"):
            job = one(name, "Job")
            own = [it for it in of_kind(name, "NetworkPolicy") if "helm.sh/hook" in it["metadata"].get("annotations", {})]
            (policy,) = own
            marks, later = policy["metadata"]["annotations"], job["metadata"]["annotations"]
            self.assertEqual(marks["helm.sh/hook"], later["helm.sh/hook"])
            self.assertLess(int(marks["helm.sh/hook-weight"]), int(later["helm.sh/hook-weight"]))

    def test_the_backup_reaches_the_database_alone(self):
        out = ways_out("production", one("production", "CronJob"))
        self.assertEqual(set(out), {("UDP", 53), ("TCP", 53), ("TCP", 5432)})
