"""The kinds of quick note and what can be asked of each: the one place that knows. Pure.

Texts are the advisor's own words; choices are language-neutral keys; days are ISO dates and
hours "HH:MM", local to the advisor.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from artesupremo.i18n import N_
from artesupremo.journal.model import Note

CIRCLES = {
    "external": N_("a customer"),
    "work": N_("at work"),
    "self": N_("oneself"),
    "family": N_("at home"),
}


class Field(NamedTuple):
    """One detail of a note; `ask` and the labels of its options are message ids."""

    name: str
    kind: str  # "text", "choice", "choices", "number", "day", "due"
    ask: str
    options: Mapping[str, str] = {}  # language-neutral key -> label
    lowest: int = 0
    highest: int = 0
    anchors: str = ""


_MOOD = N_("−2 very bad · 0 neither · +2 very good")
# What is asked first: the text of the note itself.
TEXTS = {
    "applause": N_("The words, as they were said"),
    "promise": N_("What was promised"),
    "friction": N_("The rule or the step that gets in the way"),
    "contact": N_("The contact, in a few words"),
    "repair": N_("What failed"),
}
FIELDS: dict[str, tuple[Field, ...]] = {
    "applause": (
        Field("circle", "choice", N_("Whose words"), CIRCLES),
        Field(
            "form",
            "choice",
            N_("What they were"),
            {
                "thanks": N_("thanks"),
                "praise": N_("praise"),
                "recommendation": N_("a recommendation"),
                "return": N_("coming back"),
                "gesture": N_("a gesture"),
            },
        ),
    ),
    "promise": (
        Field("to", "text", N_("To whom: a label, no personal data")),
        Field("due", "due", N_("By when: the day, and the hour if there is one")),
    ),
    "friction": (
        Field(
            "effects",
            "choices",
            N_("What it does"),
            {"angers": N_("it angers"), "delays": N_("it delays"), "annoys": N_("it annoys")},
        ),
        Field("times", "number", N_("How many times today"), lowest=1, highest=99),
        Field("proposal", "text", N_("A proposal")),
    ),
    "contact": (
        Field("before", "number", N_("Mood on arriving, −2 to +2"), {}, -2, 2, _MOOD),
        Field("after", "number", N_("Mood on leaving, −2 to +2"), {}, -2, 2, _MOOD),
        Field(
            "solved",
            "choice",
            N_("Was it solved?"),
            {"yes": N_("yes"), "no": N_("no"), "unknown": N_("not known yet")},
        ),
        Field(
            "treated",
            "number",
            N_("How the person was treated, 1 to 5"),
            {},
            1,
            5,
            N_("1 the matter only · 3 correctly · 5 as one would like to be treated"),
        ),
        Field("emotion", "text", N_("The emotion it left")),
    ),
    "repair": (
        Field("action", "text", N_("The first action")),
        Field(
            "soon",
            "choice",
            N_("How soon"),
            {
                "15min": N_("within 15 minutes"),
                "shift": N_("in the same shift"),
                "later": N_("later"),
            },
        ),
        Field("follow_up", "day", N_("The day to look again; it becomes a promise")),
        Field("result", "text", N_("The result")),
    ),
}
LOGGED = tuple(FIELDS)  # what `arte log` takes
CHANNELS = {
    "mail": N_("mail"),
    "chat": N_("chat"),
    "note": N_("note"),
    "voice": N_("voice"),
    "public": N_("public reply"),
}
# What the checker and the greeting gym keep when they are asked to.
TEXTS |= {"rewrite": N_("The better version"), "greeting": N_("The greeting")}
FIELDS |= {
    "rewrite": (Field("first", "text", N_("As it was")),),
    "greeting": (
        Field("situation", "text", N_("The situation")),
        Field("channel", "choice", N_("For which channel"), CHANNELS),
    ),
}
KINDS = tuple(FIELDS)
# What is kept beside the fields, and is not asked.
KEPT_BESIDE = {
    "promise": ("outcome", "settled", "settled_day", "moved"),
    "rewrite": ("found", "left"),
    "greeting": ("novelty",),
}
NAMES = {
    "applause": N_("Applause"),
    "promise": N_("Promise"),
    "friction": N_("Friction"),
    "contact": N_("Contact"),
    "repair": N_("Repair"),
    "rewrite": N_("Better version"),
    "greeting": N_("Greeting"),
}
KEPT, MISSED = "kept", "missed"
_HOUR_LENGTH = len("10:00")


class Promise(NamedTuple):
    """A promise as its note tells it."""

    note: Note
    to: str | None
    due: dt.date | None
    hour: dt.time | None
    outcome: str | None  # KEPT, MISSED or None while it is open
    settled: dt.datetime | None  # local, when it was kept or missed
    settled_day: dt.date | None  # the journal day of that
    moved: int  # how often its day was moved

    @property
    def late_days(self) -> int:
        """Return how many days after its due day it was settled; 0 in time, or without one."""
        if self.settled_day is None or self.due is None:
            return 0
        return max((self.settled_day - self.due).days, 0)

    @property
    def late_minutes(self) -> int:
        """Return how many minutes after its hour it was settled on its due day, else 0."""
        if self.settled is None or self.hour is None or self.due is None:
            return 0
        if self.settled_day != self.due:
            return 0
        past = self.settled - dt.datetime.combine(self.due, self.hour)
        return max(int(past.total_seconds() // 60), 0)

    @property
    def in_time(self) -> bool:
        """Tell whether it was kept, and not late."""
        return self.outcome == KEPT and not self.late_days and not self.late_minutes

    def is_due(self, today: dt.date) -> bool:
        """Tell whether it is open and its day has come."""
        return self.outcome is None and self.due is not None and self.due <= today


def to_promise(note: Note) -> Promise:
    """Return what the note of a promise says; a damaged detail counts as not said."""
    held = note.details
    return Promise(
        note,
        held.get("to"),
        due_day(held.get("due")),
        due_hour(held.get("due")),
        held.get("outcome"),
        _instant(held.get("settled")),
        due_day(held.get("settled_day") or held.get("settled")),
        len(held.get("moved") or ()),
    )


def due_text(day: dt.date, hour: dt.time | None) -> str:
    """Return a due day and hour as they are kept: "2026-11-23" or "2026-11-23 10:00"."""
    return f"{day} {hour:%H:%M}" if hour else str(day)


def due_day(text: str | None) -> dt.date | None:
    """Return the day in what `due_text` made, None if there is none."""
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def due_hour(text: str | None) -> dt.time | None:
    """Return the hour in what `due_text` made, None if there is none."""
    try:
        return dt.time.fromisoformat((text or "")[-_HOUR_LENGTH:]) if ":" in (text or "") else None
    except ValueError:
        return None


def _instant(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def promise_order(promise: Promise) -> tuple[bool, dt.date, dt.time, int]:
    """Return the key that puts promises in order: what is due first, then by number."""
    due, hour = promise.due or dt.date.max, promise.hour or dt.time.max
    return promise.due is None, due, hour, promise.note.number


def searchable(kind: str, details: Mapping[str, Any]) -> str:
    """Return the words of a note's details, for the search index."""
    texts = (field.name for field in FIELDS.get(kind, ()) if field.kind == "text")
    return "\n".join(str(details[name]) for name in texts if details.get(name))
