"""The end of the shift: which day it closes, what it asks, the offer to fill in a missing one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from artesupremo.calendar import Calendar
from artesupremo.days import journal_day, relative_day, utc_text
from artesupremo.errors import InterruptedSittingError
from artesupremo.i18n import N_, _
from artesupremo.journal.model import Entry
from artesupremo.journal.queries import (
    answer_before,
    answers_on,
    entry_on,
    first_sitting_day,
    mornings_begun,
    recorded_days,
)
from artesupremo.journal.rows import instant_of
from artesupremo.journal.store import Journal
from artesupremo.library.model import SITTINGS, Library, Question
from artesupremo.sittings.agenda import (
    CATCH_UP_WITHIN,
    CLOSES_WITHIN,
    closing_agenda,
    day_to_catch_up,
    open_questions,
)
from artesupremo.sittings.occasion import Occasion

if TYPE_CHECKING:  # the card needs this room before there is any terminal
    from artesupremo.sittings.terminal import Terminal

_NO = ("n", "no")
_NEXT_TIME_DAYS = 14  # older resolutions no longer open a morning


def day_to_close(
    journal: Journal, library: Library, now: dt.datetime, day_ends: dt.time
) -> dt.date:
    """Return the day that a closing at the aware `now` closes.

    The latest morning that began less than 18 hours ago and is not closed yet, whatever the
    clock says; only without one the journal day. (A night's closing asked for again, before the
    next morning, still is that night's.)
    """
    # Up to as much ahead: the clock may have been set back since the morning, if not by weeks.
    around = [utc_text(now + hours) for hours in (-CLOSES_WITHIN, CLOSES_WITHIN)]
    mornings = mornings_begun(journal, *around)
    days = [morning.day for morning in mornings if not _filled_in(morning, day_ends)]
    for day in days:
        if _missing(journal, library, day):
            return day
    today = journal_day(now, day_ends)
    begun = any(entry_on(journal, sitting, today) for sitting in SITTINGS)
    return days[0] if days and not begun else today


def _filled_in(morning: Entry, day_ends: dt.time) -> bool:
    """Tell whether a morning was written on another day than its own."""
    began = instant_of(morning.at)
    if began is None:
        return False
    return journal_day(began + dt.timedelta(minutes=morning.offset), day_ends) != morning.day


def closing_questions(occasion: Occasion, *, catching_up: bool = False) -> list[Question]:
    """Return what the closing of this occasion's day asks."""
    return closing_agenda(
        occasion.library.closing,
        has_practice=occasion.chosen() is not None,
        catching_up=catching_up,
    )


def day_to_offer(
    journal: Journal, library: Library, today: dt.date, calendar: Calendar
) -> dt.date | None:
    """Return the last worked day if ratings of its closing are missing and not declined."""
    recorded = recorded_days(journal, today - dt.timedelta(days=CATCH_UP_WITHIN))
    day = day_to_catch_up(today, calendar, recorded, first_sitting_day(journal))
    if day is None:
        return None
    closing = entry_on(journal, "closing", day)
    if closing and (closing.declined or not _missing(journal, library, day, catching_up=True)):
        return None
    return day


def _missing(
    journal: Journal, library: Library, day: dt.date, *, catching_up: bool = False
) -> list[str]:
    """Return the ids of what the closing of `day` still asks."""
    morning = entry_on(journal, "morning", day)
    done = {answer.asked.question for answer in answers_on(journal, "closing", day)}
    has_practice = bool(morning and morning.chosen)
    agenda = closing_agenda(library.closing, has_practice=has_practice, catching_up=catching_up)
    return open_questions(agenda, done)


def last_next_time(occasion: Occasion) -> str | None:
    """Return what the last closing left for the next time, if it was not long ago.

    Not words that are damaged: a morning does not begin with them.
    """
    answer = answer_before(occasion.journal, "next-time", occasion.day)
    if answer is None or answer.value is None:
        return None
    recent = (occasion.day - answer.day).days <= _NEXT_TIME_DAYS
    return answer.value.text if recent and answer.intact else None


def offer(terminal: Terminal, day: dt.date, today: dt.date, lang: str) -> bool:
    """Ask in one line whether to close `day` now; Enter is yes."""
    from artesupremo.sittings.terminal import BOLD

    terminal.say()
    when = relative_day(day, today, lang)
    terminal.say(_("Close {day}? Enter yes, n no").format(day=when), BOLD)
    try:
        return terminal.ask().strip().casefold() not in _NO
    except (EOFError, KeyboardInterrupt):
        raise InterruptedSittingError(
            N_("Left here: what was answered is saved, and the same command goes on from it.")
        ) from None
