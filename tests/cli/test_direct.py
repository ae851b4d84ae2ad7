"""What is typed in words alone does what the tree of commands would do with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from artesupremo.cli import front
from artesupremo.cli.direct import direct
from artesupremo.cli.speech import english_name
from conftest import FRIDAY, MORNING

LINES = (
    "", "log aplauso ¡Gracias por todo!", "anotar Promesa llamar a Inés", "log repair -",
    "promises", "promesas", "report", "informe año 2026", "informe todo", "export",
    "exportar dia ayer", "ver 2026-11-20", "VER hoy", "historial 2026-W47", "buscar pedido",
    "buscar nada que sea", "undo", "rest", "descanso lunes", "rest 2026-12-24..2027-01-02",
    "check no-such-file", "revisar", "saludo", "week", "semana 2026-W30", "today", "cierre",
    "edit", "editar 1", "recuerda",
    # and what is none of them
    "report decade", "report week 2026-W99", "log thunder and lightning", "log", "search",
    "promises 1", "undo it", "today now", "show a b", "Búscar pedido", "tdoay",
)  # fmt: skip


# Records a morning and a promise, and compiles all there is to compile.
_PREPARE = f"""\
import datetime, io, json, sys
from artesupremo.__main__ import main
now = datetime.datetime.fromisoformat("{FRIDAY}")
sys.stdin = io.TextIOWrapper(io.BytesIO(json.dumps({MORNING!r}).encode()))
main(["today", "--answers", "-"], now=now)
main(["log", "promise", "Llamar a Inés por su pedido"], now=now)
main(["report", "week"], now=now)
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "home"
    environ = {**os.environ, "ARTE_HOME": str(folder), "ARTE_LANG": "es"}
    run = [sys.executable, "-c", _PREPARE]
    subprocess.run(run, env=environ, capture_output=True, check=True)
    return folder


@pytest.fixture
def written(arte, home, template):
    shutil.copytree(template, home)
    return arte


@pytest.mark.parametrize("line", LINES)
def test_a_line_says_the_same_with_the_tree_as_without(written, home, monkeypatch, tmp_path, line):
    monkeypatch.setenv("ARTE_EXPORT_FOLDER", str(tmp_path / "pages"))
    words = line.split()
    kept = (home / "data" / "journal.db").read_bytes()
    alone = written(*words)
    (home / "data" / "journal.db").write_bytes(kept)
    monkeypatch.setattr(front, "direct", lambda _arguments: None)
    by_the_tree = written(*words)
    assert alone == by_the_tree
    assert (alone.status, alone.out + alone.err) != (70, "")


def test_most_lines_above_do_without_the_tree():
    served = {english_name(line.split()[0]) for line in LINES if line and direct(line.split())}
    assert direct([]) is not None
    assert {"log", "report", "search", "show", "export", "undo"} <= served


@pytest.mark.parametrize(
    "line",
    ["today --short", "search -- -5", "show -1", "log applause --date ayer x", "--json", "-h",
     "report week --json", "log --help", "promises kept 1", "config show"],
)  # fmt: skip
def test_what_holds_an_option_is_for_the_tree(line):
    assert direct(line.split()) is None


def test_an_empty_word_is_no_bare_arte(arte):
    assert direct([""]) is None
    assert arte("").status == 2
