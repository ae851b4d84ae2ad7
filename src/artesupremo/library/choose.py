"""Today's practice and the reasons for it: a pure function of history and settings.

Limits come first: not the area of the previous worked day; no difficulty 3 on low energy; at
least two of any five practices in a row from posture, greetings and messages. Among what is
left the score decides: 3·due + 2·focus + 1.5·gap + 1·new, and a point more for each worked day
that a return is late (two for difficulty 3, which has fewer days to come back on). A practice
that was met and is not due waits until nothing is due or new; while the next days are full of
returns, new ones wait too. An area that stayed away for seven weeks goes first. Ties go to the
practice met longest ago, then to a hash of journal, day and practice, so that the same morning
always gives the same practice.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artesupremo.library.model import DAILY_AREAS, Library, Practice

RETURN_GAPS = (3, 10, 30)  # worked days until a practice comes back, attempt by attempt
GAP_WINDOW = 15  # worked days
GAP_MINIMUM = 5  # ratings or practices before a gap is spoken of
AWAY = 35  # worked days without an area until it goes first
AHEAD = 7  # worked days
FULL = {True: 3, False: 4}  # so many returns of daily areas, and of others, fill the days ahead
LOW_ENERGY = 2
HARD = 3
_WEIGHTS = {"due": 3.0, "focus": 2.0, "few": 1.5, "low": 1.5, "new": 1.0}


class Met(NamedTuple):
    """One practice of one past day."""

    ago: int  # worked days before today, 1 or more
    practice: str
    area: str
    rating: int | None  # 0: the occasion did not come; None: not rated


class History(NamedTuple):
    """What the chooser needs of the past; `met` runs from the oldest to the latest."""

    met: Sequence[Met] = ()
    ratings: Sequence[tuple[int, str, int]] = ()  # (worked days ago, daily area, 1–5)


class Reason(NamedTuple):
    """Why a practice was chosen.

    "due" (value: worked days since the last time), "focus" (the area), "few" and "low" (the area
    with the gap), "new", and the limits that narrowed the choice: "low_energy", "trio".
    """

    code: str
    value: int | str = 0


class Choice(NamedTuple):
    """The practice of a day and its reasons, weightiest first."""

    practice: str
    reasons: tuple[Reason, ...]


class Circumstances(NamedTuple):
    """What a choice depends on besides the past."""

    journal: str  # the journal's id
    day: str  # ISO date
    energy: int | None = None
    focus: str | None = None  # the area of the week
    without: frozenset[str] = frozenset()  # practices swapped away today


def choose_practice(library: Library, history: History, now: Circumstances) -> Choice | None:
    """Return the practice for `now`, or None if the library is empty."""
    allowed, limits = _within_limits(library, history, now)
    gaps = find_gaps(library, history)
    latest = {met.practice: met for met in history.met}
    coming = _days_to_return(history)
    soon = Counter(
        practice.area in DAILY_AREAS
        for practice in library.practices.values()
        if coming.get(practice.id, AHEAD + 1) <= AHEAD
    )
    seen = {met.area: met.ago for met in history.met}
    begun = history.met[0].ago if history.met else 0

    def reasons(practice: Practice) -> list[Reason]:
        found = [due_reason(practice.id, history.met), *_area_reasons(practice, now, gaps)]
        if practice.id not in latest:
            found.append(Reason("new"))
        return [reason for reason in found if reason]

    def waits(practice: Practice) -> int:
        daily = practice.area in DAILY_AREAS
        if practice.id not in latest:
            return 2 * (soon[daily] >= FULL[daily])
        days = coming.get(practice.id)
        return 1 if days is None else 3 * (days > 0)

    def rank(practice: Practice) -> tuple[bool, int, float, int, int]:
        found = reasons(practice)
        codes = {reason.code for reason in found}
        score = sum(_WEIGHTS[code] for code in codes) + _lateness(practice, history)
        ago = latest[practice.id].ago if practice.id in latest else 0
        first = seen.get(practice.area, begun + 1) > AWAY
        return not first, waits(practice), -score, -ago, _tie(now, practice.id)

    best = min(allowed, key=rank, default=None)
    return Choice(best.id, (*reasons(best), *limits)) if best else None


def return_gap(times_met: int) -> int | None:
    """Return the worked days until a practice met `times_met` times comes back; None: no more.

    3, 10 and 30 worked days after the previous time. A day on which the occasion did not come
    counts as one: the practice had its day, and the others wait for theirs.
    """
    return RETURN_GAPS[times_met - 1] if 1 <= times_met <= len(RETURN_GAPS) else None


def due_reason(practice: str, met: Iterable[Met]) -> Reason | None:
    """Return why `practice` comes back today, if its return date is reached."""
    meetings = [meeting for meeting in met if meeting.practice == practice]
    gap = return_gap(len(meetings))
    return Reason("due", meetings[-1].ago) if gap and meetings[-1].ago >= gap else None


def _days_to_return(history: History) -> dict[str, int]:
    """Return the worked days until each practice on its way comes back; below 0: it is late."""
    times = Counter(met.practice for met in history.met)
    latest = {met.practice: met.ago for met in history.met}
    gaps = {practice: return_gap(count) for practice, count in times.items()}
    return {practice: gap - latest[practice] for practice, gap in gaps.items() if gap}


def _lateness(practice: Practice, history: History) -> int:
    meetings = [meeting for meeting in history.met if meeting.practice == practice.id]
    gap = return_gap(len(meetings))
    late = max(meetings[-1].ago - gap, 0) if gap else 0
    return late * (2 if practice.difficulty == HARD else 1)


def find_gaps(library: Library, history: History) -> dict[str, str]:
    """Return the areas with a gap in the last 15 worked days, and of which kind.

    "few": practised least (once five practices are there to compare); "low": the daily area
    whose ratings have the lowest median (n ≥ 5 each), if it lies below another's.
    """
    areas = {practice.area for practice in library.practices.values()}
    recent = [met.area for met in history.met if met.ago <= GAP_WINDOW]
    gaps = dict.fromkeys(_lowest_rated(history), "low")
    if len(recent) >= GAP_MINIMUM:
        fewest = min(recent.count(area) for area in areas)
        gaps |= {area: "few" for area in areas if recent.count(area) == fewest}
    return gaps


def _lowest_rated(history: History) -> set[str]:
    from statistics import median  # late: it loads fractions and decimal

    medians = {}
    for area in DAILY_AREAS:
        ratings = [
            rating for ago, of, rating in history.ratings if of == area and ago <= GAP_WINDOW
        ]
        if len(ratings) >= GAP_MINIMUM:
            medians[area] = median(ratings)
    if len(set(medians.values())) < 2:  # noqa: PLR2004  # lower than another
        return set()
    lowest = min(medians.values())
    return {area for area, value in medians.items() if value == lowest}


def _area_reasons(
    practice: Practice, now: Circumstances, gaps: dict[str, str]
) -> list[Reason | None]:
    return [
        Reason("focus", practice.area) if practice.area == now.focus else None,
        Reason(gaps[practice.area], practice.area) if practice.area in gaps else None,
    ]


def _within_limits(
    library: Library, history: History, now: Circumstances
) -> tuple[list[Practice], list[Reason]]:
    """Return the practices within the limits, and the limits that excluded some."""
    pool = [p for p in library.practices.values() if p.id not in now.without]
    limits: list[Reason] = []
    if now.energy is not None and now.energy <= LOW_ENERGY:
        pool = [p for p in pool if p.difficulty < HARD]
        limits.append(Reason("low_energy"))
    areas = [met.area for met in history.met]
    # A small library may not be able to hold every limit: then the limit gives way.
    pool = [p for p in pool if not areas or p.area != areas[-1]] or pool
    daily = [p for p in pool if p.area in DAILY_AREAS]
    if daily and _needs_daily_area(areas):
        pool = daily
        limits.append(Reason("trio"))
    return pool, limits


def _needs_daily_area(areas: Sequence[str]) -> bool:
    """Tell whether today must be of a daily area for two of any five in a row to be so."""
    daily = [area in DAILY_AREAS for area in areas]
    return (len(daily) >= 4 and sum(daily[-4:]) <= 1) or (len(daily) >= 3 and not any(daily[-3:]))  # noqa: PLR2004  # windows of five, today included


def _tie(now: Circumstances, practice: str) -> int:
    return zlib.crc32(f"{now.journal}/{now.day}/{practice}".encode())
