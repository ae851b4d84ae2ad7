"""Practices met: day by day, each once with how it went, and when it comes back. Pure."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from artesupremo.calendar import LONGEST_SHIFT, Calendar
from artesupremo.library.choose import RETURN_GAPS, return_gap

_HORIZON = max(RETURN_GAPS) * LONGEST_SHIFT  # days within which any return lies
_TOP = 8  # of a period longer than a week, the practices met most
_WENT = 5  # ratings of one practice, the latest


class PracticeDay(NamedTuple):
    """The practice of a day: rating 0 when the occasion did not come, None when not rated."""

    day: dt.date
    practice: str
    title: str
    rating: int | None
    recalled: bool = False  # rated from memory


class Meetings(NamedTuple):
    """How often a practice was met up to some day, and when it was last."""

    practice: str
    title: str
    times: int
    last: dt.date


class PracticeMet(NamedTuple):
    """One practice over a period."""

    practice: str
    title: str
    times: int  # days on which it was the practice of the day
    ratings: tuple[int, ...]  # how it went, 1–5, in order; the latest five
    recalled: tuple[bool, ...]  # which of these were given from memory
    rated: int | None  # how often it was rated 1–5, None if not all of its days are known
    absent: int | None  # days on which its occasion did not come; as `rated`
    last: dt.date
    due: dt.date | None  # when it comes back; None once it came back often enough
    is_due: bool  # that day had come at the end of the period, or has by now while it lasts


class PracticesMet(NamedTuple):
    """Each practice of a period once: the most often met first, the others counted."""

    rows: tuple[PracticeMet, ...]
    more: int  # practices that have no row


class Ladder(NamedTuple):
    """What the return of a practice is counted in."""

    calendar: Calendar
    recorded: Collection[dt.date]

    def back(self, last: dt.date, times: int) -> dt.date | None:
        """Return the worked day on which a practice comes back, by the ladder of the chooser."""
        left = return_gap(times)
        if left is None:
            return None
        for step in range(1, _HORIZON):
            day = last + dt.timedelta(days=step)
            left -= self.calendar.schedules(day) or day in self.recorded
            if left == 0:
                return day
        return None


def count_meetings(days: Iterable[PracticeDay], until: dt.date) -> tuple[Meetings, ...]:
    """Return how often each practice of `days` was met up to `until`."""
    met: dict[str, Meetings] = {}
    for day in sorted((day for day in days if day.day <= until), key=lambda met: met.day):
        times = met[day.practice].times if day.practice in met else 0
        met[day.practice] = Meetings(day.practice, day.title, times + 1, day.day)
    return tuple(met.values())


def build_met(
    days: Sequence[PracticeDay],
    meetings: Iterable[Meetings],
    ladder: Ladder,
    today: dt.date,
    *,
    everything: bool,
) -> PracticesMet:
    """Return each practice of `days` once.

    `meetings` say how often each was met so far; with `everything` the period is the whole
    journal, and they are what counts even if `days` are only the latest of it.
    """
    by_practice: dict[str, list[PracticeDay]] = {}
    for day in sorted(days, key=lambda met: met.day):
        by_practice.setdefault(day.practice, []).append(day)
    rows = []
    for so_far in meetings:
        held = by_practice.get(so_far.practice, [])
        if held or everything:
            rows.append(_row(so_far, held, ladder, today, everything=everything))
    rows.sort(key=lambda row: (-row.times, -row.last.toordinal(), row.title))
    return PracticesMet(tuple(rows[:_TOP]), len(rows[_TOP:]))


def _row(
    so_far: Meetings, held: list[PracticeDay], ladder: Ladder, today: dt.date, *, everything: bool
) -> PracticeMet:
    due = ladder.back(so_far.last, so_far.times)
    rated = [(day.rating, day.recalled) for day in held if day.rating]
    latest = rated[-_WENT:]
    times = so_far.times if everything else len(held)
    is_known = len(held) == times
    return PracticeMet(
        so_far.practice,
        held[-1].title if held else so_far.title,
        times,
        tuple(rating for rating, _recalled in latest),
        tuple(recalled for _rating, recalled in latest),
        len(rated) if is_known else None,
        sum(day.rating == 0 for day in held) if is_known else None,
        so_far.last,
        due,
        due is not None and due <= today,
    )
