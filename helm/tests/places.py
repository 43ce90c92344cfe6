"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "helm" / "veiviser"
VALUES = ROOT / "helm" / "tests" / "values"
