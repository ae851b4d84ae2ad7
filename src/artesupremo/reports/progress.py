"""A week, month or year in figures: what moved forward, constancy, ratings, practices, open ends.

Small numbers are treated as such: under five ratings only dots, from five a median with its n.
Ratings given from memory are shown apart and never enter a median.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from artesupremo.calendar import Calendar, Constancy, constancy, worked_days
from artesupremo.days import Period
from artesupremo.journal.model import Answer, Entry
from artesupremo.library.choose import return_gap
from artesupremo.library.model import DAILY_AREAS

MEDIAN_FROM = 5  # ratings
GOOD = 4  # a practice that moved forward
_MOMENTS = 5  # of a period longer than a week, the latest
_RETURNING = 5  # a week has no room for more


@dataclass(frozen=True)
class Said:
    """Something the advisor wrote on a day."""

    day: dt.date
    text: str


@dataclass(frozen=True)
class Rating:
    """A rating of a day, 1–5."""

    day: dt.date
    number: int
    recalled: bool


@dataclass(frozen=True)
class DailyFigures:
    """The ratings of one daily area; `median` is None under five same-day ratings."""

    area: str
    ratings: tuple[Rating, ...]
    n: int  # same-day ratings
    median: float | None


@dataclass(frozen=True)
class PracticeDay:
    """The practice of a day: rating 0 when the occasion did not come, None when not rated."""

    day: dt.date
    practice: str
    title: str
    rating: int | None


@dataclass(frozen=True)
class OpenEnds:
    """What the next period begins with."""

    next_time: tuple[Said, ...]
    returning: tuple[str, ...]  # titles of practices whose return date comes
    unclosed: tuple[dt.date, ...]


@dataclass(frozen=True)
class Progress:
    """A period in figures."""

    period: Period
    worked: int  # days that were worked, up to today
    practised: int  # of these, days on which something was answered
    constancy: Constancy | None
    moments: tuple[Said, ...]
    daily: tuple[DailyFigures, ...]
    practices: tuple[PracticeDay, ...]
    ahead: OpenEnds

    @property
    def well_practised(self) -> tuple[PracticeDay, ...]:
        """Return the practices that moved forward."""
        return tuple(day for day in self.practices if (day.rating or 0) >= GOOD)


@dataclass(frozen=True)
class Past:
    """What is known of the days before and after the period, too."""

    calendar: Calendar
    recorded: frozenset[dt.date]
    met: Sequence[PracticeDay]  # every practice so far, oldest first


def build_progress(
    period: Period,
    entries: Iterable[Entry],
    answers: Iterable[Answer],
    past: Past,
    *,
    today: dt.date,
) -> Progress:
    """Return the figures of `period`, from its `entries` and `answers` in order of days."""
    tally = _Tally(period)
    for entry in entries:
        tally.add_entry(entry)
    for answer in answers:
        tally.add_answer(answer)
    days = _worked(period, past, today)
    return Progress(
        period,
        len(days),
        sum(day in past.recorded for day in days),
        _constancy(period, past, today),
        tuple(tally.moments),
        tuple(tally.figures(area) for area in DAILY_AREAS),
        tuple(tally.practices.values()),
        OpenEnds(
            tuple(tally.next_time),
            _returning(period, past),
            tuple(d for d in days if d in past.recorded and d != today and d not in tally.closed),
        ),
    )


def _constancy(period: Period, past: Past, today: dt.date) -> Constancy | None:
    """Return the constancy at the end of the period, or now while it lasts."""
    if period.last >= today:
        return constancy(today, past.calendar, past.recorded)
    until = frozenset(day for day in past.recorded if day <= period.last)
    return constancy(period.last + dt.timedelta(days=1), past.calendar, until)


def _worked(period: Period, past: Past, today: dt.date) -> list[dt.date]:
    """Return the worked days of the period, from the journal's first day to today."""
    begun = min(past.recorded, default=today)
    first, last = max(period.first, begun), min(period.last, today)
    days = worked_days(first, last, past.calendar, past.recorded)
    # A day that is not over yet is no gap.
    return [day for day in days if day != today or day in past.recorded]


def _returning(period: Period, past: Past) -> tuple[str, ...]:
    """Return what comes back in the week after the period, by the ladder of the chooser."""
    if period.kind != "week":
        return ()
    until = period.last + dt.timedelta(days=7)
    met = [day for day in past.met if day.day <= period.last]
    times = Counter(day.practice for day in met)
    latest = {day.practice: day for day in met}
    titles = []
    for practice, day in latest.items():
        gap = return_gap(times[practice])
        if gap is None:
            continue
        after = day.day + dt.timedelta(days=1)
        gone = sum(1 for _day in worked_days(after, until, past.calendar, past.recorded))
        if gone >= gap:
            titles.append(day.title)
    return tuple(titles[:_RETURNING])


class _Tally:
    """What has been seen of a period so far."""

    def __init__(self, period: Period) -> None:
        self.period = period
        shown = None if period.kind in ("day", "week") else _MOMENTS
        self.moments: deque[Said] = deque(maxlen=shown)
        self.next_time: deque[Said] = deque(maxlen=1)
        self.ratings: dict[str, list[Rating]] = {area: [] for area in DAILY_AREAS}
        self.practices: dict[dt.date, PracticeDay] = {}
        self.closed: set[dt.date] = set()

    def add_entry(self, entry: Entry) -> None:
        if entry.sitting == "closing" and not entry.declined:
            self.closed.add(entry.day)
        if entry.chosen:
            chosen = entry.chosen
            self.practices[entry.day] = PracticeDay(entry.day, chosen.practice, chosen.title, None)

    def add_answer(self, answer: Answer) -> None:
        value, question = answer.value, answer.asked.question
        if value is None:
            return
        if question == "good-moment" and value.text:
            self.moments.append(Said(answer.day, value.text))
        elif question == "next-time" and value.text:
            self.next_time.append(Said(answer.day, value.text))
        elif question in self.ratings and value.number:
            rating = Rating(answer.day, value.number, answer.recalled)
            self.ratings[question].append(rating)
        elif question == "practice" and answer.day in self.practices:
            met = self.practices[answer.day]
            self.practices[answer.day] = PracticeDay(
                met.day, met.practice, met.title, value.number
            )

    def figures(self, area: str) -> DailyFigures:
        ratings = self.ratings[area]
        same_day = [rating.number for rating in ratings if not rating.recalled]
        middle = float(median(same_day)) if len(same_day) >= MEDIAN_FROM else None
        return DailyFigures(area, tuple(ratings), len(same_day), middle)
