"""What a line of a journal file may hold, checked by pydantic (docs/journal-format.md)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

import pydantic

from artesupremo.journal.model import Answer, Asked, Chosen, Entry, Note, Rest, Value
from artesupremo.journal.notes import FIELDS, KEPT, KEPT_BESIDE, KINDS, MISSED, Field


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


class JournalRecord(_Record):
    """The journal itself."""

    type: Literal["journal"]
    id: _Id
    begun: _Instant


class PracticeRecord(_Record):
    """The practice of a morning, in the words it was shown in."""

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


class _Written(_Dated):
    language: Literal["es", "en"]
    recalled: bool


class EntryRecord(_Written):
    """One sitting of one day."""

    type: Literal["entry"]
    sitting: Literal["morning", "closing", "week"]
    short: bool
    declined: bool
    practice: PracticeRecord | None

    def to_row(self) -> Entry:
        """Return the sitting."""
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


class AnswerRecord(_Written):
    """One question answered or skipped."""

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
    def _fits_its_kind(self) -> AnswerRecord:
        if self.skipped:
            fits = self.number is None and not (self.choices or self.text or self.note)
        elif self.kind in ("scale", "practice"):
            fits = self.number is not None and (self.number > 0 or self.kind == "practice")
        else:
            fits = self.number is None
        if not fits:
            raise ValueError("the value does not fit its kind")
        return self

    def to_row(self) -> Answer:
        """Return the answer."""
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


class RestRecord(_Dated):
    """A day off."""

    type: Literal["rest"]

    def to_row(self) -> Rest:
        """Return the day off."""
        return Rest(self.id, dt.date.fromisoformat(self.day), self.at, self.offset, self.zone)


def _real_due(text: str) -> str:
    if len(text) not in (len("2026-11-20"), len("2026-11-20 10:00")):
        raise ValueError("not a day, nor a day and an hour")
    dt.datetime.fromisoformat(text)
    return text


def _real_minute(text: str) -> str:
    if len(text) != len("2026-11-20T10:00"):
        raise ValueError("not a day and an hour")
    dt.datetime.fromisoformat(text)
    return text


_Due = Annotated[str, pydantic.AfterValidator(_real_due)]
_Minute = Annotated[str, pydantic.AfterValidator(_real_minute)]


class _NoteRecord(_Written):
    number: Annotated[int, pydantic.Field(ge=1, le=9_999_999)]
    text: _Text
    private: bool

    def to_row(self) -> Note:
        """Return the note, with the details that were given."""
        own = {*_NoteRecord.model_fields, "type"}
        given = {name: getattr(self, name) for name in type(self).model_fields if name not in own}
        return Note(
            self.id,
            self.number,
            self.type,  # type: ignore[attr-defined]  # every kind has its own
            self.text,
            {name: value for name, value in given.items() if value is not None and value != []},
            self.language,
            dt.date.fromisoformat(self.day),
            self.at,
            self.offset,
            self.zone,
            self.private,
            self.recalled,
        )


def _shape(field: Field) -> Any:  # noqa: ANN401  # a type, made from its options
    if field.kind == "number":
        return Annotated[int, pydantic.Field(ge=field.lowest, le=field.highest)]
    if field.kind == "choice":
        return Literal[tuple(field.options)]
    if field.kind == "choices":
        return list[Literal[tuple(field.options)]]  # type: ignore[misc]  # as above
    return {"text": _Text, "day": _Day, "due": _Due}[field.kind]


def _note_model(kind: str) -> type[_NoteRecord]:
    shapes: dict[str, Any] = {"type": (Literal[kind], ...)}
    shapes |= {field.name: (_shape(field) | None, None) for field in FIELDS[kind]}
    beside: dict[str, Any] = {
        "outcome": Literal[KEPT, MISSED],
        "settled": _Minute,
        "settled_day": _Day,
        "moved": list[_Due],
        "found": list[_Id],
        "left": list[_Id],
        "novelty": Annotated[int, pydantic.Field(ge=0, le=100)],
    }
    shapes |= {name: (beside[name] | None, None) for name in KEPT_BESIDE.get(kind, ())}
    return pydantic.create_model(f"{kind.title()}Record", __base__=_NoteRecord, **shapes)


RECORDS: dict[str, Any] = {
    "entry": EntryRecord,
    "answer": AnswerRecord,
    "rest": RestRecord,
    **{kind: _note_model(kind) for kind in KINDS},
}
