"""Looking back and correcting: `arte show`, `arte edit`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from artesupremo.cli.output import print_json, print_lines
from artesupremo.cli.session import Session
from artesupremo.cli.talk import editor_for, open_sitting, terminal_for
from artesupremo.days import long_day, nearest_date, parse_day, period_of
from artesupremo.errors import DONE, NothingToShowError
from artesupremo.i18n import N_, _
from artesupremo.journal.model import Sitting
from artesupremo.journal.queries import entry_on, last_recorded_day, recorded_span
from artesupremo.library.model import ALL_SITTINGS
from artesupremo.sittings.closing import closing_questions
from artesupremo.sittings.conversation import Conversation

if TYPE_CHECKING:
    from artesupremo.reports.day import DayReport

_ON_THIS_DAY = 5  # days shown
# How far back "on this day" looks before it looks at whole years.
_WEEKS_BACK, _MONTHS_BACK = (1,), (1, 3, 6)


def show_day(session: Session, date: str | None, *, json: bool) -> int:
    """Print a day as it was answered; without `date` today, or the last day with entries."""
    day = _day_with_entries(session, date)
    report = _report(session, day)
    if not (report.parts or report.notes):
        raise NothingToShowError(
            N_("Nothing was written on {day}: arte show goes to the last day there is."),
            day=long_day(day, session.lang),
        )
    if json:
        from artesupremo.reports.faces.data import day_data

        print_json("show", day_data(report))
    else:
        _print_day(session, report)
    return DONE


def _print_day(session: Session, report: DayReport, *, year: bool = False) -> None:
    if session.plain:
        from artesupremo.reports.faces.plain import day_sentences

        print_lines(day_sentences(report, year=year))
        return
    from artesupremo.reports.faces.terminal import day_view, print_view

    view = day_view(report, year=year)
    print_view(view, width=min(session.width, 100), colour=session.colour)


def show_on_this_day(session: Session, *, json: bool) -> int:
    """Print this day of earlier years, and what was a week and some months ago."""
    days = [_report(session, day) for day in same_days(session.today, _first_year(session))]
    days = [day for day in days if day.parts or day.notes][:_ON_THIS_DAY]
    if not days:
        raise NothingToShowError(
            N_("Nothing yet on this day of earlier weeks, months and years: it will come.")
        )
    if json:
        from artesupremo.reports.faces.data import day_data

        print_json("show", [day_data(day) for day in days])
        return DONE
    for place, day in enumerate(days):
        if place:
            print_lines([""])
        _print_day(session, day, year=True)
    return DONE


def _first_year(session: Session) -> int:
    span = recorded_span(session.journal)
    return span[0].year if span else session.today.year


def same_days(today: dt.date, first_year: int) -> list[dt.date]:
    """Return a week, 1, 3 and 6 months ago, then this day of each year back to `first_year`.

    Where a month is too short its last day stands in.
    """
    days = [today - dt.timedelta(weeks=weeks) for weeks in _WEEKS_BACK]
    months = [*_MONTHS_BACK, *range(12, 12 * (today.year - first_year + 1), 12)]
    for back in months:
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        days.append(nearest_date(year, month + 1, today.day))
    return days


def edit(session: Session, what: str | None) -> int:
    """Walk a day (its date) or a note (its number) with what it has; Enter keeps each.

    Former answers stay in the history.
    """
    number = (what or "").lstrip("#")
    if number.isascii() and number.isdigit() and len(number) < len("2026-1-1"):
        from artesupremo.cli.notes import edit_note

        return edit_note(session, int(number))
    return _edit_day(session, what)


def _edit_day(session: Session, date: str | None) -> int:
    day = _day_with_entries(session, date)
    terminal = terminal_for(session)
    for sitting in ALL_SITTINGS:
        entry = entry_on(session.journal, sitting, day)
        if entry is None:
            continue
        occasion = session.occasion(Sitting(sitting, day, session.lang, entry.recalled))
        questions = (
            closing_questions(occasion)
            if sitting == "closing"
            else session.library.questions(sitting)
        )
        given = occasion.answers()
        open_sitting(terminal, occasion)
        conversation = Conversation(occasion, terminal, editor_for(session))
        conversation.hold([q for q in questions if q.id in given], correcting=True)
    return show_day(session, day.isoformat(), json=False)


def _day_with_entries(session: Session, date: str | None) -> dt.date:
    if date is not None:
        return parse_day(date, session.today)
    day = last_recorded_day(session.journal, session.today)
    if day is None:
        raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
    if day != session.today:
        session.tell(
            _("Nothing today yet; this is {day}.").format(day=long_day(day, session.lang))
        )
    return day


def _report(session: Session, day: dt.date) -> DayReport:
    from artesupremo.cli.gather import days_of
    from artesupremo.reports.day import DayReport

    return next(days_of(session, period_of("day", day)), DayReport(day, ()))
