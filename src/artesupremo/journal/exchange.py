"""The journal as JSON Lines, out and in (docs/journal-format.md).

An import checks everything first and then takes all of it or nothing; what the journal already
holds stays as it is, so that importing twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, NamedTuple

import pydantic

from artesupremo.content import parse_json
from artesupremo.errors import UsageError
from artesupremo.i18n import N_
from artesupremo.journal.model import Answer, Asked, Chosen, Clerk, Entry, Value
from artesupremo.journal.queries import answers_between, entries_between
from artesupremo.journal.store import Journal

FORMAT = 1
_MAX_LINE = 256 * 1024


def export_lines(journal: Journal, first: dt.date, last: dt.date) -> Iterator[str]:
    """Yield the journal from `first` to `last` as JSON Lines, in the order of its days."""
    yield _text({"arte-journal": FORMAT})
    for row in journal.rows("SELECT id, begun FROM journal"):
        yield _text({"type": "journal", **row})
    answers = answers_between(journal, first, last)
    waiting = next(answers, None)
    for entry in entries_between(journal, first, last):
        yield _text(_entry_record(entry))
        while waiting is not None and waiting.entry == entry.id:
            yield _text(_answer_record(waiting))
            waiting = next(answers, None)


def _text(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


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


# Reading


def _real_date(text: str) -> str:
    dt.date.fromisoformat(text)
    return text


def _real_instant(text: str) -> str:
    dt.datetime.fromisoformat(text)
    return text


_Id = Annotated[str, pydantic.StringConstraints(min_length=1, max_length=64)]
_Text = Annotated[str, pydantic.StringConstraints(max_length=20_000)]
_Rev = Annotated[int, pydantic.Field(ge=1, le=1_000_000)]
_Day = Annotated[
    str,
    pydantic.StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    pydantic.AfterValidator(_real_date),
]
_Instant = Annotated[
    str,
    pydantic.StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z$"),
    pydantic.AfterValidator(_real_instant),
]


class _Record(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, strict=True)


class _JournalRecord(_Record):
    type: Literal["journal"]
    id: _Id
    begun: _Instant


class _PracticeRecord(_Record):
    id: _Id
    area: _Id
    rev: _Rev
    title: _Text
    question: _Text
    if_: Annotated[_Text, pydantic.Field(alias="if")]
    then: _Text
    reasons: list[tuple[str, int | str]]
    swapped: str | None


class _Dated(_Record):
    id: _Id
    day: _Day
    at: _Instant
    offset: Annotated[int, pydantic.Field(ge=-1440, le=1440)]
    zone: Annotated[str, pydantic.StringConstraints(max_length=64)]
    language: Literal["es", "en"]
    recalled: bool


class _EntryRecord(_Dated):
    type: Literal["entry"]
    sitting: Literal["morning", "closing"]
    short: bool
    declined: bool
    practice: _PracticeRecord | None

    def to_entry(self) -> Entry:
        chosen = None
        if self.practice:
            p = self.practice
            reasons = tuple((str(code), value) for code, value in p.reasons)
            chosen = Chosen(
                p.id, p.area, p.rev, p.title, p.question, p.if_, p.then, reasons, p.swapped
            )
        return Entry(
            self.id,
            self.sitting,
            dt.date.fromisoformat(self.day),
            self.at,
            self.offset,
            self.zone,
            self.language,
            self.recalled,
            self.short,
            self.declined,
            chosen,
        )


class _AnswerRecord(_Dated):
    type: Literal["answer"]
    entry: _Id
    question: _Id
    kind: Literal["scale", "choice", "text", "plan", "practice"]
    wording: _Text
    rev: _Rev
    practice: str | None
    skipped: bool
    number: Annotated[int, pydantic.Field(ge=0, le=5)] | None
    choices: list[str]
    text: _Text | None
    note: _Text | None
    private: bool

    @pydantic.model_validator(mode="after")
    def _fits_its_kind(self) -> _AnswerRecord:
        if self.skipped:
            fits = self.number is None and not (self.choices or self.text or self.note)
        elif self.kind in ("scale", "practice"):
            fits = self.number is not None and (self.number > 0 or self.kind == "practice")
        else:
            fits = self.number is None
        if not fits:
            raise ValueError("the value does not fit its kind")
        return self

    def to_answer(self) -> Answer:
        value = Value(self.number, tuple(self.choices), self.text, self.note, self.private)
        return Answer(
            self.id,
            self.entry,
            Asked(self.question, self.kind, self.wording, self.language, self.rev, self.practice),
            None if self.skipped else value,
            dt.date.fromisoformat(self.day),
            self.at,
            self.offset,
            self.zone,
            self.recalled,
        )


class Imported(NamedTuple):
    """What an import did: rows added, rows that were there, rows that were there and differ."""

    added: int
    known: int
    different: int


class Parcel(NamedTuple):
    """A whole journal file, checked."""

    journal: tuple[str, str] | None  # id and the instant it began
    entries: list[Entry]
    answers: list[Answer]


def import_parcel(journal: Journal, clerk: Clerk, parcel: Parcel) -> Imported:
    """Take all of `parcel` into `journal`, as one act, after a snapshot."""
    return Imported(
        *journal.take_in(clerk, parcel.entries, parcel.answers, identity=parcel.journal)
    )


def read_parcel(lines: Iterable[bytes], source: str) -> Parcel:
    """Return the checked contents of a journal file; raises UsageError naming the bad line."""
    parcel = Parcel(None, [], [])
    days: dict[str, dt.date] = {}  # of each sitting, by its id
    taken: set[tuple[str, ...]] = set()  # what a second line may not claim again
    for number, line in enumerate(lines, start=1):
        record = _parsed(line, number, source)
        claims: list[tuple[str, ...]]
        if number == 1:
            _check_heading(record, source)
            continue
        if record.get("type") == "journal":
            checked = _checked(_JournalRecord, record, number, source)
            parcel = parcel._replace(journal=(checked.id, checked.begun))
            continue
        if record.get("type") == "entry":
            entry = _checked(_EntryRecord, record, number, source).to_entry()
            claims = [("id", entry.id), ("sitting", entry.sitting, str(entry.day))]
            days[entry.id] = entry.day
            parcel.entries.append(entry)
        else:
            answer = _checked(_AnswerRecord, record, number, source).to_answer()
            claims = [("id", answer.id), ("question", answer.entry, answer.asked.question)]
            if days.get(answer.entry) != answer.day:
                raise _bad_line(source, number, "entry")
            parcel.answers.append(answer)
        if taken.intersection(claims):
            raise _bad_line(source, number, "id")
        taken.update(claims)
    if not days and parcel.journal is None:
        raise UsageError(N_("{source} holds no journal; nothing was imported."), source=source)
    return parcel


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
    return record


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
