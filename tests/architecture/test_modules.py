"""Which heavy modules each command of every day may load: counts, which no busy machine moves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from conftest import FRIDAY, MORNING

# The libraries that arte is made with, and what of Python takes as long to load.
HEAVY = {
    "typer", "pydantic", "sqlite_utils", "yaml", "rich", "babel", "jinja2", "platformdirs", "re2",
    "rapidfuzz", "holidays", "tzlocal", "tomllib", "gettext", "inspect", "dataclasses", "hashlib",
    "difflib", "subprocess", "importlib.metadata",
}  # fmt: skip
NOTHING: set[str] = set()
RICH = {"rich", "dataclasses", "inspect"}
TREE = {"typer", "gettext", "difflib", "inspect", "subprocess"}  # Typer, and what it loads
RULES = {"re2"}
# What is typed -> what it may load, run to its end.
WHOLE = {
    "": NOTHING,
    "--version": NOTHING,
    "--help": TREE,
    "nudge": NOTHING,
    "log applause Gracias": NOTHING,
    "log promise Llamar --json": TREE,
    "promises": RICH,
    "promises kept 1": TREE,
    "today --answers {answers}": TREE | {"hashlib"},
    "close --answers {nothing}": TREE | {"hashlib"},
    "check {message}": RULES | RICH,
    "greet --gallery": TREE | RULES | {"hashlib"},
    "week --no-input": TREE | RULES,
    "report week": RULES | RICH,
    "report month": RULES | RICH,
    "report year": RICH,
    "report all": RICH,
    "--plain report year": NOTHING,
    "export week": RULES | {"hashlib"},
    "export all --output -": TREE | {"hashlib"},
    "show": RICH,
    "--plain show": NOTHING,
    "history": RICH,
    "search pedido": RICH,
    "edit 1": NOTHING,
    "undo": NOTHING,
    "undo --list": TREE,
    "rest": NOTHING,
    "rest 2026-12-24": NOTHING,
}
# What asks somebody -> what stands once it does, and what it may have loaded until then.
ASKING = {
    "today": ("1/5", NOTHING),
    "hoy": ("1/5", NOTHING),
    "close": ("1/5", NOTHING),
    "cierre": ("1/5", NOTHING),
    "today --short": ("1/2", TREE),
    "log promise": ("›", NOTHING),
    "greet": ("1/3", RULES | {"hashlib"}),
    "check": ("Ctrl-D", RULES),
    "week": ("Revisión", RULES | RICH),
    "edit 2026-11-20": ("1/", NOTHING),
}
# The least that a command loads of the program itself: the list is a list.
_PROGRAM = f"""\
import datetime, json, sys
from artesupremo.__main__ import main
status = main(now=datetime.datetime.fromisoformat("{FRIDAY}"))
sys.stdout.flush()
sys.stderr.write("\\n" + json.dumps([status, sorted(sys.modules)]))
"""


class Ended(NamedTuple):
    """How a run of the program ended, and every module it had loaded by then."""

    status: int
    modules: set[str]


def run(*words: str) -> Ended:
    """Run the real program in a process of its own on the Friday of the tests."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *words],
        input="",
        capture_output=True,
        text=True,
        check=True,
    )
    status, modules = json.loads(done.stderr.splitlines()[-1])
    return Ended(status, set(modules))


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """Return a home with a written morning and a promise, where all is compiled."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "answers.json").write_text(json.dumps({**MORNING, "plan": True}), "utf-8")
    (folder / "nothing.json").write_text("{}", "utf-8")
    (folder / "message.txt").write_text("Estimado cliente, su caso fue derivado.", "utf-8")
    environ = {**os.environ, "ARTE_HOME": str(folder / "home"), "ARTE_LANG": "es"}
    for line in ("today --answers answers.json", "log promise Llamar", "report week"):
        command = [sys.executable, "-c", _PROGRAM, *line.split()]
        subprocess.run(command, env=environ, cwd=folder, capture_output=True, check=True)
    return folder


@pytest.fixture
def written(home, template, monkeypatch) -> Path:
    monkeypatch.setenv("ARTE_LANG", "es")
    shutil.copytree(template / "home", home)
    return template


@pytest.mark.parametrize("line", WHOLE)
def test_a_command_loads_no_more_than_it_may(written, line):
    files = {path.stem: path for path in written.iterdir() if path.is_file()}
    ended = run(*line.format(**files).split())
    assert ended.status in (0, 1, 3)  # 3: nothing there, or nobody to answer
    assert "artesupremo.__main__" in ended.modules
    assert ended.modules & HEAVY <= WHOLE[line]


@pytest.mark.parametrize("line", ASKING)
def test_nothing_more_is_loaded_before_the_question_of(written, home, line):
    mark, allowed = ASKING[line]
    if line in ("today", "hoy", "today --short", "close", "cierre"):
        shutil.rmtree(home / "data")  # nothing is answered yet,
        shutil.rmtree(home / "state")  # and there is no snapshot of a journal that is gone
    child = pexpect.spawn(
        sys.executable,
        ["-X", "importtime", "-c", _PROGRAM, *line.split()],
        encoding="utf-8",
        dimensions=(50, 250),
        timeout=30,
    )
    child.expect_exact(mark)
    seen = child.before
    child.close(force=True)
    loaded = {
        row.rpartition("|")[2].strip() for row in seen.splitlines() if row.startswith("import")
    }
    assert "artesupremo.cli.session" in loaded
    assert loaded & HEAVY <= allowed


def test_what_is_allowed_is_loaded_somewhere(written):
    """The control: a name that is misspelt, or that nothing loads, would let everything by."""
    seen = run("report", "week").modules | run("log", "promise", "Otra", "--json").modules
    seen |= run("today", "--help").modules | run("export", "week").modules
    for allowed in (RICH, TREE, RULES):
        assert allowed <= seen
    assert run("--version").modules & HEAVY == NOTHING


def test_a_heavy_module_would_be_seen(written, home):
    """The control: once a file of the library changes, YAML and pydantic are there."""
    (home / "cache" / "compiled.json").unlink()
    assert {"yaml", "pydantic"} <= run().modules
