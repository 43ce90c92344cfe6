"""The container file: what it copies exists and suffices, and the image is as the chart expects it."""

import fnmatch
import re
import tomllib
import unittest
from pathlib import Path

from chart import INSTALLATIONS, one, pod
from places import ROOT

TEXT = (ROOT / "Containerfile").read_text()
INCLUDED = re.compile(r'include_(?:str|bytes)!\(\s*"([^"]+)"|#\[folder = "([^"]+)"\]')


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", "", TEXT)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(" ", 1)) for line in lines]


def stages() -> list[list[tuple[str, str]]]:
    found = []
    for word, rest in instructions():
        if word == "FROM":
            found.append([])
        if found:
            found[-1].append((word, rest))
    return found


def copied(stage: list[tuple[str, str]]) -> list[str]:
    """What a stage takes from the checkout."""
    copies = [rest.split() for word, rest in stage if word == "COPY" and "--from" not in rest]
    return [source for words in copies for source in words[:-1]]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a path of the checkout out; the last rule that fits decides."""
    out = False
    for rule in (ROOT / ".dockerignore").read_text().splitlines():
        if not rule or rule.startswith("#"):
            continue
        pattern = rule.removeprefix("!").removeprefix("**/")
        parts = path.split("/")
        above = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        candidates = parts if "**/" in rule else above
        if any(fnmatch.fnmatchcase(it, pattern) for it in candidates):
            out = rule[0] != "!"
    return out


def only(word: str, stage: list[tuple[str, str]]) -> str:
    (found,) = [rest for it, rest in stage if it == word]
    return found


class Container(unittest.TestCase):
    def test_what_is_copied_exists_and_is_let_in(self):
        sources = [source for stage in stages() for source in copied(stage)]
        self.assertGreater(len(sources), 8)
        for source in sources:
            with self.subTest(source):
                self.assertTrue((ROOT / source).exists())
                self.assertFalse(ignored(source))

    def test_databases_keys_and_builds_stay_out(self):
        for path in (".git/config", ".veiviser/demo/a.db", "web/dist/index.html", "web/node_modules/a",
                     "crates/server/veiviser.db.key", "target/release/veiviser", "notes.txt"):
            with self.subTest(path):
                self.assertTrue(ignored(path))

    def test_every_file_the_code_takes_in_is_there(self):
        _, build, *_ = stages()
        there = [*copied(build), "web/dist"]
        self.assertIn("--from=web /src/web/dist web/dist", [rest for word, rest in build if word == "COPY"])
        found = 0
        for crate in ("crates", "migrations"):
            for path in (ROOT / crate).rglob("*.rs"):
                for text, folder in INCLUDED.findall(path.read_text()):
                    # A path in an attribute starts at the crate, one in a macro at the file.
                    start = path.parents[1] if folder else path.parent
                    taken = (start / (text or folder)).resolve().relative_to(ROOT)
                    covered = any(taken == Path(it) or Path(it) in taken.parents for it in there)
                    with self.subTest(str(taken)):
                        self.assertTrue(covered)
                    found += 1
        self.assertGreater(found, 10)

    def test_every_member_of_the_workspace_is_there(self):
        _, build, *_ = stages()
        members = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["members"]
        for member in members:
            self.assertIn(member.split("/")[0], copied(build))

    def test_versions_are_those_of_the_project(self):
        toolchain = tomllib.loads((ROOT / "rust-toolchain.toml").read_text())["toolchain"]["channel"]
        version = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]
        given = dict(rest.split("=", 1) for word, rest in instructions() if word == "ARG")
        self.assertIn(f":{toolchain}-", given["RUST_IMAGE"])
        self.assertEqual(given["VERSION"], version)
        for name in ("NODE_IMAGE", "RUST_IMAGE", "BACKUP_IMAGE", "FINAL_IMAGE"):
            self.assertRegex(given[name], r":[^:]+$")
            self.assertFalse(given[name].endswith(":latest"))

    def test_the_image_needs_neither_root_nor_shell(self):
        final = stages()[-1]
        user = only("USER", final)
        self.assertRegex(user, r"^[1-9]\d*:[1-9]\d*$")
        self.assertNotIn("RUN", [word for word, _ in final])
        self.assertRegex(only("ENTRYPOINT", final), r"^\[.+\]$")
        self.assertRegex(only("CMD", final), r"^\[.+\]$")
        for name in INSTALLATIONS:
            security = pod(one(name, "Deployment"))["securityContext"]
            self.assertEqual(f"{security['runAsUser']}:{security['runAsGroup']}", user)

    def test_the_image_of_backups_adds_the_program_to_that_of_postgresql(self):
        backup, final = stages()[-2:]
        self.assertEqual(only("FROM", backup), "${BACKUP_IMAGE} AS backup")
        copy = only("COPY", backup)
        self.assertIn(copy, [rest for word, rest in final if word == "COPY"])
        for word in ("USER", "ENTRYPOINT"):
            self.assertEqual(only(word, backup), only(word, final))

    def test_the_image_listens_where_the_chart_says(self):
        final = stages()[-1]
        port = only("EXPOSE", final)
        self.assertEqual(only("ENV", final), f"VEIVISER__SERVER__LISTEN=0.0.0.0:{port}")
        (container,) = pod(one("minimal", "Deployment"))["containers"]
        self.assertEqual(container["ports"][0]["containerPort"], int(port))
