"""Writes the table of docs/reliability.md from the report of a full run.

ARTE_CRASH_REPORT=crash.json pytest tests/crash -m "slow or not slow"
python tests/crash/table.py crash.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any


def table(report: dict[str, Any]) -> list[str]:
    """Return the lines of the table: one for each test function, its long runs summed."""
    found: dict[tuple[str, str], Counter[str]] = {}
    long = {_parts(made)[:2] for made in report["programs"] if not _is_short(made)}
    for made in report["programs"]:
        file, function, goal = *_parts(made)[:2], made["goal"]
        if _is_short(made) and (file, function) in long:
            continue  # the long run did the same, and more
        found.setdefault((goal, function), Counter()).update(made["counts"])
    lines = ["| goal | program | counts |", "|---|---|---|"]
    for (goal, function), counts in sorted(found.items()):
        words = function.removeprefix("test_").replace("_", " ")
        told = ", ".join(f"{what} {count:,}" for what, count in counts.items())
        lines.append(f"| {goal} | {words} | {told} |")
    return lines


def _parts(made: dict[str, Any]) -> tuple[str, str, str]:
    file, _, rest = made["program"].partition("::")
    function, _, which = rest.partition("[")
    return file, function, which.rstrip("]")


def _is_short(made: dict[str, Any]) -> bool:
    which = _parts(made)[2].split("-")
    return "some" in which


if __name__ == "__main__":
    reports = [json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:]]
    programs = [made for report in reports for made in report["programs"]]
    sys.stdout.write("\n".join(table({**reports[0], "programs": programs})) + "\n")
