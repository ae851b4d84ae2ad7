"""A home whose every text is evil, stored past the boundary, and every screen that shows some.

What is typed or imported is cleaned on its way in. Here it is put straight into the journal, so
that only what happens on the way out can keep it from the terminal.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from evil import NOW

from artesupremo.days import Moment
from artesupremo.journal.act import uuid7
from artesupremo.journal.model import Answer, Asked, Chosen, Clerk, Entry, Note, Value
from artesupremo.journal.store import Journal

TODAY = NOW.date()
AT = "2026-11-20T12:55:00.000Z"
_WEEK = dt.timedelta(weeks=1)
RATED = ("posture", "greetings", "messages")


def clerk() -> Clerk:
    return Clerk(Moment(TODAY, AT, -300), lambda: "America/Bogota")


def write_journal(home: Path, texts: Sequence[str]) -> None:
    """Record days whose answers, wordings, practices and notes are `texts`, not cleaned.

    Halves of surrogate pairs are left out: SQLite does not take them.
    """
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    journal = Journal(str(home / "data" / "journal.db"), str(home / "state" / "snapshots"))
    try:
        journal.take_in(clerk(), [*_rows(texts)])
        for place, text in enumerate(texts[:6]):  # what `arte undo --list` tells of
            note = Note("", 0, "promise", text, {"to": text, "due": "2026-11-20 10:00"}, "es",
                        TODAY, "", 0, "")  # fmt: skip
            kept = journal.keep_note(clerk(), note, kind="note")
            if place % 2:
                journal.keep_note(clerk(), kept._replace(text=texts[-1]), kind="edit")
        journal.delete_note(clerk(), kept)
    finally:
        journal.close()


def _rows(texts: Sequence[str]) -> Iterator[Entry | Answer | Note]:
    for place, text in enumerate(texts):
        day = _day(place)
        chosen = Chosen("own", "posture", 1, text, text, text, text,
                        (("focus", text), ("few", text)), None)  # fmt: skip
        yield from _sitting("morning", day, text, chosen)
        yield from _sitting("closing", day, text, None)
        if day.weekday() == 0:
            yield from _sitting("week", day, text, None)
        yield from _notes(day, text, 8 * place)


def _day(place: int) -> dt.date:
    """Return today, the days of this month before it, then days further back."""
    return TODAY - dt.timedelta(days=place)


def _sitting(
    name: str, day: dt.date, text: str, chosen: Chosen | None
) -> Iterator[Entry | Answer]:
    zone = text[:5]
    entry = Entry(uuid7(), name, day, AT, -300, zone, "es", chosen=chosen)
    yield entry
    values = {
        "morning": {
            "energy": ("scale", Value(4, note=text)),
            "posture-now": ("choice", Value(choices=("back", text), text=text)),
            "greeting": ("text", Value(text=text)),
            "message": ("text", Value(text=text)),
            "plan": ("plan", Value(text=text)),
        },
        "closing": {
            "good-moment": ("text", Value(text=text)),
            **{area: ("scale", Value(3, note=text)) for area in RATED},
            "practice": ("practice", Value(4, note=text)),
            "next-time": ("text", Value(text=text)),
            "asked-no-more": ("text", Value(text=text, private=True)),
        },
        "week": {f"week-{name}": ("text", Value(text=text)) for name in
                 ("forward", "words", "wish", "outcome", "obstacle", "plan", "focus")},
    }[name]  # fmt: skip
    for question, (kind, value) in values.items():
        practice = text if kind in ("plan", "practice") else None
        asked = Asked(question, kind, text, "es", 1, practice)
        yield Answer(uuid7(), entry.id, asked, value, day, AT, -300, zone, recalled=False)


def _notes(day: dt.date, text: str, number: int) -> Iterator[Note]:
    details = {
        "applause": {"circle": "external", "form": "thanks"},
        "promise": {"to": text, "due": "2026-11-19"},
        "friction": {"effects": ["angers"], "times": 2, "proposal": text},
        "contact": {"before": -1, "after": 1, "solved": "yes", "treated": 5, "emotion": text},
        "repair": {"action": text, "soon": "15min", "result": text},
        "rewrite": {"first": text, "found": [text[:5]], "left": [text[:5]]},
        "greeting": {"situation": text, "channel": "mail", "novelty": 80},
    }
    for place, (kind, held) in enumerate(details.items(), start=1):
        yield Note(uuid7(), number + place, kind, text, held, "es", day, AT, -300, text[:5])


# What people write beside it


class _Plain(yaml.SafeDumper):
    """Writes every text out: what arte reads has no aliases."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def write_yaml(path: Path, tree: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(tree, Dumper=_Plain, sort_keys=False), "utf-8")


def write_own(home: Path, text: str) -> None:
    """Write an area, a practice and daily questions of one's own that hold `text`."""
    short = text[:150].strip()
    words = {"es": short, "en": short}
    asks = {"es": f"¿{short}?", "en": f"{short}?"}
    anchors = {lang: {str(n): f"{n} {short}" for n in (1, 3, 5)} for lang in words}
    tree = {
        "area.yaml": {"id": "own-area", "title": words, "why": words},
        "own.yaml": {
            "id": "own", "area": "own-area", "circle": "self", "dimension": "empathy",
            "difficulty": 1, "minutes": 2, "rev": 1, "title": words, "aim": words,
            "steps": {lang: [short, f"{short} dos"] for lang in words}, "morning": asks,
            "closing": asks, "anchors": anchors,
            "plan": {lang: {"if": short, "then": short} for lang in words},
        },
    }  # fmt: skip
    choices = {f"k{n}": {"es": f"{n} {short}", "en": f"{n} {short}"} for n in (1, 2)}
    daily = {
        "morning": [
            {"id": "energy", "ask": asks, "why": words, "anchors": anchors},
            {"id": "mood", "kind": "choice", "ask": asks, "why": words, "choices": choices},
        ],
        "closing": [{"id": "good-moment", "ask": asks, "why": words}],
    }
    own = home / "config" / "practices"
    for name, held in tree.items():
        write_yaml(own / "own-area" / name, held)
    write_yaml(own / "daily.yaml", daily)


def write_rule(home: Path, text: str) -> None:
    """Write a rule for messages that finds "zubri" and whose words hold `text`."""
    short = {"es": text[:150].strip(), "en": text[:150].strip()}
    rule = {
        "id": "own-rule", "category": "jargon", "kind": "existence", "lang": "es",
        "level": "warning", "certainty": 3, "tokens": ["zubri"], "message": short,
        "better": text[:150].strip(),
        "examples": {"bad": [text[:150].strip() + " zubri"], "good": [text[:150].strip()]},
    }  # fmt: skip
    write_yaml(home / "config" / "practices" / "wording" / "es" / "own-rule.yaml", rule)


# Everything that shows what was written

JSON_SCREENS: tuple[tuple[str, ...], ...] = (
    ("--json",),
    ("show", "--json"),
    ("show", "--on-this-day", "--json"),
    ("search", "--all", "--json", "a"),
    ("report", "week", "--json"),
    ("report", "all", "--json", "--why"),
    ("promises", "--json"),
    ("greet", "--gallery", "--json"),
    ("practices", "list", "--json"),
    ("practices", "show", "own", "--json"),
    ("journal", "info", "--json"),
    ("journal", "check", "--json"),
    ("doctor", "--json"),
    ("config", "show", "--json"),
    ("export", "all", "--format", "json", "-o", "-"),
)
SENTENCES: tuple[tuple[str, ...], ...] = (
    ("--plain",),
    ("show", "--plain"),
    ("history", "--plain"),
    ("search", "--all", "--plain", "a"),
    *(("report", period, "--plain", "--why") for period in ("week", "month", "year", "all")),
    ("promises", "--plain"),
    ("practices", "list", "--plain"),
    ("practices", "show", "own", "--plain"),
    ("config", "show", "--plain"),
    ("config", "get", "leave_with"),
    ("config", "get", "export_folder"),
    ("config", "path"),
    ("journal", "path"),
    ("journal", "info"),
    ("journal", "check"),
    ("doctor", "--plain"),
    ("nudge",),
    *(("export", "week", "--format", form, "-o", "-") for form in ("markdown", "csv", "jsonl")),
    *(("export", "all", "--share", "--format", form, "-o", "-") for form in ("markdown", "csv")),
    ("export", "day", "--share"),
)
# These lay out what they show: no line may be wider than the terminal.
VIEWS: tuple[tuple[str, ...], ...] = (
    (),
    ("today", "--no-input"),
    ("close", "--no-input"),
    ("show",),
    ("show", "--on-this-day"),
    ("history",),
    ("search", "--all", "a"),
    *(("report", period, "--why") for period in ("week", "month", "year", "all")),
    ("report", "all", "--compare"),
    ("report", "all", "--practice", "own"),
    ("promises",),
    ("undo", "--list"),
    ("greet", "--gallery"),
    ("practices", "list"),
    ("practices", "show", "own"),
    ("config", "show"),
    ("rest", "--list"),
    ("doctor",),
    ("check", "--explain", "own-rule"),
)


def environment(home: Path, text: str) -> dict[str, str]:
    """Return an environment whose settings hold `text`, as far as variables can."""
    held = os.fsdecode(os.fsencode(text.replace("\0", "").encode("utf-8", "replace").decode()))
    line = " ".join(held.split())[:60] or "x"
    return {
        "ARTE_HOME": str(home),
        "ARTE_LANG": "es",
        "ARTE_LEAVE_WITH": line,
        "ARTE_SHARE_NAMES": line,
        "ARTE_ALLOWED_WORDS": line,
        "ARTE_EXPORT_FOLDER": str(home / "out" / line.replace("/", "_")),
    }
