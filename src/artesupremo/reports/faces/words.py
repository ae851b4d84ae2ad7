"""Words that every face of a report uses, so that each says the same."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from artesupremo.days import MONTHS, WEEKDAYS, Period, long_period
from artesupremo.i18n import _, language, plural

if TYPE_CHECKING:  # the card needs these words before anything heavy is loaded
    from artesupremo.reports.progress import DailyFigures, PracticeDay, Progress


def capital(text: str) -> str:
    """Return `text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def area_name(area: str) -> str:
    """Return the short name of a daily area."""
    return {"posture": _("Posture"), "greetings": _("Greetings"), "messages": _("Messages")}[area]


def period_title(period: Period) -> str:
    """Return the heading of a report on `period`."""
    title = capital(long_period(period, language()))
    return f"{title} · {span(period)}" if period.kind == "week" else title


def span(period: Period) -> str:
    """Return the days of a week: "16–22 de noviembre", "30 November – 6 December"."""
    lang, first, last = language(), period.first, period.last
    of = " de " if lang == "es" else " "
    end = f"{last.day}{of}{MONTHS[lang][last.month - 1]}"
    if first.month == last.month:
        return f"{first.day}–{end}"
    return f"{first.day}{of}{MONTHS[lang][first.month - 1]} – {end}"


def short_day(day: dt.date) -> str:
    """Return "vie 20", "Fri 20"."""
    return f"{WEEKDAYS[language()][day.weekday()][:3]} {day.day}"


def label_of(day: dt.date, period: Period) -> str:
    """Return how a report on `period` names one of its days: "vie 20", or with its month."""
    if period.kind in ("day", "week", "month"):
        return short_day(day)
    year = f" {day.year}" if period.kind == "all" else ""
    return f"{short_day(day)} {MONTHS[language()][day.month - 1][:3]}{year}"


def short_date(day: dt.date, today: dt.date) -> str:
    """Return "20 nov", and the year if it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    month = MONTHS[language()][day.month - 1][:3]
    return f"{day.day} {month}{year}"


def weekday_letters(day: dt.date) -> str:
    """Return "vi", "Fr"."""
    return WEEKDAYS[language()][day.weekday()][:2]


def constancy_words(practised: int, of: int) -> str:
    """Return "18 of the last 20 working days"."""
    return plural(
        "{practised} of the last working day", "{practised} of the last {of} working days", of
    ).format(practised=practised, of=of)


def number(value: float) -> str:
    """Return a median as it is said: 4, or 3.5 with the comma of Spanish."""
    text = f"{value:g}"
    return text.replace(".", ",") if language() == "es" else text


def median_words(figures: DailyFigures) -> str:
    """Return "median 4 (n = 6)"; under five ratings only the n."""
    if figures.median is None:
        return f"n = {figures.n}"
    return _("median {median} (n = {n})").format(median=number(figures.median), n=figures.n)


def rating_words(met: PracticeDay) -> str:
    """Return how a practice went."""
    if met.rating is None:
        return _("not rated")
    if met.rating == 0:
        return _("the occasion did not come")
    return _("{number} out of 5").format(number=met.rating)


def practised_words(report: Progress) -> str:
    """Return "4 of 5 working days"."""
    return plural(
        "{practised} of {worked} working day",
        "{practised} of {worked} working days",
        report.worked,
    ).format(practised=report.practised, worked=report.worked)


def self_report() -> str:
    """Return the line that every report carries."""
    return _("Self-report: these figures say what was written here, nothing more.")


def has_recalled(report: Progress) -> bool:
    """Tell whether a rating of the report was given from memory."""
    return any(rating.recalled for figures in report.daily for rating in figures.ratings)
