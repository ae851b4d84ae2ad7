"""Charts in signs, as lines of (sign, style): a year of days, a month's run, a long run. No Rich.

Each sign says what its colour says; each has a plain one for streams that cannot show it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from artesupremo.days import MONTHS, Period
from artesupremo.i18n import language
from artesupremo.reports.faces.words import number, weekday_letters
from artesupremo.reports.figures.days import EMPTY, OUTSIDE, PRACTISED, REST, SHORT, YearMap
from artesupremo.reports.figures.ratings import DailyFigures, Rating

Cell = tuple[str, str]  # text and its style
Line = list[Cell]
SIGNS: dict[str, Cell] = {
    PRACTISED: ("■", "green"),
    SHORT: ("▪", "cyan"),
    REST: ("·", "dim"),
    EMPTY: ("□", ""),
    OUTSIDE: (" ", ""),
}
LEVELS = "▁▂▄▆█"  # 1 to 5; their plain signs are the digits
SAME_DAY, RECALLED = "●", "○"
_WEEK = 7
_MARGIN = 4  # columns before a chart
_AXIS_EVERY = 7  # days between the numbers beneath a month
SCALE = range(5, 0, -1)


def year_lines(held: YearMap, width: int) -> Iterator[Line]:
    """Yield the days of a year, a column a week, Monday first, in as many bands as needed.

    A band of the narrow terminal in which nothing lies yet is left out.
    """
    first = dt.date(held.year, 1, 1)
    weeks = (len(held.marks) + first.weekday() - 1) // _WEEK + 1
    room = max(width - _MARGIN, _WEEK)
    bands = -(-weeks // room)
    each = -(-weeks // bands)
    for begin in range(0, weeks, each):
        columns = range(begin, min(begin + each, weeks))
        if bands > 1 and not _has_days(held, columns):
            continue
        yield [(" " * _MARGIN + _month_names(held.year, columns), "dim")]
        for weekday in range(_WEEK):
            yield _weekday_line(held, weekday, columns)


def _has_days(held: YearMap, weeks: range) -> bool:
    before = dt.date(held.year, 1, 1).weekday()
    places = slice(max(weeks.start * _WEEK - before, 0), weeks.stop * _WEEK - before)
    return any(mark != OUTSIDE for mark in held.marks[places])


def _weekday_line(held: YearMap, weekday: int, weeks: range) -> Line:
    first = dt.date(held.year, 1, 1)
    name = weekday_letters(dt.date(2024, 1, 1 + weekday)) if weekday % 2 == 0 else ""
    line: Line = [(name.ljust(_MARGIN), "dim")]
    for week in weeks:
        place = week * _WEEK + weekday - first.weekday()
        line.append(SIGNS[held.marks[place]] if 0 <= place < len(held.marks) else (" ", ""))
    return line


def _month_names(year: int, weeks: range) -> str:
    """Return the months' names, each above the week in which it begins."""
    first = dt.date(year, 1, 1)
    names = [" "] * (len(weeks) + _MARGIN)
    for month in range(1, 13):
        begins = (dt.date(year, month, 1) - first).days + first.weekday()
        column = begins // _WEEK - weeks.start
        if 0 <= column < len(weeks):
            names[column : column + 3] = MONTHS[language()][month - 1][:3]
    return "".join(names[: len(weeks) + _MARGIN]).rstrip()


def month_lines(figures: DailyFigures, period: Period) -> Iterator[Line]:
    """Yield the run of a month: 5 on top, a column a day, the median as a line through it."""
    by_day = {rating.day: rating for rating in figures.ratings}
    days = list(period.days())
    from_to = (figures.ratings[0].day, figures.ratings[-1].day)
    for level in _levels(figures):
        label = number(level).ljust(_MARGIN)
        line: Line = [(label, "dim")]
        for day in days:
            through = level == figures.median and from_to[0] <= day <= from_to[1]
            line.append(_point(by_day.get(day), level, is_median=through))
        yield line
    yield [(" " * _MARGIN + _day_numbers(len(days)), "dim")]


def _levels(figures: DailyFigures) -> list[float]:
    """Return 5 to 1, and between two of them the median that lies there."""
    levels = {float(level) for level in SCALE}
    return sorted(levels | ({figures.median} if figures.median else set()), reverse=True)


def _point(rating: Rating | None, level: float, *, is_median: bool) -> Cell:
    if rating and rating.number == level:
        return (RECALLED, "dim") if rating.recalled else (SAME_DAY, "cyan")
    return ("┄", "dim") if is_median else (" ", "")


def _day_numbers(count: int) -> str:
    names = [" "] * (count + 1)
    for day in range(1, count + 1, _AXIS_EVERY):
        names[day - 1 : day - 1 + len(str(day))] = str(day)
    return "".join(names[: count + 1]).rstrip()


def trace(ratings: Sequence[Rating], width: int) -> tuple[str, int]:
    """Return the latest ratings given on their day that fit, a sign each, and how many they are.

    A week or more without one is a gap.
    """
    same_day = [rating for rating in ratings if not rating.recalled]
    signs: list[str] = []
    count = 0
    later: dt.date | None = None
    for rating in reversed(same_day):
        gap = " " if later and (later - rating.day).days > _WEEK else ""
        if len(signs) + len(gap) + 1 > width:
            break
        signs += [*gap, LEVELS[rating.number - 1]]
        later, count = rating.day, count + 1
    return "".join(reversed(signs)), count


def rating_dots(number: int) -> str:
    """Return a rating as five dots and its number."""
    return f"{SAME_DAY * number}{RECALLED * (5 - number)} {number}"


def dots(ratings: Sequence[Rating]) -> str:
    """Return a few ratings in order, each a dot and its number."""
    return " ".join(
        f"{RECALLED if rating.recalled else SAME_DAY}{rating.number}" for rating in ratings
    )
