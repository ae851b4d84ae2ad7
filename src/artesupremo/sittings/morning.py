"""The practice of the day: chosen once, stored when it is shown, swapped at most once."""

from __future__ import annotations

import datetime as dt

from artesupremo.calendar import reach_back
from artesupremo.journal.model import Chosen
from artesupremo.journal.queries import (
    practised_before,
    ratings_between,
    recorded_days,
    reviews_before,
)
from artesupremo.library.choose import (
    GAP_WINDOW,
    Choice,
    Circumstances,
    Reason,
    choose_practice,
)
from artesupremo.library.model import pick, say
from artesupremo.sittings.agenda import build_history
from artesupremo.sittings.occasion import Occasion


def pick_for(
    occasion: Occasion, energy: int | None, *, instead_of: str | None = None
) -> Chosen | None:
    """Return the practice of the day with the words it is given in, without storing it."""
    journal, day, calendar = occasion.journal, occasion.day, occasion.calendar
    history = build_history(
        practised_before(journal, day),
        ratings_between(journal, reach_back(day, calendar, GAP_WINDOW), day),
        day,
        calendar,
        recorded_days(journal),
    )
    without = frozenset({instead_of} if instead_of else ())
    now = Circumstances(journal.id, day.isoformat(), energy, focus_for(occasion), without)
    choice = choose_practice(occasion.library, history, now)
    return worded(occasion, choice, instead_of) if choice else None


def focus_for(occasion: Occasion) -> str | None:
    """Return the area that the review of the week before chose, if it chose one."""
    monday = occasion.day - dt.timedelta(days=occasion.day.weekday())
    for answer in reviews_before(occasion.journal, monday, "week-focus")[:1]:
        is_last_week = monday - answer.day == dt.timedelta(days=7)
        for area in answer.value.choices if answer.value and is_last_week else ():
            if area in occasion.library.areas:
                return area
    return None


def worded(occasion: Occasion, choice: Choice, swapped: str | None = None) -> Chosen:
    """Return `choice` with its words in the advisor's language, as they will be stored."""
    practice, lang = occasion.library.practices[choice.practice], occasion.lang
    plan = pick(practice.plan, lang)
    return Chosen(
        practice.id,
        practice.area,
        practice.rev,
        pick(practice.title, lang),
        say(practice.morning, lang, occasion.address),
        plan["if"],
        plan["then"],
        tuple((reason.code, reason.value) for reason in choice.reasons),
        swapped,
    )


def choose_for(occasion: Occasion, energy: int | None) -> Chosen | None:
    """Choose the practice of the day and store it, because it is about to be shown."""
    chosen = pick_for(occasion, energy)
    if chosen:
        occasion.journal.keep_choice(occasion.clerk, occasion.sitting, chosen)
    return chosen


def choose_by_hand(occasion: Occasion, practice: str) -> Chosen:
    """Make `practice` the one of the day, because the advisor asked for it, and store it."""
    today = occasion.chosen()
    if today is not None and today.practice == practice:
        return today
    chosen = worded(
        occasion, Choice(practice, (Reason("asked"),)), today.swapped if today else None
    )
    occasion.journal.keep_choice(occasion.clerk, occasion.sitting, chosen)
    return chosen


def swap_for(occasion: Occasion, energy: int | None) -> Chosen | None:
    """Put another practice in place of today's, once."""
    today = occasion.chosen()
    if today is None or today.swapped is not None:
        return today
    other = pick_for(occasion, energy, instead_of=today.practice)
    if other:
        occasion.journal.keep_choice(occasion.clerk, occasion.sitting, other)
    return other or today
