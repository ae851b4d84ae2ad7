"""Reports in a terminal, with Rich. What people typed is always `Text`, never markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from artesupremo.days import Period, long_period, period_of
from artesupremo.i18n import _, language
from artesupremo.journal.model import Note
from artesupremo.journal.notes import Promise
from artesupremo.journal.search import BEGIN, END
from artesupremo.reports.catalogue import AreaRows
from artesupremo.reports.day import DayReport, Part
from artesupremo.reports.faces.lines import dots
from artesupremo.reports.faces.plain import (
    answer_words,
    day_summary,
    day_title,
    part_title,
    standing,
)
from artesupremo.reports.faces.words import (
    area_name,
    capital,
    constancy_words,
    due_words,
    has_recalled,
    label_of,
    median_words,
    note_line,
    note_name,
    period_title,
    practised_words,
    rating_words,
    self_report,
    short_day,
    weekday_letters,
)
from artesupremo.reports.progress import DailyFigures, Progress
from artesupremo.text import clean


def _text(text: str = "", style: str = "") -> Text:
    """Return `text` as it is: no markup, and nothing a terminal could obey."""
    return Text(clean(text), style=style)


def day_view(report: DayReport, *, year: bool = False) -> RenderableType:
    """Return a day: each question dim, its answer beneath; then its notes."""
    views = [_part_view(part) for part in report.parts]
    if report.notes:
        views.append(_notes_view(report.notes))
    return Group(_text(day_title(report, year=year), style="bold"), *views)


def _notes_view(notes: Sequence[Note]) -> RenderableType:
    lines: list[RenderableType] = [_text(), _text(_("Notes"), style="bold cyan")]
    for note in notes:
        lines.append(_indented(_text(note_name(note), style="dim")))
        lines.append(_indented(_text(note_line(note)), 4))
    return Group(*lines)


def promises_view(promises: Sequence[Promise], today: dt.date) -> RenderableType:
    """Return the open promises: number, when, what; what is late in words, not only in bold."""
    rows = _rows()
    rows.add_column(overflow="fold")
    for promise in promises:
        style = "bold" if promise.is_due(today) else ""
        words = promise.note.text
        if promise.to:
            words = _("{text} (to {to})").format(text=words, to=promise.to)
        rows.add_row(
            _text(str(promise.note.number), style="dim"),
            _text(due_words(promise, today), style=style),
            _text(words),
        )
    return rows


def found_view(
    found: Sequence[tuple[dt.date, str, str]],
    *,
    colour: bool,
    marks: tuple[str, str],
) -> RenderableType:
    """Return what was found: day and place dim, the text beneath with the words marked.

    In colour the words are bold; without, they stand between `marks`.
    """
    views: list[RenderableType] = []
    for day, place, held in found:
        title = capital(long_period(period_of("day", day), language()))
        views.append(_text(f"{title} · {place}", style="dim"))
        views.append(_indented(_marked(held, colour=colour, marks=marks)))
    return Group(*views)


def _marked(held: str, *, colour: bool, marks: tuple[str, str]) -> Text:
    text = Text()
    for place, piece in enumerate(held.split(BEGIN)):
        inside, end, after = piece.partition(END)
        if not (place and end):
            text.append(clean(piece))
            continue
        before_mark, after_mark = ("", "") if colour else marks
        text.append(f"{before_mark}{clean(inside)}{after_mark}", style="bold underline")
        text.append(clean(after))
    return text


def _part_view(part: Part) -> RenderableType:
    lines: list[RenderableType] = [_text(), _text(part_title(part), style="bold cyan")]
    for line in part.lines:
        lines.append(_indented(_text(line.wording, style="dim")))
        style = "dim italic" if line.skipped else ""
        lines.append(_indented(_text(answer_words(line, part), style=style), 4))
    return Group(*lines)


def progress_view(report: Progress) -> RenderableType:
    """Return a period in figures: what moved forward first, open ends last."""
    sections = [
        (_("What moved forward"), [*_forward(report)]),
        (_("Posture, greetings and messages"), [*_daily(report)]),
        (_("Practices"), [_practices(report)] if report.practices else []),
        (_("Ahead"), [*_ahead(report)]),
    ]
    lines: list[RenderableType] = [_text(period_title(report.period), style="bold")]
    for title, inside in sections:
        if inside:
            lines += [_text(), _text(title, style="bold cyan"), *map(_indented, inside)]
    return Group(*lines, _text(), _text(self_report(), style="dim"))


def _indented(view: RenderableType, columns: int = 2) -> Padding:
    return Padding(view, (0, 0, 0, columns), expand=False)


def _rows() -> Table:
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    return rows


def _forward(report: Progress) -> Iterator[RenderableType]:
    yield _text(practised_words(report))
    if report.constancy:
        words = constancy_words(report.constancy.practised, report.constancy.of)
        yield _text(_("Constancy: {words}").format(words=words))
    if report.moments:
        rows = _rows()
        for said in report.moments:
            rows.add_row(_text(label_of(said.day, report.period), style="dim"), _text(said.text))
        yield rows


def _daily(report: Progress) -> Iterator[RenderableType]:
    if not any(figures.ratings for figures in report.daily):
        return
    rows = Table.grid(padding=(0, 1, 0, 0))
    by_week = report.period.kind == "week"
    if by_week:
        days = [_text(weekday_letters(day), "dim") for day in report.period.days()]
        rows.add_row(_text(), *days)
    for figures in report.daily:
        cells = _week_cells(report, figures) if by_week else [_distribution(figures)]
        rows.add_row(_text(area_name(figures.area) + " "), *cells)
    yield rows
    medians = [f"{area_name(f.area)}: {median_words(f)}" for f in report.daily if f.ratings]
    yield _text(" · ".join(medians))
    if has_recalled(report):
        yield _text(_("○ from memory, kept out of the median"), "dim")


def _week_cells(report: Progress, figures: DailyFigures) -> list[Text]:
    """Return a cell a day, a gap where there is no rating."""
    by_day = {rating.day: rating for rating in figures.ratings}
    cells = []
    for day in report.period.days():
        rating = by_day.get(day)
        sign = "○" if rating and rating.recalled else "●"
        cells.append(_text(f"{sign}{rating.number}" if rating else " ·"))
    return cells


def _distribution(figures: DailyFigures) -> Text:
    """Return how often each of 1–5 was given."""
    same_day = [rating.number for rating in figures.ratings if not rating.recalled]
    counts = [f"{number}×{same_day.count(number)}" for number in range(1, 6)]
    recalled = len(figures.ratings) - len(same_day)
    counts += [f"○{recalled}"] if recalled else []
    return _text("  ".join(counts))


def _practices(report: Progress) -> RenderableType:
    rows = _rows()
    rows.add_column(overflow="fold")
    for met in report.practices:
        went = dots(met.rating) if met.rating else rating_words(met)
        rows.add_row(
            _text(label_of(met.day, report.period), style="dim"), _text(met.title), _text(went)
        )
    return rows


def _ahead(report: Progress) -> Iterator[RenderableType]:
    rows = _rows()
    for said in report.ahead.next_time:
        rows.add_row(_text(_("Next time"), style="dim"), _text(said.text))
    if report.ahead.returning:
        titles = "; ".join(report.ahead.returning)
        rows.add_row(_text(_("Coming back"), style="dim"), _text(titles))
    if report.ahead.unclosed:
        days = ", ".join(label_of(day, report.period) for day in report.ahead.unclosed)
        rows.add_row(_text(_("No closing"), style="dim"), _text(days))
    if rows.row_count:
        yield rows


def history_view(week: Period, days: Sequence[DayReport]) -> RenderableType:
    """Return a week of the history: a row a day, its ratings and one thing that was said."""
    rows = _rows()
    rows.add_column(overflow="fold")
    for day in days:
        numbers, words = day_summary(day)
        digits = " ".join(char for char in numbers if char.isdigit())
        rows.add_row(
            _text(short_day(day.day), style="dim"),
            _text(digits or "·"),
            _text(words.split("\n")[0]),
        )
    return Group(_text(period_title(week), style="bold"), _indented(rows), _text())


def catalogue_view(areas: Sequence[AreaRows], today: dt.date) -> RenderableType:
    """Return the library by area: a row a practice."""
    views: list[RenderableType] = []
    for area in areas:
        rows = _rows()
        for row in area.rows:
            style = "" if row.last else "dim"
            rows.add_row(
                _text(row.title, style=style), _text(standing(row, today) if row.last else "·")
            )
        views += [_text(area.title, style="bold cyan"), _indented(rows), _text()]
    return Group(*views)


def practice_view(lines: Sequence[tuple[int, str]]) -> RenderableType:
    """Return a practice whole: title first, headings bold."""
    views: list[RenderableType] = []
    headings = {_("Steps"), _("In the morning"), _("At the closing")}
    for number, (indent, line) in enumerate(lines):
        heading = number == 0 or line in headings
        if line in headings or number == len(lines) - 1:
            views.append(_text())
        style = "bold" if heading else "dim" if number in (1, len(lines) - 1) else ""
        views.append(_indented(_text(line, style=style), indent))
    return Group(*views)


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
