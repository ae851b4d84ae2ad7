"""What every crash program is lent, `pytest_plugins = ("counts",)`: a folder, and its counts.

With ARTE_CRASH_REPORT=FILE each program adds one line of JSON to FILE (table.py tells them);
run in one process (pytest -n 0) the counts are printed at the end, too. (PYTEST_DONT_REWRITE:
test modules import it before pytest registers it.)
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from homes import forget_models, memory
from programs import now

import artesupremo


class Tally:
    """The counts of one program, for one goal."""

    def __init__(self, program: str, goal: str) -> None:
        self.program, self.goal = program, goal
        self.counts: Counter[str] = Counter()

    def add(self, what: str, count: int = 1) -> None:
        self.counts[what] += count


_REPORT = os.environ.get("ARTE_CRASH_REPORT")  # read now: a test takes such names away
_TALLIES: list[Tally] = []
_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember what failed: its counts are no result."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = not (report.passed or hasattr(report, "wasxfail"))
    return report


@pytest.fixture
def tally(request) -> Iterator[Callable[[str], Tally]]:
    """Return what begins the count of a program: `tally("G1")`."""
    made: list[Tally] = []
    started = time.monotonic()

    def begin(goal: str) -> Tally:
        made.append(Tally(request.node.nodeid.partition("crash/")[2], goal))
        return made[-1]

    yield begin
    _TALLIES.extend(made)
    if _REPORT:
        failed = request.node.stash.get(_FAILED, True)
        about = {"date": str(now().date()), "versions": versions(), "failed": failed,
                 "seconds": round(time.monotonic() - started)}  # fmt: skip
        lines = [json.dumps({**about, **vars(one)}) for one in made]
        with open(_REPORT, "a", encoding="utf-8") as file:  # several processes add to it
            file.write("".join(f"{line}\n" for line in lines))


def pytest_terminal_summary(terminalreporter) -> None:
    """Print the counts; under xdist they are in other processes."""
    if _TALLIES:
        terminalreporter.section("crash programs")
    for made in _TALLIES:
        counts = ", ".join(f"{what} {count}" for what, count in made.counts.items())
        terminalreporter.write_line(f"{made.goal:8} {made.program}: {counts}")


@pytest.fixture
def room(tmp_path) -> Iterator[Path]:
    """Return a folder in memory, where thousands of syncs and copies cost little."""
    with tempfile.TemporaryDirectory(prefix="arte-crash-", dir=memory() or tmp_path) as folder:
        yield Path(folder)


@pytest.fixture(scope="session", autouse=True)
def _tidy() -> Iterator[None]:
    yield
    forget_models()


@cache
def versions() -> dict[str, Any]:
    """Return what the programs ran on."""
    strace = "none"
    if shutil.which("strace"):
        told = subprocess.run(["strace", "-V"], check=True, capture_output=True)  # noqa: S607  # as found
        strace = told.stdout.decode().split()[3]
    return {
        "arte": artesupremo.__version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "kernel": platform.release(),
        "strace": strace,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
    }
