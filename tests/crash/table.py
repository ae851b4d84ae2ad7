"""Writes the table of docs/reliability.md from the reports of the crash programs.

ARTE_CRASH_REPORT=crash.jsonl pytest tests/crash -m "slow or not slow"
python tests/crash/table.py crash.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

_SHORT = re.compile(r"\b(some|few)\b")  # in the parameters of a program: a longer run does more
Made = dict[str, Any]


def table(made: list[Made]) -> list[str]:
    """Return the lines of the table: one for each test function and goal, its runs summed.

    `made` is what each program told; of one told twice the latter counts.
    """
    latest = {(one["program"], one["goal"]): one for one in made}.values()
    long = {_name(one) for one in latest if not _is_short(one)}
    summed: dict[tuple[str, str], Counter[str]] = {}
    failed: set[str] = set()
    for one in latest:
        name = _name(one)
        failed |= {name} if one["failed"] else set()
        if not (_is_short(one) and name in long):
            summed.setdefault((one["goal"], name), Counter()).update(one["counts"])
    lines = ["| goal | program | counts |", "|---|---|---|"]
    for (goal, name), counts in sorted(summed.items()):
        told = ", ".join(f"{what} {count:,}" for what, count in counts.items())
        mark = "**failed** · " if name in failed else ""
        lines.append(f"| {goal} | {mark}{_words(name)} | {told} |")
    return lines


def about(made: list[Made]) -> str:
    """Return when the programs ran, on what, and how long."""
    seconds = sum({one["program"]: one["seconds"] for one in made}.values())
    versions = ", ".join(f"{name} {value}" for name, value in made[-1]["versions"].items())
    days = " and ".join(sorted({one["date"] for one in made}))
    return f"{days} · {versions} · {seconds / 60:.0f} minutes of programs, two at a time."


def _name(one: Made) -> str:
    return str(one["program"]).partition("[")[0]


def _words(name: str) -> str:
    return name.rpartition("::")[2].removeprefix("test_").replace("_", " ")


def _is_short(one: Made) -> bool:
    return bool(_SHORT.search(str(one["program"]).partition("[")[2]))


if __name__ == "__main__":
    texts = [Path(path).read_text(encoding="utf-8") for path in sys.argv[1:]]
    told = [json.loads(line) for text in texts for line in text.splitlines()]
    sys.stdout.write("\n".join([about(told), "", *table(told)]) + "\n")
