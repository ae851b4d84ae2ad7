"""What reports count: read-only questions to the journal, as `queries`.

Apart from those, because no morning waits for them.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from artesupremo.days import parse_dates
from artesupremo.journal.model import Note
from artesupremo.journal.queries import DAYS_WORK, Practised, to_practised
from artesupremo.journal.rows import NO_DAY, date_of, to_counted_note
from artesupremo.journal.store import Journal

_A_YEAR = 366  # days


class Scaled(NamedTuple):
    """A rating of 1–5, and whether it was given from memory."""

    day: dt.date
    question: str
    number: int
    recalled: bool
    private: bool


class ScaleTotals(NamedTuple):
    """How often each of 1–5 was given on its day, and how many were given from memory."""

    counts: tuple[int, int, int, int, int]
    recalled: int


class Written(NamedTuple):
    """What was answered in words on a day."""

    day: dt.date
    text: str
    private: bool


class Met(NamedTuple):
    """How often a practice was met, and when it was last."""

    practice: str
    title: str
    times: int
    last: dt.date


def practised_between(journal: Journal, first: dt.date, last: dt.date) -> Iterator[Practised]:
    """Yield the practices of the mornings from `first` to `last`, the latest first."""
    rows = journal.stream(
        "SELECT morning.day, morning.practice, morning.area, answer.number, morning.title,"
        " answer.recalled"
        " FROM entry AS morning"
        " LEFT JOIN answer ON answer.day = morning.day AND answer.question = 'practice'"
        " WHERE morning.sitting = 'morning' AND morning.practice IS NOT NULL"
        " AND morning.day BETWEEN ? AND ? ORDER BY morning.day DESC",
        (str(first), str(last)),
    )
    return (one for one in map(to_practised, rows) if one.day != NO_DAY)


def practices_met(journal: Journal, until: dt.date) -> list[Met]:
    """Return how often each practice was met up to `until`, under its latest title."""
    rows = journal.rows(
        "SELECT met.practice, morning.title, met.times, met.last FROM"
        " (SELECT practice, count(*) AS times, max(day) AS last FROM entry"
        "  WHERE practice IS NOT NULL AND sitting = 'morning' AND day <= ?"
        "  GROUP BY practice) AS met"
        " JOIN entry AS morning ON morning.day = met.last AND morning.sitting = 'morning'",
        (str(until),),
    )
    met = (Met(row["practice"], row["title"], row["times"], date_of(row["last"])) for row in rows)
    return [one for one in met if one.last != NO_DAY]


def scales_between(
    journal: Journal, questions: Sequence[str], first: dt.date, last: dt.date
) -> Iterator[Scaled]:
    """Return the ratings given to `questions` from `first` to `last`, the latest first."""
    marks = ", ".join("?" for _question in questions)
    rows = journal.tuples(  # "+question": found by day, not by number
        "SELECT day, question, number, recalled, private FROM answer"  # noqa: S608  # marks
        f" WHERE +question IN ({marks}) AND number BETWEEN 1 AND 5 AND day BETWEEN ? AND ?"
        " ORDER BY day DESC",
        (*questions, str(first), str(last)),
    )
    return (one for one in map(_to_scaled, rows) if one.day != NO_DAY)


def latest_scales(journal: Journal, question: str, last: dt.date, count: int) -> list[Scaled]:
    """Return the latest ratings given on their day to `question` up to `last`."""
    rows = journal.tuples(
        "SELECT day, question, number, recalled, private FROM answer WHERE +question = ?"
        " AND number BETWEEN 1 AND 5 AND NOT recalled AND day <= ? ORDER BY day DESC LIMIT ?",
        (question, str(last), count),
    )
    return [one for one in map(_to_scaled, rows) if one.day != NO_DAY]


def _to_scaled(row: tuple[Any, ...]) -> Scaled:
    day, question, number, recalled, private = row
    return Scaled(date_of(day), question, number, bool(recalled), bool(private))


def scale_totals(journal: Journal, question: str, *, private: bool) -> ScaleTotals:
    """Return how often `question` was answered with each of 1–5; private answers only if asked."""
    rows = journal.tuples(f"SELECT {_COUNTS}", (question, int(private)))
    if not rows:
        return ScaleTotals((0, 0, 0, 0, 0), 0)
    one, two, three, four, five, *recalled = rows[0]
    return ScaleTotals((one, two, three, four, five), sum(recalled))


# A range of the index for each number: to group 18,000 rows takes 1.7 times as long.
_COUNTS = ", ".join(
    "(SELECT count(*) FROM answer WHERE question = ?1"  # noqa: S608  # numbers of our own
    f" AND recalled = {recalled} AND number = {number} AND private <= ?2)"
    for recalled in (0, 1)
    for number in range(1, 6)
)


def texts_between(
    journal: Journal, question: str, first: dt.date, last: dt.date
) -> Iterator[Written]:
    """Yield what was answered to `question` in words from `first` to `last`, the latest first."""
    rows = journal.stream(
        "SELECT day, text, private FROM answer WHERE question = ? AND state = 'answered'"
        " AND text IS NOT NULL AND day BETWEEN ? AND ? ORDER BY day DESC",
        (question, str(first), str(last)),
    )
    for row in rows:
        written = Written(date_of(row["day"]), row["text"], bool(row["private"]))
        if written.day != NO_DAY:
            yield written


def unclosed_days(journal: Journal, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Return the days with an answer and without a closing; one that was declined is none."""
    rows = journal.rows(
        "SELECT day FROM answer WHERE state = 'answered' AND day BETWEEN ?1 AND ?2"  # noqa: S608  # words of our own
        f" AND {DAYS_WORK} EXCEPT SELECT day FROM entry"
        " WHERE sitting = 'closing' AND NOT declined AND day BETWEEN ?1 AND ?2",
        (str(first), str(last)),
    )
    return parse_dates(row["day"] for row in rows)


def short_days(journal: Journal, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Return the days of which only the short morning was answered: energy, the plan, or both."""
    rows = journal.rows(
        "SELECT day FROM entry AS morning WHERE sitting = 'morning' AND short"  # noqa: S608  # words of our own
        " AND day BETWEEN ? AND ? AND NOT EXISTS"
        " (SELECT 1 FROM answer WHERE answer.day = morning.day AND answer.state = 'answered'"
        f"  AND question NOT IN ('energy', 'plan') AND {DAYS_WORK})",
        (str(first), str(last)),
    )
    return parse_dates(row["day"] for row in rows)


def first_recorded_day(journal: Journal) -> dt.date | None:
    """Return the first day on which a question was answered, None before it."""
    rows = journal.rows(
        f"SELECT min(day) AS day FROM answer WHERE state = 'answered' AND {DAYS_WORK}"  # noqa: S608  # words of our own
    )
    return min(parse_dates(row["day"] for row in rows if row["day"]), default=None)


def counted_notes(
    journal: Journal, kinds: Sequence[str], first: dt.date, last: dt.date
) -> Iterator[Note]:
    """Yield what counts of the notes of `kinds` of the days from `first` to `last`.

    Neither when and where they were written nor whether they are as they were saved: that takes
    longer than all the rest.
    """
    marks = ", ".join("?" for _kind in kinds)
    by_day = "day" if (last - first).days < _A_YEAR else "+day"  # else one by one as they lie
    rows = journal.tuples(
        "SELECT number, kind, text, details, private, recalled, day FROM note"  # noqa: S608  # marks
        f" WHERE +kind IN ({marks}) AND {by_day} BETWEEN ? AND ?",
        (*kinds, str(first), str(last)),
    )
    return (note for note in map(to_counted_note, rows) if note.day != NO_DAY)


def good_moment_near(journal: Journal, day: dt.date, last: dt.date) -> tuple[dt.date, str] | None:
    """Return the latest good moment up to `day`, else the first up to `last`; none private."""
    moments = (
        "SELECT day, text FROM answer WHERE question = 'good-moment' AND text IS NOT NULL"
        " AND private = 0 AND day"
    )
    rows = journal.rows(f"{moments} <= ? ORDER BY day DESC LIMIT 1", (str(day),))
    if not rows:
        between = f"{moments} BETWEEN ? AND ? ORDER BY day LIMIT 1"
        rows = journal.rows(between, (str(day), str(last)))
    found = date_of(rows[0]["day"]) if rows else NO_DAY
    return (found, rows[0]["text"]) if found != NO_DAY else None
