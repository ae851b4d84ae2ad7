"""The terminal closed and signals at any moment: G2, beside tests/cli/test_terminal_leaving.py.

G2: 300 sessions, 0 acknowledged answers lost. Those tests leave at a prompt; here the signal comes
at a random moment after an answer was typed, so also within its transaction, and the terminal
itself goes away. No control of its own: the signals are those of test_kill.py's.
"""

from __future__ import annotations

import random
import signal

import pytest
from faults import (
    LINES,
    VALUES,
    converse,
    copy_home,
    look_at,
    make_home,
    needs_strace,
    run,
    side_by_side,
    watch,
    write_days,
)

pytest_plugins = ("faults",)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)


@pytest.mark.parametrize(
    "count", [10, pytest.param(300, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_a_signal_or_a_closed_terminal_at_any_moment_loses_nothing(tmp_path, tally, count):
    counts = tally("G2")
    start = make_home(tmp_path / "start")
    assert run(start, "log", "applause", "made before").status == 0

    def hold(number: int) -> None:
        dice = random.Random(number)  # noqa: S311  # the same moments each time
        home = copy_home(start, tmp_path / str(number))
        leaves = dice.randrange(1, len(LINES["today"]) + 1)
        force = None if number % 5 == 0 else SIGNALS[number % len(SIGNALS)]
        left = converse(home, "today", LINES["today"], leave=(leaves, force, dice.random() / 40))
        assert "Traceback" not in left.said
        expected = VALUES["today"]
        got = look_at(home / "data" / "journal.db").of(expected)
        assert len(got) - left.acknowledged in (0, 1), (got, left)
        assert list(got.items()) == list(expected.items())[: len(got)]
        again = converse(home, "today", LINES["today"][len(got) :])
        assert again.status == 0, again
        assert look_at(home / "data" / "journal.db").of(expected) == expected
        counts.add("sessions")
        counts.add("acknowledged", left.acknowledged)
        counts.add("terminal closed" if force is None else force.name)

    side_by_side(hold, range(count))
    assert counts.counts["acknowledged"] > count / 2


# What a sitting costs: G18 without a clock (bench/ holds one)


@needs_strace
def test_before_the_first_question_there_is_no_full_check(tmp_path, tally):
    """G18: no check before the first question; an answer costs few syncs."""
    home, log, calls = make_home(tmp_path / "home"), tmp_path / "log", tmp_path / "calls"
    write_days(home, 2)
    strace = watch(calls, ["fdatasync", "fsync"])
    held = converse(home, "today", [""] * 5, before=strace, ARTE_WEAKEN=f"trace={log}")
    assert held.status == 0
    statements = log.read_text().splitlines()
    first = statements.index("BEGIN IMMEDIATE")
    assert not [s for s in statements[:first] if "_check" in s and "cell_size" not in s]
    counts = tally("G18")
    counts.add("statements before the first answer is written", first)
    syncs = len(calls.read_text().splitlines())
    counts.add("syncs in five answers and a choice", syncs)
    assert first
    assert syncs <= 6 * 5
