"""A report in a terminal, with Rich: what moved forward first, open ends last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.text import Text

from artesupremo.i18n import _, plural
from artesupremo.reports.faces.charts import (
    RECALLED,
    SAME_DAY,
    SIGNS,
    Line,
    dots,
    month_lines,
    rating_dots,
    trace,
    year_lines,
)
from artesupremo.reports.faces.pieces import DIM, HEADING, Rows, grid, indented, text
from artesupremo.reports.faces.rows import Section
from artesupremo.reports.faces.sections import RATINGS, YEAR, last_lines, mark_words, sections
from artesupremo.reports.faces.words import (
    area_name,
    has_recalled,
    label_of,
    median_words,
    rating_words,
    report_title,
    run_words,
    told_apart,
    weekday_letters,
)
from artesupremo.reports.figures.notes import Contacts
from artesupremo.reports.figures.ratings import MEDIAN_FROM, RUN_FROM, DailyFigures
from artesupremo.reports.progress import Progress

if TYPE_CHECKING:
    from rich.table import Table

_BETWEEN = 4  # columns between two charts
_NAMES = 11  # columns for the names of areas
_APART = "   "  # between the columns of the square


def progress_view(report: Progress) -> RenderableType:
    """Return a period in figures."""
    views: list[RenderableType] = [text(report_title(report), style="bold")]
    for section in sections(report):
        views += [text(), text(section.title, style=HEADING)]
        views += [indented(view) for view in _inside(section, report)]
    *damaged, self_report = last_lines(report)
    views += [text(), *map(text, damaged)]
    return Group(*views, text(self_report, style=DIM))


def _inside(section: Section, report: Progress) -> Iterator[RenderableType]:
    drawn: dict[str, Callable[[Progress], Iterator[RenderableType]]] = {
        RATINGS: _ratings,
        YEAR: _year,
        "contacts": _contacts,
    }
    if report.met is None:
        drawn["practices"] = _practice_days
    draw = drawn.get(section.key)
    if draw is None:
        yield Rows(section.rows, stacked=section.key == "why")
    else:
        yield from draw(report)


def as_text(line: Line) -> Text:
    """Return a line of a chart."""
    shown = Text(no_wrap=True)
    for sign, style in line:
        shown.append(sign, style=style)
    return shown


# The year


class _YearChart:
    """The map of a year at the width there is, and what its signs mean."""

    def __init__(self, report: Progress) -> None:
        self.report = report

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        held = self.report.year
        if held is None:
            return
        for line in year_lines(held, options.max_width):
            yield as_text(line)
        legend = Text()
        for mark, count in held.counts.items():
            if not count:
                continue
            item = Text(f"{SIGNS[mark][0]} ".lstrip(), style=SIGNS[mark][1])
            item.append(mark_words(mark, count), style="not dim default")
            if legend and legend.cell_len + _BETWEEN + item.cell_len > options.max_width:
                yield legend
                legend = Text()
            legend.append(" " * _BETWEEN if legend else "")
            legend.append_text(item)
        yield legend


def _year(report: Progress) -> Iterator[RenderableType]:
    yield _YearChart(report)


# Ratings


def _ratings(report: Progress) -> Iterator[RenderableType]:
    rated = [figures for figures in report.daily if figures.is_rated]
    rated += [report.energy] if report.energy else []
    if report.period.kind == "week":
        yield _week_table(report, rated)
        yield text(" · ".join(f"{area_name(f.area)}: {median_words(f)}" for f in rated))
    elif report.period.kind == "month":
        yield _MonthCharts(report, rated)
    else:
        yield _Traces(rated)
    if has_recalled(report):
        yield text(_("○ from memory, kept out of the median"), DIM)


def _week_table(report: Progress, rated: Sequence[DailyFigures]) -> Table:
    from rich.table import Table

    rows = Table.grid(padding=(0, 1, 0, 0))
    days = list(report.period.days())
    rows.add_row(text(), *(text(weekday_letters(day), DIM) for day in days))
    for figures in rated:
        by_day = {rating.day: rating for rating in figures.ratings}
        cells = []
        for day in days:
            rating = by_day.get(day)
            sign = RECALLED if rating and rating.recalled else SAME_DAY
            style = "cyan" if rating and not rating.recalled else DIM
            cells.append(text(f"{sign}{rating.number}" if rating else " ·", style))
        rows.add_row(text(area_name(figures.area) + " "), *cells)
    return rows


class _MonthCharts:
    """A run chart for each area with ten ratings, side by side; dots for the others."""

    def __init__(self, report: Progress, rated: Sequence[DailyFigures]) -> None:
        self.report = report
        self.charted = [figures for figures in rated if figures.n >= RUN_FROM]
        self.others = [figures for figures in rated if figures.n < RUN_FROM]

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        from rich.table import Table

        width = 4 + len(list(self.report.period.days()))
        a_row = max((options.max_width + _BETWEEN) // (width + _BETWEEN), 1)
        for begin in range(0, len(self.charted), a_row):
            if begin:
                yield text()
            table = Table.grid(padding=(0, _BETWEEN, 0, 0))
            held = self.charted[begin : begin + a_row]
            for _figures in held:
                table.add_column(width=min(width, options.max_width), overflow="fold")
            table.add_row(*(self._chart(figures) for figures in held))
            yield table
        yield from map(_dotted, self.others)

    def _chart(self, figures: DailyFigures) -> RenderableType:
        lines = [as_text(line) for line in month_lines(figures, self.report.period)]
        heading = Text(area_name(figures.area), style="bold")
        return Group(heading, *lines, text(run_words(figures), DIM))


def _dotted(figures: DailyFigures) -> Text:
    """Return ratings one by one, and what can be said of them."""
    shown = Text(area_name(figures.area).ljust(_NAMES))
    shown.append(dots(figures.ratings), style="cyan")
    shown.append(f"  {run_words(figures)}")
    return shown


class _Traces:
    """The latest ratings of each area in a line; beneath it how often each was given."""

    def __init__(self, rated: Sequence[DailyFigures]) -> None:
        self.rated = rated

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        room = max(options.max_width - _NAMES, 10)
        for figures in self.rated:
            if figures.n < MEDIAN_FROM:
                yield _dotted(figures)
                continue
            signs, count = trace(figures.ratings, room)
            line = Text(area_name(figures.area).ljust(_NAMES), no_wrap=True)
            line.append(signs, style="cyan")
            yield line
            yield indented(text(_distribution(figures, count), DIM), _NAMES)


def _distribution(figures: DailyFigures, shown: int) -> str:
    """Return how often each of 1–5 was given, the median, and what the run says."""
    held = enumerate(figures.counts, start=1)
    counts = [f"{number}×{count}" for number, count in held if count]
    counts += [f"○{figures.recalled}"] if figures.recalled else []
    words = f"{' '.join(counts)} · {run_words(figures)}"
    if 0 < shown < figures.n:
        latest = plural("the latest {count} drawn", "the latest {count} drawn", shown)
        words += f" · {latest.format(count=shown)}"
    return words


# Practices, contacts


def _practice_days(report: Progress) -> Iterator[RenderableType]:
    rows = grid()
    rows.add_column(overflow="fold")
    for met in report.practices:
        went = rating_words(met)
        if met.rating:
            went = told_apart(rating_dots(met.rating), recalled=met.recalled)
        rows.add_row(text(label_of(met.day, report.period), DIM), text(met.title), text(went))
    yield rows


def _contacts(report: Progress) -> Iterator[RenderableType]:
    held = report.notes.contacts
    if held is None:
        return
    if held.total > held.apart:
        yield from _square(held)
    from artesupremo.reports.faces.note_words import beside_square

    rows = list(beside_square(held))
    if rows:
        yield Rows(rows)


def _square(held: Contacts) -> Iterator[Text]:
    """Yield service against attention: neither makes up for the other."""
    heads = (_("treated 4–5"), _("treated 1–3"))
    rows = (
        (_("Solved"), (held.solved_well, "bold"), (held.solved_badly, "")),
        (_("Not solved"), (held.unsolved_well, ""), (held.unsolved_badly, "")),
    )
    room = max(len(name) for name, *_counts in rows)
    yield text(" " * room + "".join(f"{_APART}{head}" for head in heads), DIM)
    for name, *counts in rows:
        line = Text(no_wrap=True).append(name.ljust(room), DIM)
        for head, (count, style) in zip(heads, counts, strict=True):
            line.append(f"{_APART}{count:>{len(head)}}", style)
        yield line
