"""SIGKILL as each write, sync, removal and renaming begins: G1, G7, G8.

G1: ≥ 500 points over sittings, quick notes, corrections, deletions, undoing, days off, settings,
imports and exports; 0 acknowledged answers lost, 0 doubled, integrity ok, the same command goes
on. G7: every point of a migration, from every older schema, leaves the old schema or the new one,
and the snapshot before it is whole. G8: ≥ 20 points of a snapshot; never a bad file under the
final name.

An answer is acknowledged once the next prompt was written, or anything at all after it; a command
that asks nothing acknowledges with the first word it says.

Every point that the run surely comes to must end it by the signal, and there must be none beyond
the last. Controls: without a rollback journal, without transactions, with answers that are
committed late, without the renaming, the same walks must find damage; with nothing taken away,
none.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from acts import ACTS, HOMES, Act, begin, do
from counts import Tally
from faults import counted, is_sure, kill, needs_strace, side_by_side, spread, watch
from homes import JOURNAL, Held, Row, copy_home, look_at, make_home, write_days
from oracles import check_copies, oracle_of
from programs import KILLED, Run, converse, run
from talks import SITTINGS, Sitting

pytest_plugins = ("counts",)
pytestmark = needs_strace

CALLS = (
    "pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "rename",
    "renameat", "renameat2", "mkdir",
)  # fmt: skip
# Every call; of a longer run one hundred of its writes to the journal, from the first to the last.
EVERY: Mapping[str, int | None] = {**dict.fromkeys(CALLS), "pwrite64": 100}
SOME: Mapping[str, int | None] = {
    **dict.fromkeys(CALLS, 1), "pwrite64": 3, "fdatasync": 2, "unlink": 2,
}  # fmt: skip
SNAPSHOT = """\
import sqlite3, sys
from artesupremo.journal import safety
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
safety.take_snapshot(connection, sys.argv[2], "before-test")
print("taken")
"""

Attempt = Callable[[Path, Sequence[str]], Run]
Check = Callable[[Path, Run], None]
Points = Mapping[str, int | None]  # how many of each call; None: all


def walk(start: Path, attempt: Attempt, check: Check, tally: Tally, points: Points) -> None:
    """Kill `attempt`, from the home `start`, at `points` of its calls, and `check`."""
    room, log = start.parent, start.parent / "log"
    whole = attempt(copy_home(start, room / "walked"), watch(log, CALLS))
    assert whole.status == 0, whole.said
    counts = counted(log)
    assert counts
    check(room / "walked", whole)

    def strike(point: tuple[str, int]) -> None:
        call, when = point
        home = copy_home(start, room / f"{call}-{when}")
        left = attempt(home, kill(call, when))
        sure = is_sure(call, when, counts[call])
        assert left.status == KILLED or (not sure and not left.status), f"{point}: {left}"
        try:
            check(home, left)
        except AssertionError as error:
            raise AssertionError(f"killed at {call} {when}: {error}") from error
        tally.add("killed" if left.status else "ended first")
        shutil.rmtree(home)

    side_by_side(strike, [(c, k) for c, n in counts.items() for k in spread(n, points[c])])
    for call in counts if points is EVERY else ():
        when = counts[call] + 1  # there is no point beyond the last
        while attempt(copy_home(start, room / f"{call}-{when}"), kill(call, when)).status:
            assert not is_sure(call, when, counts[call] + 20), f"{call} {when}: no end"
            when += 1
        tally.add("calls walked to the end")


def find_damage(start: Path, attempt: Attempt, check: Check, call: str, points: int = 6) -> int:
    """Return how many points of `call` it takes until `check` does not accept what is left.

    0: it accepts all `points` of them.
    """
    room, log = start.parent, start.parent / "log"
    whole = copy_home(start, room / "weakened")
    left = attempt(whole, watch(log, [call]))
    assert left.status == 0, left
    count = counted(log)[call]
    middle_first = sorted(spread(count, points), key=lambda when: abs(when - count / 2))
    assert middle_first
    for tried, when in enumerate(middle_first, 1):
        home = copy_home(start, room / f"{call}-{when}")
        left = attempt(home, kill(call, when))
        assert left.status == KILLED
        try:
            check(home, left)
        except Exception:  # noqa: BLE001  # damage shows itself in many ways
            return tried
    return 0


some_or_every = pytest.mark.parametrize(
    "points", [SOME, pytest.param(EVERY, marks=pytest.mark.slow)], ids=["some", "every"]
)


# Sittings


def hold(sitting: Sitting, **environ: str) -> Attempt:
    return lambda home, before: converse(
        home, sitting.argv, sitting.lines, before=before, **environ
    )


def begin_sitting(sitting: Sitting, room: Path) -> Path:
    return HOMES[sitting.start](room / "start")


def check_sitting(sitting: Sitting, start: Path, *, sparing: bool = False) -> Check:
    """Return what finds every acknowledged answer, at most one more, and goes on from there.

    `sparing`: one time in three it goes on; each point is looked at, and to go on takes a second.
    """
    before = look_at(start / JOURNAL)
    old = before.of(sitting.asked, sitting.day)

    def check(home: Path, left: Run) -> None:
        held = look_at(home / JOURNAL)
        got = held.of(sitting.asked, sitting.day)
        done = next((k for k in (left.acknowledged, left.acknowledged + 1)
                     if got == sitting.expected(old, k)), None)  # fmt: skip
        assert done is not None, (left.acknowledged, got, left)
        written = len(answer_changes(held)) - len(answer_changes(before))
        assert written == done, "an answer is doubled, or has no history"
        check_copies(home, start, before)
        if "Practice of the day" in left.said:
            check_practice(held.rows["entry"], left.said)
        if not sparing or (left.prompts + len(held.rows.get("change", ()))) % 3 == 0:
            check_it_goes_on(home, done)

    def check_it_goes_on(home: Path, done: int) -> None:
        """The same command asks what is left, and nothing that is there."""
        lines = sitting.lines[done if sitting.resumes else 0 :]
        resumed = converse(home, sitting.argv, lines)
        assert (resumed.status, resumed.prompts) == (0, len(lines)), resumed
        after = look_at(home / JOURNAL)
        assert after.of(sitting.asked, sitting.day) == sitting.expected(old, len(sitting.lines))
        written = len(answer_changes(after)) - len(answer_changes(before))
        assert written == len(sitting.lines), "doubled in going on"

    return check


def answer_changes(held: Held) -> list[Row]:
    return [row for row in held.rows.get("change", ()) if row["place"] == "answer"]


def check_practice(entries: list[Row], said: str) -> None:
    """The practice that was shown is the one that is stored."""
    title = said.partition("Practice of the day: ")[2].partition("\n")[0]
    assert any(entry["title"] == title for entry in entries), title


@some_or_every
@pytest.mark.parametrize("sitting", SITTINGS.values(), ids=str)
def test_a_sitting_killed_at_any_call_keeps_what_it_acknowledged(room, tally, sitting, points):
    start = begin_sitting(sitting, room)
    check = check_sitting(sitting, start, sparing=points is EVERY)
    walk(start, hold(sitting), check, tally("G1"), points)


@pytest.mark.parametrize("weakened", ["nothing", "journal_mode=OFF", "late"])
def test_control_a_weaker_sitting_is_damaged(room, tally, weakened):
    sitting = SITTINGS["close"]
    start = begin_sitting(sitting, room)
    attempt = hold(sitting, ARTE_WEAKEN=weakened)
    call = "fdatasync" if weakened == "nothing" else "pwrite64" if "=" in weakened else "write"
    tried = find_damage(start, attempt, check_sitting(sitting, start), call)
    tally("G1").add(f"control, {weakened}: damage at point", tried)
    assert bool(tried) == (weakened != "nothing")


# Everything that is done at once


FEW: Points = {
    **dict.fromkeys(CALLS, 0), "pwrite64": 2, "fdatasync": 1, "unlink": 1, "write": 1, "rename": 1,
}  # fmt: skip
_FAST = (
    "first note", "undo", "day deleted", "setting", "import", "migration from 1", "purge",
    "restore of a damaged journal",
)  # fmt: skip


def goal_of(act: Act) -> str:
    return "G7" if act.name.startswith("migration") else "G1"


@pytest.mark.parametrize(
    ("act", "points"),
    [
        *(pytest.param(act, FEW, id=f"{act}-some") for act in ACTS if act.name in _FAST),
        *(pytest.param(act, EVERY, id=f"{act}-every", marks=pytest.mark.slow) for act in ACTS),
    ],
)
def test_a_command_killed_at_any_call_did_it_or_did_not(room, tally, act: Act, points: Points):
    oracle = oracle_of(act, room)
    walk(oracle.start, attempt_of(act), oracle.check, tally(goal_of(act)), points)


def attempt_of(act: Act, **environ: str) -> Attempt:
    return lambda home, before: do(act, home, before, **environ)


@pytest.mark.parametrize(
    ("name", "weakened", "call"),
    [
        pytest.param("day deleted", "autocommit", "pwrite64", marks=pytest.mark.slow),
        ("undo", "autocommit", "pwrite64"),
        pytest.param("import", "autocommit", "pwrite64", marks=pytest.mark.slow),
        ("migration from 1", "autocommit", "pwrite64"),
        pytest.param("setting", "rename", "write", marks=pytest.mark.slow),
        ("export", "rename", "write"),
        ("import", "snapshot", "write"),
        pytest.param("backup", "snapshot", "write", marks=pytest.mark.slow),
        pytest.param("daily care", "early", "write", marks=pytest.mark.slow),
        pytest.param("restore of a damaged journal", "snapshot", "write", marks=pytest.mark.slow),
        pytest.param("purge", "journal_mode=OFF", "pwrite64", marks=pytest.mark.slow),
    ],
)
def test_control_a_weaker_command_is_found_halfway(room, tally, name, weakened, call):
    act = next(act for act in ACTS if act.name == name)
    oracle = oracle_of(act, room)
    attempt = attempt_of(act, ARTE_WEAKEN=weakened)
    tried = find_damage(oracle.start, attempt, oracle.check, call)
    tally(goal_of(act)).add(f"control, {weakened}: damage at point", tried)
    assert tried


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS, ids=str)
def test_control_with_nothing_taken_away_no_damage_is_found(room, tally, act):
    oracle = oracle_of(act, room)
    attempt = attempt_of(act, ARTE_WEAKEN="nothing")
    assert not find_damage(oracle.start, attempt, oracle.check, "write")
    tally(goal_of(act)).add("control, nothing: no damage")


@pytest.mark.slow
def test_a_first_start_killed_while_it_compiles_is_taken_up_again(room, tally):
    """What is compiled is no answer, but a half of it must not stop anybody."""
    act = begin_cold(room / "start")

    def check(home: Path, left: Run) -> None:
        again = do(act, home)
        assert (again.status, again.said) == (0, whole.said), again

    whole = do(act, copy_home(room / "start", room / "whole"))
    walk(room / "start", attempt_of(act), check, tally("G1"), EVERY)


def begin_cold(folder: Path) -> Act:
    """Make a home in which nothing is compiled, and return what compiles."""
    act = Act("card", ("show", "yesterday"), start="used")
    shutil.rmtree(begin(act, folder) / "cache")
    return act


# A snapshot


def take(**environ: str) -> Attempt:
    program = [sys.executable, "-c", SNAPSHOT]

    def attempt(home: Path, before: Sequence[str]) -> Run:
        argv = (str(home / JOURNAL), str(home / "state" / "snapshots"))
        return run(home, *argv, before=before, program=program, **environ)

    return attempt


@pytest.fixture
def copied(room) -> tuple[Path, Check]:
    """Return a home with two days in it, and what accepts no snapshot or a whole one."""
    home = make_home(room / "start")
    write_days(home, 2)
    expected = look_at(home / JOURNAL)

    def check(left_home: Path, left: Run) -> None:
        new = check_copies(left_home, home, expected)
        assert new or "taken" not in left.said
        assert look_at(left_home / JOURNAL) == expected
        assert take()(left_home, ()).status == 0
        assert len(check_copies(left_home, home, expected)) == len(new) + 1

    return home, check


@some_or_every
def test_a_snapshot_killed_at_any_call_is_whole_or_not_there(copied, tally, points):
    home, check = copied
    walk(home, take(), check, tally("G8"), points)


def test_control_a_snapshot_made_under_its_final_name_is_bad(copied, tally):
    home, check = copied
    tried = find_damage(home, take(ARTE_WEAKEN="snapshot"), check, "write")
    tally("G8").add("control, snapshot: damage at point", tried)
    assert tried
