"""Simulated power loss at any moment of a run: G3, and G7 and G8 under it.

G3: 20,000 states, 0 acknowledged answers lost, 0 bad integrity. A state keeps what a sync covered
and drops, tears and reorders the rest (power.py). The real program opens it; then the journal
must be, row for row, what it was at the last word the program had said, or at a commit since.

Controls: WAL/NORMAL must lose more than 30 %, FULL (no sync of the folder) must lose the last
answer, OFF must leave damage; the recording, played to its end, must be what the run left.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from faults import (
    LINES,
    Held,
    Run,
    converse,
    copy_home,
    look_at,
    make_home,
    needs_strace,
    now,
    run,
    write_days,
    write_first_schema,
)
from power import Op, State, moments, recorded, recorder, states

pytest_plugins = ("faults",)
pytestmark = needs_strace

SNAPSHOT = """\
import sqlite3, sys
from artesupremo.journal import safety
print(safety.take_snapshot(sqlite3.connect(sys.argv[1]), sys.argv[2], "daily"), flush=True)
"""
# Acts of other kinds, one after the other; each says that it is done.
ACTS = """\
import sys
from artesupremo.__main__ import main
for words in (
    "log applause Thank-you-all", "log friction They-ask-twice", "undo", "undo --redo",
    "rest today --yes", "undo", "log promise Call-back", "delete 1 --yes", "undo",
    "delete yesterday greeting --yes", "undo",
):
    status = main(words.split())
    print("done" if status == 0 else status, words, flush=True)
"""


class Recording:
    """One run of the program: what it began with, what it did, what it held at each moment."""

    def __init__(self, start: Path, attempt: Callable[[Path, Sequence[str]], Run]) -> None:
        self.start, room = start, start.parent
        after = copy_home(start, room / "recorded")
        log = room / "power.log"
        self.run = attempt(after, recorder(log))
        assert self.run.status == 0, self.run.said
        self.ops: list[Op] = recorded(log, after)
        self.held: list[tuple[int, Held]] = []  # by moment
        for moment in moments(start, self.ops):
            held = look_at(moment.lay_out(_fresh(room / "moment")) / "data" / "journal.db")
            if not self.held or self.held[-1][1] != held:
                self.held.append((moment.at, held))
        self.said = [at for at, op in enumerate(self.ops, 1) if op.what == "said"]
        assert _files(after) == moment.files, "the recording is not what happened"

    def _last_said(self, at: int) -> int:
        """Return which moment the last word before `at` spoke of."""
        spoken = max((said for said in self.said if said <= at), default=0)
        return max(k for k, (begun, _) in enumerate(self.held) if begun <= spoken)

    def allowed(self, at: int) -> list[Held]:
        """Return what the journal may hold after a power cut once `at` operations were done."""
        return [held for begun, held in self.held[self._last_said(at) :] if begun <= at]

    def is_lost(self, at: int, held: Held) -> bool:
        """Tell whether `held` is what the journal was before the last word."""
        earlier = [one for _, one in self.held[: self._last_said(at)]]
        return held in earlier and held not in self.allowed(at)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _files(home: Path) -> dict[str, bytes]:
    found = (path for path in home.rglob("*") if path.is_file())
    names = {str(path.relative_to(home)): path for path in found}
    return {n: path.read_bytes() for n, path in names.items() if not n.startswith("cache")}


@pytest.fixture
def room(tmp_path) -> Iterator[Path]:
    """Return a folder in memory, where thousands of syncs cost nothing."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of our own within it
    parent = memory if os.access(memory, os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(prefix="arte-crash-", dir=parent) as folder:
        yield Path(folder)


@pytest.fixture
def opened(arte) -> Callable[[Path], int]:
    """Return what opens a journal with the real program and returns its exit status."""

    def open_it(home: Path) -> int:
        shown = arte(now=now(), lang="en", ARTE_HOME=str(home))
        assert "Traceback" not in shown.err
        return shown.status

    return open_it


class Loss:
    """Cuts the power of one recorded run many times and counts what came of it."""

    def __init__(self, recording: Recording, room: Path, opened: Callable[[Path], int]) -> None:
        self.recording, self.folder, self.opened = recording, room / "state", opened
        self.counts: Counter[str] = Counter()
        self.seen: set[bytes] = set()
        self.complaints: list[str] = []

    def cut(
        self,
        count: int,
        seed: int,
        check: Callable[[State, Path, Held], None],
        *,
        folders_last: bool = True,
    ) -> None:
        """Look at `count` states; `check` what else has to hold in each."""
        start, ops = self.recording.start, self.recording.ops
        for state in states(start, ops, count, seed, folders_last=folders_last):
            self.counts["states"] += 1
            if state.key not in self.seen:
                self.seen.add(state.key)
                self.counts["different states"] += 1
                self._judge(state, check)

    def _judge(self, state: State, check: Callable[[State, Path, Held], None]) -> None:
        home = state.lay_out(_fresh(self.folder))
        (home / "cache").symlink_to(self.recording.start / "cache")
        try:
            status = self.opened(home)
            held = look_at(home / "data" / "journal.db")
            assert status == 0, f"exit status {status}"
        except (AssertionError, sqlite3.Error) as error:
            self._complain("bad", state, error)
            return
        if self.recording.is_lost(state.at, held):
            self._complain("lost", state, "")
            return
        allowed = self.recording.allowed(state.at)
        if held not in allowed and not self._is_migrated(held, allowed):
            self._complain("neither old nor new", state, "")
            return
        try:
            check(state, home, held)
        except AssertionError as error:
            self._complain("beside the journal", state, error)

    @staticmethod
    def _is_migrated(held: Held, allowed: list[Held]) -> bool:
        """Tell whether opening it brought an old journal up to date."""
        return any(held.answers == one.answers and one.version == 1 for one in allowed)

    def _complain(self, what: str, state: State, why: object) -> None:
        self.counts[what] += 1
        names = {name: len(data) for name, data in state.files.items()}
        self.complaints.append(f"{what} after operation {state.at}: {why} {names}")


def nothing_else(_state: State, _home: Path, _held: Held) -> None:
    """Accept what stands beside the journal."""


some_or_many = pytest.mark.parametrize(
    "count", [50, pytest.param(4_000, marks=pytest.mark.slow)], ids=["some", "many"]
)


def settle(loss: Loss, tally: Callable, goal: str) -> None:
    """Write the counts down; nothing may be lost, damaged or half done."""
    counts = tally(goal)
    for what in ("states", "different states", "lost", "bad"):
        counts.add(what, loss.counts[what])
    assert not loss.complaints, (len(loss.complaints), loss.complaints[:5])


# A sitting, and the other acts


def sitting(room: Path, command: str, **environ: str) -> Recording:
    start = make_home(room / "start")
    if command == "close":
        assert converse(start, "today", LINES["today"]).status == 0
    lines = LINES[command]
    return Recording(
        start, lambda home, before: converse(home, command, lines, before=before, **environ)
    )


@some_or_many
@pytest.mark.parametrize("command", ["today", "close"])
def test_a_sitting_keeps_what_it_acknowledged_when_the_power_fails(
    room, opened, tally, command, count
):
    loss = Loss(sitting(room, command), room, opened)
    resumed = 0

    def goes_on(state: State, home: Path, held: Held) -> None:
        nonlocal resumed
        if loss.counts["different states"] % (15 if count < 100 else 60) == 0:
            done = len(held.of(LINES_OF[command]))
            again = converse(home, command, LINES[command][done:])
            assert again.status == 0, again
            assert again.prompts == len(LINES[command]) - done
            resumed += 1

    loss.cut(count, 8, goes_on)
    settle(loss, tally, "G3")
    assert resumed


LINES_OF = {
    "today": ("energy", "posture-now", "greeting", "message", "plan"),
    "close": ("good-moment", "posture", "greetings", "messages", "practice", "next-time"),
}


@some_or_many
def test_notes_corrections_undoing_and_deleting_survive_a_power_cut(room, opened, tally, count):
    start = make_home(room / "start")
    write_days(start, 1)
    program = [sys.executable, "-c", ACTS]
    recording = Recording(start, lambda home, before: run(home, before=before, program=program))
    assert recording.run.said.count("\ndone ") == 11, recording.run.said
    loss = Loss(recording, room, opened)
    loss.cut(count, 9, nothing_else)
    settle(loss, tally, "G3")


@pytest.mark.xfail(
    strict=True,
    reason="make_private_folder() does not sync the folder above: on a file system that does not"
    " order its folders (ext4, XFS and btrfs do) a first sitting's folder may vanish",
)
def test_the_folder_of_a_first_sitting_is_synced_too(room, opened, tally):
    loss = Loss(sitting(room, "today"), room, opened)
    loss.cut(60, 8, nothing_else, folders_last=False)
    settle(loss, tally, "G3 strict")


# An import, a migration, an export, a snapshot


def check_snapshots(state: State, home: Path, before: Held) -> int:
    """Every snapshot under its final name is whole and is what was there before."""
    snapshots = list((home / "state").glob("snapshots/*.db"))
    for path in snapshots:
        assert look_at(path) == before, path.name
    return len(snapshots)


@some_or_many
def test_an_import_is_all_or_nothing_when_the_power_fails(room, opened, tally, count):
    other = make_home(room / "other")
    write_days(other, 2, "from elsewhere")
    parcel = str(room / "all.jsonl")
    assert run(other, "export", "all", "--format", "jsonl", "-o", parcel).status == 0
    start = make_home(room / "start")
    assert run(start, "today", "--answers", "-", given='{"energy": 5}').status == 0
    before = look_at(start / "data" / "journal.db")
    recording = Recording(
        start, lambda home, strace: run(home, "journal", "import", parcel, before=strace)
    )
    loss = Loss(recording, room, opened)

    def check(state: State, home: Path, held: Held) -> None:
        assert check_snapshots(state, home, before) or held == before

    loss.cut(count, 10, check)
    settle(loss, tally, "G3")


@some_or_many
def test_a_migration_is_all_or_nothing_when_the_power_fails(room, opened, tally, count):
    start = make_home(room / "start")
    before = look_at(write_first_schema(start, days=6))
    recording = Recording(start, lambda home, strace: run(home, "show", before=strace))
    assert recording.held[-1][1].version == 2
    loss = Loss(recording, room, opened)

    def check(state: State, home: Path, held: Held) -> None:
        assert held.version == 2
        assert check_snapshots(state, home, before)

    loss.cut(count // 2, 11, check)
    settle(loss, tally, "G3, G7")


@some_or_many
def test_an_export_is_the_old_file_or_the_new_when_the_power_fails(room, opened, tally, count):
    start = make_home(room / "start")
    write_days(start, 2, "some words that make it longer " * 60)
    argv = ("export", "all", "--format", "jsonl", "-o")
    assert run(start, *argv, str(start / "all.jsonl")).status == 0
    old = (start / "all.jsonl").read_bytes()
    assert run(start, "today", "--answers", "-", given='{"energy": 5}').status == 0
    recording = Recording(
        start, lambda home, strace: run(home, *argv, str(home / "all.jsonl"), before=strace)
    )
    new = (start.parent / "recorded" / "all.jsonl").read_bytes()
    assert new != old
    loss = Loss(recording, room, opened)

    def check(state: State, home: Path, _held: Held) -> None:
        accepted = (new,) if "all.jsonl" in state.said else (old, new)
        assert (home / "all.jsonl").read_bytes() in accepted

    loss.cut(count, 12, check)
    settle(loss, tally, "G3")


@some_or_many
def test_a_snapshot_is_whole_or_not_there_when_the_power_fails(room, opened, tally, count):
    start = make_home(room / "start")
    write_days(start, 2)
    before = look_at(start / "data" / "journal.db")
    program = [sys.executable, "-c", SNAPSHOT]

    def attempt(home: Path, strace: Sequence[str]) -> Run:
        paths = (str(home / "data" / "journal.db"), str(home / "state" / "snapshots"))
        return run(home, *paths, before=strace, program=program)

    loss = Loss(Recording(start, attempt), room, opened)

    def check(state: State, home: Path, _held: Held) -> None:
        assert check_snapshots(state, home, before) or "daily" not in state.said

    loss.cut(count, 13, check)
    settle(loss, tally, "G3, G8")


# Controls


@pytest.mark.parametrize(
    ("weakened", "what", "least"),
    [
        ("journal_mode=WAL synchronous=NORMAL", "lost", 0.3),
        ("synchronous=FULL", "lost", 0.01),
        ("synchronous=OFF", "bad", 0.1),
    ],
)
def test_control_a_weaker_journal_loses_answers(room, opened, tally, weakened, what, least):
    loss = Loss(sitting(room, "close", ARTE_WEAKEN=weakened), room, opened)
    loss.cut(200, 14, nothing_else)
    counts = tally("G3")
    for name in ("states", "lost", "bad"):
        counts.add(f"control: {name}", loss.counts[name])
    assert loss.counts[what] >= least * loss.counts["different states"], loss.counts
