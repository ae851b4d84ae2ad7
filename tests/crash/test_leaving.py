"""The terminal closed and signals at any moment: G2, beside tests/cli/test_terminal_leaving.py.

G2: 300 sessions, ≥ 20,000 acknowledged answers, 0 lost. Those tests leave at a prompt; here the
signal comes at a random moment after an answer was typed, so also within its transaction, and the
terminal itself goes away. An advisor who cannot make up their mind goes back ("<") and answers
again some hundred times; the history must hold each answer once and in order.

Control: with answers that are committed as the file is closed, the same sessions lose some.
G18 without a clock: statements before the first question, syncs for each answer.
"""

from __future__ import annotations

import random
import re
import signal
from pathlib import Path
from typing import NamedTuple

import pytest
from acts import HOMES
from counts import Tally
from faults import calls_in, needs_strace, side_by_side, watch
from homes import JOURNAL, Held, copy_home, look_at, write_days
from programs import Leaving, Run, converse
from talks import SITTINGS, Sitting

pytest_plugins = ("counts",)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, None)  # None: it closes
_WORD = re.compile(r"w\d+")


class Script(NamedTuple):
    """What is typed in a session: line by line, with the word that it leaves in the journal."""

    sitting: Sitting
    lines: list[str]
    words: list[str | None]  # None: the line goes back, or skips

    def given(self, count: int) -> list[str]:
        """Return the words of the first `count` lines."""
        return [word for word in self.words[:count] if word]


def write_script(dice: random.Random, again: int) -> Script:
    """Write a session in which questions are answered `again` and again."""
    sitting = SITTINGS[dice.choice(("today", "close"))]
    turning = {"today": ("energy", "greeting"), "close": ("good-moment", "posture")}[sitting.name]
    lines: list[str] = []
    words: list[str | None] = []
    for question, (typed, _) in sitting.asked.items():
        if question not in turning:
            lines.append(typed)
            words.append(None)
            continue
        for turn in range(again // len(turning)):
            word = f"w{len(lines)}"
            number = f"{dice.randint(1, 5)} " if question in ("energy", "posture") else ""
            lines += [f"{number}{word}"] if turn == 0 else ["<", f"{number}{word}"]
            words += [word] if turn == 0 else [None, word]
    return Script(sitting, lines, words)


def words_in(held: Held) -> list[str]:
    """Return the words that the history holds, in order."""
    changes = sorted(held.rows.get("change", ()), key=lambda row: int(row["seq"]))
    found = [_WORD.findall(row["after"] or "") for row in changes if row["place"] == "answer"]
    return [words[0] for words in found if words]


def hold_sessions(starts: Path, count: int, again: int, tally: Tally, **environ: str) -> list[str]:
    """Hold `count` sessions that are left somewhere; return what went wrong."""
    wrong: list[str] = []

    def hold(number: int) -> None:
        dice = random.Random(number)  # noqa: S311  # the same moments each time
        script = write_script(dice, again)
        home = copy_home(starts / script.sitting.name, starts / str(number))
        force = SIGNALS[number % len(SIGNALS)]
        leaving: Leaving = (dice.randrange(len(script.lines) // 2, len(script.lines)), force,
                            dice.random() / 40)  # fmt: skip
        left = converse(home, script.sitting.argv, script.lines, leave=leaving, **environ)
        assert "Traceback" not in left.said
        tally.add("sessions")
        tally.add("terminal closed" if force is None else force.name)
        sure = script.given(left.acknowledged)
        tally.add("acknowledged", len(sure))
        found = words_in(look_at(home / JOURNAL))
        if found not in (sure, script.given(left.acknowledged + 1)):
            wrong.append(f"{script.sitting}: {sure[-2:]} acknowledged, {found[-2:]} found: {left}")
        elif not environ and number % 10 == 0:
            go_on(home, script.sitting)

    side_by_side(hold, range(count))
    return wrong


def go_on(home: Path, sitting: Sitting) -> None:
    """The same command asks what is left."""
    done = len(look_at(home / JOURNAL).of(sitting.asked))
    again = converse(home, sitting.argv, sitting.lines[done:])
    assert (again.status, again.prompts) == (0, len(sitting.lines) - done), again
    assert len(look_at(home / JOURNAL).of(sitting.asked)) == len(sitting.lines)


@pytest.fixture
def starts(room) -> Path:
    """Return a folder with the homes in which sessions begin, by the names of the sittings."""
    for name in ("today", "close"):
        HOMES[SITTINGS[name].start](room / name)
    return room


@pytest.mark.parametrize(
    ("count", "again"),
    [(12, 20), pytest.param(300, 100, marks=pytest.mark.slow)],
    ids=["some", "many"],
)
def test_a_signal_or_a_closed_terminal_at_any_moment_loses_nothing(starts, tally, count, again):
    counts = tally("G2")
    wrong = hold_sessions(starts, count, again, counts)
    assert not wrong, (len(wrong), wrong[:3])
    assert counts.counts["acknowledged"] >= (20_000 if count >= 300 else 100)


def test_control_answers_that_are_committed_late_are_lost(starts, tally):
    lost = hold_sessions(starts, 5, 10, Tally("", ""), ARTE_WEAKEN="late")
    tally("G2").add("control, late: sessions of 5 that lose answers", len(lost))
    assert lost


# What a sitting costs: G18 without a clock (bench/ holds one)


def sync_count(log: Path, home: Path) -> int:
    """Return how often the journal, its rollback journal and their folder were synced."""
    return sum(f"<{home}/data" in words for _, words in calls_in(log))


def traced(home: Path, sitting: Sitting) -> tuple[list[str], int, Run]:
    """Hold `sitting` and return the statements, the syncs of the journal, and the run."""
    log, calls = home.parent / "statements", home.parent / "calls"
    strace = watch(calls, ["fdatasync", "fsync"])
    lines, argv = sitting.lines, sitting.argv
    held = converse(home, argv, lines, before=strace, ARTE_WEAKEN=f"trace={log}")
    assert held.status == 0
    return log.read_text().splitlines(), sync_count(calls, home), held


@needs_strace
@pytest.mark.parametrize("name", ["today", "close", "week"])
def test_an_answer_is_five_syncs_and_nothing_is_checked_before_the_first(room, tally, name):
    """G18: rollback journal twice, its folder, the journal, the folder again; no full check."""
    home, counts = HOMES[SITTINGS[name].start](room / "home"), tally("G18")
    if name == "today":
        write_days(home, 2)  # the schema is made already
    statements, syncs, held = traced(home, SITTINGS[name])
    first = statements.index("BEGIN IMMEDIATE")
    assert first
    assert not [s for s in statements[:first] if "_check" in s and "cell_size" not in s]
    commits = statements.count("COMMIT")
    counts.add("statements before the first answer is written", first)
    counts.add("transactions", commits)
    counts.add("syncs", syncs)
    assert commits in (held.prompts, held.prompts + 1)  # the practice is chosen, too
    assert syncs == 5 * commits
