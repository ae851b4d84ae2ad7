"""Searching answers and notes: words as they are typed, accents folded, the newest first."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from artesupremo.journal.notes import KINDS
from artesupremo.journal.rows import Row, date_of
from artesupremo.journal.shown import damaged_among
from artesupremo.journal.store import Journal
from artesupremo.text import clean

ANSWER = "answer"
TYPES = (ANSWER, *KINDS)
# What the words found stand between: private-use signs, which `clean` text may hold too, but
# nobody types.
BEGIN, END = "\ue000", "\ue001"
_FEW = 1_000  # finds
_SHORTEST_BEGINNING = 3  # letters; "no" is the word, not the beginning of a hundred others
_DAILY_QUESTIONS = {
    "posture": ("posture", "posture-now"),
    "greetings": ("greeting", "greetings"),
    "messages": ("message", "messages"),
}
_AREA_OF_NOTES = {"promises": ("promise", "repair"), "friction": ("friction",),
                  "details": ("applause",)}  # fmt: skip


class Wanted(NamedTuple):
    """What is looked for: words, and where."""

    words: str
    first: dt.date = dt.date.min
    last: dt.date = dt.date.max
    area: str | None = None
    types: Sequence[str] = TYPES


class Found(NamedTuple):
    """An answer or a note in which all the words are; `text` has BEGIN and END around them."""

    day: dt.date
    type: str  # one of TYPES
    number: int | None  # of a note
    question: str | None  # of an answer
    wording: str | None  # of an answer
    text: str
    row: int  # its line, or its number
    intact: bool = True  # as `told_intact` found it

    @property
    def place(self) -> str:
        """Return the table that holds it."""
        return "answer" if self.type == ANSWER else "note"


def find(journal: Journal, wanted: Wanted, most: int | None = None) -> Iterator[Found]:
    """Yield what holds all of the words, each at least as the beginning of a word; newest first.

    Nothing in the words is an operator. Yields nothing if they hold no letter and no digit, and
    not more than `most`, if that is said: then only so many texts are read.
    """
    query = _query(wanted.words)
    if not query:
        return
    parts: list[str] = []
    values: list[Any] = []
    for place in _places(wanted):
        own: list[Any] = [query, str(wanted.first), str(wanted.last), *place.values]
        sql = place.sql
        if most is not None:
            rows = _newest(journal, place, own, most)
            if not rows:
                continue
            # "+": the span of rows is what the index is asked for, not one row after the other.
            sql += f" AND {place.fts}.rowid BETWEEN ? AND ? AND +{place.row} IN ({_LISTED})"
            own += [min(rows), max(rows), json.dumps(rows)]
        parts.append(sql)
        values += own
    if parts:
        order = " ORDER BY 1 DESC, 2 DESC, 4 DESC"  # day, instant, number
        for row in islice(journal.stream(" UNION ALL ".join(parts) + order, values), most):
            yield _found(row)


_LISTED = "SELECT value FROM json_each(?)"


class _Place(NamedTuple):
    """A table that is searched."""

    fts: str  # of its words
    row: str  # what ties that to the table
    by_day: str  # the table's index by day
    beside: str  # what the table is joined to
    where: str  # what narrows the search, after the words and the days
    values: list[str]  # of `where`
    columns: str

    @property
    def table(self) -> str:
        """Return the name of the table."""
        return self.row.split(".")[0]

    @property
    def sql(self) -> str:
        """Return the query for what is found; its values are words, first and last day, own."""
        return (
            f"SELECT {self.columns}, {_TEXT % (self.fts, self.fts)}"  # noqa: S608  # words of our own
            f" FROM {self.fts} JOIN {self.table} ON {self.row} = {self.fts}.rowid{self.beside}"
            f" WHERE {self.fts} MATCH ? AND {self.table}.day BETWEEN ? AND ?{self.where}"
        )


def _newest(journal: Journal, place: _Place, values: list[Any], most: int) -> list[int]:
    """Return the rows of the newest finds: `most` of them, and all of the last one's day."""
    words = f"SELECT rowid FROM {place.fts} WHERE {place.fts} MATCH ?"  # noqa: S608  # names of our own
    counted = journal.tuples(f"SELECT count(*) FROM ({words} LIMIT {_FEW})", values[:1])  # noqa: S608  # as above
    # Of a common word the newest are soon found by going back from today, of a rare one by it.
    by_day = f" INDEXED BY {place.by_day}" if counted and counted[0][0] == _FEW else ""
    day = f"{place.table}.day"
    rows: list[int] = []
    last_day = ""
    for found in journal.stream(
        f"SELECT {place.row} AS row, {day} AS day FROM {place.table}{by_day}{place.beside}"  # noqa: S608  # as above
        f" WHERE {place.row} IN ({words}) AND {day} BETWEEN ? AND ?{place.where}"
        f" ORDER BY {day} DESC",
        values,
    ):
        if len(rows) >= most and found["day"] != last_day:
            break
        last_day = found["day"]
        rows.append(found["row"])
    return rows


def _query(words: str) -> str:
    """Return `words` for FTS5: each a quoted string, which is text and nothing else.

    A word begins the word it is found in, if it is long enough for that.
    """
    pieces = "".join(char if _is_word(char) else " " for char in clean(words)).split()
    return " ".join(
        f'"{piece}"' + ("*" if len(piece) >= _SHORTEST_BEGINNING else "") for piece in pieces
    )


def _is_word(char: str) -> bool:
    """Tell whether the index keeps `char` as part of a word: letters, marks, digits, private."""
    category = unicodedata.category(char)
    return category[0] in "LMN" or category == "Co"


_TEXT = (
    f"trim(coalesce(highlight(%s, 0, '{BEGIN}', '{END}'), '') || char(10) ||"
    f" coalesce(highlight(%s, 1, '{BEGIN}', '{END}'), ''), char(10)) AS text"
)


def _places(wanted: Wanted) -> Iterator[_Place]:
    """Yield the tables to search."""
    if ANSWER in wanted.types:
        yield _answers(wanted)
    kinds = [kind for kind in wanted.types if kind != ANSWER]
    if wanted.area is not None:
        kinds = [kind for kind in kinds if kind in _AREA_OF_NOTES.get(wanted.area, ())]
    if kinds:
        yield _notes(kinds)


def _answers(wanted: Wanted) -> _Place:
    where, values = "", list[str]()
    if wanted.area is not None:
        daily = _DAILY_QUESTIONS.get(wanted.area, ())
        marks = ", ".join("?" for _question in daily)
        where = (
            f" AND (answer.question IN ({marks})"
            " OR answer.practice IS NOT NULL AND entry.area = ?)"
        )
        values = [*daily, wanted.area]
    return _Place(
        "answer_fts",
        "answer.line",
        "answer_by_day",
        " LEFT JOIN entry ON entry.day = answer.day AND entry.sitting = 'morning'",
        where,
        values,
        "answer.day, answer.at, 'answer' AS type, answer.line AS number, answer.question,"
        " answer.wording",
    )


def _notes(kinds: Sequence[str]) -> _Place:
    marks = ", ".join("?" for _kind in kinds)
    return _Place(
        "note_fts",
        "note.number",
        "note_by_day",
        "",
        f" AND note.kind IN ({marks})",
        list(kinds),
        "note.day, note.at, note.kind AS type, note.number, NULL AS question, NULL AS wording",
    )


def _found(row: Row) -> Found:
    is_note = row["question"] is None
    return Found(
        date_of(row["day"]),
        row["type"],
        row["number"] if is_note else None,
        row["question"],
        row["wording"],
        row["text"],
        row["number"],
    )


def told_intact(journal: Journal, found: Sequence[Found]) -> list[Found]:
    """Return `found`, each with whether it is what was saved: what is shown is checked first."""
    damaged = {
        place: damaged_among(journal, place, key, [one.row for one in found if one.place == place])
        for place, key in (("answer", "line"), ("note", "number"))
    }
    return [one._replace(intact=one.row not in damaged[one.place]) for one in found]
