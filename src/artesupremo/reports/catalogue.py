"""The library as one's own: what was practised, how it went, when it comes back."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from artesupremo.library.model import Library, pick
from artesupremo.reports.figures.practices import Ladder, PracticeDay


class PracticeRow(NamedTuple):
    """One practice and how it stands."""

    practice: str
    title: str
    attempts: int  # days on which its occasion came, or nobody said otherwise
    last: dt.date | None
    rating: int | None  # of the last time
    due: dt.date | None  # when it comes back; None before the first time and after the last


class AreaRows(NamedTuple):
    """The practices of one area."""

    area: str
    title: str
    rows: tuple[PracticeRow, ...]


def build_catalogue(
    library: Library, met: Sequence[PracticeDay], ladder: Ladder, lang: str
) -> tuple[AreaRows, ...]:
    """Return the library by area; `met` runs from the oldest to the latest."""
    by_practice: dict[str, list[PracticeDay]] = {}
    for day in met:
        by_practice.setdefault(day.practice, []).append(day)
    return tuple(
        AreaRows(
            area.id,
            pick(area.title, lang),
            tuple(
                _row(practice.id, pick(practice.title, lang), by_practice.get(key, []), ladder)
                for key, practice in library.practices.items()
                if practice.area == area.id
            ),
        )
        for area in library.areas.values()
    )


def _row(practice: str, title: str, met: Sequence[PracticeDay], ladder: Ladder) -> PracticeRow:
    if not met:
        return PracticeRow(practice, title, 0, None, None, None)
    attempts = sum(day.rating != 0 for day in met)
    last = met[-1]
    return PracticeRow(
        practice, title, attempts, last.day, last.rating, ladder.back(last.day, len(met))
    )
