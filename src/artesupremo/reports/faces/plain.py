"""Reports in sentences, for a screen reader: no boxes, no signs, nothing told by colour alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from artesupremo.days import Period, long_day, long_period, period_of
from artesupremo.i18n import _, language, plural
from artesupremo.library.model import DAILY_AREAS, Area, Practice, pick, say
from artesupremo.reports.card import Card
from artesupremo.reports.catalogue import AreaRows, PracticeRow
from artesupremo.reports.day import DayReport, Line, Part
from artesupremo.reports.faces.lines import card_rows, card_title, closing_line
from artesupremo.reports.faces.sections import last_lines, sections
from artesupremo.reports.faces.words import (
    area_name,
    capital,
    note_line,
    note_name,
    period_title,
    rating_words,
    report_title,
    short_date,
    told_damaged,
)
from artesupremo.reports.progress import PracticeDay, Progress


def card_sentences(card: Card) -> Iterator[str]:
    """Yield the card, a sentence a line."""
    yield f"{_spoken(card_title(card))}."
    ratings = {area_name(area): number for area, number in card.ratings}
    for row in card_rows(card):
        words = (row.words or "").rstrip(".")
        if row.label in ratings and card.after == "closing":
            words = _("{number} out of 5").format(number=ratings[row.label])
        said = told_damaged(words, intact=row.intact)
        yield f"{row.label}: {said}." if row.label else f"{said}."
    last = closing_line(card)
    if last:
        yield last


def _spoken(title: str) -> str:
    """Return `title` with commas for its dots, which a screen reader would name."""
    return title.replace(" · ", ", ")


def day_sentences(report: DayReport, *, year: bool = False) -> Iterator[str]:
    """Yield a day, a line a question."""
    yield day_title(report, year=year) + "."
    for part in report.parts:
        yield f"{part_title(part)}."
        for line in part.lines:
            yield f"{line.wording} {answer_words(line, part)}"
    for note in report.notes:
        yield f"{note_name(note)}: {note_line(note)}"


def day_title(report: DayReport, *, year: bool = False) -> str:
    """Return the heading of a day, with its year if it is not plain."""
    if year:
        return capital(long_period(period_of("day", report.day), language()))
    return capital(long_day(report.day, language()))


def history_sentences(week: Period, days: Sequence[DayReport]) -> Iterator[str]:
    """Yield a week of the history, a line a day."""
    yield f"{_spoken(period_title(week))}."
    for day in days:
        numbers, words, intact = day_summary(day)
        name = capital(long_day(day.day, language()))
        sentence = ": ".join(part for part in (name, numbers, words) if part)
        yield told_damaged(sentence, intact=intact)


def day_summary(day: DayReport) -> tuple[str, str, bool]:
    """Return a day in short: its daily ratings, one thing that was said, is all that intact."""
    lines = {line.question: line for part in day.parts for line in part.lines}
    rated = [lines[area] for area in DAILY_AREAS if area in lines and lines[area].number]
    numbers = ", ".join(f"{area_name(line.question)} {line.number}" for line in rated)
    asked = (lines.get(question) for question in _SAID)
    said = next((line for line in asked if line and line.words), None)
    intact = all(line.intact for line in (*rated, said) if line)
    return numbers, said.words if said else "", intact


_SAID = ("good-moment", "next-time", "message", "greeting")


def part_title(part: Part) -> str:
    """Return the heading of a sitting, with what holds for all of it."""
    names = {"morning": _("Morning"), "closing": _("Closing")}
    name = names.get(part.sitting, _("Review of the week"))
    if part.short:
        name = _("{sitting} (short)").format(sitting=name)
    return _("{answer} (recalled)").format(answer=name) if part.recalled else name


def answer_words(line: Line, part: Part) -> str:
    """Return what was answered, with what has to be said about it and not of all its sitting."""
    words = _("skipped") if line.skipped else line.words
    if line.private:
        words = _("{answer} (private)").format(answer=words)
    if line.recalled and not part.recalled:
        words = _("{answer} (recalled)").format(answer=words)
    return told_damaged(words, intact=line.intact)


def progress_sentences(report: Progress) -> Iterator[str]:
    """Yield a period in figures, a sentence a line; each section begins with its heading."""
    yield f"{_spoken(report_title(report))}."
    for section in sections(report):
        yield f"{section.title}."
        for row in section.rows:
            words = row.words if row.own in ("words", "both") else f"{row.words.rstrip('.')}."
            yield f"{capital(row.label)}: {words}" if row.label else capital(words)
    yield from last_lines(report)


def catalogue_sentences(areas: Sequence[AreaRows], today: dt.date) -> Iterator[str]:
    """Yield the library by area, a line a practice."""
    for area in areas:
        yield f"{area.title}."
        for row in area.rows:
            yield f"{row.title} ({row.practice}): {standing(row, today)}."


def standing(row: PracticeRow, today: dt.date) -> str:
    """Return how a practice stands: how often, the last time, when it comes back."""
    if row.last is None:
        return _("not met yet")
    times = plural("{count} time", "{count} times", row.attempts).format(count=row.attempts)
    met = PracticeDay(row.last, row.practice, row.title, row.rating)
    parts = [times, f"{short_date(row.last, today)} ({rating_words(met)})"]
    if row.due:
        parts.append(_("comes back {day}").format(day=short_date(row.due, today)))
    return ", ".join(parts)


def practice_lines(
    practice: Practice, area: Area, row: PracticeRow, address: str, today: dt.date
) -> list[tuple[int, str]]:
    """Return a practice whole, as (indent, line)."""
    lang = language()
    plan = pick(practice.plan, lang)
    effort = _("{area} · difficulty {difficulty} · {minutes} min").format(
        area=pick(area.title, lang), difficulty=practice.difficulty, minutes=practice.minutes
    )
    anchors = pick(practice.anchors, lang).items()
    return [
        (0, pick(practice.title, lang)),
        (0, effort),
        (0, pick(practice.aim, lang)),
        (0, _("Steps")),
        *((2, step) for step in pick(practice.steps, lang)),
        (0, _("In the morning")),
        (2, say(practice.morning, lang, address)),
        (2, _("If {if}, then {then}.").format(**plan)),
        (0, _("At the closing")),
        (2, say(practice.closing, lang, address)),
        *((2, f"{number} {words}") for number, words in anchors),
        (0, capital(standing(row, today)) + "."),
    ]
