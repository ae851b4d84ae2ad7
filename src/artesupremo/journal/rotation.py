"""Which snapshots stay: a pure function of their names.

A day's snapshot is `day-2026-11-22.db`; one before a risk `before-import-001.db`. Days, weeks and
months are counted over the snapshots there are, so that months without one age nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

DAYS, WEEKS, MONTHS, BEFORE = 7, 4, 12, 3
_BEFORE = re.compile(r"(before-.+)-([0-9]+)\.db")


def snapshot_name(day: dt.date) -> str:
    """Return the name of the snapshot of `day`."""
    return f"day-{day}.db"


def snapshot_day(name: str) -> dt.date | None:
    """Return the day whose snapshot is called `name`, None if it is none."""
    try:
        day = dt.date.fromisoformat(name.removeprefix("day-").removesuffix(".db"))
    except ValueError:
        return None
    return day if name == snapshot_name(day) else None


def to_remove(names: Iterable[str]) -> list[str]:
    """Return those of `names` that have had their time; what is no snapshot is not among them.

    Of the days stay the newest 7, the newest of each of the last 4 ISO weeks and of each of the
    last 12 months; of every kind taken before a risk the newest 3.
    """
    names = list(names)
    days = sorted((day for day in map(snapshot_day, names) if day), reverse=True)
    kept = {*days[:DAYS], *_newest(days, _week, WEEKS), *_newest(days, _month, MONTHS)}
    gone = [snapshot_name(day) for day in days if day not in kept]
    kinds: dict[str, list[tuple[int, str]]] = {}
    for found in filter(None, map(_BEFORE.fullmatch, names)):
        kinds.setdefault(found[1], []).append((int(found[2]), found[0]))
    return gone + [name for held in kinds.values() for _n, name in sorted(held)[:-BEFORE]]


def _newest(
    days: list[dt.date], span: Callable[[dt.date], tuple[int, int]], count: int
) -> list[dt.date]:
    """Return the newest day of each of the last `count` spans; `days` have the newest first."""
    newest: dict[tuple[int, int], dt.date] = {}
    for day in days:
        newest.setdefault(span(day), day)
    return list(newest.values())[:count]


def _week(day: dt.date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month
