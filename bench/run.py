"""How long the commands of arte take, beside an empty Python and beside jrnl on the same days.

    python bench/run.py [--rounds N] [--only WORDS] [--no-jrnl]

Run it with the Python that arte is installed for. In every round each command runs once, in
random order, and `python -c pass` with them: it is the unit, because milliseconds drift between
machines and with whatever else they do. Prints a Markdown table and writes nothing but a
temporary folder, where jrnl gets an environment of its own. Takes about a quarter of an hour.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import tempfile
from typing import NamedTuple

from journals import Home, answer_times, make_homes
from measure import Job, megabytes, milliseconds
from peers import install_jrnl
from subjects import Subject, rounds_of, subjects
from table import Measured, table

ARTE = os.path.join(os.path.dirname(sys.executable), "arte")
UNIT = "python -c pass"
ANSWER_TARGET = 5  # ms, of 95 in 100 answers


class Key(NamedTuple):
    """What is timed: a command of arte, or of jrnl on entries made in one way."""

    subject: str
    size: str = ""
    way: str = ""  # "" for arte itself


class Task(NamedTuple):
    """What is started, and in how many rounds."""

    job: Job
    rounds: int


def main() -> None:
    options = _options()
    # Longer ago than a closing waits for its morning: today has neither.
    last = dt.datetime.now().astimezone().date() - dt.timedelta(days=2)
    chosen = [one for one in subjects(last) if options.only in one.name]
    with tempfile.TemporaryDirectory() as folder:
        jrnl = None if options.no_jrnl else install_jrnl(folder)
        sizes = {size: None for one in chosen for size in one.sizes}
        homes = make_homes(folder, ARTE, last, sizes, peer=jrnl is not None)
        tasks = _tasks(chosen, homes, jrnl, options.rounds)
        times = _rounds(tasks, options.rounds)
        measured = [_measured(one, size, tasks, times) for one in chosen for size in one.sizes]
        print(
            f"{options.rounds} rounds; python -c pass: {min(times[Key(UNIT)].values()):.1f} ms\n"
        )
        print(table(measured, times[Key(UNIT)]))
        if options.only in "answer":
            print()
            for home in homes.values():
                _tell_answers(home, last + dt.timedelta(days=1))
        for home in homes.values():
            for way, count in home.entries.items():
                print(f"{home.size} answers are {count:,} entries of jrnl, one a {way}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="commands whose name holds these words")
    parser.add_argument("--no-jrnl", action="store_true", help="arte alone")
    options = parser.parse_args()
    if not os.path.exists(ARTE):
        parser.error("arte is not installed for this Python: pip install . and try again")
    return options


def _tasks(
    chosen: list[Subject], homes: dict[str, Home], jrnl: str | None, rounds: int
) -> dict[Key, Task]:
    """Return everything that is timed."""
    tasks = {Key(UNIT): Task(Job([sys.executable, "-c", "pass"], dict(os.environ)), rounds)}
    for one in chosen:
        for size in one.sizes:
            home = homes[size]
            # A search finds nothing in an empty journal, and says so.
            job = Job([ARTE, *one.argv], home.environ, asks=one.asks, statuses=(0, 3))
            count = rounds_of(one, size, rounds, peer=False)
            tasks[Key(one.name, size)] = Task(job, count)
            for way, settings in home.jrnl.items():
                job = Job([jrnl or "", "--config-file", settings, *one.peer], home.environ)
                count = rounds_of(one, size, rounds, peer=True)
                tasks[Key(one.name, size, way)] = Task(job, count)
    return tasks


def _rounds(tasks: dict[Key, Task], rounds: int) -> dict[Key, dict[int, float]]:
    """Return the milliseconds of everything, by round; one round before them is not counted."""
    times: dict[Key, dict[int, float]] = {key: {} for key in tasks}
    for number in range(-1, rounds):
        due = [key for key, task in tasks.items() if number < task.rounds]
        for key in random.sample(due, len(due)):
            taken = milliseconds(tasks[key].job)
            if number >= 0:
                times[key][number] = taken
        print(f"\rround {number + 1} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return times


def _measured(
    one: Subject, size: str, tasks: dict[Key, Task], times: dict[Key, dict[int, float]]
) -> Measured:
    key = Key(one.name, size)
    beside = {other.way: times[other] for other in times if other[:2] == key[:2] and other.way}
    return Measured(one, size, times[key], megabytes(tasks[key].job), beside)


def _tell_answers(home: Home, today: dt.date) -> None:
    times = answer_times(home, today)
    most = statistics.quantiles(times, n=20)[-1]
    held = "✓" if most <= ANSWER_TARGET else "✗"
    print(f"One answer, synced, on {home.size} answers: median {statistics.median(times):.2f} ms,"
          f" 95 % within {most:.2f} ms (target {ANSWER_TARGET}) {held}")  # fmt: skip


if __name__ == "__main__":
    main()
