"""What the journal holds, as the rest of the program sees it: plain named tuples."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from artesupremo.days import Moment

APPLICATION_ID = 0x41525445  # "ARTE" in the file's header
SCHEMA_VERSION = 3


class Value(NamedTuple):
    """What was answered; which fields are used depends on the kind of the question.

    scale and practice: `number` and perhaps `note`; choice: `choices` (language-neutral keys)
    and perhaps `text` (other words); text: `text`; plan: `text` is the new "then", or None for
    the plan kept as it is.
    """

    number: int | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    note: str | None = None
    private: bool = False  # left out of what is shared


class Asked(NamedTuple):
    """A question as it was put: the wording is stored with every answer."""

    question: str
    kind: str
    wording: str
    language: str
    rev: int
    practice: str | None = None  # for "plan" and "practice"


class Answer(NamedTuple):
    """One question answered, or skipped (`value` None)."""

    id: str
    entry: str
    asked: Asked
    value: Value | None
    day: dt.date
    at: str
    offset: int
    zone: str
    recalled: bool
    intact: bool = True  # False: the row does not match its checksum


class Chosen(NamedTuple):
    """The practice of a day, with the words it was given in, fixed when it was first shown."""

    practice: str
    area: str
    rev: int
    title: str
    question: str
    if_: str
    then: str
    reasons: tuple[tuple[str, int | str], ...]
    swapped: str | None = None  # the practice it replaced


class Entry(NamedTuple):
    """One sitting of one day: "morning" or "closing"."""

    id: str
    sitting: str
    day: dt.date
    at: str  # UTC, when it began
    offset: int
    zone: str
    language: str
    recalled: bool = False
    short: bool = False
    declined: bool = False  # the offer to fill it in was declined
    chosen: Chosen | None = None
    intact: bool = True  # False: the row does not match its checksum


class Note(NamedTuple):
    """A quick note of the shift; `details` hold the fields of its kind (notes.py)."""

    id: str
    number: int  # for life: never given to another note
    kind: str  # one of notes.KINDS
    text: str
    details: Mapping[str, Any]
    language: str
    day: dt.date
    at: str
    offset: int
    zone: str
    private: bool = False
    recalled: bool = False
    intact: bool = True  # False: the row does not match its checksum


class Rest(NamedTuple):
    """A day off."""

    id: str
    day: dt.date
    at: str
    offset: int
    zone: str
    intact: bool = True  # False: the row does not match its checksum


class Changed(NamedTuple):
    """One row that an act changed: what it was and what it is; None: it is not there."""

    place: str  # "entry", "answer", "note" or "rest"
    was: Entry | Answer | Note | Rest | None
    now: Entry | Answer | Note | Rest | None


class Deed(NamedTuple):
    """One act of the advisor: what undo takes back at once."""

    kind: str  # "answer", "edit", "decline", "import", "note", "settle", "delete", "rest"
    at: str
    offset: int
    changes: tuple[Changed, ...]
    undone: bool = False


class Clerk(NamedTuple):
    """What the journal needs to know to write: the sitting's moment and the zone's name.

    The zone is asked for only when something is written: finding its name is slow.
    """

    moment: Moment
    zone: Callable[[], str]


class Sitting(NamedTuple):
    """A sitting as it is being held, before or after its first answer is stored."""

    sitting: str
    day: dt.date
    language: str
    recalled: bool = False
    short: bool = False
