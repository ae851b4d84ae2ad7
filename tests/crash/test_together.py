"""Two and four processes at once, recording, undoing and exporting: G5.

G5: 4 × 200 acts, 800 of 800 there and none doubled; 100 double first starts, 100 of 100; a process
that is killed takes nothing of another's with it; "busy" is only ever the one sentence. Control:
with a plain BEGIN acts must fail.
"""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from faults import side_by_side
from homes import JOURNAL, look_at, make_home, write_days
from programs import ARTE, converse, environment, now, run

pytest_plugins = ("counts",)

BUSY = "Another arte is writing in the journal: wait a moment and try again."
# Calls the real main() with one line of arguments after the other, from the word "go" on.
WORKER = """\
import contextlib, io, json, os, sys, time
import sqlite_utils
from artesupremo.__main__ import main
acts = json.loads(sys.argv[2])
print("ready", flush=True)
while not os.path.exists(sys.argv[1]):
    time.sleep(0.0005)
for argv in acts:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(argv)
    os.write(1, (json.dumps([argv, status, said.getvalue()]) + "\\n").encode())
"""


class Done(NamedTuple):
    """One act that a process said is done."""

    argv: list[str]
    status: int
    said: str


class Crew:
    """Processes that begin at the same moment."""

    def __init__(self, home: Path, acts: list[list[list[str]]], **environ: str) -> None:
        self.go = home.parent / f"go-{home.name}"
        self.go.unlink(missing_ok=True)
        argv = [sys.executable, "-c", WORKER, str(self.go)]
        self.crew = [
            subprocess.Popen(
                [*argv, json.dumps(own)],
                bufsize=0,  # what readline() had read ahead communicate() would not find
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment(home, **environ),
            )
            for own in acts
        ]
        for child in self.crew:
            assert child.stdout
            assert child.stdout.readline() == b"ready\n"
        self.heard = [""] * len(self.crew)
        self.go.touch()

    def kill_after(self, acts: int, seconds: float) -> None:
        """Kill the first process `seconds` after it said that so many `acts` are done."""
        child = self.crew[0]
        assert child.stdout
        self.heard[0] = "".join(child.stdout.readline().decode() for _ in range(acts))
        time.sleep(seconds)
        child.kill()

    def finish(self) -> list[list[Done]]:
        """Wait for all of them and return what each said is done."""
        try:
            rest = [child.communicate(timeout=240)[0].decode() for child in self.crew]
        finally:
            for child in self.crew:
                child.kill()
        told = [heard + text for heard, text in zip(self.heard, rest, strict=True)]
        assert all(child.returncode in (0, -signal.SIGKILL) for child in self.crew), told
        return [[Done(*json.loads(line)) for line in text.splitlines()] for text in told]


def only_busy(done: list[Done]) -> int:
    """Return how many acts were refused; the refusal is the sentence and nothing else."""
    refused = [act for act in done if act.status]
    assert all(act.status == 5 and BUSY in act.said for act in refused), refused[:3]
    assert not any("Traceback" in act.said for act in done)
    return len(refused)


def note(text: str) -> list[str]:
    return ["log", "applause", text]


def notes_of(home: Path) -> Counter[str]:
    return Counter(str(row["text"]) for row in look_at(home / JOURNAL).rows["note"])


@pytest.mark.parametrize("processes", [2, 4])
@pytest.mark.parametrize(
    "count", [15, pytest.param(200, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_what_several_record_at_once_is_all_there_and_once(room, tally, processes, count):
    home = make_home(room / "home")
    acts = [[note(f"{who}-{k}") for k in range(count)] for who in range(processes)]
    told = Crew(home, acts).finish()
    refused = sum(only_busy(done) for done in told)
    assert notes_of(home) == Counter(act[2] for own in acts for act in own)
    assert not refused, "five seconds are enough for four"
    counts = tally("G5")
    counts.add("acts", processes * count)
    counts.add("recorded", processes * count - refused)


def test_control_with_a_plain_begin_acts_fail(room, tally):
    home = make_home(room / "home")
    assert run(home, *note("first")).status == 0
    acts = [[note(f"{who}-{k}") for k in range(25)] for who in range(4)]
    told = Crew(home, acts, ARTE_WEAKEN="begin").finish()
    refused = sum(act.status != 0 for done in told for act in done)
    counts = tally("G5")
    counts.add("control, begin: acts", sum(map(len, acts)))
    counts.add("control, begin: acts that failed", refused)
    assert refused


@pytest.mark.parametrize(
    "count", [12, pytest.param(100, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_recording_undoing_and_exporting_at_once(room, tally, count):
    home = make_home(room / "home")
    write_days(home, 2)
    path = str(room / "all.jsonl")
    export = ["export", "all", "--format", "jsonl", "-o"]
    acts = [
        [note(f"0-{k}") for k in range(count)],
        [note(f"1-{k}") for k in range(count)],
        [["undo"] if k % 3 else ["undo", "--redo"] for k in range(count)],
        [[*export, f"{path}.{k}"] for k in range(count)],
    ]
    first, second, undoing, exporting = Crew(home, acts).finish()
    assert {act.status for act in first + second + exporting} == {0}
    check_history(home, first + second, undoing)
    for act in exporting:
        lines = [json.loads(line) for line in Path(act.argv[-1]).read_text().splitlines()]
        texts = [line["text"] for line in lines if line.get("type") == "applause"]
        assert len(set(texts)) == len(texts)
        assert set(texts) <= {done.argv[2] for done in first + second}
    counts = tally("G5")
    counts.add("acts", 4 * count)
    counts.add("undone or redone", sum(act.status == 0 for act in undoing))


def check_history(home: Path, noted: list[Done], undoing: list[Done]) -> None:
    """Every note is there or was undone, each once, and every undo took back one act."""
    journal = home / JOURNAL
    held = look_at(journal)
    with sqlite3.connect(journal) as connection:
        rows = connection.execute(
            "SELECT json_extract(after, '$.text'), undone FROM change WHERE place = 'note'"
        ).fetchall()
        taken = connection.execute("SELECT count(DISTINCT act) FROM change WHERE undone > 0")
        (undone,) = taken.fetchone()
    connection.close()
    assert sorted(text for text, _ in rows) == sorted(act.argv[2] for act in noted)
    there = Counter(text for text, undone in rows if not undone)
    assert Counter(str(row["text"]) for row in held.rows["note"]) == there
    assert {act.status for act in undoing} <= {0, 3}  # 3: nothing to redo
    back = sum(act.status == 0 and len(act.argv) == 1 for act in undoing)
    forward = sum(act.status == 0 and len(act.argv) == 2 for act in undoing)
    assert undone == back - forward


@pytest.mark.parametrize(
    "count", [3, pytest.param(100, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_two_first_starts_at_once_make_one_journal(room, tally, count):
    counts = tally("G5")
    for number in range(count):
        home = make_home(room / f"home-{number}")
        told = Crew(home, [[note("one")], [note("two")]]).finish()
        assert [act.status for done in told for act in done] == [0, 0], told
        assert notes_of(home) == Counter(["one", "two"])
        counts.add("double first starts")


@pytest.mark.parametrize(
    "count", [3, pytest.param(60, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_a_process_that_is_killed_takes_nothing_of_the_others(room, tally, count):
    dice = random.Random(5)  # noqa: S311  # the same moments each time
    counts = tally("G1, G5")
    home = make_home(room / "home")
    assert run(home, *note("first")).status == 0
    expected, possible = Counter(["first"]), Counter(["first"])
    for number in range(count):
        acts = [[note(f"{number}-{who}-{k}") for k in range(200 - 190 * who)] for who in range(2)]
        crew = Crew(home, acts)
        crew.kill_after(dice.randrange(1, 12), dice.uniform(0, 0.02))
        told = crew.finish()
        assert not sum(only_busy(done) for done in told)
        killed, other = told
        assert len(other) == 10
        expected.update(act.argv[2] for act in killed + other)
        possible.update([f"{number}-0-{len(killed)}"])
        counts.add("killed")
        counts.add("acknowledged", len(killed) + len(other))
    there = notes_of(home)
    assert not expected - there, "lost"
    assert not there - expected - possible, "doubled"


def test_a_journal_that_stays_locked_is_one_sentence(room, tally):
    home = make_home(room / "home")
    write_days(home, 1)
    before = look_at(home / JOURNAL)
    holder = sqlite3.connect(home / JOURNAL, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    counts = tally("G5")

    def knock(argv: tuple[str, ...]) -> None:
        left = converse(home, ("today",), ["4"]) if argv == ("today",) else run(home, *argv)
        assert left.status == 5, left
        assert BUSY in " ".join(left.said.split())
        assert "Traceback" not in left.said
        counts.add("refused")

    side_by_side(knock, [tuple(note("x")), ("undo",), ("show", "yesterday"), ("today",)])
    holder.close()
    assert look_at(home / JOURNAL) == before
    assert run(home, "show", str(now().date()), program=ARTE).status in (0, 3)
