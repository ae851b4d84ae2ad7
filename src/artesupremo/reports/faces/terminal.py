"""Reports in a terminal, with Rich. What people typed is always `Text`, never markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.console import Group, RenderableType

from artesupremo.days import Period
from artesupremo.i18n import _
from artesupremo.journal.model import Note
from artesupremo.journal.notes import Promise
from artesupremo.reports.catalogue import AreaRows
from artesupremo.reports.day import DayReport, Part
from artesupremo.reports.faces.pieces import grid, indented, print_view, text
from artesupremo.reports.faces.plain import (
    answer_words,
    day_summary,
    day_title,
    part_title,
    standing,
)
from artesupremo.reports.faces.progress import progress_view
from artesupremo.reports.faces.words import (
    due_words,
    note_line,
    note_name,
    period_title,
    short_day,
    told_damaged,
)

__all__ = [
    "catalogue_view", "day_view", "history_view", "practice_view", "print_view",
    "progress_view", "promises_view",
]  # fmt: skip


def day_view(report: DayReport, *, year: bool = False) -> RenderableType:
    """Return a day: each question dim, its answer beneath; then its notes."""
    views = [_part_view(part) for part in report.parts]
    if report.notes:
        views.append(_notes_view(report.notes))
    return Group(text(day_title(report, year=year), style="bold"), *views)


def _notes_view(notes: Sequence[Note]) -> RenderableType:
    lines: list[RenderableType] = [text(), text(_("Notes"), style="bold cyan")]
    for note in notes:
        lines.append(indented(text(note_name(note), style="dim")))
        lines.append(indented(text(note_line(note)), 4))
    return Group(*lines)


def promises_view(promises: Sequence[Promise], today: dt.date) -> RenderableType:
    """Return the open promises: number, when, what; what is late in words, not only in bold."""
    rows = grid()
    rows.add_column(overflow="fold")
    for promise in promises:
        style = "bold" if promise.is_due(today) else ""
        words = promise.note.text
        if promise.to:
            words = _("{text} (to {to})").format(text=words, to=promise.to)
        rows.add_row(
            text(str(promise.note.number), style="dim"),
            text(due_words(promise, today), style=style),
            text(told_damaged(words, intact=promise.note.intact)),
        )
    return rows


def _part_view(part: Part) -> RenderableType:
    lines: list[RenderableType] = [text(), text(part_title(part), style="bold cyan")]
    for line in part.lines:
        lines.append(indented(text(line.wording, style="dim")))
        style = "dim italic" if line.skipped else ""
        lines.append(indented(text(answer_words(line, part), style=style), 4))
    return Group(*lines)


def history_view(week: Period, days: Sequence[DayReport]) -> RenderableType:
    """Return a week of the history: a row a day, its ratings and one thing that was said."""
    rows = grid()
    rows.add_column(overflow="fold")
    for day in days:
        numbers, words, intact = day_summary(day)
        digits = " ".join(char for char in numbers if char.isdigit())
        rows.add_row(
            text(short_day(day.day), style="dim"),
            text(digits or "·"),
            text(told_damaged(words.split("\n")[0], intact=intact).strip()),
        )
    return Group(text(period_title(week), style="bold"), indented(rows), text())


def catalogue_view(areas: Sequence[AreaRows], today: dt.date) -> RenderableType:
    """Return the library by area: a row a practice."""
    views: list[RenderableType] = []
    for area in areas:
        rows = grid()
        for row in area.rows:
            style = "" if row.last else "dim"
            rows.add_row(
                text(row.title, style=style), text(standing(row, today) if row.last else "·")
            )
        views += [text(area.title, style="bold cyan"), indented(rows), text()]
    return Group(*views)


def practice_view(lines: Sequence[tuple[int, str]]) -> RenderableType:
    """Return a practice whole: title first, headings bold."""
    views: list[RenderableType] = []
    headings = {_("Steps"), _("In the morning"), _("At the closing")}
    for number, (indent, line) in enumerate(lines):
        heading = number == 0 or line in headings
        if line in headings or number == len(lines) - 1:
            views.append(text())
        style = "bold" if heading else "dim" if number in (1, len(lines) - 1) else ""
        views.append(indented(text(line, style=style), indent))
    return Group(*views)
