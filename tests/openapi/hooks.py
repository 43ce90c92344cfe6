"""What Schemathesis does not know of the product."""

import atexit
import itertools
import json
import os
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import schemathesis

CALLERS = itertools.count(1)
ANSWERS: defaultdict[str, Counter[int]] = defaultdict(Counter)


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Each request comes from another address, so that no limit per caller answers in place of the operation."""
    number = next(CALLERS)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@schemathesis.hook
def after_call(_context: Any, case: Any, response: Any) -> None:
    """Counts the answers of each operation, so that a run that was only refused is seen to be one."""
    ANSWERS[case.operation.label][response.status_code] += 1


@atexit.register
def tell() -> None:
    """Leaves the counts where run.py looks for them."""
    Path(os.environ["VEIVISER_ANSWERS"]).write_text(json.dumps(ANSWERS), encoding="utf-8")
