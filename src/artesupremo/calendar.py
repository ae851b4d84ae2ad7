"""Which days an advisor works, and what is counted in them.

Pure: "today" is always an argument, and the days off are handed in by the floor above.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from artesupremo.text import fold

CONSTANCY_DAYS = 20
LONGEST_SHIFT = 366  # days until a rotating shift begins again
_REACH = CONSTANCY_DAYS * LONGEST_SHIFT  # days back, whatever the shift
# Words that may stand around the numbers of a shift, in either language.
_SHIFT_WORDS = frozenset({
    "on", "off", "from", "and", "days", "si", "no", "y", "de", "desde", "el", "dias", "trabajo",
    "descanso", "libre", "libres",
})  # fmt: skip


class Shift(NamedTuple):
    """A rotating shift: blocks of worked and free days in turn, over and over, both ways."""

    blocks: tuple[int, ...]  # lengths in days: worked, free, worked, free …
    first: dt.date  # the first day of the first block

    def works(self, day: dt.date) -> bool:
        """Tell whether `day` is in a worked block; before the first day, too."""
        place = (day - self.first).days % sum(self.blocks)
        for number, length in enumerate(self.blocks):
            if place < length:
                return number % 2 == 0
            place -= length
        raise AssertionError("the blocks hold every place")


class Calendar(NamedTuple):
    """The days an advisor works: weekdays (0 = Monday) or a shift in their place, less days off.

    `off` are rest days and public holidays.
    """

    weekdays: frozenset[int]
    shift: Shift | None = None
    off: frozenset[dt.date] = frozenset()

    def schedules(self, day: dt.date) -> bool:
        """Tell whether `day` is a scheduled working day."""
        if day in self.off:
            return False
        return self.shift.works(day) if self.shift else day.weekday() in self.weekdays


class Constancy(NamedTuple):
    """How many of the last worked days were practised; `of` is at most 20."""

    practised: int
    of: int


def worked_days(
    first: dt.date, last: dt.date, calendar: Calendar, recorded: Collection[dt.date]
) -> Iterator[dt.date]:
    """Return the worked days from `first` to `last`, both included, in order.

    A day is worked when it is scheduled or when something was recorded on it, even if it was off.
    """
    days = map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return (day for day in days if day in recorded or calendar.schedules(day))


def last_worked_day(
    before: dt.date, calendar: Calendar, recorded: Collection[dt.date], *, within: int
) -> dt.date | None:
    """Return the latest worked day before `before`, at most `within` days back, or None."""
    first = before - dt.timedelta(days=within)
    days = worked_days(first, before - dt.timedelta(days=1), calendar, recorded)
    return max(days, default=None)


def reach_back(today: dt.date, calendar: Calendar, count: int) -> dt.date:
    """Return the day before `today` since which `count` days are scheduled.

    The last `count` worked days lie between the two, whatever was recorded, and however long a
    vacation stands in between. Without that many it is the earliest day looked at.
    """
    day = today
    for _step in range(min(_REACH + len(calendar.off), (today - dt.date.min).days)):
        if count <= 0:
            break
        day -= dt.timedelta(days=1)
        count -= calendar.schedules(day)
    return day


def constancy(
    today: dt.date, calendar: Calendar, practised: Collection[dt.date]
) -> Constancy | None:
    """Count the practised days among the last 20 worked days; None before the first one.

    Counting starts at the first practised day, so that a new journal owes nothing. Today counts
    once something is recorded on it: a morning not yet begun is not a gap.
    """
    known = [day for day in practised if day <= today]
    if not known:
        return None
    last = today if today in practised else today - dt.timedelta(days=1)
    days = list(worked_days(min(known), last, calendar, practised))[-CONSTANCY_DAYS:]
    return Constancy(sum(day in practised for day in days), len(days))


def parse_shift(words: str) -> Shift | None:
    """Return the shift that `words` name, None if they name none.

    Understood: days on, days off, …, and the first day of a block ("4-2 2026-11-03", "4x2
    2026-11-03", "4 on 2 off from 2026-11-03", "4 sí 2 no desde 2026-11-03").
    """
    plain = [word for word in fold(words).replace(",", " ").split() if word not in _SHIFT_WORDS]
    found = re.fullmatch(r"([0-9]{1,3}(?:[ x/-][0-9]{1,3})+) ([0-9]{4}-[0-9]{2}-[0-9]{2})",
                         " ".join(plain))  # fmt: skip
    if not found:
        return None
    blocks = tuple(int(length) for length in re.split("[ x/-]", found[1]))
    if len(blocks) % 2 or not all(blocks) or sum(blocks) > LONGEST_SHIFT:
        return None
    try:
        return Shift(blocks, dt.date.fromisoformat(found[2]))
    except ValueError:
        return None


def shift_text(shift: Shift) -> str:
    """Return `shift` as it is written in the settings: "4-2 2026-11-03"."""
    return f"{'-'.join(map(str, shift.blocks))} {shift.first}"
