"""`arte search`: words in answers and notes, the newest first."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import NamedTuple

from artesupremo.cli.output import print_json
from artesupremo.cli.session import Session
from artesupremo.days import parse_day
from artesupremo.errors import DONE, NothingToShowError, UsageError
from artesupremo.i18n import N_, _
from artesupremo.journal.notes import NAMES
from artesupremo.journal.search import ANSWER, BEGIN, END, TYPES, Found, Wanted, find, told_intact
from artesupremo.text import fold

_SHOWN = 20
# The Spanish names of what can be searched, beside the English ones of the journal.
SPANISH_TYPES = {
    "answer": "respuesta", "applause": "aplauso", "promise": "promesa", "friction": "friccion",
    "contact": "contacto", "repair": "reparacion",
}  # fmt: skip


class Options(NamedTuple):
    """What narrows a search."""

    since: str | None = None
    until: str | None = None
    area: str | None = None
    type: str | None = None
    all: bool = False
    json: bool = False


def search(session: Session, words: list[str], options: Options) -> int:
    """Print what holds all of `words`, the newest first."""
    text = " ".join(words)
    if not any(char.isalnum() for char in text):
        raise UsageError(N_("There is no word to look for in “{words}”."), words=text[:40])
    most = None if options.all or options.json else _SHOWN
    wanted = _wanted(session, text, options)
    found = find(session.journal, wanted, None if most is None else most + 1)
    shown = told_intact(session.journal, list(islice(found, most)))
    if not shown:
        raise NothingToShowError(N_("Nothing was found for “{words}”."), words=text[:40])
    if options.json:
        print_json("search", [found_data(item) for item in shown])
        return DONE
    from artesupremo.reports.faces.found import found_view
    from artesupremo.reports.faces.pieces import print_view

    marks = ("", "") if session.plain else ("*", "*")
    view = found_view([_said(item) for item in shown], colour=session.colour, marks=marks)
    print_view(view, width=min(session.width, 100), colour=session.colour)
    if next(found, None) is not None:
        session.tell(_("There is more: --all shows everything."))
    return DONE


def _wanted(session: Session, text: str, options: Options) -> Wanted:
    first = parse_day(options.since, session.today) if options.since else dt.date.min
    last = parse_day(options.until, session.today) if options.until else dt.date.max
    area = _area(session, options.area) if options.area else None
    if area and area not in session.library.areas:
        raise UsageError(
            N_("There is no area “{area}”: {areas}."),
            area=area[:40],
            areas=", ".join(session.library.areas),
        )
    return Wanted(text, first, last, area, _types(session, options.type))


def _area(session: Session, word: str) -> str:
    """Return the id of the area called `word` by its id or its title, else `word`."""
    names = {fold(title): key for key, area in session.library.areas.items()
             for title in area.title.values()}  # fmt: skip
    return names.get(fold(word), fold(word))


def _types(session: Session, word: str | None) -> tuple[str, ...]:
    if word is None:
        return TYPES
    names = {name: name for name in TYPES} | {es: name for name, es in SPANISH_TYPES.items()}
    if fold(word) not in names:
        offered = SPANISH_TYPES.values() if session.lang == "es" else TYPES
        raise UsageError(
            N_("“{word}” is no type: {types}."), word=word[:40], types=", ".join(offered)
        )
    return (names[fold(word)],)


def _said(found: Found) -> tuple[dt.date, str, str]:
    """Return the day, what it is, and the text with its marks."""
    from artesupremo.reports.faces.words import told_damaged

    text = told_damaged(found.text, intact=found.intact)
    if found.type == ANSWER:
        return found.day, found.wording or "", text
    name = _(NAMES[found.type])
    return found.day, f"{name} {found.number}", text


def found_data(found: Found) -> dict[str, object]:
    """Return one thing found as data; `text` is without marks."""
    return {
        "day": found.day.isoformat(),
        "type": found.type,
        "number": found.number,
        "question": found.question,
        "wording": found.wording,
        "text": found.text.replace(BEGIN, "").replace(END, ""),
        "intact": found.intact,
    }
