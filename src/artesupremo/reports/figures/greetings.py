"""Greetings of a period: how many, how many of them different, the longest repeat. Pure."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from artesupremo.text import fold
from artesupremo.wording.greetings import strip_greeting

IsCliche = Callable[[str], bool]


class Greeted(NamedTuple):
    """The greeting of a day."""

    day: dt.date
    text: str


class GreetingFigures(NamedTuple):
    """What there is to count of greetings, without names and punctuation."""

    total: int
    distinct: int
    repeat: int  # recorded days in a row with the same one; 1 when none came twice running
    cliches: int | None  # None: not looked at
    days: tuple[dt.date, ...]


def build_greetings(
    greeted: Iterable[Greeted], recorded: Collection[dt.date], is_cliche: IsCliche | None
) -> GreetingFigures:
    """Return the figures of the greetings of a period, one a day.

    A repeat is on consecutive recorded days: one without a greeting ends it.
    """
    by_day = {said.day: said.text for said in greeted}
    bare = {day: strip_greeting(text) or fold(text) for day, text in by_day.items()}
    return GreetingFigures(
        len(bare),
        len(set(bare.values())),
        _longest(bare, recorded),
        None if is_cliche is None else sum(map(is_cliche, by_day.values())),
        tuple(sorted(bare)),
    )


def _longest(bare: dict[dt.date, str], recorded: Collection[dt.date]) -> int:
    first = min(bare, default=dt.date.max)
    longest = running = 0
    latest = None
    for day in sorted({*bare, *(day for day in recorded if day > first)}):
        greeting = bare.get(day)
        running = 0 if greeting is None else running + 1 if greeting == latest else 1
        latest, longest = greeting, max(longest, running)
    return longest
