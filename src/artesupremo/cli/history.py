"""`arte history`: back through the journal, a week at a time."""

from __future__ import annotations

import datetime as dt
import sys

from artesupremo.cli.gather import days_of
from artesupremo.cli.output import print_lines
from artesupremo.cli.periods import choose_period
from artesupremo.cli.session import Session, is_terminal
from artesupremo.days import Period, period_of
from artesupremo.errors import DONE, NothingToShowError
from artesupremo.i18n import N_, _
from artesupremo.journal.queries import last_recorded_day

MAX_WIDTH = 100


def show_history(session: Session, when: str | None) -> int:
    """Page back through the journal, a week at a time; Enter goes on, anything else ends."""
    week: Period | None
    if when is not None:
        week = choose_period(session, "week", when)
    else:
        week = _week_of_last_entry(session, session.today)
    if week is None:
        raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
    while week is not None:
        _print_week(session, week)
        if week.first == dt.date.min:  # the calendar has no week before it
            break
        week = _week_of_last_entry(session, week.first - dt.timedelta(days=1))
        if week is not None and not _wants_more():
            break
    return DONE


def _week_of_last_entry(session: Session, until: dt.date) -> Period | None:
    day = last_recorded_day(session.journal, until)
    return period_of("week", day) if day else None


def _wants_more() -> bool:
    """Ask for Enter at a terminal; in a pipe the whole history comes."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return True
    try:
        return not input(_("Enter: the week before · q: end ") + "› ").strip()
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return False


def _print_week(session: Session, week: Period) -> None:
    days = list(days_of(session, week))
    if session.plain:
        from artesupremo.reports.faces.plain import history_sentences

        print_lines(history_sentences(week, days))
        return
    from artesupremo.reports.faces.terminal import history_view, print_view

    width = min(session.width, MAX_WIDTH)
    print_view(history_view(week, days), width=width, colour=session.colour)
