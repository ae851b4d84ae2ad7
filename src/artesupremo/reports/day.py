"""One day as it was answered."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from artesupremo.journal.model import Answer, Entry, Note


class Line(NamedTuple):
    """One question and what was answered, in words and as data."""

    question: str  # the id
    kind: str
    wording: str
    words: str  # "" when it was skipped
    number: int | None
    choices: tuple[str, ...]
    text: str | None
    note: str | None
    skipped: bool
    private: bool
    recalled: bool
    intact: bool


class Part(NamedTuple):
    """One sitting of the day."""

    sitting: str
    at: str
    offset: int
    short: bool
    practice: str | None
    lines: tuple[Line, ...]

    @property
    def recalled(self) -> bool:
        """Tell whether all of it was written from memory."""
        return all(line.recalled for line in self.lines)


class DayReport(NamedTuple):
    """A day: its sittings in order, and its notes."""

    day: dt.date
    parts: tuple[Part, ...]
    notes: tuple[Note, ...] = ()


Describe = Callable[[Answer, Entry], str]


def build_day(
    day: dt.date,
    sittings: Sequence[tuple[Entry, Sequence[Answer]]],
    describe: Describe,
    notes: Iterable[Note] = (),
) -> DayReport:
    """Return the report of `day`; `describe` puts an answer into the advisor's words."""
    return DayReport(
        day,
        tuple(
            Part(
                entry.sitting,
                entry.at,
                entry.offset,
                entry.short,
                entry.chosen.practice if entry.chosen else None,
                tuple(_line(answer, entry, describe(answer, entry)) for answer in answers),
            )
            for entry, answers in sittings
            if answers
        ),
        tuple(notes),
    )


def _line(answer: Answer, entry: Entry, words: str) -> Line:
    value = answer.value
    return Line(
        answer.asked.question,
        answer.asked.kind,
        answer.asked.wording,
        words if value else "",
        value.number if value else None,
        value.choices if value else (),
        value.text if value else None,
        value.note if value else None,
        value is None,
        value.private if value else False,
        answer.recalled,
        answer.intact and answer.day == entry.day and (entry.intact or not answer.asked.practice),
    )
