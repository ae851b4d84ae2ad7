"""Flipped bits, overwritten, zeroed and cut files: G6, and G8 for snapshots.

G6: 800 damaged journals; every one whose rows changed is reported by the full check (SQLite's own
and every checksum), no traceback, no "bug in arte", exit status 5 or healthy, and no answer that
is not what was saved is shown as intact. Snapshots, rollback journals, the compiled library and
the settings are damaged, too. Controls: quick_check alone misses more than half of the bit flips
that change a row; without checksums wrong answers are shown as intact.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from homes import JOURNAL, copy_home, look_at, write_much
from programs import Run, now, run

pytest_plugins = ("counts",)

PAGE = 4096
PLACES = ("journal", "entry", "answer", "note", "rest", "change")
some_or_many = pytest.mark.parametrize(
    "count", [10, pytest.param(200, marks=pytest.mark.slow)], ids=["some", "many"]
)
Damage = Callable[[bytearray, random.Random], None]


def flip(data: bytearray, dice: random.Random) -> None:
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def overwrite(data: bytearray, dice: random.Random) -> None:
    place = dice.randrange(max(len(data) - 64, 1))
    data[place : place + 64] = dice.randbytes(64)


def zero(data: bytearray, dice: random.Random) -> None:
    place = dice.randrange(max(len(data) // PAGE, 1)) * PAGE
    data[place : place + PAGE] = bytes(len(data[place : place + PAGE]))


def cut(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(len(data)) :]


DAMAGES: list[Damage] = [flip, overwrite, zero, cut]
damaged_by = pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)


@pytest.fixture
def whole(room) -> Path:
    """Return the home of an advisor with six days, notes, days off and things undone."""
    return write_much(room / "whole")


def rows_of(path: Path) -> dict[str, list[Any]] | None:
    """Return every row of the journal at `path`, read as they lie; None if that cannot be."""
    try:
        connection = sqlite3.connect(path)
        try:
            return {
                place: connection.execute(f"SELECT * FROM {place} NOT INDEXED").fetchall()  # noqa: S608  # ours
                for place in PLACES
            }
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def quick_check_sees(path: Path) -> bool:
    try:
        connection = sqlite3.connect(path)
        try:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] != "ok")
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):
        return True


def full_check_sees(path: Path) -> bool:
    """Tell whether SQLite's check, a key, a checksum or the search index finds the damage."""
    try:
        return not look_at(path).version
    except Exception:  # noqa: BLE001  # each kind of damage raises its own
        return True


def copy_damaged(whole: Path, to: Path, name: str, damage: Damage, dice: random.Random) -> Path:
    """Copy the home `whole` to `to` with its file `name` damaged, and return that file."""
    shutil.rmtree(to, ignore_errors=True)
    home = copy_home(whole, to)
    data = bytearray((home / name).read_bytes())
    damage(data, dice)
    (home / name).unlink()  # what is compiled is shared by all homes (copy_home)
    (home / name).write_bytes(data)
    return home / name


# Reading and writing in a damaged journal


class Shown:
    """What `arte export --format json` says of every answer and note: its words, and whether
    they are what was saved.
    """

    def __init__(self, text: str) -> None:
        self.all: dict[tuple[object, ...], tuple[str, bool]] = {}
        for day in json.loads(text)["data"]["days"]:
            for line in (a for sitting in day["sittings"] for a in sitting["answers"]):
                self._add((day["day"], line["question"]), line)
            for note in day["notes"]:
                self._add((day["day"], note["number"]), note)

    def _add(self, key: tuple[object, ...], line: dict[str, Any]) -> None:
        words = {name: value for name, value in line.items() if name != "intact"}
        self.all[key] = (json.dumps(words, sort_keys=True), line["intact"])

    def wrong(self, truth: Shown) -> list[tuple[object, ...]]:
        """Return what is shown as intact and is not what was saved."""
        known = {words for words, _ in truth.all.values()}
        return [key for key, (words, intact) in self.all.items() if intact and words not in known]


EXPORT = ("export", "all", "--format", "json", "-o", "-")


@some_or_many
@damaged_by
def test_a_damaged_journal_is_refused_or_shows_nothing_wrong_as_intact(
    arte, whole, room, tally, damage, count
):
    dice = random.Random(damage.__name__)  # noqa: S311  # the same damage each time
    counts = tally("G6")
    counts.add("damaged", 0)

    def ask(home: Path, *argv: str, given: Any = None) -> Run:
        said = arte(*argv, now=now(), lang="en", ARTE_HOME=str(home), given=given)
        return Run(said.status, said.out + said.err)

    truth, right = Shown(ask(whole, *EXPORT).said), rows_of(whole / JOURNAL)
    for _ in range(count):
        path = copy_damaged(whole, room / "home", JOURNAL, damage, dice)
        home = path.parent.parent
        changed = rows_of(path) != right
        counts.add("damaged")
        counts.add("rows changed", int(changed))
        counts.add("full check sees", int(changed and full_check_sees(path)))
        counts.add("quick_check sees", int(changed and quick_check_sees(path)))
        told = ask(home, *EXPORT)
        assert told.status in (0, 3, 5), told
        if told.status == 0:
            shown = Shown(told.said)
            assert not shown.wrong(truth)
            missing = truth.all.keys() - shown.all.keys()
            counts.add("flagged", int(not all(intact for _, intact in shown.all.values())))
            counts.add("some left out without a word", int(bool(missing)))
        else:
            counts.add("refused")
        if dice.random() < 0.25:
            counts.add("gone through with more commands")
            go_through(ask, home)
    assert counts.counts["full check sees"] == counts.counts["rows changed"]


_MORE = (
    (), ("show", "yesterday"), ("history",), ("search", "words"), ("report", "all"), ("promises",),
    ("undo", "--list"), ("undo",), ("undo", "--redo"), ("delete", "yesterday", "--yes"),
    ("log", "applause", "Thanks"), ("rest", "tomorrow", "--remove", "--yes"),
    ("today", "--answers", "-"), ("close", "--answers", "-"), ("week", "--answers", "-"),
)  # fmt: skip
_GIVEN = {"today": {"energy": 3}, "close": {"posture": 3}, "week": {"week-forward": "A step"}}


def go_through(ask: Callable[..., Run], home: Path) -> None:
    """Read and write in a damaged journal: no bug of ours, whatever is in it."""
    for argv in _MORE:
        left = ask(home, *argv, given=_GIVEN.get(argv[0]) if argv else None)
        assert "Traceback" not in left.said
        where = home_log(home) if left.status == 70 else ""
        assert left.status in (0, 2, 3, 5), (argv, left, where)


def test_control_quick_check_alone_misses_most_bit_flips(whole, room, tally):
    dice = random.Random(6)  # noqa: S311  # the same damage each time
    right = rows_of(whole / JOURNAL)
    changed = missed = 0
    for _ in range(200):
        path = copy_damaged(whole, room / "home", JOURNAL, flip, dice)
        if rows_of(path) not in (right, None):
            changed += 1
            missed += not quick_check_sees(path)
            assert full_check_sees(path)
    counts = tally("G6")
    counts.add("control: rows changed", changed)
    counts.add("control: missed by quick_check", missed)
    assert missed > changed / 2


# What stands beside the journal


@some_or_many
@damaged_by
def test_a_damaged_rollback_journal_gives_no_wrong_answer(arte, whole, room, tally, damage, count):
    journal = whole / JOURNAL
    truth = Shown(export_of(arte, whole))
    cut_off(journal)
    dice = random.Random(damage.__name__)  # noqa: S311  # the same damage each time
    counts = tally("G6")
    for _ in range(count):
        path = copy_damaged(whole, room / "home", f"{JOURNAL}-journal", damage, dice)
        told = arte(*EXPORT, now=now(), lang="en", ARTE_HOME=str(path.parent.parent))
        counts.add("damaged")
        assert told.status in (0, 3, 5), told
        if told.status == 0:
            shown = Shown(told.out)
            assert not shown.wrong(truth)
            same = shown.all == truth.all
            counts.add("healthy" if same else "flagged or left out")
            sound = not full_check_sees(path.parent / "journal.db")
            assert same or not sound, "what is missing would go unnoticed"
        else:
            counts.add("refused")


def export_of(arte: Callable[..., Any], home: Path) -> str:
    told = arte(*EXPORT, now=now(), lang="en", ARTE_HOME=str(home))
    assert told.status == 0, told.err
    return str(told.out)


def cut_off(path: Path) -> None:
    """Leave a rollback journal that has to be played, as a SIGKILL within a transaction does."""
    script = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('UPDATE answer SET text = ?', ('x' * 5_000,))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert Path(f"{path}-journal").stat().st_size


@some_or_many
@damaged_by
def test_a_damaged_snapshot_is_known_for_what_it_is(whole, room, tally, damage, count):
    journal = whole / JOURNAL
    parcel = str(room / "all.jsonl")
    assert run(whole, "export", "all", "--format", "jsonl", "-o", parcel).status == 0
    assert run(whole, "journal", "import", parcel).status == 0
    name = "state/snapshots/before-import-001.db"
    right, dice = rows_of(whole / name), random.Random(damage.__name__)  # noqa: S311  # as above
    counts = tally("G6, G8")
    for _ in range(count):
        path = copy_damaged(whole, room / "home", name, damage, dice)
        counts.add("damaged")
        if rows_of(path) != right:
            counts.add("rows changed")
            assert full_check_sees(path)
    assert rows_of(journal) is not None


SETTINGS = 'language = "en"\naddress = "usted"\nwork_days = ["mon"]\nday_ends = "04:00"\n'


@pytest.mark.parametrize(
    "count", [3, pytest.param(25, marks=pytest.mark.slow)], ids=["some", "many"]
)
@damaged_by
@pytest.mark.parametrize("name", ["cache/compiled.json", "config/config.toml"])
def test_damaged_settings_and_a_damaged_library_end_in_a_sentence(  # noqa: PLR0913, PLR0917  # what varies
    arte, whole, room, tally, damage, count, name
):
    (whole / "config").mkdir()
    settings = (
        'language = "en"\naddress = "usted"\nwork_days = ["mon", "tue"]\nday_ends = "04:00"\n'
    )
    (whole / "config" / "config.toml").write_text(settings)
    export_of(arte, whole)  # compiles the settings, too
    dice = random.Random(damage.__name__)  # noqa: S311  # as above
    counts = tally("G6")
    crashes = []
    for _ in range(count):
        path = copy_damaged(whole, room / "home", name, damage, dice)
        home = path.parent.parent
        counts.add("damaged")
        for argv in ((), ("show", "yesterday"), ("today", "--no-input")):
            left = arte(*argv, now=now(), lang="en", ARTE_HOME=str(home))
            assert "Traceback" not in left.err
            if left.status == 70:
                crashes.append((argv, home_log(home)))
                break
            assert left.status in (0, 3, 4), (argv, left)
        assert rows_of(home / JOURNAL) == rows_of(whole / JOURNAL)
    counts.add("“a bug in arte”", len(crashes))
    assert not crashes, (len(crashes), Counter(log for _, log in crashes).most_common(3))


def home_log(home: Path) -> str:
    lines = (home / "state" / "arte.log").read_text().splitlines()
    head = max(k for k, line in enumerate(lines) if not line.startswith("  "))
    return f"{lines[head].rpartition(' ')[2]} at {lines[-1].rpartition('/')[2]}"
