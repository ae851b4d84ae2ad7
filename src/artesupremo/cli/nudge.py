"""`arte nudge`: one line for a shell's start-up file, or nothing.

No Typer here, as in `everyday`: every new shell waits for this.
"""

from __future__ import annotations

from artesupremo.calendar import reach_back
from artesupremo.cli.output import print_lines
from artesupremo.cli.session import Session
from artesupremo.errors import DONE
from artesupremo.i18n import _
from artesupremo.journal.queries import answers_on, entry_on, recorded_days
from artesupremo.library.load import load_library
from artesupremo.reports.faces.lines import command
from artesupremo.sittings.agenda import morning_agenda, open_questions

_PATIENCE = 3  # worked days with nothing recorded; then it is silent


def nudge(session: Session) -> int:
    """Print one line while today's morning is open, or nothing. Never asks, never writes."""
    if session.calendar.schedules(session.today) and not (_is_done(session) or _ignored(session)):
        words = _("A minute for the morning: {command}")
        print_lines([words.format(command=command("today", "hoy"))])
    return DONE


def _is_done(session: Session) -> bool:
    """Tell whether nothing of today's morning is open."""
    morning = entry_on(session.journal, "morning", session.today)
    if morning is None:
        return False
    # Not session.library: a practice file with a mistake is no news for every new shell.
    library = load_library(session.places.own_practices, session.compiled).library
    given = answers_on(session.journal, "morning", session.today)
    questions = morning_agenda(library.morning, short=morning.short)
    return not open_questions(questions, {answer.asked.question for answer in given})


def _ignored(session: Session) -> bool:
    """Tell whether the last three worked days, and today, have nothing recorded.

    Whatever was recorded since the third scheduled day back is on one of those three.
    """
    since = reach_back(session.today, session.calendar, _PATIENCE)
    return not any(day <= session.today for day in recorded_days(session.journal, since))
