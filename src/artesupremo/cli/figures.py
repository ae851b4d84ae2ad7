"""Reading from the journal what a report counts: no more of it than its figures need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import islice
from typing import NamedTuple
from zlib import crc32

from artesupremo.calendar import reach_back
from artesupremo.cli.damage import with_damage
from artesupremo.cli.session import AUTOMATIC_GREETING, Session
from artesupremo.days import Period
from artesupremo.journal.counts import (
    counted_notes,
    first_recorded_day,
    good_moment_near,
    latest_scales,
    practices_met,
    practised_between,
    scale_totals,
    scales_between,
    short_days,
    texts_between,
    unclosed_days,
)
from artesupremo.journal.model import Note
from artesupremo.journal.queries import recorded_days
from artesupremo.library.choose import RETURN_GAPS
from artesupremo.library.model import DAILY_AREAS
from artesupremo.reports.figures.greetings import Greeted, IsCliche
from artesupremo.reports.figures.practices import Meetings, PracticeDay
from artesupremo.reports.figures.ratings import COMPARED, Counts, Rating
from artesupremo.reports.progress import (
    ENERGY,
    LISTED,
    Gathered,
    Past,
    Progress,
    Said,
    Scope,
    build_progress,
)
from artesupremo.reports.sharing import Sharing

_MOMENTS = 5
_A_FORTNIGHT = dt.timedelta(days=14)
_WEEKLY = ("day", "week")
_COUNTED = ("applause", "promise", "friction", "contact", "repair", "rewrite")


class Wanted(NamedTuple):
    """What a report is asked for beside its period."""

    scope: Scope = Scope()
    compare: bool = False
    why: bool = False


def progress_of(
    session: Session, period: Period, sharing: Sharing | None = None, wanted: Wanted | None = None
) -> Progress:
    """Return the figures of `period`, of what may be shared only if `sharing` says so."""
    reader, wanted = _Reader(session, period, sharing), wanted or Wanted()
    past = reader.past()
    report = build_progress(
        period,
        reader.gathered(wanted),
        past,
        today=session.today,
        scope=wanted.scope,
        why=wanted.why,
    )
    return with_damage(session.journal, report, past)


class _Reader:
    """Reads one period from the journal."""

    def __init__(self, session: Session, period: Period, sharing: Sharing | None) -> None:
        self.session = session
        self.journal = session.journal
        self.period = period
        self.sharing = sharing
        self.first, self.last = period.first, period.last
        self._is_all = period.kind == "all"

    @cached_property
    def recorded(self) -> frozenset[dt.date]:
        return self._recorded()

    def past(self) -> Past:
        met = practices_met(self.journal, min(self.last, self.session.today))
        return Past(self.session.calendar, self.recorded, [Meetings(*row) for row in met])

    def _recorded(self) -> frozenset[dt.date]:
        """Return the recorded days, from so far back that every figure of the period is right."""
        if self.period.kind == "all":
            return recorded_days(self.journal)
        since = reach_back(self.first, self.session.calendar, max(RETURN_GAPS) + 1)
        recorded = recorded_days(self.journal, since)
        begun = first_recorded_day(self.journal)
        # The journal is older: a day stands for all of those before, too early to be counted.
        earlier = {since - dt.timedelta(days=1)} if begun and begun < since else set()
        return recorded | earlier

    def gathered(self, wanted: Wanted) -> Gathered:
        journal, scope = self.journal, wanted.scope
        ratings_from = self.first if wanted.why else self._listed_from
        rated = [area for area in (*DAILY_AREAS, ENERGY) if self._allows(area)]
        moments = None if self.period.kind in _WEEKLY else _MOMENTS
        greeted = LISTED if self._is_all else None
        return Gathered(
            moments=self._said("good-moment", moments) if scope.whole else (),
            next_time=self._said("next-time", 1) if scope.whole else (),
            ratings=self._ratings(rated, ratings_from),
            totals=self._totals(rated),
            practices=self._practices(wanted),
            circles=self._circles() if scope.whole else {},
            greetings=[Greeted(*said) for said in self._said("greeting", greeted)],
            notes=self._notes(),
            unclosed=unclosed_days(journal, self._listed_from, self.last),
            short=short_days(journal, self.first, self.last) if self.period.kind == "year" else (),
            before={area: self._before(area) for area in rated} if wanted.compare else {},
            remembered=self._remembered() if self.period.kind == "week" else None,
            is_cliche=cliche_finder(self.session)
            if self.period.kind in ("week", "month")
            else None,
        )

    def _allows(self, question: str, *, private: bool = False) -> bool:
        return self.sharing is None or self.sharing.allows(question, private=private)

    @cached_property
    def _listed_from(self) -> dt.date:
        """Return the first day of which days are listed one by one."""
        if not self._is_all:
            return self.first
        return min(nlargest(LISTED, self.recorded), default=self.first)

    def _said(self, question: str, count: int | None) -> list[Said]:
        written = texts_between(self.journal, question, self.first, self.last)
        allowed = (
            Said(row.day, self.sharing.cleaned(row.text) if self.sharing else row.text)
            for row in written
            if self._allows(question, private=row.private)
        )
        return list(islice(allowed, count))

    def _remembered(self) -> Said | None:
        """Return a good moment of at least two weeks before, the same one whenever it is asked."""
        begun = first_recorded_day(self.journal)
        if begun is None or self.first - begun < _A_FORTNIGHT or not self._allows("good-moment"):
            return None
        last = self.first - _A_FORTNIGHT
        # A day is drawn, not a moment: there may be thousands of them.
        back = crc32(self.period.name.encode()) % ((last - begun).days + 1)
        found = good_moment_near(self.journal, last - dt.timedelta(days=back), last)
        if found is None:
            return None
        day, text = found
        return Said(day, self.sharing.cleaned(text) if self.sharing else text)

    def _ratings(self, rated: Sequence[str], since: dt.date) -> dict[str, list[Rating]]:
        held: dict[str, list[Rating]] = {area: [] for area in rated}
        for row in scales_between(self.journal, rated, since, self.last):
            if self._allows(row.question, private=row.private):
                held[row.question].append(Rating(row.day, row.number, row.recalled))
        return held

    def _totals(self, rated: Iterable[str]) -> dict[str, tuple[Counts, int]]:
        if not self._is_all:
            return {}
        private = self.sharing is None
        totals = {area: scale_totals(self.journal, area, private=private) for area in rated}
        return {area: (held.counts, held.recalled) for area, held in totals.items()}

    def _before(self, area: str) -> list[Rating]:
        rows = latest_scales(self.journal, area, self.last, 2 * COMPARED)
        return [Rating(row.day, row.number, row.recalled) for row in rows]

    def _practices(self, wanted: Wanted) -> list[PracticeDay]:
        held = practised_between(self.journal, self.first, min(self.last, self.session.today))
        met = (
            PracticeDay(row.day, row.practice, row.title, row.rating, row.recalled)
            for row in held
            if wanted.scope.area in (None, row.area)
        )
        is_cut = self._is_all and wanted.scope.whole and not wanted.why
        return list(islice(met, LISTED if is_cut else None))

    def _circles(self) -> dict[str, str]:
        practices = self.session.library.practices
        return {key: practice.circle for key, practice in practices.items()}

    def _notes(self) -> Iterator[Note]:
        notes = counted_notes(self.journal, _COUNTED, self.first, self.last)
        return self.sharing.notes(notes) if self.sharing else notes


def cliche_finder(session: Session) -> IsCliche:
    """Return what tells whether a greeting is one that anybody could have received."""
    find: list[Callable[[str], bool]] = []

    def is_cliche(text: str) -> bool:
        if not find:  # the rules are loaded with the first greeting
            find.append(_checking(session))
        return find[0](text)

    return is_cliche


def _checking(session: Session) -> Callable[[str], bool]:
    from artesupremo.wording.checker import check

    rulebook, settings = session.greeting_rules, session.settings

    def is_cliche(text: str) -> bool:
        checked = check(
            text,
            rulebook,
            fallback=session.lang,
            channel="chat",
            address=settings.address,
            region=settings.region,
            speak=session.lang,
            off=settings.rules_off,
            allowed=settings.allowed_words,
        )
        likely = 2  # certainty, as `arte check` shows it
        return any(
            found.category == AUTOMATIC_GREETING and found.certainty >= likely
            for found in checked.findings
        )

    return is_cliche
