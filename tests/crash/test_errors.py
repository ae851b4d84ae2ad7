"""Calls that fail, at each of them: G4.

G4: ENOSPC and EIO at ≥ 300 points, once and from there on: 0 acknowledged answers lost, 0
tracebacks, one sentence, exit status 5 (2 for an export's file), the answer that could not be
saved is shown back; with room again the same command goes on. (A disk that fills, and places that
may not be written: test_places.py.)
One answer more than was acknowledged may be there: when only the sync of the folder fails after
the rollback journal is gone, SQLite says that the disk failed, and the answer is saved.

Every fault that the run surely comes to must show in strace's log as injected. Control: without a
rollback journal the same walk must find damage.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from acts import ACTS, HOMES, Act, do
from counts import Tally
from faults import calls_in, fail, is_sure, needs_strace, side_by_side, spread, watch
from homes import JOURNAL, copy_home, look_at
from oracles import oracle_of
from programs import Run, converse
from sentences import assert_is_a_sentence
from talks import SITTINGS, Sitting

pytest_plugins = ("counts",)
pytestmark = needs_strace

# What can fail, and how; each only where it meets the files of the home.
FAULTS = {
    "pwrite64": ("ENOSPC", "EIO"),
    "write": ("ENOSPC", "EIO"),
    "pread64": ("EIO",),
    "read": ("EIO",),
    "fdatasync": ("EIO", "ENOSPC"),
    "fsync": ("EIO",),
    "ftruncate": ("EIO",),
    "openat": ("ENOSPC", "EIO"),
    "mkdir": ("ENOSPC", "EACCES"),
    "unlink": ("EIO",),
    "rename": ("EIO", "ENOSPC"),
}
_SOME, _MANY = 1, 8  # points of each call; some: each call fails once, and from its first on

Attempt = Callable[[Path, Sequence[str]], Run]
Check = Callable[[Path, Run], None]


# These also meet the terminal and the interpreter's own files: from a point on they fail only
# where a name is known before; the others fail everywhere.
_ELSEWHERE = ("write", "pread64", "read", "openat")


def met(home: Path) -> list[Path]:
    """Return the files and folders of `home` that have the same name in each run."""
    journal = home / JOURNAL
    return [home, journal, Path(f"{journal}-journal"), journal.parent, home / "state",
            home / "state" / "snapshots", home / "config"]  # fmt: skip


class Walk:
    """One command made to fail at each of its calls."""

    def __init__(
        self, start: Path, attempt: Attempt, check: Check, tally: Tally, *, limit: int
    ) -> None:
        self.start, self.attempt, self.check = start, attempt, check
        self.tally, self.limit = tally, limit
        self.room = start.parent
        self.once = self._count(())
        sure = {call: found for call, found in self.once.items() if call not in _ELSEWHERE}
        self.on = {**self._count(_ELSEWHERE), **sure}

    def _count(self, only: Sequence[str]) -> dict[str, list[int]]:
        """Return which of its calls meet the home; of the calls `only` among those of `met`."""
        home, log = self.room / f"walked-{len(only)}", self.room / "log"
        copy_home(self.start, home)
        whole = self.attempt(home, watch(log, only or FAULTS, met(home) if only else ()))
        assert whole.status == 0, whole.said
        self.check(home, whole)
        found: dict[str, list[int]] = {}
        numbers: Counter[str] = Counter()
        for call, words in calls_in(log):
            numbers[call] += 1
            if str(home) in words:
                found.setdefault(call, []).append(numbers[call])
        return found

    def go(self, calls: Sequence[str] = tuple(FAULTS)) -> None:
        """Fail every one of `calls` once, and some of them from there on."""
        points = []
        for call in calls:
            once, on = self.once.get(call, []), self.on.get(call, [])
            for error in FAULTS[call] if self.limit > _SOME else FAULTS[call][:1]:
                points += [(call, error, str(once[k - 1])) for k in spread(len(once), self.limit)]
                few = spread(len(on), (self.limit + 1) // 2)
                points += [(call, error, f"{on[k - 1]}+") for k in few]
        assert points
        side_by_side(self.strike, points)

    def strike(self, point: tuple[str, str, str]) -> None:
        call, error, when = point
        name = "-".join(point).replace("+", "on")
        home, log = copy_home(self.start, self.room / name), self.room / f"{name}.log"
        from_on = when.endswith("+")
        only = met(home) if from_on and call in _ELSEWHERE else ()
        left = self.attempt(home, fail(call, error, when, only, log))
        struck = any("(INJECTED)" in words and str(home) in words for _, words in calls_in(log))
        count = len((self.on if from_on else self.once)[call])
        place = (self.on if from_on else self.once)[call].index(int(when.rstrip("+"))) + 1
        assert struck or not is_sure(call, place, count), f"{point}: nothing failed"
        self.tally.add("points" if struck else "never came to it")
        try:
            assert_is_a_sentence(left, self.refusal)
            self.check(home, left)
        except AssertionError as problem:
            raise AssertionError(f"{' '.join(point)}: {problem}\n{left}") from problem
        self.tally.add("refused" if left.status else "did without")
        shutil.rmtree(home)

    refusal: tuple[int, ...] = (5,)  # the exit statuses of one that says no


some_or_many = pytest.mark.parametrize(
    "limit", [_SOME, pytest.param(_MANY, marks=pytest.mark.slow)], ids=["some", "many"]
)


# Sittings


def check_sitting(sitting: Sitting, start: Path) -> Check:
    """Return what finds every acknowledged answer, what is shown back, and a way on."""
    lines = sitting.lines
    old = look_at(start / JOURNAL).of(sitting.asked, sitting.day)

    def check(home: Path, left: Run) -> None:
        path = home / JOURNAL
        got = look_at(path).of(sitting.asked, sitting.day)
        done = next((k for k in (left.acknowledged, left.acknowledged + 1)
                     if got == sitting.expected(old, k)), None)  # fmt: skip
        assert done is not None, (left.acknowledged, got)
        if left.prompts > done or "Not saved" in left.said:
            check_shown_back(left)
        resumed = converse(home, sitting.argv, lines[done if sitting.resumes else 0 :])
        assert resumed.status == 0, resumed
        assert resumed.prompts == len(lines) - (done if sitting.resumes else 0), resumed
        after = look_at(path).of(sitting.asked, sitting.day)
        assert after == sitting.expected(old, len(lines))

    def check_shown_back(left: Run) -> None:
        typed = left.typed
        _, shown, words = left.said.rpartition("Not saved: ")
        if not typed:  # it was skipped
            return
        words, safe, path = " ".join(words.split()).partition(" It is safe in ")
        spoken = typed.partition(" ")[2] if typed[:1].isdigit() else typed
        assert shown, "not shown back"
        assert spoken in words, f"not shown back: {words}"
        if safe:
            assert words in Path(path.rstrip(".")).read_text(), "not in the rescue file"
        else:
            assert "only the screen has it" in left.said

    return check


def walk_sitting(name: str, room: Path, tally: Tally, limit: int) -> Walk:
    sitting = SITTINGS[name]
    start = HOMES[sitting.start](room / "start")

    def attempt(home: Path, before: Sequence[str]) -> Run:
        return converse(home, sitting.argv, sitting.lines, before=before)

    return Walk(start, attempt, check_sitting(sitting, start), tally, limit=limit)


@some_or_many
@pytest.mark.parametrize("name", ["close", "week"])
def test_a_sitting_on_a_failing_disk_loses_nothing_it_acknowledged(room, tally, name, limit):
    calls = ("pwrite64", "fdatasync") if (name, limit) == ("week", _SOME) else tuple(FAULTS)
    walk_sitting(name, room, tally("G4"), limit).go(calls)


@some_or_many
def test_a_first_answer_on_a_failing_disk_is_saved_or_shown_back(room, tally, limit):
    calls = ("pwrite64", "fdatasync", "mkdir", "unlink") if limit == _SOME else tuple(FAULTS)
    walk_sitting("today", room, tally("G4"), min(limit, 10)).go(calls)


def test_control_without_a_rollback_journal_a_failing_disk_does_damage(room, tally):
    sitting = SITTINGS["close"]
    start = HOMES[sitting.start](room / "start")
    check = check_sitting(sitting, start)
    for tried, when in enumerate(range(3, 60, 8), 1):
        home = copy_home(start, room / str(when))
        left = converse(home, sitting.argv, sitting.lines, before=fail("pwrite64", "EIO",
                        f"{when}+"), ARTE_WEAKEN="journal_mode=OFF")  # fmt: skip
        try:
            check(home, left)
        except Exception:  # noqa: BLE001  # damage shows itself in many ways
            tally("G4").add("control, journal_mode=OFF: damage at point", tried)
            return
    pytest.fail("no damage was found")


# Everything that is done at once

_FAST = ("undo", "import", "migration from 1")


@pytest.mark.parametrize(
    ("act", "limit"),
    [
        *(pytest.param(act, _SOME, id=f"{act}-some") for act in ACTS if act.name in _FAST),
        *(pytest.param(act, _MANY, id=f"{act}-many", marks=pytest.mark.slow) for act in ACTS),
    ],
)
def test_a_command_on_a_failing_disk_did_it_or_says_that_it_did_not(
    room, tally, act: Act, limit: int
):
    oracle = oracle_of(act, room)

    def check(home: Path, left: Run) -> None:
        assert not list(home.glob("*.tmp")), "half a file is left"
        oracle.check(home, left)

    def attempt(home: Path, before: Sequence[str]) -> Run:
        return do(act, home, before)

    goal = "G4, G7" if act.name.startswith("migration") else "G4"
    walk = Walk(oracle.start, attempt, check, tally(goal), limit=limit)
    walk.refusal = act.refusal
    walk.go(("pwrite64", "fdatasync", "rename") if limit == _SOME else tuple(FAULTS))
