"""Looking back and correcting: `arte show`, `arte edit`, `arte undo`."""

from __future__ import annotations

import datetime as dt

from artesupremo.cli.gather import days_of, stand_in
from artesupremo.cli.output import print_json, print_lines
from artesupremo.cli.session import Session
from artesupremo.cli.talk import editor_for, open_sitting, terminal_for
from artesupremo.days import long_day, parse_day, period_of
from artesupremo.errors import DONE, NothingToShowError
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.model import Sitting, Undone
from artesupremo.journal.queries import entry_on, last_recorded_day
from artesupremo.library.model import SITTINGS
from artesupremo.reports.day import DayReport
from artesupremo.sittings.ask import describe
from artesupremo.sittings.closing import closing_questions
from artesupremo.sittings.conversation import Conversation

_UNDONE_SHOWN = 6  # a sitting; an import has more


def show_day(session: Session, date: str | None, *, json: bool) -> int:
    """Print a day as it was answered; without `date` today, or the last day with entries."""
    day = _day_with_entries(session, date)
    report = _report(session, day)
    if not report.parts:
        raise NothingToShowError(
            N_("Nothing was written on {day}: arte show goes to the last day there is."),
            day=long_day(day, session.lang),
        )
    if json:
        from artesupremo.reports.faces.data import day_data

        print_json("show", day_data(report))
    elif session.plain:
        from artesupremo.reports.faces.plain import day_sentences

        print_lines(day_sentences(report))
    else:
        from artesupremo.reports.faces.terminal import day_view, print_view

        print_view(day_view(report), width=min(session.width, 100), colour=session.colour)
    return DONE


def edit_day(session: Session, date: str | None) -> int:
    """Walk a day with the answers it has; Enter keeps each, and former answers stay in history."""
    day = _day_with_entries(session, date)
    terminal = terminal_for(session)
    for sitting in SITTINGS:
        entry = entry_on(session.journal, sitting, day)
        if entry is None:
            continue
        occasion = session.occasion(Sitting(sitting, day, session.lang, entry.recalled))
        questions = (
            session.library.morning if sitting == "morning" else closing_questions(occasion)
        )
        given = occasion.answers()
        open_sitting(terminal, occasion)
        conversation = Conversation(occasion, terminal, editor_for(session))
        conversation.hold([q for q in questions if q.id in given], correcting=True)
    return show_day(session, day.isoformat(), json=False)


def undo_change(session: Session) -> int:
    """Take back the latest change and say which."""
    undone = session.journal.undo(session.clerk(session.today))
    if not undone:
        session.tell(_("Undone: the offer to close that day will be made again."))
    print_lines(_undone_words(session, change) for change in undone[:_UNDONE_SHOWN])
    more = len(undone) - _UNDONE_SHOWN
    if more > 0:
        print_lines([plural("And {count} more.", "And {count} more.", more).format(count=more)])
    return DONE


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
    return next(days_of(session, period_of("day", day)), DayReport(day, ()))


def _undone_words(session: Session, change: Undone) -> str:
    questions = {q.id: q for sitting in SITTINGS for q in session.library.questions(sitting)}
    asked = change.asked
    question = questions.get(asked.question) or stand_in(asked)
    was = describe(question, change.was, session.lang)
    if change.unanswered:
        return _("Undone: “{wording}” is unanswered again (it was: {was}).").format(
            wording=asked.wording, was=was
        )
    now = describe(question, change.now, session.lang)
    return _("Undone: “{wording}” is {now} again (it was: {was}).").format(
        wording=asked.wording, now=now, was=was
    )
