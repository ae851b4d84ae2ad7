"""What a search found, in a terminal, with Rich; nothing of the reports is loaded for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from artesupremo.days import long_period, period_of
from artesupremo.i18n import language
from artesupremo.journal.search import BEGIN, END
from artesupremo.reports.faces.pieces import indented, text
from artesupremo.reports.faces.words import capital
from artesupremo.text import clean


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
        views.append(text(f"{title} · {place}", style="dim"))
        views.append(indented(_marked(held, colour=colour, marks=marks)))
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
