"""The library as one's own: what was practised, how it went, when it comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from artesupremo.calendar import LONGEST_SHIFT
from artesupremo.library.choose import RETURN_GAPS, return_gap
from artesupremo.library.model import Library, pick
from artesupremo.reports.progress import Past, PracticeDay

_HORIZON = max(RETURN_GAPS) * LONGEST_SHIFT  # days within which any return lies


@dataclass(frozen=True)
class PracticeRow:
    """One practice and how it stands."""

    practice: str
    title: str
    attempts: int  # days on which its occasion came, or nobody said otherwise
    last: dt.date | None
    rating: int | None  # of the last time
    due: dt.date | None  # when it comes back; None before the first time and after the last


@dataclass(frozen=True)
class AreaRows:
    """The practices of one area."""

    area: str
    title: str
    rows: tuple[PracticeRow, ...]


def build_catalogue(library: Library, past: Past, lang: str) -> tuple[AreaRows, ...]:
    """Return the library by area, and how each practice stands after the `past`."""
    by_practice: dict[str, list[PracticeDay]] = {}
    for day in past.met:
        by_practice.setdefault(day.practice, []).append(day)
    return tuple(
        AreaRows(
            area.id,
            pick(area.title, lang),
            tuple(
                _row(practice.id, pick(practice.title, lang), by_practice.get(key, []), past)
                for key, practice in library.practices.items()
                if practice.area == area.id
            ),
        )
        for area in library.areas.values()
    )


def _row(practice: str, title: str, met: Sequence[PracticeDay], past: Past) -> PracticeRow:
    if not met:
        return PracticeRow(practice, title, 0, None, None, None)
    attempts = sum(day.rating != 0 for day in met)
    last = met[-1]
    return PracticeRow(
        practice, title, attempts, last.day, last.rating, due_day(last.day, len(met), past)
    )


def due_day(last: dt.date, times_met: int, past: Past) -> dt.date | None:
    """Return the worked day on which a practice comes back, by the ladder of the chooser."""
    left = return_gap(times_met)
    if left is None:
        return None
    for step in range(1, _HORIZON):
        day = last + dt.timedelta(days=step)
        left -= past.calendar.schedules(day) or day in past.recorded
        if left == 0:
            return day
    return None
