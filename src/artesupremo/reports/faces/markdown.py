"""Reports as Markdown that Obsidian and Logseq read, with every word of the advisor as plain text.

Nothing in an answer can become a heading, a link, HTML, a tag or a query: every sign that
Markdown or those programs act on is escaped, and answers stand in block quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from artesupremo.days import long_day
from artesupremo.i18n import _, language
from artesupremo.reports.day import DayReport, Part
from artesupremo.reports.faces.plain import answer_words, part_title
from artesupremo.reports.faces.words import (
    area_name,
    capital,
    constancy_words,
    has_recalled,
    label_of,
    median_words,
    note_line,
    note_name,
    period_title,
    practised_words,
    rating_words,
    self_report,
)
from artesupremo.reports.progress import DailyFigures, Progress
from artesupremo.text import clean

# Everything that CommonMark, GFM, Obsidian or Logseq may act on in the middle of a line.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~$^=%&!@/]|(?<=:):|\((?=\()|(?<=\()\(")
_LEADING = re.compile(r"^(?:[-+:]|\d{1,9}(?=[.)]))")


def escape(text: str) -> str:
    r"""Return one line of `text` as Markdown that shows just that text.

    Active signs get a backslash; "http://" and "www." are broken up so that nothing is linked.
    """
    line = clean(text).replace("\n", " ").replace("\t", " ").strip()
    line = _ACTIVE.sub(lambda match: "\\" + match.group(), line)
    line = re.sub(r"(?i)www\.", lambda match: match.group()[:-1] + "\\.", line)
    return _LEADING.sub(_escape_leading, line)


def _escape_leading(match: re.Match[str]) -> str:
    sign = match.group()
    # "1. " would begin a list: the escape goes before the dot.
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def quote(text: str) -> Iterator[str]:
    """Yield `text` as the lines of a block quote."""
    for line in clean(text).split("\n"):
        yield f"> {escape(line)}".rstrip() + ("  " if line.strip() else "")


def front_matter(report: Progress, digest: str, *, shared: bool) -> Iterator[str]:
    """Yield the front matter: English keys, dates, tags and figures, and the body's digest."""
    period = report.period
    yield "---"
    yield f'title: "{period_title(period)}"'
    yield f"date: {period.last.isoformat()}"
    yield f"period: {period.kind}"
    yield f"name: {period.name}"
    yield f"start: {period.first.isoformat()}"
    yield f"end: {period.last.isoformat()}"
    yield f"lang: {language()}"
    yield f"tags: [arte, arte/{period.kind}]"
    yield f"worked_days: {report.worked}"
    yield f"practised_days: {report.practised}"
    for figures in report.daily:
        yield f"{figures.area}_n: {figures.n}"
        if figures.median is not None:
            yield f"{figures.area}_median: {figures.median:g}"
    if shared:
        yield "shared: true"
    yield f"arte_digest: {digest}"
    yield "---"


def body(report: Progress, days: Iterable[DayReport]) -> Iterator[str]:
    """Yield the lines of the page, after its front matter."""
    yield ""
    yield f"# {period_title(report.period)}"
    yield from _section(_("What moved forward"), _forward(report))
    yield from _section(
        _("Posture, greetings and messages"),
        [_daily_line(figures) for figures in report.daily if figures.ratings],
        _memory_note(report),
    )
    practices = [
        f"- {label_of(met.day, report.period)}: {escape(met.title)} ({rating_words(met)})"
        for met in report.practices
    ]
    yield from _section(_("Practices"), practices)
    yield from _section(_("Ahead"), _ahead(report))
    yield from _days(days)
    yield ""
    yield f"*{self_report()}*"


def _section(title: str, lines: Iterable[str], after: Iterable[str] = ()) -> Iterator[str]:
    inside = list(lines)
    if inside:
        yield from ("", f"## {title}", "", *inside, *after)


def _forward(report: Progress) -> Iterator[str]:
    yield f"- {practised_words(report)}"
    if report.constancy:
        words = constancy_words(report.constancy.practised, report.constancy.of)
        yield "- " + _("Constancy: {words}").format(words=words)
    for said in report.moments:
        yield f"- {label_of(said.day, report.period)}: {escape(said.text)}"


def _daily_line(figures: DailyFigures) -> str:
    marks = " ".join(f"({r.number})" if r.recalled else str(r.number) for r in figures.ratings)
    return f"- {area_name(figures.area)}: {marks} · {median_words(figures)}"


def _memory_note(report: Progress) -> Iterator[str]:
    if has_recalled(report):
        yield "- " + _("In brackets: from memory, kept out of the median.")


def _ahead(report: Progress) -> Iterator[str]:
    for said in report.ahead.next_time:
        yield "- " + _("For next time: {text}").format(text=escape(said.text))
    if report.ahead.returning:
        titles = "; ".join(escape(title) for title in report.ahead.returning)
        yield "- " + _("Coming back: {titles}.").format(titles=titles)
    if report.ahead.unclosed:
        unclosed = ", ".join(label_of(day, report.period) for day in report.ahead.unclosed)
        yield "- " + _("Without a closing: {days}.").format(days=unclosed)


def _days(days: Iterable[DayReport]) -> Iterator[str]:
    heading = ["", "## " + _("Day by day")]
    for day in days:
        yield from heading
        heading = []
        yield from ("", f"### {capital(long_day(day.day, language()))}")
        for part in day.parts:
            yield from _part_lines(part)
        if day.notes:
            yield from ("", "#### " + _("Notes"), "")
            yield from (f"- {note_name(note)}: {escape(note_line(note))}" for note in day.notes)


def _part_lines(part: Part) -> Iterator[str]:
    yield from ("", f"#### {part_title(part)}")
    for line in part.lines:
        if not line.skipped:
            yield from ("", escape(line.wording), "")
            yield from quote(answer_words(line, part))
