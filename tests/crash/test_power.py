"""Simulated power loss at any moment of a run: G3, and G7 and G8 under it.

G3: 20,000 different states, 0 acknowledged answers lost, 0 bad integrity. A state keeps what a
sync covered and drops, tears and reorders the rest (power.py). The real program opens it; then
the journal must be, row for row, what it was at the last word the program had said, or at a
commit since. (That is more than what the prompts acknowledge: any word counts.)

Controls: WAL/NORMAL must lose more than 30 %, FULL (no sync of the folder) must lose the last
answer, OFF must leave damage; the recording, played to its end, must be what the run left.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from acts import ACTS, HOMES, Act, do
from counts import Tally
from faults import needs_strace
from homes import JOURNAL, NOTHING, Held, copy_home, do_all, look_at, make_home, write_days
from oracles import Oracle, check_copies, oracle_of
from power import Op, State, moments, recorded, recorder, states
from programs import KILLED, Run, converse, now, run
from talks import SITTINGS

from artesupremo.journal.model import SCHEMA_VERSION

pytest_plugins = ("counts",)
pytestmark = needs_strace

SNAPSHOT = """\
import sqlite3, sys
from artesupremo.journal import safety
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
print(safety.take_snapshot(connection, sys.argv[2], "before-test"), flush=True)
"""
# Acts of many kinds, one after the other; each says that it is done.
MIXED = [
    words.split()
    for words in (
        "log applause Thank-you-all", "log friction They-ask-twice", "undo", "undo --redo",
        "rest today --yes", "undo", "log promise Call-back", "delete 1 --yes", "undo",
        "promises move 3 +2", "promises kept 3", "delete yesterday greeting --yes", "undo",
        "delete yesterday --yes", "rest 2027-01-04..2027-01-06 --yes", "undo", "undo",
    )
]  # fmt: skip


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
            held = look_at(moment.lay_out(_fresh(room / "moment")) / JOURNAL)
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
        """Cut `count` times and look at each different state; `check` what else has to hold."""
        start, ops = self.recording.start, self.recording.ops
        for state in states(start, ops, count, seed, folders_last=folders_last):
            self.counts["cuts"] += 1
            if state.key not in self.seen:
                self.seen.add(state.key)
                self._judge(state, check)

    def _judge(self, state: State, check: Callable[[State, Path, Held], None]) -> None:
        self.counts["states"] += 1
        home = state.lay_out(_fresh(self.folder))
        (home / "cache").symlink_to(self.recording.start / "cache")
        try:
            status = self.opened(home)
            held = look_at(home / JOURNAL)
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
        return held.version == SCHEMA_VERSION and any(
            one.version < SCHEMA_VERSION
            and held.answers == one.answers
            and all(held.rows[place] == one.rows[place] for place in ("note", "rest")
                    if place in one.rows)
            for one in allowed
        )  # fmt: skip

    def _complain(self, what: str, state: State, why: object) -> None:
        self.counts[what] += 1
        names = {name: len(data) for name, data in state.files.items()}
        self.complaints.append(f"{what} after operation {state.at}: {why} {names}")


def nothing_else(_state: State, _home: Path, _held: Held) -> None:
    """Accept what stands beside the journal."""


some_or_many = pytest.mark.parametrize(
    "count", [60, pytest.param(12_000, marks=pytest.mark.slow)], ids=["some", "many"]
)


def settle(loss: Loss, tally: Callable[[str], Tally], goal: str) -> None:
    """Write the counts down; nothing may be lost, damaged or half done."""
    counts = tally(goal)
    for what in ("cuts", "states", "lost", "bad"):
        counts.add(what, loss.counts[what])
    assert not loss.complaints, (len(loss.complaints), loss.complaints[:5])


# Sittings, and what is done at once


def hold(name: str, room: Path, **environ: str) -> Recording:
    sitting = SITTINGS[name]
    start = HOMES[sitting.start](room / "start")
    return Recording(
        start,
        lambda home, before: converse(home, sitting.argv, sitting.lines, before=before, **environ),
    )


@some_or_many
@pytest.mark.parametrize("name", ["today", "close", "week"])
def test_a_sitting_keeps_what_it_acknowledged_when_the_power_fails(
    room, opened, tally, name, count
):
    loss, sitting = Loss(hold(name, room), room, opened), SITTINGS[name]
    resumed = 0

    def goes_on(state: State, home: Path, held: Held) -> None:
        nonlocal resumed
        if loss.counts["states"] % (15 if count < 100 else 60) == 0:
            done = len(held.of(sitting.asked, sitting.day))
            again = converse(home, sitting.argv, sitting.lines[done:])
            assert again.status == 0, again
            assert again.prompts == len(sitting.lines) - done
            resumed += 1

    loss.cut(count, 8, goes_on)
    settle(loss, tally, "G3")
    assert resumed


@some_or_many
def test_notes_corrections_undoing_and_deleting_survive_a_power_cut(room, opened, tally, count):
    start = make_home(room / "start")
    write_days(start, 1)
    recording = Recording(start, lambda home, before: do_all(home, MIXED, before=before))
    assert recording.run.said.count("\ndone\n") == len(MIXED), recording.run.said
    loss = Loss(recording, room, opened)
    loss.cut(count, 9, nothing_else)
    settle(loss, tally, "G3")


def test_the_folder_of_a_first_sitting_is_synced_too(room, opened, tally):
    loss = Loss(hold("today", room), room, opened)
    loss.cut(60, 8, nothing_else, folders_last=False)
    settle(loss, tally, "G3")


_PLAIN = [act for act in ACTS if not act.oracle]
_FAST = (
    "import",
    "export",
    "purge",
    *(act.name for act in ACTS if act.name.startswith("migration")),
)


@pytest.mark.parametrize(
    ("act", "count"),
    [
        *(pytest.param(act, 60, id=f"{act}-some") for act in _PLAIN if act.name in _FAST),
        *(pytest.param(act, 2_000, id=f"{act}-many", marks=pytest.mark.slow) for act in _PLAIN),
    ],
)
def test_a_command_did_it_or_did_not_when_the_power_fails(
    room, opened, tally, act: Act, count: int
):
    """What it writes beside the journal is old or new, too, and a snapshot is from before."""
    oracle = Oracle(act, room)
    recording = Recording(oracle.start, lambda home, before: do(act, home, before))
    made = room / "recorded" / act.made
    old, new = oracle.old.beside, made.read_bytes() if act.made else None
    copies = act.name.split()[0] in ("import", "migration") and oracle.journal != NOTHING
    loss = Loss(recording, room, opened)

    def check(state: State, home: Path, held: Held) -> None:
        beside = home / act.made
        is_done = bool(state.said.strip())
        if act.made:
            kept = beside.read_bytes() if beside.exists() else None
            assert kept in ((new,) if is_done else (old, new)), f"{act.made}: {is_done}"
        whole = oracle.check_beside(home)
        assert whole or not copies or held == oracle.journal, "no snapshot"

    loss.cut(count, 10, check)
    settle(loss, tally, "G3, G7" if act.name.startswith("migration") else "G3")


@pytest.mark.parametrize(
    ("act", "count"),
    [
        pytest.param(act, count, id=f"{act}-{name}", marks=marks)
        for act in ACTS
        if act.oracle
        for name, count, marks in (("some", 20, ()), ("many", 2_000, pytest.mark.slow))
        if name == "many" or act.name in _FAST
    ],
)
def test_recovery_goes_on_when_the_power_fails(room, tally, act: Act, count: int):
    oracle = oracle_of(act, room)
    log, after = room / "power.log", copy_home(oracle.start, room / "recorded")
    assert do(act, after, recorder(log)).status == 0
    ops, seen, counts = recorded(log, after), set[bytes](), tally("G3")
    for state in states(oracle.start, ops, count, 15):
        counts.add("cuts")
        if state.key in seen:
            continue
        seen.add(state.key)
        counts.add("states")
        home = state.lay_out(_fresh(room / "state"))
        (home / "cache").symlink_to(oracle.start / "cache")
        again = len(seen) % (5 if count < 100 else 10) == 0
        try:
            oracle.check(home, Run(KILLED, state.said), again=again)
        except AssertionError as error:
            raise AssertionError(f"power cut after operation {state.at}: {error}") from error
        counts.add("gone on", again)


@some_or_many
def test_a_snapshot_is_whole_or_not_there_when_the_power_fails(room, opened, tally, count):
    start = make_home(room / "start")
    write_days(start, 2)
    before = look_at(start / JOURNAL)
    program = [sys.executable, "-c", SNAPSHOT]

    def attempt(home: Path, strace: Sequence[str]) -> Run:
        paths = (str(home / JOURNAL), str(home / "state" / "snapshots"))
        return run(home, *paths, before=strace, program=program)

    loss = Loss(Recording(start, attempt), room, opened)

    def check(state: State, home: Path, _held: Held) -> None:
        assert check_copies(home, start, before) or "before-test" not in state.said

    loss.cut(count, 13, check)
    settle(loss, tally, "G3, G8")


# Controls


@pytest.mark.parametrize(
    ("weakened", "what", "least"),
    [
        ("nothing", "", 0),
        ("journal_mode=WAL synchronous=NORMAL", "lost", 0.3),
        ("synchronous=FULL", "lost", 0.01),
        ("synchronous=OFF", "bad", 0.1),
    ],
)
def test_control_a_weaker_journal_loses_answers(room, opened, tally, weakened, what, least):
    loss = Loss(hold("close", room, ARTE_WEAKEN=weakened), room, opened)
    loss.cut(100, 14, nothing_else)
    counts = tally("G3")
    for name in ("states", "lost", "bad"):
        counts.add(f"control, {weakened}: {name}", loss.counts[name])
    if what:
        assert loss.counts[what] >= least * loss.counts["states"], loss.counts
    else:
        assert not loss.complaints
