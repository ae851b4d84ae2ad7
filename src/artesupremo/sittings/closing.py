"""The end of the shift: which day it closes, what it asks, the offer to fill in a missing one."""

from __future__ import annotations

import datetime as dt

from artesupremo.days import Calendar, relative_day, utc_text
from artesupremo.errors import InterruptedSittingError
from artesupremo.i18n import N_, _
from artesupremo.journal.queries import answers_on, entry_on, mornings_since, recorded_days
from artesupremo.journal.store import Journal
from artesupremo.library.model import SITTINGS, Library, Question
from artesupremo.sittings.agenda import CATCH_UP, CLOSES_WITHIN, day_to_catch_up
from artesupremo.sittings.occasion import Occasion
from artesupremo.sittings.terminal import BOLD, Terminal

_NO = ("n", "no")


def day_to_close(
    journal: Journal, library: Library, now: dt.datetime, journal_day: dt.date
) -> dt.date:
    """Return the day that a closing at the aware `now` closes.

    The latest morning that began less than 18 hours ago and is not closed yet, whatever the
    clock says; only without one the journal day. (A night's closing asked for again, before the
    next morning, still is that night's.)
    """
    days = mornings_since(journal, utc_text(now - CLOSES_WITHIN))
    for day in days:
        if not is_closed(journal, library, day):
            return day
    begun = any(entry_on(journal, sitting, journal_day) for sitting in SITTINGS)
    return days[0] if days and not begun else journal_day


def is_closed(journal: Journal, library: Library, day: dt.date) -> bool:
    """Tell whether every question of the closing of `day` was answered or skipped."""
    morning = entry_on(journal, "morning", day)
    done = {answer.asked.question for answer in answers_on(journal, "closing", day)}
    return all(
        question.id in done
        for question in library.closing
        if question.kind != "practice" or (morning and morning.chosen)
    )


def closing_questions(occasion: Occasion, *, catching_up: bool = False) -> list[Question]:
    """Return what a closing asks; the practice only if the morning had one."""
    chosen = occasion.chosen()
    return [
        question
        for question in occasion.library.closing
        if (question.kind != "practice" or chosen) and (not catching_up or question.id in CATCH_UP)
    ]


def day_to_offer(
    journal: Journal, library: Library, today: dt.date, calendar: Calendar
) -> dt.date | None:
    """Return the last worked day if ratings of its closing are missing and not declined."""
    recorded = recorded_days(journal)
    day = day_to_catch_up(today, calendar, recorded, min(recorded, default=None))
    if day is None:
        return None
    closing = entry_on(journal, "closing", day)
    if closing and (closing.declined or _is_rated(journal, library, day)):
        return None
    return day


def _is_rated(journal: Journal, library: Library, day: dt.date) -> bool:
    done = {answer.asked.question for answer in answers_on(journal, "closing", day)}
    ratings = [q.id for q in library.closing if q.kind == "scale" and q.id in CATCH_UP]
    return all(rating in done for rating in ratings)


def offer(terminal: Terminal, day: dt.date, today: dt.date, lang: str) -> bool:
    """Ask in one line whether to close `day` now; Enter is yes."""
    terminal.say()
    when = relative_day(day, today, lang)
    terminal.say(_("Close {day}? Enter yes, n no").format(day=when), BOLD)
    try:
        return terminal.ask().strip().casefold() not in _NO
    except (EOFError, KeyboardInterrupt):
        raise InterruptedSittingError(
            N_("Left here: what was answered is saved, and the same command goes on from it.")
        ) from None
