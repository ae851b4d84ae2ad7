"""What the quick notes of a period say, counted: applause, promises, frictions, contacts. Pure.

Nothing here is a target: no applause is as good a figure as any other.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from artesupremo.journal.model import Note
from artesupremo.journal.notes import FIELDS, KEPT, MISSED, Promise, to_promise
from artesupremo.reports.figures.ratings import middle_from_five
from artesupremo.text import fold

CIRCLES = {"external": ("external",), "work": ("work",), "personal": ("self", "family")}
_CIRCLE_OF = {key: circle for circle, keys in CIRCLES.items() for key in keys}
_WELL = 4  # "treated" from here on is well
_LATEST = 5  # of a period longer than a week
_PROPOSALS = 3  # of one friction, the latest


class Said(NamedTuple):
    """Something that was written on a day."""

    day: dt.date
    text: str


class Applause(NamedTuple):
    """Applause: how many, over how many worked days, in which words."""

    total: int
    worked: int
    words: tuple[Said, ...]  # of a period longer than a week the latest
    circles: Mapping[str, int]  # the three, those that were told
    forms: Mapping[str, int]
    days: tuple[dt.date, ...]
    shown: tuple[int, ...] = ()  # the numbers of the notes whose words are said


class Promises(NamedTuple):
    """The promises made in a period, as they stand today."""

    made: int
    in_time: int
    late: int
    missed: int
    open: int
    overdue: int  # of those that are open
    moved: int  # promises whose day was moved
    late_days: tuple[int, ...]  # of those kept on a later day, in order of size
    late_days_median: float | None
    late_minutes: tuple[int, ...]  # of those kept on their day after their hour
    days: tuple[dt.date, ...]


class Friction(NamedTuple):
    """One rule or step that gets in the way, under whichever capitals it was noted."""

    text: str  # as it was written last
    notes: int
    times: int
    effects: Mapping[str, int]
    proposals: tuple[str, ...]
    shown: tuple[int, ...] = ()  # the numbers of the notes whose words are said


class Frictions(NamedTuple):
    """Frictions, the most frequent first."""

    rows: tuple[Friction, ...]
    more: int  # that have no row
    days: tuple[dt.date, ...]


class Repairs(NamedTuple):
    """Repairs: how soon the first action came, and how many have a result."""

    total: int
    soon: Mapping[str, int]  # those that were told
    with_result: int
    days: tuple[dt.date, ...]


class Contacts(NamedTuple):
    """Contacts looked at closely: what was solved beside how the person was treated."""

    total: int
    solved_well: int
    solved_badly: int
    unsolved_well: int
    unsolved_badly: int
    apart: int  # of which one of the two is not known
    mood: tuple[int, ...]  # mood on leaving less mood on arriving, in order of days
    mood_median: float | None
    days: tuple[dt.date, ...]


class Rewrites(NamedTuple):
    """Better versions of messages that were kept, and what had been found in the first ones."""

    messages: int
    findings: int
    per_ten: float | None  # to the half; None under five messages
    categories: tuple[tuple[str, int], ...]  # the most frequent first
    days: tuple[dt.date, ...]


class NoteFigures(NamedTuple):
    """Everything that is counted of notes; None where there are none."""

    applause: Applause | None = None
    promises: Promises | None = None
    frictions: Frictions | None = None
    repairs: Repairs | None = None
    contacts: Contacts | None = None
    rewrites: Rewrites | None = None


NO_NOTES = NoteFigures()


def build_notes(
    notes: Iterable[Note], *, worked: int, today: dt.date, short_period: bool
) -> NoteFigures:
    """Return the figures of `notes`, in whatever order; `short_period` leaves nothing out."""
    by_kind: dict[str, list[Note]] = {}
    for note in sorted(notes, key=attrgetter("day", "number")):
        by_kind.setdefault(note.kind, []).append(note)
    shown = None if short_period else _LATEST

    def held(kind: str) -> list[Note]:
        return by_kind.get(kind, [])

    return NoteFigures(
        _applause(held("applause"), worked, shown) if held("applause") else None,
        _promises(held("promise"), today) if held("promise") else None,
        _frictions(held("friction"), shown) if held("friction") else None,
        _repairs(held("repair")) if held("repair") else None,
        _contacts(held("contact")) if held("contact") else None,
        _rewrites(held("rewrite")) if held("rewrite") else None,
    )


def circle_of(key: str | None) -> str | None:
    """Return which of the three circles `key` belongs to; None for all of them, or none."""
    return _CIRCLE_OF.get(key) if isinstance(key, str) else None  # a damaged one may be a list


def _days(notes: Iterable[Note]) -> tuple[dt.date, ...]:
    return tuple(sorted({note.day for note in notes}))


def _told(notes: Sequence[Note], name: str) -> dict[str, int]:
    """Return how often each option of a choice was told, in the order of the options."""
    told: list[str] = []
    for note in notes:
        value = note.details.get(name)
        if isinstance(value, str):
            told.append(value)
        elif value:
            told += value
    count = Counter(told)
    options = next(field.options for field in FIELDS[notes[0].kind] if field.name == name)
    return {key: count[key] for key in options if count[key]}


def _applause(notes: list[Note], worked: int, shown: int | None) -> Applause:
    circles = Counter(circle_of(note.details.get("circle")) for note in notes)
    latest = notes[-(shown or len(notes)) :]
    return Applause(
        len(notes),
        worked,
        tuple(Said(note.day, note.text) for note in latest),
        {circle: circles[circle] for circle in CIRCLES if circles[circle]},
        _told(notes, "form"),
        _days(notes),
        tuple(note.number for note in latest),
    )


def _promises(notes: list[Note], today: dt.date) -> Promises:
    promises = [to_promise(note) for note in notes]
    kept = [promise for promise in promises if promise.outcome == KEPT]
    still_open = [promise for promise in promises if promise.outcome not in (KEPT, MISSED)]
    late_days = sorted(filter(None, (promise.late_days for promise in kept)))
    late_minutes = sorted(filter(None, (promise.late_minutes for promise in kept)))
    return Promises(
        len(promises),
        len(kept) - len(late_days) - len(late_minutes),
        len(late_days) + len(late_minutes),
        sum(promise.outcome == MISSED for promise in promises),
        len(still_open),
        sum(_is_overdue(promise, today) for promise in still_open),
        sum(promise.moved > 0 for promise in promises),
        tuple(late_days),
        middle_from_five(late_days),
        tuple(late_minutes),
        _days(notes),
    )


def _is_overdue(promise: Promise, today: dt.date) -> bool:
    return promise.due is not None and promise.due < today


def _frictions(notes: list[Note], shown: int | None) -> Frictions:
    alike: dict[str, list[Note]] = {}
    for note in notes:
        alike.setdefault(_same(note.text), []).append(note)
    rows = [_friction(held) for held in alike.values()]
    rows.sort(key=lambda row: (-row.times, -row.notes, fold(row.text)))
    shown = shown or len(rows)
    return Frictions(tuple(rows[:shown]), len(rows[shown:]), _days(notes))


def _same(text: str) -> str:
    """Return what `text` has in common with other ways of writing it."""
    return " ".join(fold(text).split()).strip(" .,;:!¡?¿")


def _friction(notes: list[Note]) -> Friction:
    times = sum(_number(note.details.get("times")) or 1 for note in notes)
    proposals = {
        str(note.details["proposal"]): note.number
        for note in notes
        if note.details.get("proposal")
    }
    latest = tuple(proposals)[-_PROPOSALS:]
    return Friction(
        notes[-1].text,
        len(notes),
        times,
        _told(notes, "effects"),
        latest,
        (notes[-1].number, *(proposals[proposal] for proposal in latest)),
    )


def _repairs(notes: list[Note]) -> Repairs:
    with_result = sum(bool(note.details.get("result")) for note in notes)
    return Repairs(len(notes), _told(notes, "soon"), with_result, _days(notes))


def _contacts(notes: list[Note]) -> Contacts:
    square: Counter[tuple[str, bool] | None] = Counter(_place(note) for note in notes)
    mood = [change for change in map(_mood, notes) if change is not None]
    return Contacts(
        len(notes),
        square["yes", True],
        square["yes", False],
        square["no", True],
        square["no", False],
        square[None],
        tuple(mood),
        middle_from_five(mood),
        _days(notes),
    )


def _place(note: Note) -> tuple[str, bool] | None:
    """Return where a contact stands in the square, None if one of its sides is not known."""
    solved, treated = note.details.get("solved"), _number(note.details.get("treated"))
    if solved not in ("yes", "no") or treated is None:
        return None
    return str(solved), treated >= _WELL


def _mood(note: Note) -> int | None:
    """Return the mood on leaving less the mood on arriving, None if one was not told."""
    before, after = _number(note.details.get("before")), _number(note.details.get("after"))
    return None if before is None or after is None else after - before


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _rewrites(notes: list[Note]) -> Rewrites:
    found = [_keys(note.details.get("found")) for note in notes]
    count = Counter(category for categories in found for category in categories)
    findings = sum(count.values())
    return Rewrites(
        len(notes),
        findings,
        round(20 * findings / len(notes)) / 2 if len(notes) >= _LATEST else None,
        tuple(sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))),
        _days(notes),
    )


def _keys(value: object) -> Sequence[str]:
    return [key for key in value if isinstance(key, str)] if isinstance(value, list) else ()
