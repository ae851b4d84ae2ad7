"""The rooms and their doors, and what may be loaded before the first question."""

from __future__ import annotations

import os
import pkgutil
import re
import subprocess
import sys

import pexpect
import pytest

import artesupremo
from conftest import FRIDAY

HEAVY = {
    "typer", "pydantic", "sqlite_utils", "yaml", "rich", "babel", "jinja2", "platformdirs",
    "tomllib", "dataclasses", "inspect", "tzlocal", "importlib.metadata", "holidays",
}  # fmt: skip
# The program on the Friday of the tests, when a morning is open.
PROGRAM = f"""\
import datetime, sys
from artesupremo.__main__ import main
sys.exit(main(now=datetime.datetime.fromisoformat("{FRIDAY}")))
"""
SITTINGS = {
    "today": ("energy", "posture-now", "greeting", "message", "plan"),
    "close": ("good-moment", "posture", "greetings", "messages", "practice", "next-time"),
}
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(artesupremo.__path__, "artesupremo.")
    if not module.name.endswith("__main__")
)


def test_import_contracts_hold():
    tool = os.path.join(os.path.dirname(sys.executable), "lint-imports")
    done = subprocess.run([tool, "--no-cache"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def loaded_before_the_first_question(command, question):
    """Return the modules that the real program loads on a terminal until `question` stands."""
    child = pexpect.spawn(
        sys.executable,
        ["-X", "importtime", "-c", PROGRAM, *command],
        encoding="utf-8",
        dimensions=(50, 250),
        timeout=30,
    )
    child.expect_exact(question)
    seen = child.before
    child.close(force=True)
    return set(re.findall(r"import time:.*\| +([\w.]+)", seen))


@pytest.mark.parametrize(
    ("command", "question"),
    [
        (["today"], "1/5"),
        (["hoy"], "1/5"),
        (["close"], "1/5"),
        ([], "arte cierre"),
        (["nudge"], "arte hoy"),
        (["recuerda"], "arte hoy"),
    ],
)
def test_nothing_heavy_is_loaded_before_the_first_question(arte, monkeypatch, command, question):
    """With every setting that has to be compiled, too."""
    settings = {"SHIFT": "4-2 2026-11-17", "HOLIDAYS": "CO", "LEAVE_WITH": "con calma"}
    for name, value in {**settings, "LANG": "es"}.items():
        monkeypatch.setenv(f"ARTE_{name}", value)
    arte()  # the library and the settings are compiled once
    if question == "arte hoy":  # nobody who never began is reminded
        arte("today", "--date", "ayer", "--answers", "-", given={"energy": 3})
    loaded = loaded_before_the_first_question(command, question)
    assert "artesupremo.cli.session" in loaded  # the list is a list
    assert loaded & HEAVY == set()


def test_the_list_of_loaded_modules_would_show_a_heavy_one(home):
    """The control: before the library is compiled, the heavy ones are there."""
    assert {"yaml", "pydantic"} <= loaded_before_the_first_question(["today"], "1/5")


@pytest.mark.parametrize("command", ["today", "close"])
def test_nothing_heavy_is_loaded_to_look_after_the_journal(arte, home, command):
    """The card of a sitting in which all is answered, and then the care of the day."""
    for sitting, asked in SITTINGS.items():
        assert arte(sitting, "--answers", "-", given=dict.fromkeys(asked)).status == 0
    snapshot = home / "state" / "snapshots" / f"day-{FRIDAY.date()}.db"
    snapshot.unlink()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", PROGRAM, command],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(re.findall(r"import time:.*\| +([\w.]+)", done.stderr))
    assert snapshot.exists()
    assert "artesupremo.journal.care" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("module", MODULES)
def test_every_module_imports_alone(module):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import {module}"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
