"""The days of a year one by one, and the years of a journal. Pure."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from artesupremo.calendar import Calendar

PRACTISED, SHORT, REST, EMPTY, OUTSIDE = "practised", "short", "rest", "empty", "outside"
MARKS = (PRACTISED, SHORT, REST, EMPTY, OUTSIDE)


class Span(NamedTuple):
    """A month or a year: how many of its worked days were practised."""

    first: dt.date
    worked: int
    practised: int


class YearMap(NamedTuple):
    """A year, a mark a day from the first of January, and its months."""

    year: int
    marks: tuple[str, ...]  # each one of MARKS
    months: tuple[Span, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many days have each mark."""
        count = Counter(self.marks)
        return {mark: count[mark] for mark in MARKS}


class DaysKnown(NamedTuple):
    """What there is to know of days."""

    calendar: Calendar
    recorded: Collection[dt.date]
    short: Collection[dt.date]  # on which only the short morning was answered
    begun: dt.date  # the journal's first day
    today: dt.date

    def mark(self, day: dt.date) -> str:
        """Return what `day` was."""
        if day in self.recorded:
            return SHORT if day in self.short else PRACTISED
        if day < self.begun or day >= self.today:  # today is not over
            return OUTSIDE
        return EMPTY if self.calendar.schedules(day) else REST


def build_year(year: int, known: DaysKnown) -> YearMap:
    """Return the map of `year`."""
    first = dt.date(year, 1, 1)
    length = (dt.date(year, 12, 31) - first).days + 1
    days = [first + dt.timedelta(days=step) for step in range(length)]
    marks = [known.mark(day) for day in days]
    worked: Counter[int] = Counter()
    practised: Counter[int] = Counter()
    for day, mark in zip(days, marks, strict=True):
        practised[day.month] += mark in (PRACTISED, SHORT)
        worked[day.month] += mark in (PRACTISED, SHORT, EMPTY)
    months = tuple(
        Span(dt.date(year, month, 1), worked[month], practised[month])
        for month in range(1, 13)
        if worked[month]
    )
    return YearMap(year, tuple(marks), months)


def build_years(worked: Sequence[dt.date], practised: Sequence[dt.date]) -> tuple[Span, ...]:
    """Return the years of the `worked` days, of which some were `practised`; both in order."""
    if not worked:
        return ()
    firsts = [dt.date(year, 1, 1) for year in range(worked[0].year, worked[-1].year + 1)]
    spans = [
        Span(first, len(_of_year(worked, first)), len(_of_year(practised, first)))
        for first in firsts
    ]
    return tuple(span for span in spans if span.worked)


def _of_year(days: Sequence[dt.date], first: dt.date) -> Sequence[dt.date]:
    return days[bisect_left(days, first) : bisect_right(days, first.replace(month=12, day=31))]
