"""Tests the chart and the container file: `cargo xtask test --only helm`.

`python3 helm/tests/run.py --write` brings values.schema.json up to date with config/default.toml."""

import argparse
import os
import sys
import tempfile
import unittest
from pathlib import Path

import obtain
import settings

HERE = Path(__file__).resolve().parent


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tools", type=Path, default=Path.home() / ".cache" / "veiviser" / "tools")
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    if chosen.write:
        settings.write_schema()
        return 0
    os.environ["VEIVISER_HELM"] = str(obtain.helm(chosen.tools))
    with tempfile.TemporaryDirectory() as empty:
        # What this machine's user keeps for helm must not matter.
        os.environ.update({f"HELM_{what}_HOME": empty for what in ("CONFIG", "CACHE", "DATA")})
        suite = unittest.defaultTestLoader.discover(str(HERE), pattern="test_*.py")
        result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    # A test may fail in several of its cases.
    failed = len({case.id().split(" ")[0] for case, _ in result.failures + result.errors})
    print(f"# pass {max(result.testsRun - failed, 0)}\n# fail {failed}")
    return 0 if result.testsRun > 0 and result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
