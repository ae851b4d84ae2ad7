"""The journals that are measured: one of each size, and the same days for jrnl."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from make_journal import make_journal
from measure import Job, milliseconds
from peers import BY_ANSWER, BY_SITTING, write_journal
from subjects import LARGE, SIZES

from artesupremo.days import moment
from artesupremo.journal.model import Asked, Clerk, Sitting, Value
from artesupremo.journal.store import Journal

_ANSWERS = 200  # written one by one


class Home(NamedTuple):
    """A folder with a journal of one size, and the files of jrnl beside it."""

    size: str
    environ: dict[str, str]
    jrnl: dict[str, str]  # how entries are made -> settings of jrnl
    entries: dict[str, int]


def make_homes(
    folder: str, arte: str, last: dt.date, sizes: Iterable[str], *, peer: bool
) -> dict[str, Home]:
    """Make a home of each of `sizes` under `folder`; everything is compiled when it returns."""
    return {size: _make_home(folder, arte, size, last, peer=peer) for size in sizes}


def _make_home(folder: str, arte: str, size: str, last: dt.date, *, peer: bool) -> Home:
    home = os.path.join(folder, size.replace(",", ""))
    own = {"ARTE_HOME": home, "ARTE_LANG": "es", "COLUMNS": "80", "TERM": "dumb"}
    environ = {**os.environ, **own}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    made = SIZES[size]
    if made:
        make_journal(home, *made, last=last)
    os.makedirs(home, exist_ok=True)
    for words in (["--help"], ["nudge"], ["report", "week"]):  # what is compiled once
        milliseconds(Job([arte, *words], environ, statuses=(0, 3)))
    database = os.path.join(home, "data", "journal.db") if made else ""
    jrnl, entries = {}, {}
    ways = {"sitting": BY_SITTING} | ({"answer": BY_ANSWER} if size == LARGE else {})
    for way, query in ways.items() if peer else ():
        jrnl[way], entries[way] = write_journal(database, os.path.join(home, way), query)
    return Home(size, environ, jrnl, entries)


def answer_times(home: Home, today: dt.date) -> list[float]:
    """Return how long answers take, written and synced one by one in this process, in ms."""
    data = os.path.join(home.environ["ARTE_HOME"], "data", "journal.db")
    journal = Journal(data, os.path.join(home.environ["ARTE_HOME"], "snapshots"))
    noon = dt.datetime.combine(today, dt.time(12), tzinfo=dt.UTC)
    clerk = Clerk(moment(noon, today), lambda: "UTC")
    try:
        return list(_answers(journal, clerk, today))
    finally:
        journal.delete_day(clerk, today)
        journal.close()


def _answers(journal: Journal, clerk: Clerk, today: dt.date) -> Iterator[float]:
    sitting = Sitting("morning", today, "es")
    journal.record(clerk, sitting, [])  # the sitting begins
    for number in range(_ANSWERS):
        asked = Asked(f"measured-{number}", "text", "¿Y hoy?", "es", 1)
        value = Value(text=f"Respondí a la carta número {number} antes de abrir la puerta")
        begun = time.perf_counter()
        journal.record(clerk, sitting, [(asked, value)])
        yield (time.perf_counter() - begun) * 1000
