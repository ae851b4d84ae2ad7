"""Reports as data for `--json`: English keys, ISO dates, tested because scripts rely on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from artesupremo.journal.model import Note
from artesupremo.journal.notes import FIELDS, Promise, to_promise
from artesupremo.reports.card import Card
from artesupremo.reports.catalogue import AreaRows, PracticeRow
from artesupremo.reports.day import DayReport, Line
from artesupremo.reports.faces.progress_data import progress_data
from artesupremo.wording.model import Checked

__all__ = [
    "card_data", "catalogue_data", "checked_data", "day_data", "note_data", "practice_row_data",
    "progress_data", "promise_data",
]  # fmt: skip


def card_data(card: Card) -> dict[str, Any]:
    """Return the card as data."""
    constancy = card.constancy
    return {
        "day": card.day.isoformat(),
        "morning": card.morning._asdict(),
        "closing": card.closing._asdict(),
        "greeting": card.greeting,
        "message": card.message,
        "practice": card.practice,
        "plan": card.plan,
        "ratings": dict(card.ratings),
        "next_time": card.next_time,
        "constancy": constancy._asdict() if constancy else None,
        "open_day": card.open_day.isoformat() if card.open_day else None,
        "promises": [promise_data(promise) for promise in card.promises],
        "intact": card.intact,
    }


def day_data(report: DayReport) -> dict[str, Any]:
    """Return a day as data."""
    return {
        "day": report.day.isoformat(),
        "sittings": [
            {
                "sitting": part.sitting,
                "at": part.at,
                "offset": part.offset,
                "short": part.short,
                "practice": part.practice,
                "answers": [_line_data(line) for line in part.lines],
            }
            for part in report.parts
        ],
        "notes": [note_data(note) for note in report.notes],
    }


def note_data(note: Note) -> dict[str, Any]:
    """Return a note as data: what every note has, then the fields of its kind."""
    data = {
        "number": note.number,
        "kind": note.kind,
        "day": note.day.isoformat(),
        "text": note.text,
        "private": note.private,
        "recalled": note.recalled,
        "intact": note.intact,
    }
    data |= {field.name: note.details.get(field.name) for field in FIELDS.get(note.kind, ())}
    if note.kind == "promise":
        promise = to_promise(note)
        data |= {
            "outcome": promise.outcome,
            "settled": note.details.get("settled"),
            "settled_day": note.details.get("settled_day"),
            "moved": list(note.details.get("moved") or ()),
            "late_days": promise.late_days,
            "late_minutes": promise.late_minutes,
        }
    return data


def promise_data(promise: Promise) -> dict[str, Any]:
    """Return a promise as data."""
    return note_data(promise.note)


def _line_data(line: Line) -> dict[str, Any]:
    return {
        "question": line.question,
        "kind": line.kind,
        "wording": line.wording,
        "skipped": line.skipped,
        "number": line.number,
        "choices": list(line.choices),
        "text": line.text,
        "note": line.note,
        "private": line.private,
        "recalled": line.recalled,
        "intact": line.intact,
    }


def catalogue_data(areas: Sequence[AreaRows]) -> list[dict[str, Any]]:
    """Return the library and how it stands as data."""
    return [
        {
            "area": area.area,
            "title": area.title,
            "practices": [
                {"id": row.practice, "title": row.title, **practice_row_data(row)}
                for row in area.rows
            ],
        }
        for area in areas
    ]


def practice_row_data(row: PracticeRow) -> dict[str, Any]:
    """Return how a practice stands as data."""
    return {
        "attempts": row.attempts,
        "last": row.last.isoformat() if row.last else None,
        "rating": row.rating,
        "due": row.due.isoformat() if row.due else None,
    }


def checked_data(checked: Checked) -> dict[str, Any]:
    """Return what a check found as data."""
    return {
        "language": checked.language,
        "address": checked.address,
        "findings": [finding._asdict() for finding in checked.findings],
        "good": [good._asdict() for good in checked.good],
    }
