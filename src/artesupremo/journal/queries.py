"""Named read-only questions to the journal; each returns model objects.

Every function answers for a journal that does not exist yet, too.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from artesupremo.days import parse_dates
from artesupremo.journal.act import to_deed
from artesupremo.journal.model import Answer, Deed, Entry, Note, Rest
from artesupremo.journal.notes import Promise, promise_order, to_promise
from artesupremo.journal.opening import guarded
from artesupremo.journal.rows import (
    NO_DAY,
    Row,
    date_of,
    instant_of,
    to_answer,
    to_entry,
    to_note,
    to_rest,
)
from artesupremo.journal.store import Journal

# A review stands on its Monday and is no day's work.
DAYS_WORK = "question NOT GLOB 'week-*'"
# What is settled has an outcome; where a text in the JSON says so, its quotes are escaped.
OPEN_PROMISE = "kind = 'promise' AND instr(details, '\"outcome\": \"') = 0"


class Practised(NamedTuple):
    """A practice of one day and how it went."""

    day: dt.date
    practice: str
    area: str
    rating: int | None  # 0: the occasion did not come; None: not rated
    title: str = ""
    recalled: bool = False  # rated from memory


class Rated(NamedTuple):
    """A daily rating."""

    day: dt.date
    question: str
    number: int


def entry_on(journal: Journal, sitting: str, day: dt.date) -> Entry | None:
    """Return the sitting ("morning" or "closing") of `day`, if it was begun."""
    rows = journal.rows("SELECT * FROM entry WHERE sitting = ? AND day = ?", (sitting, str(day)))
    return to_entry(rows[0]) if rows else None


def answers_on(journal: Journal, sitting: str, day: dt.date) -> list[Answer]:
    """Return the answers of a sitting, in the order they were first given."""
    rows = journal.rows(
        "SELECT answer.* FROM answer JOIN entry ON entry.id = answer.entry"
        " WHERE sitting = ? AND entry.day = ? ORDER BY answer.rowid",
        (sitting, str(day)),
    )
    return [to_answer(row) for row in rows]


def mornings_begun(journal: Journal, since: str, until: str) -> list[Entry]:
    """Return the mornings begun between two UTC instants, the latest first.

    Not those that were filled in: they stand on other days than the ones around these instants.
    """
    rows = journal.rows(
        "SELECT * FROM entry WHERE sitting = 'morning' AND at > ?1 AND at < ?2"
        " AND day BETWEEN date(?1, '-2 days') AND date(?2, '+2 days') ORDER BY at DESC",
        (since, until),
    )
    return [to_entry(row) for row in rows]


def recorded_days(journal: Journal, since: dt.date = dt.date.min) -> frozenset[dt.date]:
    """Return the days from `since` on, on which at least one question was answered."""
    # One row: there may be tens of thousands of days, and ten times as many answers.
    rows = journal.rows(
        "SELECT group_concat(day, ' ') AS days FROM"  # noqa: S608  # words of our own
        " (SELECT DISTINCT day FROM entry WHERE day >= ?) AS begun WHERE EXISTS"
        " (SELECT 1 FROM answer WHERE answer.day = begun.day AND state = 'answered'"
        f"  AND {DAYS_WORK})",
        (str(since),),
    )
    return parse_dates((rows[0]["days"] or "").split()) if rows else frozenset()


def last_recorded_day(journal: Journal, until: dt.date) -> dt.date | None:
    """Return the latest day up to `until` with anything answered, skipped or noted."""
    rows = journal.rows(
        "SELECT * FROM (SELECT DISTINCT day FROM answer WHERE day <= ?1 ORDER BY day DESC LIMIT 3)"
        " UNION SELECT * FROM"
        " (SELECT DISTINCT day FROM note WHERE day <= ?1 ORDER BY day DESC LIMIT 3)",
        (str(until),),
    )
    return max(parse_dates(row["day"] for row in rows), default=None)


def last_instant(journal: Journal) -> dt.datetime | None:
    """Return the latest UTC instant at which something was written."""
    # Of the last hundred changes: the whole history takes longer than the morning's question.
    rows = journal.rows(
        "SELECT max(at) AS at FROM (SELECT at FROM change ORDER BY seq DESC LIMIT 100)"
    )
    return instant_of(rows[0]["at"]) if rows else None


def answer_before(journal: Journal, question: str, day: dt.date) -> Answer | None:
    """Return the latest answer to `question` before `day` that was not skipped."""
    rows = journal.rows(
        "SELECT * FROM answer WHERE question = ? AND day < ? AND state = 'answered'"
        " ORDER BY day DESC LIMIT 1",
        (question, str(day)),
    )
    return to_answer(rows[0]) if rows else None


def reviews_before(journal: Journal, day: dt.date, question: str) -> list[Answer]:
    """Return the answers to a question of the weekly review before `day`, the latest first."""
    rows = journal.rows(
        "SELECT * FROM answer WHERE question = ? AND day < ? ORDER BY day DESC",
        (question, str(day)),
    )
    return [to_answer(row) for row in rows]


def practised_before(journal: Journal, day: dt.date) -> list[Practised]:
    """Return the practices of the mornings before `day`, from the oldest to the latest."""
    rows = journal.rows(
        "SELECT morning.day, morning.practice, morning.area, answer.number, morning.title,"
        " answer.recalled"
        " FROM entry AS morning"
        " LEFT JOIN answer ON answer.day = morning.day AND answer.question = 'practice'"
        " WHERE morning.sitting = 'morning' AND morning.practice IS NOT NULL AND morning.day < ?"
        " ORDER BY morning.day",
        (str(day),),
    )
    return [one for one in map(to_practised, rows) if one.day != NO_DAY]


def to_practised(row: Row) -> Practised:
    """Return the practice that `row` holds: day, practice, area, rating, title, recalled."""
    day, practice, area, rating, title, recalled = row.values()
    return Practised(date_of(day), practice, area, rating, title, recalled=bool(recalled))


def ratings_between(journal: Journal, first: dt.date, last: dt.date) -> list[Rated]:
    """Return the ratings of posture, greetings and messages from `first` to `last`."""
    rows = journal.rows(
        "SELECT day, question, number FROM answer WHERE number IS NOT NULL AND kind = 'scale'"
        " AND question IN ('posture', 'greetings', 'messages') AND day BETWEEN ? AND ?"
        " ORDER BY day",
        (str(first), str(last)),
    )
    rated = (Rated(date_of(row["day"]), row["question"], row["number"]) for row in rows)
    return [one for one in rated if one.day != NO_DAY]


def entries_between(journal: Journal, first: dt.date, last: dt.date) -> Iterator[Entry]:
    """Yield the sittings from `first` to `last`, by day, the morning before the closing."""
    rows = journal.stream(
        "SELECT * FROM entry WHERE day BETWEEN ? AND ?"
        " ORDER BY day, sitting = 'week', sitting = 'closing', id",
        (str(first), str(last)),
    )
    return (to_entry(row) for row in rows)


def answers_between(journal: Journal, first: dt.date, last: dt.date) -> Iterator[Answer]:
    """Yield the answers from `first` to `last`, in the order of `entries_between`."""
    rows = journal.stream(
        "SELECT answer.* FROM answer JOIN entry ON entry.id = answer.entry"
        " WHERE entry.day BETWEEN ? AND ?"
        " ORDER BY entry.day, entry.sitting = 'week', entry.sitting = 'closing', entry.id,"
        " answer.rowid",
        (str(first), str(last)),
    )
    return (to_answer(row) for row in rows)


def recorded_span(journal: Journal) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day with anything answered, skipped, declined or noted."""
    # Each end by itself: an index answers for one of them at once, for both it is read whole.
    rows = journal.rows(
        "SELECT (SELECT min(day) FROM answer) AS first, (SELECT max(day) FROM answer) AS last"
        " UNION ALL SELECT (SELECT min(day) FROM entry), (SELECT max(day) FROM entry)"
        " UNION ALL SELECT (SELECT min(day) FROM note), (SELECT max(day) FROM note)"
    )
    days = sorted(parse_dates(day for row in rows for day in row.values() if day))
    return (days[0], days[-1]) if days else None


def rest_span(journal: Journal) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day off."""
    days = sorted(rest_days(journal))
    return (days[0], days[-1]) if days else None


def first_sitting_day(journal: Journal) -> dt.date | None:
    """Return the day of the first sitting, None before it."""
    rows = journal.rows("SELECT min(day) AS day FROM entry")
    return min(parse_dates(row["day"] for row in rows if row["day"]), default=None)


def count_answers(journal: Journal) -> int:
    """Return how many questions were answered or skipped."""
    rows = journal.rows("SELECT count(*) AS count FROM answer")
    return int(rows[0]["count"]) if rows else 0


# Notes, days off, history


def note_numbered(journal: Journal, number: int) -> Note | None:
    """Return the note with `number`, if there is one."""
    rows = journal.rows("SELECT * FROM note WHERE number = ?", (number,))
    return to_note(rows[0]) if rows else None


def notes_between(journal: Journal, first: dt.date, last: dt.date) -> Iterator[Note]:
    """Yield the notes of the days from `first` to `last`, by day and number."""
    rows = journal.stream(
        "SELECT * FROM note WHERE day BETWEEN ? AND ? ORDER BY day, number",
        (str(first), str(last)),
    )
    return (to_note(row) for row in rows)


def open_promises(journal: Journal) -> list[Promise]:
    """Return the promises that are neither kept nor missed: due first, then by number."""
    rows = journal.rows(f"SELECT * FROM note WHERE {OPEN_PROMISE}")  # noqa: S608  # words of our own
    return sorted((to_promise(to_note(row)) for row in rows), key=promise_order)


def greetings_so_far(journal: Journal, count: int) -> list[str]:
    """Return the latest `count` greetings of mornings and of the gym, the oldest first."""
    rows = journal.rows(
        "SELECT text, at FROM (SELECT text, at FROM answer WHERE question = 'greeting'"
        "  AND text IS NOT NULL ORDER BY day DESC LIMIT ?1)"
        " UNION ALL SELECT text, at FROM note WHERE kind = 'greeting' ORDER BY at DESC LIMIT ?1",
        (count,),
    )
    return [row["text"] for row in reversed(rows)]


def gallery(journal: Journal) -> list[Note]:
    """Return the greetings that were kept for a channel, the newest first."""
    rows = journal.rows("SELECT * FROM note WHERE kind = 'greeting' ORDER BY number DESC")
    return [note for note in map(to_note, rows) if note.details.get("channel")]


def all_promises(journal: Journal) -> list[Promise]:
    """Return every promise, by number."""
    rows = journal.rows("SELECT * FROM note WHERE kind = 'promise' ORDER BY number")
    return [to_promise(to_note(row)) for row in rows]


def messages_between(journal: Journal, first: dt.date, last: dt.date) -> list[str]:
    """Return what was written for customers: greetings, messages, texts that were bettered."""
    rows = journal.rows(
        "SELECT text, at FROM answer WHERE question IN ('greeting', 'message')"
        " AND text IS NOT NULL AND day BETWEEN ?1 AND ?2"
        " UNION ALL SELECT text, at FROM note WHERE kind = 'greeting' AND day BETWEEN ?1 AND ?2"
        " ORDER BY at",
        (str(first), str(last)),
    )
    return [row["text"] for row in rows]


def count_notes(journal: Journal) -> int:
    """Return how many notes there are."""
    rows = journal.rows("SELECT count(*) AS count FROM note")
    return int(rows[0]["count"]) if rows else 0


def rest_days(journal: Journal) -> frozenset[dt.date]:
    """Return the days off."""
    return parse_dates(row["day"] for row in journal.rows("SELECT day FROM rest"))


def rests_between(journal: Journal, first: dt.date, last: dt.date) -> Iterator[Rest]:
    """Yield the days off from `first` to `last`, in order."""
    rows = journal.stream(
        "SELECT * FROM rest WHERE day BETWEEN ? AND ? ORDER BY day", (str(first), str(last))
    )
    return (to_rest(row) for row in rows)


def latest_deeds(journal: Journal, count: int) -> list[Deed]:
    """Return the latest acts that undo or redo can reach, the latest first."""
    acts: list[str] = []
    for row in journal.stream(
        "SELECT act FROM change WHERE kind <> 'choose' AND undone < 2 ORDER BY seq DESC"
    ):
        if row["act"] not in acts:
            acts.append(row["act"])
        if len(acts) == count:
            break
    deeds = []
    for act in acts:
        rows = journal.rows("SELECT * FROM change WHERE act = ? AND undone < 2", (act,))
        with guarded(journal.path):
            deeds.append(to_deed(rows, back=False, undone=any(row["undone"] for row in rows)))
    return deeds
