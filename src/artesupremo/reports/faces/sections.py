"""What a report says, section by section, in words that every face uses.

A row is a label and its words, neither of them with a sign; a face that draws a chart in place of
rows knows the section by its key. `own` tells which of the two are the advisor's own words, so
that Markdown can take them for nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from artesupremo.days import MONTHS
from artesupremo.i18n import _, language, plural
from artesupremo.reports.faces.lines import command
from artesupremo.reports.faces.note_words import notes_sections
from artesupremo.reports.faces.rows import LABEL, WORDS, Row, Section
from artesupremo.reports.faces.words import (
    area_name,
    capital,
    circle_name,
    constancy_words,
    counts_words,
    in_order,
    label_of,
    numbers_words,
    practised_of,
    practised_words,
    rating_words,
    run_words,
    short_date,
    short_date_of,
)
from artesupremo.reports.figures.days import EMPTY, OUTSIDE, PRACTISED, REST, SHORT, Span
from artesupremo.reports.figures.greetings import GreetingFigures
from artesupremo.reports.figures.practices import PracticeMet
from artesupremo.reports.figures.ratings import DailyFigures, Half
from artesupremo.reports.progress import LISTED, Progress

RATINGS, YEAR, YEARS, CONTACTS = "ratings", "year", "years", "contacts"
_LONGEST_LIST = 31  # ratings said one by one
_UNCLOSED = 5
_YEARS = 12


def sections(report: Progress) -> Iterator[Section]:
    """Yield the sections that have something to say: what moved forward first, then open ends."""
    made: tuple[tuple[str, str, Callable[[Progress], Iterable[Row]]], ...] = (
        ("forward", _("What moved forward"), _forward),
        (YEAR, _("The year, day by day"), _year),
        (YEARS, _("Year by year"), _years),
        (RATINGS, _("Posture, greetings and messages"), _ratings),
        ("compared", _("The last ten ratings, and the ten before them"), _compared),
        ("practices", _("Practices"), _practices),
        ("greetings", _("Greetings, as they were said"), _greetings),
    )
    for key, title, rows in made:
        yield from _section(key, title, rows(report))
    for key, title, held in notes_sections(report):
        yield from _section(key, title, held)
    yield from _section("circles", _("The three circles"), _circles(report))
    yield from _section("ahead", _("Ahead"), _ahead(report))
    yield from _section("remembered", _("A good moment from before"), _remembered(report))
    if report.bases:
        from artesupremo.reports.faces.why import why_rows

        yield from _section("why", _("How it was counted"), why_rows(report))


def last_lines(report: Progress) -> Iterator[str]:
    """Yield what every report ends with: whether something behind it is damaged, what it is."""
    if report.damaged:
        words = plural(
            "{count} of the records behind this report is damaged: {command} names it.",
            "{count} of the records behind this report are damaged: {command} names them.",
            report.damaged,
        )
        checks = command("journal check", "diario revisar")
        yield words.format(count=report.damaged, command=checks)
    yield _("Self-report: these figures say what was written here, nothing more.")


def _section(key: str, title: str, rows: Iterable[Row]) -> Iterator[Section]:
    held = tuple(rows)
    if held:
        yield Section(key, title, held)


def _forward(report: Progress) -> Iterator[Row]:
    if not report.scope.whole:
        return
    yield Row("", practised_words(report))
    if report.constancy:
        words = constancy_words(report.constancy.practised, report.constancy.of)
        yield Row(_("Constancy"), words)
    for said in report.moments:
        yield Row(label_of(said.day, report.period), said.text, WORDS)


# Days


def mark_words(mark: str, count: int) -> str:
    """Return how many days were what `mark` says."""
    words = {
        PRACTISED: plural("{count} practised", "{count} practised", count),
        SHORT: plural("{count} with the short morning", "{count} with the short morning", count),
        REST: plural("{count} of rest", "{count} of rest", count),
        EMPTY: plural("{count} without an entry", "{count} without an entry", count),
        OUTSIDE: plural(
            "{count} to come or before the journal",
            "{count} to come or before the journal",
            count,
        ),
    }
    return words[mark].format(count=count)


def _year(report: Progress) -> Iterator[Row]:
    if not report.year:
        return
    counts = report.year.counts
    yield Row("", ", ".join(mark_words(mark, count) for mark, count in counts.items() if count))
    for month in report.year.months:
        yield Row(_month_name(month.first), _span_of(month))


def _years(report: Progress) -> Iterator[Row]:
    if len(report.years) < 2:  # noqa: PLR2004  # one year by itself says what was said
        return
    for year in report.years[-_YEARS:]:
        yield Row(str(year.first.year), _span_of(year))
    earlier = len(report.years[:-_YEARS])
    if earlier:
        words = plural("and {count} year before", "and {count} years before", earlier)
        yield Row("", words.format(count=earlier))


def _month_name(first: dt.date) -> str:
    return capital(MONTHS[language()][first.month - 1])


def _span_of(span: Span) -> str:
    return practised_of(span.practised, span.worked)


# Ratings


def _ratings(report: Progress) -> Iterator[Row]:
    rated = [figures for figures in report.daily if figures.is_rated]
    for figures in rated:
        yield Row(area_name(figures.area), rated_words(figures, report))
    if report.energy:
        yield Row(area_name(report.energy.area), rated_words(report.energy, report))


def rated_words(figures: DailyFigures, report: Progress) -> str:
    """Return the ratings of an area one by one, or how often each was given, and their run."""
    numbers = figures.ratings
    if len(numbers) > _LONGEST_LIST or report.period.kind in ("year", "all"):
        said = counts_words(figures)
    else:
        said = in_order((rating.number, rating.recalled) for rating in numbers)
    return f"{said}; {run_words(figures)}"


def _compared(report: Progress) -> Iterator[Row]:
    for compared in report.compared:
        if not compared.latest.ratings:
            continue
        words = _("last: {latest}; before: {before}").format(
            latest=_half_words(compared.latest), before=_half_words(compared.before)
        )
        yield Row(area_name(compared.area), words)


def _half_words(half: Half) -> str:
    numbers = [rating.number for rating in half.ratings]
    return numbers_words(numbers, half.median) if numbers else _("none")


# Practices


def _practices(report: Progress) -> Iterator[Row]:
    if report.met is None:
        for day in report.practices:
            label = _("{day}: {title}").format(
                day=label_of(day.day, report.period), title=day.title
            )
            yield Row(label, rating_words(day), LABEL)
        return
    for row in report.met.rows:
        yield Row(row.title, met_words(row, report), LABEL)
    if report.met.more:
        words = plural("and {count} more practice", "and {count} more practices", report.met.more)
        yield Row("", words.format(count=report.met.more))


def met_words(row: PracticeMet, report: Progress) -> str:
    """Return how often a practice was met, how it went, and when it comes back."""
    words = [plural("{count} time", "{count} times", row.times).format(count=row.times)]
    if row.ratings:
        went = _("rated {numbers}") if row.rated == len(row.ratings) else _("lately {numbers}")
        numbers = in_order(zip(row.ratings, row.recalled, strict=True))
        words.append(went.format(numbers=numbers))
    if row.absent:
        words.append(
            plural("no occasion {count} time", "no occasion {count} times", row.absent).format(
                count=row.absent
            )
        )
    if row.due:
        day = short_date(row.due, report.period.last)
        due = _("due since {day}") if row.is_due else _("comes back {day}")
        words.append(due.format(day=day))
    return "; ".join(words)


# Greetings


def _greetings(report: Progress) -> Iterator[Row]:
    held = report.greetings
    if not held:
        return
    label = _("Greetings")
    if report.period.kind == "all" and held.total >= LISTED:
        label = _("The latest greetings")
    yield Row(label, "; ".join(_greeting_words(held)))


def _greeting_words(held: GreetingFigures) -> Iterator[str]:
    noted = plural("{count} noted", "{count} noted", held.total).format(count=held.total)
    distinct = plural("{count} different", "{count} different", held.distinct)
    yield f"{noted}, {distinct.format(count=held.distinct)}" if held.total > 1 else noted
    if held.repeat > 1:
        yield plural(
            "the same one {count} recorded day running",
            "the same one {count} recorded days running",
            held.repeat,
        ).format(count=held.repeat)
    elif held.total > 1:
        yield _("never the same one twice running")
    if held.cliches:
        yield plural("{count} set phrase", "{count} set phrases", held.cliches).format(
            count=held.cliches
        )
    elif held.cliches == 0:
        yield _("no set phrase")


# Circles and open ends


def _circles(report: Progress) -> Iterator[Row]:
    if any(circle.practices for circle in report.circles):
        counts = {circle.circle: circle.practices for circle in report.circles}
        yield Row(_("Practices"), _circle_counts(counts))
    if any(circle.applause for circle in report.circles):
        counts = {circle.circle: circle.applause for circle in report.circles}
        yield Row(_("Words of applause"), _circle_counts(counts))


def _circle_counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{circle_name(circle)} {count}" for circle, count in counts.items())


def _ahead(report: Progress) -> Iterator[Row]:
    if not report.scope.whole:
        return
    for said in report.ahead.next_time:
        yield Row(_("Next time"), said.text, WORDS)
    if report.ahead.returning:
        yield Row(_("Coming back"), "; ".join(report.ahead.returning), WORDS)
    if report.ahead.unclosed:
        yield Row(_("No closing"), _unclosed_words(report))


def _remembered(report: Progress) -> Iterator[Row]:
    if report.remembered:
        day, text = report.remembered
        yield Row(short_date_of(day, report.period.last), text, WORDS)


def _unclosed_words(report: Progress) -> str:
    days = report.ahead.unclosed
    said = ", ".join(label_of(day, report.period) for day in days[-_UNCLOSED:])
    earlier = len(days[:-_UNCLOSED])
    if not earlier:
        return said
    words = plural("{days}, and {count} day before", "{days}, and {count} days before", earlier)
    return words.format(days=said, count=earlier)
