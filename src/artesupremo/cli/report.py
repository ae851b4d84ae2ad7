"""`arte report`: progress in the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from artesupremo.cli.figures import Wanted, progress_of
from artesupremo.cli.output import print_json, print_lines
from artesupremo.cli.periods import choose_period, period_kind
from artesupremo.cli.session import Session
from artesupremo.days import long_period
from artesupremo.errors import DONE, NothingToShowError, UsageError
from artesupremo.i18n import N_
from artesupremo.library.model import pick
from artesupremo.reports.progress import Progress, Scope
from artesupremo.text import fold

MAX_WIDTH = 100
REPORTED = ("week", "month", "year", "all")
# The Spanish names of the areas, beside their English ids.
SPANISH_AREAS = {
    "postura": "posture", "saludos": "greetings", "mensajes": "messages",
    "preparacion": "preparation", "respuestas": "responses", "promesas": "promises",
    "detalles": "details", "circulos": "circles", "friccion": "friction",
}  # fmt: skip


class Options(NamedTuple):
    """What `arte report` was asked for beside its period."""

    area: str | None = None
    practice: str | None = None
    compare: bool = False
    why: bool = False
    json: bool = False


def show_plain_report(session: Session, words: Sequence[str]) -> int:
    """Print the period that one or two `words` name, without the tree of commands and Typer."""
    what, when = (*words, None, None)[:2]
    return show_report(session, period_kind(what, REPORTED), when, Options())


def show_report(session: Session, kind: str, when: str | None, options: Options) -> int:
    """Print a week, month, year or everything in figures."""
    scope = _scope(session, options)
    period = choose_period(session, kind, when)
    wanted = Wanted(scope, options.compare, options.why)
    with session.journal.as_it_is_now():
        report = progress_of(session, period, wanted=wanted)
    if not scope.whole and report.is_empty:
        raise NothingToShowError(
            N_("Nothing belongs to “{name}” there ({period})."),
            period=long_period(period, session.lang),
            name=scope.name,
        )
    if options.json:
        from artesupremo.reports.faces.progress_data import progress_data

        print_json("report", progress_data(report))
        return DONE
    print_progress(session, report)
    return DONE


def _scope(session: Session, options: Options) -> Scope:
    """Return what the report is narrowed to; raises UsageError if there is no such thing."""
    if options.area is not None and options.practice is not None:
        raise UsageError(N_("--area and --practice narrow a report one at a time."))
    if options.area is not None:
        area = known_area(session, options.area)
        return Scope(area=area, name=pick(session.library.areas[area].title, session.lang))
    if options.practice is not None:
        from artesupremo.library.names import find_practice  # it loads difflib

        practice = find_practice(session.library, options.practice)
        return Scope(practice=practice.id, name=pick(practice.title, session.lang))
    return Scope()


def known_area(session: Session, word: str) -> str:
    """Return the id of the area that `word` names in either language; raises UsageError."""
    areas = session.library.areas
    typed = SPANISH_AREAS.get(fold(word.strip()), fold(word.strip()))
    if typed in areas:
        return typed
    titled = {
        key
        for key, area in areas.items()
        for title in area.title.values()
        if typed in (fold(title), *re.findall(r"\w+", fold(title)))
    }
    if len(titled) != 1:
        raise UsageError(
            N_("There is no area “{area}”: {areas}."), area=word[:40], areas=", ".join(areas)
        )
    return titled.pop()


def print_progress(session: Session, report: Progress) -> None:
    """Print a period in figures, in the face that is wanted."""
    if session.plain:
        from artesupremo.reports.faces.plain import progress_sentences

        print_lines(progress_sentences(report))
        return
    from artesupremo.reports.faces.pieces import print_view
    from artesupremo.reports.faces.progress import progress_view

    width = min(session.width, MAX_WIDTH)
    print_view(progress_view(report), width=width, colour=session.colour)
