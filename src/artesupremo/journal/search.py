"""Searching answers and notes: words as they are typed, accents folded, the newest first."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from artesupremo.journal.notes import KINDS
from artesupremo.journal.rows import Row
from artesupremo.journal.store import Journal
from artesupremo.text import clean

ANSWER = "answer"
TYPES = (ANSWER, *KINDS)
# What the words found stand between: private-use signs, which `clean` text may hold too, but
# nobody types.
BEGIN, END = "\ue000", "\ue001"
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


def find(journal: Journal, wanted: Wanted) -> Iterator[Found]:
    """Yield what holds all of the words, each at least as the beginning of a word; newest first.

    Nothing in the words is an operator. Yields nothing if they hold no letter and no digit.
    """
    query = _query(wanted.words)
    if not query:
        return
    parts, values = [], []
    for sql, own in (_answers(wanted), _notes(wanted)):
        if sql:
            parts.append(sql)
            values += [query, str(wanted.first), str(wanted.last), *own]
    if parts:
        order = " ORDER BY 1 DESC, 2 DESC, 4 DESC"  # day, instant, number
        for row in journal.stream(" UNION ALL ".join(parts) + order, values):
            yield _found(row)


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
    f"trim(coalesce(highlight(%s_fts, 0, '{BEGIN}', '{END}'), '') || char(10) ||"
    f" coalesce(highlight(%s_fts, 1, '{BEGIN}', '{END}'), ''), char(10)) AS text"
)


def _answers(wanted: Wanted) -> tuple[str, list[str]]:
    """Return the query for answers, "" if none are wanted, and its own values."""
    if ANSWER not in wanted.types:
        return "", []
    sql = (
        "SELECT answer.day, answer.at, 'answer' AS type, answer.line AS number, answer.question,"  # noqa: S608  # words of our own
        f" answer.wording, {_TEXT % ('answer', 'answer')}"
        " FROM answer_fts JOIN answer ON answer.line = answer_fts.rowid"
        " LEFT JOIN entry ON entry.day = answer.day AND entry.sitting = 'morning'"
        " WHERE answer_fts MATCH ? AND answer.day BETWEEN ? AND ?"
    )
    if wanted.area is None:
        return sql, []
    daily = _DAILY_QUESTIONS.get(wanted.area, ())
    marks = ", ".join("?" for _question in daily)
    sql += f" AND (answer.question IN ({marks}) OR answer.practice IS NOT NULL AND entry.area = ?)"
    return sql, [*daily, wanted.area]


def _notes(wanted: Wanted) -> tuple[str, list[str]]:
    """Return the query for notes, "" if none are wanted, and its own values."""
    kinds = [kind for kind in wanted.types if kind != ANSWER]
    if wanted.area is not None:
        kinds = [kind for kind in kinds if kind in _AREA_OF_NOTES.get(wanted.area, ())]
    if not kinds:
        return "", []
    marks = ", ".join("?" for _kind in kinds)
    sql = (
        "SELECT note.day, note.at, note.kind AS type, note.number, NULL AS question,"  # noqa: S608  # words of our own
        f" NULL AS wording, {_TEXT % ('note', 'note')}"
        " FROM note_fts JOIN note ON note.number = note_fts.rowid"
        f" WHERE note_fts MATCH ? AND note.day BETWEEN ? AND ? AND note.kind IN ({marks})"
    )
    return sql, kinds


def _found(row: Row) -> Found:
    is_note = row["question"] is None
    return Found(
        dt.date.fromisoformat(row["day"]),
        row["type"],
        row["number"] if is_note else None,
        row["question"],
        row["wording"],
        row["text"],
    )
