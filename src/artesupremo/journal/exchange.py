"""The journal as JSON Lines, out and in (docs/journal-format.md).

An import checks everything first and then takes all of it or nothing; what the journal already
holds stays as it is, so that importing twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import pydantic

from artesupremo.content import parse_json
from artesupremo.errors import UsageError
from artesupremo.i18n import N_
from artesupremo.journal.model import Answer, Clerk, Entry, Note, Rest, Value
from artesupremo.journal.notes import FIELDS, KEPT_BESIDE
from artesupremo.journal.queries import (
    answers_between,
    entries_between,
    entry_on,
    notes_between,
    rests_between,
)
from artesupremo.journal.records import RECORDS, AnswerRecord, JournalRecord
from artesupremo.journal.rows import answer_row, to_entry
from artesupremo.journal.shown import whole
from artesupremo.journal.sittings import sitting_row
from artesupremo.journal.store import Journal
from artesupremo.text import clean, escape_json

FORMAT = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False)  # made once: there are lines by the thousand
_MAX_LINE = 256 * 1024
_Dated = tuple[dt.date, int, dict[str, Any]]  # day, place within it, record


def export_lines(
    journal: Journal, first: dt.date, last: dt.date, written: Counter[str] | None = None
) -> Iterator[str]:
    """Yield the journal from `first` to `last` as JSON Lines, in the order of its days.

    Within a day: its sittings, each followed by its answers, its notes, and whether it is off.
    A damaged row is left out; how many rows of each table are not is counted in `written`. The
    line of a sitting that is damaged is made again from its answers.
    """
    written = Counter() if written is None else written
    yield _text({"arte-journal": FORMAT})
    for row in journal.rows("SELECT id, begun FROM journal"):
        yield _text({"type": "journal", **row})
    notes = whole(notes_between(journal, first, last), written, "note")
    rests = whole(rests_between(journal, first, last), written, "rest")
    streams = (
        _sitting_records(journal, first, last, written),
        ((note.day, 1, _note_record(note)) for note in notes),
        ((rest.day, 2, _rest_record(rest)) for rest in rests),
    )
    for _day, _place, record in heapq.merge(*streams, key=lambda dated: dated[:2]):
        yield _text(record)


def _sitting_records(
    journal: Journal, first: dt.date, last: dt.date, written: Counter[str]
) -> Iterator[_Dated]:
    answers = answers_between(journal, first, last)
    waiting = next(answers, None)
    for entry in entries_between(journal, first, last):
        given: list[Answer] = []
        while waiting is not None and waiting.entry == entry.id:
            given += [waiting] if waiting.intact else []
            waiting = next(answers, None)
        home, known = entry, given
        if entry.intact:
            written["entry"] += 1
        else:  # its day may be a false one, too
            known = [answer for answer in given if first <= answer.day <= last]
            made = _made_again(journal, known) if known else None
            if made is None:
                continue
            home = made
        yield entry.day, 0, _entry_record(home)
        for answer in known:
            if answer.day == home.day:
                written["answer"] += 1
                yield entry.day, 0, _answer_record(answer)


def _made_again(journal: Journal, answers: list[Answer]) -> Entry | None:
    """Return the sitting of `answers`, None if the journal has another one of that name."""
    made = to_entry(sitting_row([answer_row(answer) for answer in answers]))
    held = entry_on(journal, made.sitting, made.day)
    return made if held is None or held.id == made.id else None


def _text(record: dict[str, Any]) -> str:
    return escape_json(_ENCODER.encode(record))


def _entry_record(entry: Entry) -> dict[str, Any]:
    chosen = entry.chosen
    practice = None
    if chosen:
        practice = {
            "id": chosen.practice,
            "area": chosen.area,
            "rev": chosen.rev,
            "title": chosen.title,
            "question": chosen.question,
            "if": chosen.if_,
            "then": chosen.then,
            "reasons": [list(reason) for reason in chosen.reasons],
            "swapped": chosen.swapped,
        }
    return {
        "type": "entry",
        "id": entry.id,
        "day": entry.day.isoformat(),
        "at": entry.at,
        "offset": entry.offset,
        "zone": entry.zone,
        "sitting": entry.sitting,
        "language": entry.language,
        "recalled": entry.recalled,
        "short": entry.short,
        "declined": entry.declined,
        "practice": practice,
    }


def _answer_record(answer: Answer) -> dict[str, Any]:
    value = answer.value or Value()
    return {
        "type": "answer",
        "id": answer.id,
        "day": answer.day.isoformat(),
        "at": answer.at,
        "offset": answer.offset,
        "zone": answer.zone,
        "entry": answer.entry,
        **answer.asked._asdict(),
        "skipped": answer.value is None,
        "number": value.number,
        "choices": list(value.choices),
        "text": value.text,
        "note": value.note,
        "private": value.private,
        "recalled": answer.recalled,
    }


def _note_record(note: Note) -> dict[str, Any]:
    details = {field.name: note.details.get(field.name) for field in FIELDS.get(note.kind, ())}
    details |= {name: note.details.get(name) for name in KEPT_BESIDE.get(note.kind, ())}
    return {
        "type": note.kind,
        **_moment(note),
        "language": note.language,
        "recalled": note.recalled,
        "number": note.number,
        "text": note.text,
        "private": note.private,
        **details,
    }


def _rest_record(rest: Rest) -> dict[str, Any]:
    return {"type": "rest", **_moment(rest)}


def _moment(row: Note | Rest) -> dict[str, Any]:
    return {
        "id": row.id,
        "day": row.day.isoformat(),
        "at": row.at,
        "offset": row.offset,
        "zone": row.zone,
    }


# Reading


class Imported(NamedTuple):
    """What an import did: rows added, rows that were there, rows that were there and differ."""

    added: int
    known: int
    different: int


class Parcel(NamedTuple):
    """A whole journal file, checked."""

    journal: tuple[str, str] | None  # id and the instant it began
    rows: list[Entry | Answer | Note | Rest]  # a sitting stands before its answers


def import_parcel(journal: Journal, clerk: Clerk, parcel: Parcel) -> Imported:
    """Take all of `parcel` into `journal`, as one act, after a snapshot."""
    return Imported(*journal.take_in(clerk, parcel.rows, identity=parcel.journal))


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a journal file; one that is longer than any may be comes in pieces."""
    return iter(lambda: file.readline(_MAX_LINE + 1), b"")


def read_parcel(lines: Iterable[bytes], source: str) -> Parcel:
    """Return the checked contents of a journal file; raises UsageError naming the bad line."""
    parcel = Parcel(None, [])
    days: dict[str, dt.date] = {}  # of each sitting, by its id
    taken: set[tuple[str, ...]] = set()  # what a second line may not claim again
    for number, line in enumerate(lines, start=1):
        record = _parsed(line, number, source)
        if number == 1:
            _check_heading(record, source)
            continue
        if record.get("type") == "journal":
            checked = _checked(JournalRecord, record, number, source)
            parcel = parcel._replace(journal=(checked.id, checked.begun))
            continue
        model = RECORDS.get(str(record.get("type")), AnswerRecord)
        row = _checked(model, record, number, source).to_row()
        if isinstance(row, Entry):
            days[row.id] = row.day
        elif isinstance(row, Answer) and days.get(row.entry) != row.day:
            raise _bad_line(source, number, "entry")
        claims = _claims(row)
        if taken.intersection(claims):
            raise _bad_line(source, number, "id")
        taken.update(claims)
        parcel.rows.append(row)
    if not parcel.rows and parcel.journal is None:
        raise UsageError(N_("{source} holds no journal; nothing was imported."), source=source)
    return parcel


def _claims(row: Entry | Answer | Note | Rest) -> list[tuple[str, ...]]:
    """Return what no other line of the file may be: the same id, sitting, question, day off."""
    own = ("id", row.id)
    if isinstance(row, Entry):
        return [own, ("sitting", row.sitting, str(row.day))]
    if isinstance(row, Answer):
        return [own, ("question", row.entry, row.asked.question)]
    if isinstance(row, Note):
        return [own, ("number", str(row.number))]
    return [own, ("rest", str(row.day))]


def _parsed(line: bytes, number: int, source: str) -> dict[str, Any]:
    try:
        record = parse_json(line, source) if len(line) <= _MAX_LINE else None
    except UsageError:
        record = None
    if not isinstance(record, dict):
        raise UsageError(
            N_("{source}, line {line}: not the JSON expected; nothing was imported."),
            source=source,
            line=number,
        )
    cleaned: dict[str, Any] = _cleaned(record)
    return cleaned


def _cleaned(tree: Any) -> Any:  # noqa: ANN401  # what JSON holds
    """Return `tree` with every text in it cleaned, as if it had been typed."""
    if isinstance(tree, str):
        return clean(tree)
    if isinstance(tree, list):
        return [_cleaned(item) for item in tree]
    if isinstance(tree, dict):
        return {key: _cleaned(value) for key, value in tree.items()}
    return tree


def _check_heading(record: dict[str, Any], source: str) -> None:
    if type(record.get("arte-journal")) is not int or record["arte-journal"] != FORMAT:
        raise UsageError(
            N_("{source} is not a journal file: its first line should be {heading}."),
            source=source,
            heading='{"arte-journal": 1}',
        )


def _checked(model: Any, record: dict[str, Any], number: int, source: str) -> Any:  # noqa: ANN401  # a record model and its record
    try:
        return model.model_validate_json(json.dumps(record))
    except pydantic.ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        field = ".".join(str(part) for part in details[0]["loc"]) or "number"
        raise _bad_line(source, number, field) from None


def _bad_line(source: str, number: int, field: str) -> UsageError:
    return UsageError(
        N_("{source}, line {line}: “{field}” does not fit; nothing was imported."),
        source=source,
        line=number,
        field=field,
    )
