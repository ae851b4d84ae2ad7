"""Ratings of 1–5: how many, their middle, their run. Pure.

Small numbers are treated as such: under five ratings only dots, from five a median with its n,
from ten a run with the word for it. Ratings given from memory are told apart and are in no
median, no run and no comparison.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MEDIAN_FROM = 5  # ratings
RUN_FROM = 10
COMPARED = 10  # ratings on either side of a comparison
_RUN = 8  # so many in a row on one side are hardly chance
ABOVE, BELOW, UNCLEAR = "above", "below", "unclear"
Counts = tuple[int, int, int, int, int]


class Rating(NamedTuple):
    """A rating of a day, 1–5."""

    day: dt.date
    number: int
    recalled: bool


class DailyFigures(NamedTuple):
    """The ratings of one daily area, or of energy.

    `ratings` run from the oldest to the latest; of a long journal they are the latest only,
    while `n`, `recalled`, `counts` and `median` are of all.
    """

    area: str
    ratings: tuple[Rating, ...]
    n: int  # given on their day
    median: float | None  # None under five given on their day
    recalled: int = 0  # given from memory
    counts: Counts = (0, 0, 0, 0, 0)  # how often 1, 2, 3, 4 and 5 were given on their day
    change: str | None = None  # ABOVE, BELOW or UNCLEAR; None under ten
    earlier: float | None = None  # the median that a sustained change leaves

    @property
    def is_rated(self) -> bool:
        """Tell whether it was rated at all, on its day or from memory."""
        return bool(self.n or self.recalled)


class Half(NamedTuple):
    """One side of a comparison; `median` is None under five."""

    ratings: tuple[Rating, ...]
    median: float | None


class Compared(NamedTuple):
    """The last ten ratings given on their day and the ten before them; either may have fewer."""

    area: str
    latest: Half
    before: Half


def build_ratings(
    area: str, listed: Iterable[Rating], totals: tuple[Counts, int] | None = None
) -> DailyFigures:
    """Return the figures of `area`.

    `listed` are its ratings, or the latest of them if `totals` say how often each of 1–5 was given
    on its day in all, and how many were given from memory.
    """
    ratings = tuple(sorted(listed))
    same_day = [rating.number for rating in ratings if not rating.recalled]
    counts, recalled = totals or (_counted(same_day), len(ratings) - len(same_day))
    n = sum(counts)
    change, earlier = _change(counts, same_day[-_RUN:]) if n >= RUN_FROM else (None, None)
    return DailyFigures(
        area,
        ratings,
        n,
        middle_of(counts) if n >= MEDIAN_FROM else None,
        recalled,
        counts,
        change,
        earlier,
    )


def compare(area: str, ratings: Iterable[Rating]) -> Compared:
    """Return the last ten of `ratings` beside the ten before them."""
    same_day = sorted(rating for rating in ratings if not rating.recalled)
    latest, before = same_day[-COMPARED:], same_day[-2 * COMPARED : -COMPARED]
    return Compared(area, _half(latest), _half(before))


def middle(numbers: Sequence[float]) -> float:
    """Return the median of `numbers`, of which there is at least one."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def middle_from_five(numbers: Sequence[float]) -> float | None:
    """Return the median of `numbers`, None if they are fewer than five."""
    return middle(numbers) if len(numbers) >= MEDIAN_FROM else None


def middle_of(counts: Counts) -> float:
    """Return the median of ratings that were given `counts` times each, at least one in all."""
    n = sum(counts)
    return (_at(counts, (n - 1) // 2) + _at(counts, n // 2)) / 2


def _at(counts: Counts, place: int) -> int:
    """Return the rating at `place` when all of them stand in order."""
    for number, count in enumerate(counts, start=1):
        if place < count:
            return number
        place -= count
    raise AssertionError("the counts hold every place")


def _counted(numbers: Sequence[int]) -> Counts:
    count = numbers.count
    return count(1), count(2), count(3), count(4), count(5)


def _change(counts: Counts, latest: Sequence[int]) -> tuple[str, float | None]:
    """Return whether the latest eight all lie on one side of the median of those before them.

    The rule of the run chart; with fewer than five before them nothing is clear.
    """
    ones, twos, threes, fours, fives = (
        had - now for had, now in zip(counts, _counted(latest), strict=True)
    )
    before: Counts = (ones, twos, threes, fours, fives)
    if len(latest) < _RUN or sum(before) < MEDIAN_FROM:
        return UNCLEAR, None
    earlier = middle_of(before)
    if all(number > earlier for number in latest):
        return ABOVE, earlier
    return (BELOW, earlier) if all(number < earlier for number in latest) else (UNCLEAR, None)


def _half(ratings: Sequence[Rating]) -> Half:
    return Half(tuple(ratings), middle_from_five([rating.number for rating in ratings]))
