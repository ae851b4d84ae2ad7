"""How each figure of a report is counted, in one sentence, and the days it used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from artesupremo.days import MONTHS
from artesupremo.i18n import N_, _, language, plural
from artesupremo.reports.faces.rows import Row
from artesupremo.reports.faces.words import area_name
from artesupremo.reports.figures.ratings import MEDIAN_FROM, RUN_FROM
from artesupremo.reports.progress import Basis, Progress

_NAMES = {
    "practised": N_("Working days"),
    "constancy": N_("Constancy"),
    "practices": N_("Practices"),
    "greetings": N_("Greetings, as they were said"),
    "applause": N_("Words of applause"),
    "promises": N_("Promises"),
    "frictions": N_("Frictions"),
    "repairs": N_("Repairs"),
    "contacts": N_("Contacts"),
    "rewrites": N_("Rewritten"),
    "circles": N_("The three circles"),
    "compared": N_("The last ten ratings, and the ten before them"),
}
# Of ratings under five, under ten, and from ten on.
_FEW = N_("the ratings given on their day, one by one.")
_SOME = N_("the ratings given on their day; from five on their median.")
_MANY = N_(
    "the ratings given on their day and their median; a sustained change only if the last 8 all"
    " lie on one side of the median of those before them, which are at least 5."
)
FORMULAS = {
    "practised": N_(
        "days with something answered, of those that were scheduled or had an answer; days off and"
        " the days before the first entry do not count."
    ),
    "constancy": N_("the practised days among the last 20 working days at the end of the period."),
    "practices": N_(
        "a practice counts once for each morning that brought it; it comes back 3, 10 and 30"
        " working days after the first, second and third time."
    ),
    "greetings": N_(
        "the greetings of the mornings; two are the same if they are without names, accents and"
        " punctuation; a repeat is on recorded days that follow one another."
    ),
    "applause": N_("what was noted as applause, over the working days; it is no target."),
    "promises": N_(
        "the promises made in the period, as they stand today; late is after the day, or after the"
        " hour on the day itself."
    ),
    "frictions": N_(
        "notes with the same words are one friction; its times are added, one where none was said."
    ),
    "repairs": N_("the repairs noted, by how soon their first action came."),
    "contacts": N_(
        "each contact stands where solved or not meets treated 4 or 5, or 1 to 3; the mood is that"
        " on leaving less that on arriving."
    ),
    "rewrites": N_(
        "the categories found in the first versions of the messages that were kept, for every ten"
        " messages, from five on."
    ),
    "circles": N_(
        "the mornings that brought a practice of each circle, and the applause of each; a practice"
        " for everybody counts in none."
    ),
    "compared": N_(
        "the last ten ratings given on their day up to the end of the period, and the ten"
        " before; side by side, and no verdict."
    ),
}
_LISTED = 31  # days said one by one


def why_rows(report: Progress) -> Iterator[Row]:
    """Yield a row for each figure: what it is called, its formula, its days."""
    alike: dict[tuple[str, str], list[str]] = {}
    for basis in report.bases:
        said = (formula(basis), days_words(basis))
        alike.setdefault(said, []).append(figure_name(basis.figure))
    for (counted, days), names in alike.items():
        yield Row(", ".join(names), f"{counted} {days}")


def figure_name(figure: str) -> str:
    """Return what a figure is called."""
    if figure in _NAMES:
        return _(_NAMES[figure])
    return area_name(figure.removesuffix("-rated"))


def formula(basis: Basis) -> str:
    """Return how a figure is counted, in one sentence."""
    if basis.figure in FORMULAS:
        return _(FORMULAS[basis.figure])
    n = len(basis.days)
    return _(_FEW if n < MEDIAN_FROM else _SOME if n < RUN_FROM else _MANY)


def days_words(basis: Basis) -> str:
    """Return the days of a figure: ranges of days that follow one another, or only their ends."""
    count = len(basis.days)
    years = len({day.year for day in basis.days}) > 1
    if count > _LISTED:
        first, last = (_day(basis.days[place], years=years) for place in (0, -1))
        words = plural(
            "{count} day, from {first} to {last}", "{count} days, from {first} to {last}", count
        )
        return words.format(count=count, first=first, last=last)
    words = plural("{count} day: {days}", "{count} days: {days}", count)
    ranges = ", ".join(_range(held, years=years) for held in _ranges(basis.days))
    return words.format(count=count, days=ranges)


def _ranges(days: Sequence[dt.date]) -> Iterator[list[dt.date]]:
    held = [days[0]]
    for before, day in pairwise(days):
        if (day - before).days > 1 or day.month != before.month:
            yield held
            held = []
        held.append(day)
    yield held


def _range(days: Sequence[dt.date], *, years: bool) -> str:
    last = _day(days[-1], years=years)
    return last if len(days) == 1 else f"{days[0].day}–{last}"


def _day(day: dt.date, *, years: bool) -> str:
    year = f" {day.year}" if years else ""
    return f"{day.day} {MONTHS[language()][day.month - 1][:3]}{year}"
