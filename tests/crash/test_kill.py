"""SIGKILL as each write, sync, removal and renaming begins: G1, G7, G8.

G1: ≥ 500 points over a sitting, an export, an import and a snapshot; 0 acknowledged answers lost,
0 doubled, integrity ok, the same command goes on. G7: every point of a migration leaves the old
schema or the new one, and the snapshot before it is whole. G8: ≥ 20 points of a snapshot; never a
bad file under the final name.

An answer is acknowledged once the next prompt or the card was written. Controls: the first point
of each call must end the program by the signal; without a rollback journal, without the renaming,
and with each statement of a migration by itself, the same walks must find damage.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from faults import (
    KILLED,
    LINES,
    VALUES,
    Run,
    Tally,
    converse,
    copy_home,
    counted,
    kill,
    look_at,
    make_home,
    needs_strace,
    run,
    side_by_side,
    spread,
    watch,
    write_days,
    write_first_schema,
)

pytest_plugins = ("faults",)
pytestmark = needs_strace

CALLS = (
    "pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "rename",
    "renameat", "renameat2", "mkdir",
)  # fmt: skip
_FAST = {"pwrite64": 4, "write": 2, "fdatasync": 3, "unlink": 2}  # points of each call; else 1
SNAPSHOT = """\
import sqlite3, sys
from artesupremo.journal import safety
safety.take_snapshot(sqlite3.connect(sys.argv[1]), sys.argv[2], "daily")
print("taken")
"""

Attempt = Callable[[Path, Sequence[str]], Run]
Check = Callable[[Path, Run], None]


def walk(start: Path, attempt: Attempt, check: Check, tally: Tally, *, every: bool) -> None:
    """Kill `attempt`, from the home `start`, at every call, or at some of each, and `check`."""
    room = start.parent
    log = room / "log"
    whole = attempt(copy_home(start, room / "whole"), watch(log, CALLS))
    assert whole.status == 0, whole.said
    counts = counted(log)
    points = [
        (call, when)
        for call, count in counts.items()
        for when in spread(count, None if every else _FAST.get(call, 2))
    ]
    assert points

    def strike(point: tuple[str, int]) -> None:
        call, when = point
        home = copy_home(start, room / f"{call}-{when}")
        left = attempt(home, kill(call, when))
        # The practice of the day is another one in each journal, and so is the card's length.
        near_the_end = when > counts[call] - 6
        assert left.status == KILLED or (near_the_end and not left.status), f"{point}: {left}"
        try:
            check(home, left)
        except AssertionError as error:
            raise AssertionError(f"killed at {call} {when}: {error}") from error
        tally.add("killed" if left.status else "ended first")
        shutil.rmtree(home)

    side_by_side(strike, points)
    for call, count in counts.items() if every else list(counts.items())[:1]:
        beyond = iter(range(count + 1, count + 9))  # there is no point beyond the last
        while attempt(
            copy_home(start, room / f"{call}-{(when := next(beyond))}"), kill(call, when)
        ).status:
            pass
        tally.add("calls walked to the end")


def walk_until_damaged(start: Path, attempt: Attempt, check: Check, call: str) -> int:
    """Return how many of some points of `call` leave what `check` does not accept."""
    room = start.parent
    log = room / "log"
    assert attempt(copy_home(start, room / "whole"), watch(log, [call])).status == 0
    found: list[int] = []

    def strike(when: int) -> None:
        home = copy_home(start, room / f"{call}-{when}")
        left = attempt(home, kill(call, when))
        assert left.status == KILLED
        try:
            check(home, left)
        except Exception:  # noqa: BLE001  # damage shows itself in many ways
            found.append(when)

    side_by_side(strike, spread(counted(log)[call], 6))
    return len(found)


@pytest.fixture
def every(request) -> bool:
    """Tell whether every point is wanted, or some of each call."""
    return "every" in request.node.name


some_or_every = pytest.mark.parametrize(
    "points", ["some", pytest.param("every", marks=pytest.mark.slow)]
)


# A sitting


@pytest.fixture
def sitting(tmp_path) -> Callable[[str], Path]:
    """Return the home in which a sitting begins: blank for the morning."""

    def begin(command: str) -> Path:
        home = make_home(tmp_path / "start")
        if command == "close":
            assert converse(home, "today", LINES["today"]).status == 0
        return home

    return begin


def hold(command: str, **environ: str) -> Attempt:
    return lambda home, before: converse(home, command, LINES[command], before=before, **environ)


def check_sitting(command: str, *, every: bool) -> Check:
    """Return what finds every acknowledged answer, at most one more, and goes on from there."""
    expected = VALUES[command]

    def check(home: Path, left: Run) -> None:
        held = look_at(home / "data" / "journal.db")
        got = held.of(expected)
        assert len(got) - left.acknowledged in (0, 1), (got, left)
        assert list(got.items()) == list(expected.items())[: len(got)]
        changes = [row for row in held.rows.get("change", ()) if "answer" in row[7:8]]
        assert len(changes) == len(held.answers), "an answer is doubled, or has no history"
        if "Practice of the day" in left.said:
            check_practice(held.rows["entry"], left.said)
        # In the long set one in three goes on: each point is looked at, and it takes a second.
        if not every or (left.prompts + len(held.rows.get("change", ()))) % 3 == 0:
            check_it_goes_on(command, home, len(got))

    return check


def check_practice(entries: list[tuple[object, ...]], said: str) -> None:
    """The practice that was shown is the one that is stored."""
    title = said.partition("Practice of the day: ")[2].partition("\n")[0]
    assert any(title in map(str, entry) for entry in entries), title


def check_it_goes_on(command: str, home: Path, done: int) -> None:
    """The same command asks what is left, and nothing that is there."""
    expected, lines = VALUES[command], LINES[command]
    resumed = converse(home, command, lines[done:])
    assert (resumed.status, resumed.prompts) == (0, len(lines) - done), resumed
    after = look_at(home / "data" / "journal.db")
    assert after.of(expected) == expected


@some_or_every
@pytest.mark.parametrize("command", ["today", "close"])
def test_a_sitting_killed_at_any_call_keeps_what_it_acknowledged(sitting, tally, command, points):
    every = points == "every"
    check = check_sitting(command, every=every)
    walk(sitting(command), hold(command), check, tally("G1"), every=every)


def test_control_without_a_rollback_journal_a_sitting_is_damaged(sitting, tally):
    attempt = hold("close", ARTE_WEAKEN="journal_mode=OFF")
    check = check_sitting("close", every=False)
    damaged = walk_until_damaged(sitting("close"), attempt, check, "pwrite64")
    tally("G1").add("control: points that do damage", damaged)
    assert damaged


# An export


def export(path: str, **environ: str) -> Attempt:
    argv = ("export", "all", "--format", "jsonl", "-o")
    return lambda home, before: run(home, *argv, str(home / path), before=before, **environ)


@pytest.fixture
def exported(tmp_path) -> tuple[Path, Check]:
    """Return a home with an older export in it, and what accepts the old file or the new."""
    home = make_home(tmp_path / "start")
    write_days(home, 3, "some words that make it longer " * 60)
    assert export("all.jsonl")(home, ()).status == 0
    old = (home / "all.jsonl").read_bytes()
    assert run(home, "today", "--answers", "-", given='{"energy": 5}').status == 0
    whole = copy_home(home, tmp_path / "new")
    assert export("all.jsonl")(whole, ()).status == 0
    new = (whole / "all.jsonl").read_bytes()
    assert len(new) > len(old) > 30_000

    def check(left_home: Path, left: Run) -> None:
        file = left_home / "all.jsonl"
        assert file.read_bytes() in ((new,) if "all.jsonl" in left.said else (old, new))
        again = export("all.jsonl")(left_home, ())
        assert (again.status, file.read_bytes()) == (0, new), again
        look_at(left_home / "data" / "journal.db")

    return home, check


@some_or_every
def test_an_export_killed_at_any_call_is_the_old_file_or_the_new(exported, tally, points):
    home, check = exported
    walk(home, export("all.jsonl"), check, tally("G1"), every=points == "every")


def test_control_without_the_renaming_an_export_is_half_a_file(exported, tally):
    home, check = exported
    attempt = export("all.jsonl", ARTE_WEAKEN="rename")
    damaged = walk_until_damaged(home, attempt, check, "write")
    tally("G1").add("control: points that do damage", damaged)
    assert damaged


# An import


def bring_in(parcel: Path, **environ: str) -> Attempt:
    return lambda home, before: run(
        home, "journal", "import", str(parcel), before=before, **environ
    )


@pytest.fixture
def parcel(tmp_path) -> tuple[Path, Path, Check]:
    """Return a home, a journal file from elsewhere, and what accepts all of it or nothing."""
    other = make_home(tmp_path / "other")
    write_days(other, 4, "from elsewhere")
    assert export("all.jsonl")(other, ()).status == 0
    file = other / "all.jsonl"
    home = make_home(tmp_path / "start")
    assert run(home, "today", "--answers", "-", given='{"energy": 5}').status == 0
    before = look_at(home / "data" / "journal.db")
    there = look_at(other / "data" / "journal.db")
    count = len(before.answers) + len(there.answers)
    incoming = len(there.answers) + len(there.rows["entry"])

    def check(left_home: Path, left: Run) -> None:
        path = left_home / "data" / "journal.db"
        held = look_at(path)
        assert len(held.answers) in ((count,) if "added" in left.said else (1, count))
        assert held.answers.items() >= before.answers.items()
        for snapshot in (left_home / "state").glob("snapshots/*.db"):
            assert look_at(snapshot) == before
        again = bring_in(file)(left_home, ())
        assert again.status == 0, again
        held = look_at(path)
        assert len(held.answers) == count
        brought = [row for row in held.rows["change"] if row[3] == "import"]
        assert len(brought) == incoming, "doubled"

    return home, file, check


@some_or_every
def test_an_import_killed_at_any_call_is_all_or_nothing(parcel, tally, points):
    home, file, check = parcel
    walk(home, bring_in(file), check, tally("G1"), every=points == "every")


def test_control_without_a_rollback_journal_an_import_is_halved(parcel, tally):
    home, file, check = parcel
    attempt = bring_in(file, ARTE_WEAKEN="journal_mode=OFF")
    damaged = walk_until_damaged(home, attempt, check, "pwrite64")
    tally("G1").add("control: points that do damage", damaged)
    assert damaged


# A snapshot


def take(**environ: str) -> Attempt:
    program = [sys.executable, "-c", SNAPSHOT]

    def attempt(home: Path, before: Sequence[str]) -> Run:
        journal, folder = home / "data" / "journal.db", home / "state" / "snapshots"
        argv = (str(journal), str(folder))
        return run(home, *argv, before=before, program=program, **environ)

    return attempt


@pytest.fixture
def copied(tmp_path) -> tuple[Path, Check]:
    """Return a home with a day in it, and what accepts no snapshot or a whole one."""
    home = make_home(tmp_path / "start")
    write_days(home, 2)
    expected = look_at(home / "data" / "journal.db")

    def check(left_home: Path, left: Run) -> None:
        folder = left_home / "state" / "snapshots"
        whole = list(folder.glob("*.db"))
        assert whole or "taken" not in left.said
        assert all(look_at(path) == expected for path in whole)
        assert look_at(left_home / "data" / "journal.db") == expected
        assert take()(left_home, ()).status == 0
        assert not list(folder.glob("*.tmp")) or whole
        assert len(list(folder.glob("*.db"))) == len(whole) + 1

    return home, check


@some_or_every
def test_a_snapshot_killed_at_any_call_is_whole_or_not_there(copied, tally, points):
    home, check = copied
    walk(home, take(), check, tally("G8"), every=points == "every")


def test_control_a_snapshot_made_under_its_final_name_is_bad(copied, tally):
    home, check = copied
    damaged = walk_until_damaged(home, take(ARTE_WEAKEN="snapshot"), check, "pwrite64")
    tally("G8").add("control: points that do damage", damaged)
    assert damaged


# A migration


def open_it(**environ: str) -> Attempt:
    return lambda home, before: run(home, "show", "yesterday", before=before, **environ)


@pytest.fixture
def old(tmp_path) -> tuple[Path, Check]:
    """Return a home with a journal of the first schema, and what accepts old or new only."""
    home = make_home(tmp_path / "start")
    expected = look_at(write_first_schema(home, days=12))
    assert (expected.version, len(expected.answers)) == (1, 132)

    def check(left_home: Path, left: Run) -> None:
        path = left_home / "data" / "journal.db"
        held = look_at(path)
        assert held.version in (1, 2)
        assert held == expected or held.version == 2
        assert held.answers == expected.answers
        check_snapshots(left_home, needed=held.version == 2)
        again = open_it()(left_home, ())
        assert again.status == 0, again
        held = look_at(path)
        assert (held.version, held.answers) == (2, expected.answers)
        assert len(held.rows["entry"]) == len(expected.rows["entry"])
        check_snapshots(left_home, needed=True)

    def check_snapshots(left_home: Path, *, needed: bool) -> None:
        snapshots = list((left_home / "state").glob("snapshots/*.db"))
        assert snapshots or not needed
        assert all(look_at(snapshot) == expected for snapshot in snapshots)

    return home, check


@some_or_every
def test_a_migration_killed_at_any_call_leaves_the_old_schema_or_the_new(old, tally, points):
    home, check = old
    walk(home, open_it(), check, tally("G7"), every=points == "every")


def test_control_a_migration_by_statements_is_found_halfway(old, tally):
    home, check = old
    attempt = open_it(ARTE_WEAKEN="migration")
    damaged = walk_until_damaged(home, attempt, check, "pwrite64")
    tally("G7").add("control: points that do damage", damaged)
    assert damaged
