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
from artesupremo.reports.faces.charts import SIGNS, year_lines
from artesupremo.reports.faces.plain import answer_words, part_title
from artesupremo.reports.faces.rows import BOTH, LABEL, WORDS, Row
from artesupremo.reports.faces.sections import RATINGS, YEAR, last_lines, mark_words, sections
from artesupremo.reports.faces.words import (
    capital,
    has_recalled,
    note_line,
    note_name,
    period_title,
    report_title,
)
from artesupremo.reports.figures.days import YearMap
from artesupremo.reports.progress import Progress
from artesupremo.text import clean

_FENCE = 76  # columns of a chart
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
    yield f"# {report_title(report)}"
    for section in sections(report):
        yield from ("", f"## {section.title}", "")
        if section.key == YEAR and report.year:
            yield from _drawn(report.year)
        yield from (f"- {_row(row)}" for row in section.rows)
        if section.key == RATINGS and has_recalled(report):
            yield "- " + _("From memory: kept out of the median.")
    yield from _days(days)
    for line in last_lines(report):
        yield from ("", f"*{line}*")


def _row(row: Row) -> str:
    label = escape(row.label) if row.own in (LABEL, BOTH) else row.label
    words = escape(row.words) if row.own in (WORDS, BOTH) else row.words
    return f"{label}: {words}" if label else words


def _drawn(year: YearMap) -> Iterator[str]:
    """Yield the map of a year in a fence: our own signs, and nothing that was written."""
    yield "```text"
    for line in year_lines(year, _FENCE):
        yield "".join(sign for sign, _style in line).rstrip()
    yield "```"
    yield ""
    signs = (f"`{SIGNS[mark][0]}` {mark_words(mark, count)}" for mark, count in
             year.counts.items() if count and SIGNS[mark][0].strip())  # fmt: skip
    yield from (", ".join(signs), "")


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
