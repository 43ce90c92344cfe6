"""Runs helm on the chart and reads what it renders."""

import functools
import os
import subprocess

import yaml

from places import CHART, VALUES

RELEASE, NAMESPACE = "veiviser", "guidance"
INSTALLATIONS = ("minimal", "production", "sqlite")
# The workloads' pods, and what makes more of them.
WORKLOADS = ("Deployment", "Job", "CronJob")


def helm(*arguments: str) -> subprocess.CompletedProcess:
    command = [os.environ["VEIVISER_HELM"], *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def values(name: str) -> str:
    return str(VALUES / f"{name}.yaml")


def template(name: str, *arguments: str) -> subprocess.CompletedProcess:
    return helm("template", RELEASE, str(CHART), "-n", NAMESPACE, "-f", values(name), *arguments)


@functools.cache
def rendered(name: str, *arguments: str) -> list[dict]:
    """The objects an installation consists of."""
    done = template(name, *arguments)
    if done.returncode != 0:
        raise AssertionError(f"helm template with {name}.yaml failed:\n{done.stderr}")
    return [document for document in yaml.safe_load_all(done.stdout) if document]


def of_kind(name: str, kind: str, *arguments: str) -> list[dict]:
    return [it for it in rendered(name, *arguments) if it["kind"] == kind]


def one(name: str, kind: str, *arguments: str) -> dict:
    found = of_kind(name, kind, *arguments)
    if len(found) != 1:
        raise AssertionError(f"{name}.yaml renders {len(found)} {kind}, expected one")
    return found[0]


def called(objects: list[dict]) -> list[str]:
    return [it["metadata"]["name"] for it in objects]


def workloads(name: str) -> list[dict]:
    return [it for it in rendered(name) if it["kind"] in WORKLOADS]


def pod_template(workload: dict) -> dict:
    spec = workload["spec"]
    return spec.get("jobTemplate", workload)["spec"]["template"]


def pod(workload: dict) -> dict:
    return pod_template(workload)["spec"]


def matches(selector: dict, workload: dict) -> bool:
    labels = pod_template(workload)["metadata"]["labels"]
    wanted = selector.get("matchLabels", selector)
    return bool(wanted) and wanted.items() <= labels.items()
