"""The one calm card: what is done, what is next, constancy.

Eight lines at most, and up to three for promises that are due.
"""

import datetime as dt
from typing import NamedTuple

from artesupremo.calendar import Constancy
from artesupremo.journal.notes import Promise


class Part(NamedTuple):
    """How far a sitting got."""

    done: int  # answered or skipped
    total: int
    answered: int

    @property
    def complete(self) -> bool:
        """Tell whether nothing is left to ask."""
        return self.done >= self.total


class Card(NamedTuple):
    """What the card of a day says. `after` is the sitting that just ended, or None."""

    day: dt.date
    after: str | None
    morning: Part
    closing: Part
    greeting: str | None
    message: str | None
    practice: str | None  # the title
    plan: str | None  # the if-then sentence, as it stands now
    ratings: tuple[tuple[str, int], ...]  # (daily area, 1–5)
    next_time: str | None
    constancy: Constancy | None
    open_day: dt.date | None  # an earlier day whose closing is missing
    promises: tuple[Promise, ...] = ()  # due or overdue
    damaged: frozenset[str] = frozenset()  # questions, and "practice": not what was saved

    @property
    def intact(self) -> bool:
        """Tell whether the day is as it was saved, and the promises that are due."""
        return not self.damaged and all(promise.note.intact for promise in self.promises)


class DayFacts(NamedTuple):
    """What the journal knows of a day, as the card needs it."""

    texts: dict[str, str]  # "greeting", "message", "next-time"
    ratings: dict[str, int]
    practice: str | None = None
    plan: str | None = None
    morning: Part = Part(0, 0, 0)
    closing: Part = Part(0, 0, 0)
    promises: tuple[Promise, ...] = ()  # due or overdue
    damaged: frozenset[str] = frozenset()  # questions, and "practice": not what was saved


DAILY = ("posture", "greetings", "messages")


def build_card(
    day: dt.date,
    facts: DayFacts,
    constancy: Constancy | None,
    *,
    after: str | None = None,
    open_day: dt.date | None = None,
) -> Card:
    """Return the card of `day`; after a sitting it leaves out what was only just typed."""
    return Card(
        day,
        after,
        facts.morning,
        facts.closing,
        None if after else facts.texts.get("greeting"),
        None if after else facts.texts.get("message"),
        None if after == "closing" else facts.practice,
        None if after == "closing" else facts.plan,
        tuple((area, facts.ratings[area]) for area in DAILY if area in facts.ratings),
        facts.texts.get("next-time") if after == "closing" else None,
        constancy if constancy and constancy.of > 1 else None,
        open_day,
        facts.promises,
        facts.damaged,
    )
