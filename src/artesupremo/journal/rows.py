"""Rows of the journal and the model objects they stand for, with their checksums."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

try:
    from _blake2 import blake2b  # hashlib loads OpenSSL first: 2 ms before the first question
except ImportError:
    from hashlib import blake2b

from artesupremo.journal.model import Answer, Asked, Chosen, Entry, Note, Rest, Value
from artesupremo.journal.notes import searchable

Row = dict[str, Any]
NO_DAY = dt.date.min  # of a row whose day cannot be read
UNSEALED = ("checksum", "line")  # what a checksum is not taken over


def checksum(row: Mapping[str, Any]) -> str:
    """Return the checksum of `row`: BLAKE2b, 64 bits, over its columns as sorted JSON.

    `line` is left out: it only orders the answers of one file.
    """
    # As json.dumps() would write it, in half the time: an export checks every row there is.
    pieces = [
        begin + _AS_JSON.get(type(row[name]), _as_json)(row[name])
        for name, begin in _columns(tuple(row))
    ]
    text = f"{{{','.join(pieces)}}}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _as_json(value: Any) -> str:  # noqa: ANN401  # what SQLite gives
    return json.dumps(value, ensure_ascii=False, default=str)  # bytes are none that were saved


_AS_JSON: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    type(None): lambda _none: "null",
}


@lru_cache(maxsize=64)
def _columns(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return what of `names` a checksum is taken over, in order, and how each begins in JSON."""
    return tuple((name, f"{_as_json(name)}:") for name in sorted({*names} - {*UNSEALED}))


def sealed(row: Row) -> Row:
    """Return `row` with its checksum."""
    return {**row, "checksum": checksum(row)}


def is_intact(row: Mapping[str, Any]) -> bool:
    """Tell whether `row` still is what its checksum says."""
    return bool(row["checksum"] == checksum(row))


def entry_row(entry: Entry) -> Row:
    """Return the row of `entry`."""
    return sealed(
        {
            "id": entry.id,
            "sitting": entry.sitting,
            "day": entry.day.isoformat(),
            "at": entry.at,
            "offset": entry.offset,
            "zone": entry.zone,
            "language": entry.language,
            "recalled": int(entry.recalled),
            "short": int(entry.short),
            "declined": int(entry.declined),
            **_chosen_columns(entry.chosen),
        }
    )


def _chosen_columns(chosen: Chosen | None) -> Row:
    names = ("practice", "area", "practice_rev", "title", "question", "plan_if", "plan_then",
             "reasons", "swapped")  # fmt: skip
    if chosen is None:
        return dict.fromkeys(names)
    reasons = json.dumps(chosen.reasons, ensure_ascii=False)
    return dict(zip(names, (*chosen[:7], reasons, chosen.swapped), strict=True))


def date_of(text: str) -> dt.date:
    """Return `text` as a date, NO_DAY if it is damaged: the checksum tells that, not a crash."""
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):  # damage makes bytes of a text, too
        return NO_DAY


def instant_of(text: str) -> dt.datetime | None:
    """Return the UTC instant `text`, None if it is damaged: that is the daily check's to tell."""
    try:
        instant = dt.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return instant if instant.tzinfo else None


def _list(text: str | None) -> list[Any]:
    """Return the JSON list in `text`, [] if it is damaged."""
    try:
        held = json.loads(text) if text else []
    except ValueError:
        return []
    return held if isinstance(held, list) else []


def to_entry(row: Row) -> Entry:
    """Return the entry that `row` holds, checked against its checksum."""
    chosen = None
    if row["practice"] is not None:
        chosen = Chosen(
            row["practice"],
            row["area"],
            row["practice_rev"],
            row["title"],
            row["question"],
            row["plan_if"],
            row["plan_then"],
            tuple((pair[0], pair[1]) for pair in _list(row["reasons"]) if len(pair) > 1),
            row["swapped"],
        )
    return Entry(
        row["id"],
        row["sitting"],
        date_of(row["day"]),
        row["at"],
        row["offset"],
        row["zone"],
        row["language"],
        bool(row["recalled"]),
        bool(row["short"]),
        bool(row["declined"]),
        chosen,
        is_intact(row),
    )


def answer_row(answer: Answer) -> Row:
    """Return the row of `answer`."""
    value = answer.value or Value()
    return sealed(
        {
            "id": answer.id,
            "entry": answer.entry,
            **answer.asked._asdict(),
            "state": "skipped" if answer.value is None else "answered",
            "number": value.number,
            "choices": json.dumps(value.choices) if value.choices else None,
            "text": value.text,
            "note": value.note,
            "day": answer.day.isoformat(),
            "at": answer.at,
            "offset": answer.offset,
            "zone": answer.zone,
            "recalled": int(answer.recalled),
            "private": int(value.private),
        }
    )


def to_value(row: Mapping[str, Any]) -> Value | None:
    """Return the value that an answer's `row` holds, None for a skipped question."""
    if row["state"] == "skipped":
        return None
    choices = tuple(str(key) for key in _list(row["choices"]))
    return Value(row["number"], choices, row["text"], row["note"], bool(row["private"]))


def to_asked(row: Mapping[str, Any]) -> Asked:
    """Return the question that an answer's `row` answers, as it was put."""
    return Asked(*(row[name] for name in Asked._fields))


def to_answer(row: Row) -> Answer:
    """Return the answer that `row` holds, checked against its checksum."""
    return Answer(
        row["id"],
        row["entry"],
        to_asked(row),
        to_value(row),
        date_of(row["day"]),
        row["at"],
        row["offset"],
        row["zone"],
        bool(row["recalled"]),
        is_intact(row),
    )


def note_row(note: Note) -> Row:
    """Return the row of `note`."""
    return sealed(
        {
            "number": note.number,
            "id": note.id,
            "kind": note.kind,
            "text": note.text,
            "more": searchable(note.kind, note.details),
            "details": json.dumps(note.details, ensure_ascii=False),
            "language": note.language,
            "private": int(note.private),
            "recalled": int(note.recalled),
            "day": note.day.isoformat(),
            "at": note.at,
            "offset": note.offset,
            "zone": note.zone,
        }
    )


def to_note(row: Row) -> Note:
    """Return the note that `row` holds, checked against its checksum."""
    return Note(
        row["id"],
        row["number"],
        row["kind"],
        row["text"],
        _mapping(row["details"]),
        row["language"],
        date_of(row["day"]),
        row["at"],
        row["offset"],
        row["zone"],
        bool(row["private"]),
        bool(row["recalled"]),
        is_intact(row),
    )


def to_counted_note(row: tuple[Any, ...]) -> Note:
    """Return of a note what it has to be counted by; the same details are read once.

    `row` holds number, kind, text, details, private, recalled and day.
    """
    number, kind, text, details, private, recalled, day = row
    return Note(
        "",
        number,
        kind,
        text,
        _known_mapping(details),
        "",
        _known_date(day),
        "",
        0,
        "",
        private == 1,
        recalled == 1,
    )


_known_date = lru_cache(maxsize=64)(date_of)


@lru_cache(maxsize=1024)
def _known_mapping(text: str) -> Mapping[str, Any]:
    return _mapping(text)


def _mapping(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`, {} if it is damaged."""
    try:
        held = json.loads(text)
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def rest_row(rest: Rest) -> Row:
    """Return the row of a day off."""
    return sealed(
        {
            "id": rest.id,
            "day": rest.day.isoformat(),
            "at": rest.at,
            "offset": rest.offset,
            "zone": rest.zone,
        }
    )


def to_rest(row: Row) -> Rest:
    """Return the day off that `row` holds, checked against its checksum."""
    return Rest(
        row["id"], date_of(row["day"]), row["at"], row["offset"], row["zone"], is_intact(row)
    )


READERS: dict[str, Callable[[Row], Entry | Answer | Note | Rest]] = {
    "entry": to_entry,
    "answer": to_answer,
    "note": to_note,
    "rest": to_rest,
}
