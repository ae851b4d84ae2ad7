"""Whether the rows that are about to be shown or written out are what was saved.

Only those are looked at: every row is by the daily check.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from artesupremo.journal.model import Answer, Note, Rest
from artesupremo.journal.rows import is_intact
from artesupremo.journal.store import Journal


def damaged_among(journal: Journal, place: str, key: str, values: Sequence[Any]) -> set[Any]:
    """Return for which of the `values` of the column `key` the table `place` has a damaged row."""
    return _damaged(journal, place, key, f"{key} IN ({_LISTED})", json.dumps(values))


class Behind(NamedTuple):
    """The records that a report says one by one."""

    period: tuple[dt.date, dt.date] | None  # first and last day of which all are
    said: Sequence[dt.date]  # good moments, resolutions for the next time
    mornings: Sequence[dt.date]  # their practices
    notes: Sequence[int]  # their numbers


def damaged_behind(journal: Journal, behind: Behind) -> int:
    """Return how many of the records `behind` a report are damaged."""
    days, mornings = _texts(behind.said), _texts(behind.mornings)
    found = _damaged(journal, "answer", "id", f"{_SAID} AND day IN ({_LISTED})", days)
    found |= _damaged(
        journal, "entry", "id", f"sitting = 'morning' AND day IN ({_LISTED})", mornings
    )
    found |= _damaged(journal, "note", "id", f"number IN ({_LISTED})", json.dumps(behind.notes))
    if behind.period is not None:
        span = [str(day) for day in behind.period]
        for place in ("entry", "answer", "note"):
            found |= _damaged(journal, place, "id", "day BETWEEN ? AND ?", *span)
    return len(found)


_LISTED = "SELECT value FROM json_each(?)"
_SAID = "question IN ('good-moment', 'next-time')"


def _texts(days: Iterable[dt.date]) -> str:
    return json.dumps([day.isoformat() for day in days])


def _damaged(journal: Journal, place: str, key: str, where: str, *values: str) -> set[Any]:
    """Return the `key` of each damaged row `where`."""
    rows = journal.rows(f"SELECT * FROM {place} WHERE {where}", values)  # noqa: S608  # names of our own
    return {row[key] for row in rows if not is_intact(row)}


_Record = TypeVar("_Record", Answer, Note, Rest)


def whole(records: Iterable[_Record], written: Counter[str], place: str) -> Iterator[_Record]:
    """Yield the `records` that are what was saved, counted in `written` as rows of `place`."""
    for record in records:
        if record.intact:
            written[place] += 1
            yield record


def left_out(
    journal: Journal, written: Counter[str], places: Iterable[str], first: dt.date, last: dt.date
) -> int:
    """Return how many rows of `places` from `first` to `last` are none of those `written`.

    Also those that no query by day or sitting finds any more.
    """
    if (first, last) == (dt.date.min, dt.date.max):  # all of them: a damaged day is no date
        where, days = "", list[str]()
    else:
        where, days = " WHERE day BETWEEN ? AND ?", [str(first), str(last)]
    held = {
        place: journal.rows(f"SELECT count(*) AS count FROM {place}{where}", days)  # noqa: S608  # names of our own
        for place in places
    }
    return sum(rows[0]["count"] - written[place] for place, rows in held.items() if rows)
