"""Four hundred mornings of several kinds of advisor with the library that is shipped."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest

from artesupremo.calendar import Calendar
from artesupremo.compiled import Compiled
from artesupremo.journal.queries import Practised, Rated
from artesupremo.library.choose import Circumstances, choose_practice
from artesupremo.library.load import load_library
from artesupremo.library.model import DAILY_AREAS
from artesupremo.sittings.agenda import build_history

MORNINGS = 400
FIRST = dt.date(2026, 1, 5)  # a Monday
WEEK = Calendar(frozenset(range(5)))
GAPS = (3, 10, 30)  # worked days until the first, second and third return
JOURNALS = ["one", *(pytest.param(f"j{number}", marks=pytest.mark.slow) for number in range(11))]


def chance(*words):
    """Return a number from 0 to 1 that is always the same for the same words."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32


def any_energy(number, journal):
    return 3 + int(3 * chance("energy", number, journal))


class Advisor(NamedTuple):
    """One kind of advisor: what a morning and an evening are like on the worked day `number`."""

    energy: Callable[[int, str], int] = any_energy
    rating: Callable[[float], int | None] = lambda dice: 1 + int(5 * dice)
    works: Callable[[dt.date], bool] = lambda _day: True
    focus: Callable[[int, list[str]], str | None] = lambda _week, _areas: None


KINDS = {
    "always closes": Advisor(),
    "rarely closes": Advisor(rating=lambda dice: 1 + int(25 * dice) if dice < 0.2 else None),
    "low energy half the time": Advisor(energy=lambda number, _journal: 2 + 2 * (number % 2)),
    "occasions often not coming": Advisor(rating=lambda dice: 0 if dice < 0.4 else 3),
    "skips Fridays": Advisor(works=lambda day: day.weekday() != 4),
    "focus changing weekly": Advisor(focus=lambda week, areas: areas[week % len(areas)]),
}


class Morning(NamedTuple):
    """One morning as it went; `number` counts worked days, skipped ones included."""

    number: int
    practice: str
    area: str
    difficulty: int
    energy: int


@cache
def library():
    with tempfile.TemporaryDirectory() as folder:
        return load_library(f"{folder}/own", Compiled(f"{folder}/compiled.json", "1")).library


@cache
def life(kind, journal):
    """Return the mornings of an advisor, each chosen for from the real history before it."""
    advisor, shelf = KINDS[kind], library()
    areas = sorted(shelf.areas)
    practised: list[Practised] = []
    rated: list[Rated] = []
    mornings: list[Morning] = []
    workdays = (FIRST + dt.timedelta(days=step) for step in itertools.count())
    for number, day in enumerate(day for day in workdays if WEEK.schedules(day)):
        if len(mornings) == MORNINGS:
            return mornings
        if not advisor.works(day):
            continue
        recent = [rating for rating in rated if (day - rating.day).days <= 45]
        history = build_history(practised, recent, day, WEEK, {past.day for past in practised})
        energy = advisor.energy(number, journal)
        focus = advisor.focus(number // 5, areas)
        choice = choose_practice(
            shelf, history, Circumstances(journal, day.isoformat(), energy, focus)
        )
        practice = shelf.practices[choice.practice]
        mornings.append(Morning(number, practice.id, practice.area, practice.difficulty, energy))
        rating = advisor.rating(chance("rating", number, journal))
        practised.append(Practised(day, practice.id, practice.area, rating))
        if rating is not None:
            rated += [
                Rated(day, area, 2 + int(4 * chance(area, number, journal)))
                for area in DAILY_AREAS
            ]
    raise AssertionError


def lateness(mornings):
    """Return by how many worked days each return was late; one still awaited is late until now."""
    met: Counter[str] = Counter()
    due: dict[str, int] = {}
    late = []
    for morning in mornings:
        if morning.practice in due:
            late.append(max(morning.number - due.pop(morning.practice), 0))
        met[morning.practice] += 1
        if met[morning.practice] <= len(GAPS):
            due[morning.practice] = morning.number + GAPS[met[morning.practice] - 1]
    return [
        *late,
        *(mornings[-1].number - day for day in due.values() if day < mornings[-1].number),
    ]


def longest_absence(mornings, area):
    places = [-1, *(i for i, m in enumerate(mornings) if m.area == area), len(mornings)]
    return max(later - earlier - 1 for earlier, later in itertools.pairwise(places))


pytestmark = [
    pytest.mark.parametrize("journal", JOURNALS),
    pytest.mark.parametrize("kind", KINDS),
]


def test_every_practice_is_met(kind, journal):
    assert {morning.practice for morning in life(kind, journal)} == set(library().practices)


def test_returns_come_on_time(kind, journal):
    """Nineteen in twenty at most five worked days late, and none more than ten."""
    late = lateness(life(kind, journal))
    assert len(late) > 200
    assert sum(days <= 5 for days in late) >= 0.95 * len(late)
    assert max(late) <= 10


def test_two_of_any_five_are_of_the_daily_areas(kind, journal):
    daily = [morning.area in DAILY_AREAS for morning in life(kind, journal)]
    assert min(sum(daily[at : at + 5]) for at in range(len(daily) - 4)) >= 2


def test_no_area_starves(kind, journal):
    """Each has at least one morning in twenty-five, and never stays away for more than forty."""
    mornings = life(kind, journal)
    counts = Counter(morning.area for morning in mornings)
    assert min(counts[area] for area in library().areas) >= MORNINGS / 25
    absences = {area: longest_absence(mornings, area) for area in library().areas}
    assert {area: days for area, days in absences.items() if days > 40} == {}


def test_low_energy_never_meets_the_hard_ones(kind, journal):
    mornings = life(kind, journal)
    assert not [m for m in mornings if m.energy <= 2 and m.difficulty == 3]
    assert [m for m in mornings if m.difficulty == 3]  # they come on better days


def test_no_area_comes_two_mornings_running(kind, journal):
    mornings = life(kind, journal)
    assert not [one for one, two in itertools.pairwise(mornings) if one.area == two.area]
