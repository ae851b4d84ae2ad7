"""What to ask now, in which order, and what is already answered. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from artesupremo.calendar import Calendar, last_worked_day, worked_days
from artesupremo.library.model import Question

if TYPE_CHECKING:
    from artesupremo.journal.queries import Practised, Rated
    from artesupremo.library.choose import History

SHORT = ("energy", "plan")  # a bad day's morning; it counts as practised
CATCH_UP = ("posture", "greetings", "messages", "practice")  # four keys, the morning after
CATCH_UP_WITHIN = 4  # days
CLOSES_WITHIN = dt.timedelta(hours=18)  # how long a morning waits for its closing


def morning_agenda(questions: Iterable[Question], *, short: bool) -> list[Question]:
    """Return what a morning asks, in order."""
    return [question for question in questions if not short or question.id in SHORT]


def closing_agenda(
    questions: Iterable[Question], *, has_practice: bool, catching_up: bool = False
) -> list[Question]:
    """Return what a closing asks, in order; the practice only if the morning had one."""
    return [
        question
        for question in questions
        if (question.kind != "practice" or has_practice)
        and (not catching_up or question.id in CATCH_UP)
    ]


def open_questions(questions: Iterable[Question], done: Collection[str]) -> list[str]:
    """Return the ids of the `questions` that are neither answered nor skipped."""
    return [question.id for question in questions if question.id not in done]


def day_to_catch_up(
    today: dt.date, calendar: Calendar, recorded: Collection[dt.date], begun: dt.date | None
) -> dt.date | None:
    """Return the last worked day if its closing may be offered: at most 4 days back.

    Nothing before `begun`, the first day of the journal, is ever offered.
    """
    day = last_worked_day(today, calendar, recorded, within=CATCH_UP_WITHIN)
    return day if day and begun and day >= begun else None


def build_history(
    practised: Sequence[Practised],
    ratings: Sequence[Rated],
    today: dt.date,
    calendar: Calendar,
    recorded: Collection[dt.date],
) -> History:
    """Return the history that the chooser needs, with days counted in worked days."""
    from artesupremo.library.choose import History, Met

    first = min((p.day for p in practised), default=today)
    first = min((first, *(r.day for r in ratings)))
    yesterday = today - dt.timedelta(days=1)
    days = list(worked_days(first, yesterday, calendar, recorded))
    ago = {day: len(days) - place for place, day in enumerate(days)}
    return History(
        [Met(ago[p.day], p.practice, p.area, p.rating) for p in practised if p.day in ago],
        [(ago[r.day], r.question, r.number) for r in ratings if r.day in ago],
    )
