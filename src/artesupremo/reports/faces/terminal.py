"""Reports in a terminal, with Rich. What people typed is always `Text`, never markup."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from artesupremo.days import long_day
from artesupremo.i18n import _, language
from artesupremo.reports.day import DayReport, Part
from artesupremo.reports.faces.plain import answer_words


def day_view(report: DayReport) -> RenderableType:
    """Return a day: each question dim, its answer beneath."""
    title = long_day(report.day, language())
    parts = [_part_view(part) for part in report.parts]
    return Group(Text(title[:1].upper() + title[1:], style="bold"), *parts)


def _part_view(part: Part) -> RenderableType:
    name = _("Morning") if part.sitting == "morning" else _("Closing")
    if part.short:
        name = _("{sitting} (short)").format(sitting=name)
    lines: list[RenderableType] = [Text(), Text(name, style="bold cyan")]
    for line in part.lines:
        lines.append(Padding(Text(line.wording, style="dim"), (0, 0, 0, 2)))
        style = "dim italic" if line.skipped else ""
        lines.append(Padding(Text(answer_words(line), style=style), (0, 0, 0, 4)))
    return Group(*lines)


def print_view(view: RenderableType, *, width: int, colour: bool) -> None:
    """Print `view` on standard output."""
    console = Console(
        width=width,
        no_color=not colour,
        force_terminal=colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(view)
