"""Each idea that calls for a practice or a question has one, and docs/ideas.md says which."""

from __future__ import annotations

import importlib.util
import pathlib
import re
import subprocess
import sys

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[2]
SCRIPT = ROOT / "docs" / "trace.py"
PAGE = (ROOT / "docs" / "ideas.md").read_text(encoding="utf-8")
FILES = sorted(
    path
    for path in (ROOT / "practices").rglob("*.yaml")
    if "wording" not in path.parts  # rules of the checker carry no row of the page
)
# Rows of the list of ideas, source by source.
VALID = {
    f"S{source}-{row:02}"
    for source, last in enumerate((23, 50, 22, 40, 25))
    for row in range(1, last + 1)
}


@pytest.fixture(scope="module")
def trace():
    spec = importlib.util.spec_from_file_location("trace_ideas", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ideas_in(tree):
    """Yield every list that stands under `ideas`, at any depth."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "ideas":
                yield value
            else:
                yield from ideas_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from ideas_in(value)


def test_the_page_is_current_and_every_row_has_a_carrier():
    done = subprocess.run(
        [sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_rows_of_the_page_exist_and_stand_once(trace):
    rows = [row for row, _short, _wants in trace.ROW.findall(PAGE)]
    assert rows == sorted(set(rows))
    assert set(rows) <= VALID
    assert len(rows) == len(re.findall(r"^\| S", PAGE, re.MULTILINE))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_ideas_of_a_file_exist(path):
    lists = list(ideas_in(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert lists
    for ideas in lists:
        assert set(ideas) <= VALID
        assert len(ideas) == len(set(ideas))


def test_every_practice_carries_at_least_one_idea(trace):
    practices = {path.stem for path in FILES if path.parent != ROOT / "practices"} - {"area"}
    carrying = {
        carrier
        for carriers in trace.find_carriers().values()
        for carrier, kind in carriers.items()
        if kind == "practice"
    }
    assert practices
    assert practices == carrying


def test_every_turn_carries_at_least_one_idea():
    weekly = yaml.safe_load((ROOT / "practices" / "weekly.yaml").read_text(encoding="utf-8"))
    turns = [turn for entry in weekly["weekly"] for turn in entry.get("turns", [])]
    assert turns
    assert all(turn["ideas"] for turn in turns)


@pytest.mark.parametrize(
    ("wants", "kind", "lacking"),
    [
        ("practice", None, 1),
        ("practice", "daily", 1),
        ("practice", "practice", 0),
        ("question", "practice", 0),
        ("question", "daily", 0),
        ("weekly", "practice", 1),
        ("weekly", "weekly", 0),
        ("practice, weekly", "practice", 1),
    ],
)
def test_a_row_without_its_carrier_would_be_found(trace, wants, kind, lacking):
    """The control."""
    page = f"| S0-04 | Make it look simple | {wants} | `of-old` |\n"
    carriers = {"S0-04": {"some-id": kind}} if kind else {}
    assert len(trace.find_gaps(page, carriers)) == lacking
    assert trace.fill(page, carriers) != page


def test_the_check_names_the_gap_and_the_stale_page(trace, tmp_path, monkeypatch, capsys):
    """The control, through the command."""
    page = tmp_path / "ideas.md"
    page.write_text("| S0-04 | Simple | weekly | `of-old` |\n", encoding="utf-8")
    monkeypatch.setattr(trace, "PAGE", str(page))
    monkeypatch.setattr(sys, "argv", ["trace.py", "--check"])
    assert trace.main() == 1
    said = capsys.readouterr().err
    assert "S0-04 asks for a weekly" in said
    assert "stale" in said
