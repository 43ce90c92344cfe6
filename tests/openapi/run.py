"""Sends made-up requests, right and wrong ones, to a running server and compares its answers with its own OpenAPI
documents: `cargo xtask test --only contract`. Each document is asked by whoever it is for, on SQLite and, where its
addresses are given, on PostgreSQL. No answer may be a 5xx, or one whose status, type or body is not declared.

The same seed asks the same questions: `--seed` and `--examples` for others and more of them."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from string import Template

from product import Product

HERE = Path(__file__).resolve().parent
# Made-up requests of each operation: right ones and wrong ones.
EXAMPLES = 6
SEED = 2026
# Seconds that one document may take.
LIMIT = 180


@dataclass(frozen=True)
class Caller:
    """Who asks, by which document."""

    name: str
    document: str
    base: str
    token: str
    filters: tuple[str, ...]
    # Operations that must have been a success: a run that is only refused shows nothing.
    least: int


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--binary", type=Path, default=os.environ.get("VEIVISER_BINARY"))
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments.add_argument("--examples", type=int, default=EXAMPLES)
    arguments.add_argument("--only", nargs="*", default=[], help="parts of the names of runs")
    chosen = arguments.parse_args()
    if chosen.binary is None or not chosen.binary.is_file():
        sys.exit(f"{chosen.binary} is not built: name the binary by --binary or VEIVISER_BINARY")
    print(f"seed {chosen.seed}, {chosen.examples} requests of an operation", flush=True)
    databases: dict[str, tuple[str, str] | None] = {"SQLite": None}
    owner = os.environ.get("VEIVISER_CONTRACT_POSTGRES_OWNER")
    if owner:
        databases["PostgreSQL"] = (os.environ["VEIVISER_CONTRACT_POSTGRES_APP"], owner)
    with ThreadPoolExecutor(len(databases)) as lanes:
        outcomes = lanes.map(lambda item: on_database(chosen, *item), databases.items())
        passed = [good for outcome in outcomes for good in outcome]
    print(f"# pass {sum(passed)}\n# fail {len(passed) - sum(passed)}")
    return 0 if passed and all(passed) else 1


def on_database(chosen: argparse.Namespace, name: str, urls: tuple[str, str] | None) -> list[bool]:
    """Asks all documents of one server, one after the other."""
    with tempfile.TemporaryDirectory(prefix="veiviser-contract-") as folder, Product(
        chosen.binary, Path(folder), urls
    ) as product:
        outcomes = []
        for caller in callers(product):
            run = f"{name}, {caller.name}"
            if not chosen.only or any(part in run for part in chosen.only):
                outcomes.append(ask(chosen, product, run, caller))
        complaints = product.complaints()
        if complaints:
            print(f"{name}: the server complained\n" + "\n".join(complaints), flush=True)
        return outcomes


def callers(product: Product) -> list[Caller]:
    """Everybody there is a document for; staff ask what is theirs."""
    include, exclude = "--include-path-regex", "--exclude-path-regex"
    national = include, "^/(centres$|national|auth)"
    own_centre = include, "^/centres/"
    desk = exclude, "^/(centres|national|auth)"
    staff = "staff", "/api/v1"
    return [
        Caller("a seeker", "public", "/api/v1", product.conversation_token, (), 6),
        Caller("a partner", "partner", "/api/partner/v1", product.partner_token(), (), 12),
        Caller("a counsellor", *staff, product.log_in(product.COUNSELLOR), desk, 10),
        Caller("an administrator", *staff, product.log_in(product.ADMINISTRATOR), own_centre, 20),
        # Changes whoever else asks, so it comes last.
        Caller("the coordinator", *staff, product.log_in(product.COORDINATOR), national, 20),
    ]


def ask(chosen: argparse.Namespace, product: Product, run: str, caller: Caller) -> bool:
    """Lets Schemathesis ask; what it says is printed at once, so that two databases do not mix."""
    configuration = product.folder / "schemathesis.toml"
    template = Template((HERE / "schemathesis.toml").read_text(encoding="utf-8"))
    configuration.write_text(template.substitute(product.known(), token=caller.token), encoding="utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration), "run"]
    command += [f"{product.url}/api/v1/openapi/{caller.document}.json", "--url", product.url + caller.base]
    command += ["--seed", str(chosen.seed), "--max-examples", str(chosen.examples), "--no-color"]
    command += caller.filters
    answers = product.folder / "answers.json"
    environment = os.environ | {
        "PYTHONHASHSEED": "0",
        "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"),
        "VEIVISER_ANSWERS": str(answers),
    }
    answers.unlink(missing_ok=True)
    begun = time.monotonic()
    try:
        ended = subprocess.run(
            command, cwd=product.folder, env=environment, timeout=LIMIT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        good, said = ended.returncode == 0, ended.stdout
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode(errors="replace") if isinstance(late.stdout, bytes) else late.stdout
        good, said = False, f"{output}\nnot done after {LIMIT} s"
    counts = json.loads(answers.read_text(encoding="utf-8")) if answers.is_file() else {}
    found = sum(any(status.startswith(("2", "3")) for status in seen) for seen in counts.values())
    limited = sum(seen.get("429", 0) for seen in counts.values())
    asked = sum(sum(seen.values()) for seen in counts.values())
    facts = [
        f"{asked} requests of {len(counts)} operations",
        f"{found} of them did what they are for",
        f"{limited} requests came too often",
        f"{time.monotonic() - begun:.0f} s",
    ]
    if found < caller.least:
        good, said = False, f"{said}\nat least {caller.least} operations must do what they are for: {counts}"
    print(f"{'ok' if good else 'FAILED'}: {run}: {', '.join(facts)}\n" + ("" if good else said), flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
