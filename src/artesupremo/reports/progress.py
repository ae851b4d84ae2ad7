"""A week, month or year in figures, built once for every face from what the journal holds.

What is counted stands in `figures/`, a file a subject.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from artesupremo.calendar import (
    CONSTANCY_DAYS,
    Calendar,
    Constancy,
    constancy,
    reach_back,
    worked_days,
)
from artesupremo.days import Period
from artesupremo.journal.model import Note
from artesupremo.library.model import DAILY_AREAS
from artesupremo.reports.figures.days import DaysKnown, Span, YearMap, build_year, build_years
from artesupremo.reports.figures.greetings import (
    Greeted,
    GreetingFigures,
    IsCliche,
    build_greetings,
)
from artesupremo.reports.figures.notes import (
    CIRCLES,
    NO_NOTES,
    NoteFigures,
    Said,
    build_notes,
    circle_of,
)
from artesupremo.reports.figures.practices import (
    Ladder,
    Meetings,
    PracticeDay,
    PracticeMet,
    PracticesMet,
    build_met,
    count_meetings,
)
from artesupremo.reports.figures.ratings import (
    MEDIAN_FROM,
    Compared,
    Counts,
    DailyFigures,
    Rating,
    build_ratings,
    compare,
)

__all__ = [
    "MEDIAN_FROM", "Basis", "Circle", "DailyFigures", "Gathered", "NoteFigures", "OpenEnds",
    "Past", "PracticeDay", "PracticeMet", "PracticesMet", "Progress", "Rating", "Said", "Scope",
    "build_progress", "count_meetings",
]  # fmt: skip

ENERGY = "energy"
LISTED = 100  # days and greetings of the whole journal, the latest: a line has room for fewer
GOOD = 4  # a practice that moved forward
_MOMENTS = 5  # of a period longer than a week, the latest
_RETURNING = 5  # a week has no room for more
_SHORT_PERIODS = ("day", "week")
# The notes that belong to an area; the others belong to none.
NOTES_OF_AREAS = {
    "promises": ("promise", "repair"),
    "friction": ("friction",),
    "details": ("applause",),
    "messages": ("rewrite",),
}


class OpenEnds(NamedTuple):
    """What the next period begins with."""

    next_time: tuple[Said, ...]
    returning: tuple[str, ...]  # titles of practices whose return date comes
    unclosed: tuple[dt.date, ...]


class Circle(NamedTuple):
    """One of the three circles: on how many days its practices were met, and its applause."""

    circle: str  # "external", "work" or "personal"
    practices: int
    applause: int


class Scope(NamedTuple):
    """What a report is narrowed to: an area, or a practice; `name` is what people call it."""

    area: str | None = None
    practice: str | None = None
    name: str = ""

    @property
    def whole(self) -> bool:
        """Tell whether it is narrowed to nothing."""
        return self.area is None and self.practice is None


WHOLE = Scope()


class Basis(NamedTuple):
    """The days that a figure was counted from."""

    figure: str
    days: tuple[dt.date, ...]


class Past(NamedTuple):
    """What is known of the days before and after the period, too."""

    calendar: Calendar
    recorded: frozenset[dt.date]
    met: Sequence[Meetings]  # how often each practice was met up to the end of the period


class Gathered(NamedTuple):
    """What was read of a period, in whatever order; of long ones the latest of each.

    `totals` say of areas whose ratings are not all there how often each of 1–5 was given, and how
    many were given from memory.
    """

    moments: Iterable[Said] = ()
    next_time: Iterable[Said] = ()
    ratings: Mapping[str, Iterable[Rating]] = {}  # area, or ENERGY
    totals: Mapping[str, tuple[Counts, int]] = {}
    practices: Iterable[PracticeDay] = ()
    circles: Mapping[str, str] = {}  # practice -> its circle
    greetings: Iterable[Greeted] = ()
    notes: Iterable[Note] = ()
    unclosed: Collection[dt.date] = ()  # days without a closing
    short: Collection[dt.date] = ()  # days with the short morning only
    before: Mapping[str, Iterable[Rating]] = {}  # to compare: the latest up to the period's end
    is_cliche: IsCliche | None = None
    remembered: Said | None = None  # a good moment of weeks before


class Progress(NamedTuple):
    """A period in figures. What is None or empty has nothing to say."""

    period: Period
    worked: int  # days that were worked, up to today
    practised: int  # of these, days on which something was answered
    constancy: Constancy | None
    moments: tuple[Said, ...]
    daily: tuple[DailyFigures, ...]
    practices: tuple[PracticeDay, ...]
    ahead: OpenEnds
    energy: DailyFigures | None = None  # beside it all, never a score
    met: PracticesMet | None = None  # of a period longer than a week
    greetings: GreetingFigures | None = None
    notes: NoteFigures = NO_NOTES
    circles: tuple[Circle, ...] = ()
    year: YearMap | None = None  # of a year
    years: tuple[Span, ...] = ()  # of the whole journal
    compared: tuple[Compared, ...] = ()
    scope: Scope = WHOLE
    bases: tuple[Basis, ...] = ()  # if somebody asked why
    remembered: Said | None = None  # of a week: a good moment of weeks before
    damaged: int = 0  # records that are not what was saved, of those that are looked at

    @property
    def well_practised(self) -> tuple[PracticeDay, ...]:
        """Return the practices that moved forward."""
        return tuple(day for day in self.practices if (day.rating or 0) >= GOOD)

    @property
    def is_empty(self) -> bool:
        """Tell whether a narrowed report has nothing to say."""
        rated = any(figures.is_rated for figures in self.daily)
        return not (rated or self.practices or self.greetings or any(self.notes) or self.met)


def build_progress(
    period: Period,
    gathered: Gathered,
    past: Past,
    *,
    today: dt.date,
    scope: Scope = WHOLE,
    why: bool = False,
) -> Progress:
    """Return the figures of `period`, narrowed to `scope`, from what was `gathered` of it."""
    if why:
        gathered = gathered._replace(notes=tuple(gathered.notes))  # read twice
    days = _worked(period, past, today)
    practised = [day for day in days if day in past.recorded]
    practices = _practices(gathered.practices, scope)
    notes = build_notes(
        _notes(gathered.notes, scope),
        worked=len(days),
        today=today,
        short_period=period.kind in _SHORT_PERIODS,
    )
    progress = Progress(
        period,
        len(days),
        len(practised),
        _constancy(period, past, days, today),
        _latest(gathered.moments, None if period.kind in _SHORT_PERIODS else _MOMENTS),
        _daily(gathered, scope),
        practices,
        _ahead(gathered, period, past, practised, today),
        energy=_energy(gathered) if scope.whole else None,
        met=_met(period, past, practices, scope, today),
        greetings=_greetings(gathered, practised) if _has_greetings(scope) else None,
        notes=notes,
        circles=_circles(_met_by_circle(period, past, practices, gathered), notes)
        if scope.whole
        else (),
        compared=_compared(gathered, scope),
        scope=scope,
        year=_year(period, past, gathered, today) if scope.whole else None,
        years=build_years(days, practised) if period.kind == "all" and scope.whole else (),
        remembered=gathered.remembered if period.kind == "week" and scope.whole else None,
    )
    if not why:
        return progress
    from artesupremo.reports.bases import with_bases

    return with_bases(progress, gathered, past, practised, today)


def _constancy(
    period: Period, past: Past, days: Sequence[dt.date], today: dt.date
) -> Constancy | None:
    """Return the constancy at the end of the period, or now while it lasts; of one day none."""
    if len(days) >= CONSTANCY_DAYS:  # they all lie in the period
        latest = days[-CONSTANCY_DAYS:]
        return Constancy(sum(day in past.recorded for day in latest), CONSTANCY_DAYS)
    now = today if period.last >= today else period.last + dt.timedelta(days=1)
    since = reach_back(now, past.calendar, CONSTANCY_DAYS + 1)
    last = min(period.last, today)
    known = {day for day in past.recorded if since <= day <= last}
    if min(past.recorded, default=since) < since:  # it did not begin with the first of these
        known.add(since - dt.timedelta(days=1))
    counted = constancy(now, past.calendar, known)
    return counted if counted and counted.of > 1 else None  # as on the card: it says nothing more


def _worked(period: Period, past: Past, today: dt.date) -> list[dt.date]:
    """Return the worked days of the period, from the journal's first day to today."""
    begun = min(past.recorded, default=today)
    first, last = max(period.first, begun), min(period.last, today)
    days = list(worked_days(first, last, past.calendar, past.recorded))
    if days and days[-1] == today and today not in past.recorded:
        days.pop()  # a day that is not over yet is no gap
    return days


def _latest(said: Iterable[Said], count: int | None) -> tuple[Said, ...]:
    ordered = sorted(said, key=lambda said: said.day)
    return tuple(ordered if count is None else ordered[-count:])


def _daily(gathered: Gathered, scope: Scope) -> tuple[DailyFigures, ...]:
    if scope.practice:
        return ()
    return tuple(
        build_ratings(area, gathered.ratings.get(area, ()), gathered.totals.get(area))
        for area in DAILY_AREAS
        if scope.area in (None, area)
    )


def _energy(gathered: Gathered) -> DailyFigures | None:
    figures = build_ratings(ENERGY, gathered.ratings.get(ENERGY, ()), gathered.totals.get(ENERGY))
    return figures if figures.is_rated else None


def _compared(gathered: Gathered, scope: Scope) -> tuple[Compared, ...]:
    if scope.practice:
        return ()
    return tuple(
        compare(area, gathered.before[area])
        for area in (*DAILY_AREAS, ENERGY)
        if area in gathered.before and scope.area in (None, area)
    )


def _practices(days: Iterable[PracticeDay], scope: Scope) -> tuple[PracticeDay, ...]:
    """Return the practices of the period; those of an area were picked when they were read."""
    return tuple(
        sorted(
            (met for met in days if scope.practice in (None, met.practice)),
            key=lambda met: met.day,
        )
    )


def _met(
    period: Period, past: Past, practices: Sequence[PracticeDay], scope: Scope, today: dt.date
) -> PracticesMet | None:
    if not practices or (period.kind in _SHORT_PERIODS and scope.whole):
        return None
    known = {met.practice for met in practices}
    meetings = [met for met in past.met if scope.whole or met.practice in known]
    ladder = Ladder(past.calendar, past.recorded)
    everything = period.kind == "all" and scope.whole
    # Meetings after the period are not in `meetings`: what is due is said as at its end.
    now = today if period.kind == "all" else min(today, period.last)
    return build_met(practices, meetings, ladder, now, everything=everything)


def _has_greetings(scope: Scope) -> bool:
    return scope.practice is None and scope.area in (None, "greetings")


def _greetings(gathered: Gathered, practised: Sequence[dt.date]) -> GreetingFigures | None:
    figures = build_greetings(gathered.greetings, practised, gathered.is_cliche)
    return figures if figures.total else None


def _notes(notes: Iterable[Note], scope: Scope) -> Iterable[Note]:
    if scope.whole:
        return notes
    kinds = () if scope.practice else NOTES_OF_AREAS.get(scope.area or "", ())
    return [note for note in notes if note.kind in kinds]


def _met_by_circle(
    period: Period, past: Past, practices: Iterable[PracticeDay], gathered: Gathered
) -> Counter[str | None]:
    """Return on how many days a practice of each circle was met; one for all is of none."""
    times = Counter(day.practice for day in practices)
    if period.kind == "all":  # of which `practices` are only the latest
        times = Counter({met.practice: met.times for met in past.met})
    count: Counter[str | None] = Counter()
    for practice, number in times.items():
        count[circle_of(gathered.circles.get(practice))] += number
    return count


def _circles(met: Counter[str | None], notes: NoteFigures) -> tuple[Circle, ...]:
    """Return the three circles, () if nothing belongs to any."""
    applause = notes.applause.circles if notes.applause else {}
    rows = tuple(Circle(name, met[name], applause.get(name, 0)) for name in CIRCLES)
    return rows if any(row.practices or row.applause for row in rows) else ()


def _year(period: Period, past: Past, gathered: Gathered, today: dt.date) -> YearMap | None:
    if period.kind != "year":
        return None
    begun = min(past.recorded, default=today)
    known = DaysKnown(past.calendar, past.recorded, gathered.short, begun, today)
    return build_year(period.first.year, known)


def _ahead(
    gathered: Gathered, period: Period, past: Past, practised: Sequence[dt.date], today: dt.date
) -> OpenEnds:
    return OpenEnds(
        _latest(gathered.next_time, 1),
        _returning(period, past),
        tuple(day for day in practised if day != today and day in gathered.unclosed),
    )


def _returning(period: Period, past: Past) -> tuple[str, ...]:
    """Return what comes back in the week after the period, the longest due first."""
    if period.kind != "week":
        return ()
    until = period.last + dt.timedelta(days=7)
    ladder = Ladder(past.calendar, past.recorded)
    due = [(ladder.back(met.last, met.times), met.title) for met in past.met]
    coming = sorted((day, title) for day, title in due if day and day <= until)
    return tuple(title for _day, title in coming[:_RETURNING])
