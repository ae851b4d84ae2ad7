"""The card as calm lines: no Rich, so that a bare `arte` answers at once."""

from collections.abc import Iterator
from typing import NamedTuple

from artesupremo.columns import shorten, wrap
from artesupremo.days import long_day, relative_day
from artesupremo.i18n import _, language, plural
from artesupremo.reports.card import Card, Part
from artesupremo.reports.faces.words import (
    area_name,
    capital,
    constancy_words,
    promise_lines,
    told_damaged,
)
from artesupremo.text import clean


class Row(NamedTuple):
    """A row of the card."""

    label: str
    words: str | None  # None or "": it is left out
    wraps: bool = False  # else cut to one line
    intact: bool = True


def command(english: str, spanish: str) -> str:
    """Return how a command is typed in the advisor's language."""
    return f"arte {spanish if language() == 'es' else english}"


def card_title(card: Card) -> str:
    """Return the heading of the card."""
    if card.after == "morning":
        return _saved(_("Morning saved"), card.morning)
    if card.after == "closing":
        return _saved(_("Day closed"), card.closing)
    return capital(long_day(card.day, language()))


def _saved(what: str, part: Part) -> str:
    count = plural("{count} answer", "{count} answers", part.answered).format(count=part.answered)
    return f"{what} · {count}"


def card_rows(card: Card) -> Iterator[Row]:
    """Yield the rows of the card that have something to say."""
    rows = _closing_rows(card) if card.after == "closing" else _morning_rows(card)
    for row in (*_promise_rows(card), *rows, *_last_rows(card)):
        if row.words:
            yield row


def _promise_rows(card: Card) -> Iterator[Row]:
    label = _("Promises")
    for line in promise_lines(card.promises, card.day, command("promises", "promesas")):
        yield Row(label, line)
        label = ""  # said once


def _morning_rows(card: Card) -> Iterator[Row]:
    def row(label: str, words: str | None, name: str, *, wraps: bool = False) -> Row:
        return Row(label, words, wraps, name not in card.damaged)

    if card.after is None:
        yield Row(_("Morning"), _state(card.morning, command("today", "hoy")))
    else:
        yield row(_("Practice"), card.practice, "practice")
    yield row(_("Greeting"), card.greeting, "greeting")
    yield row(_("To care for"), card.message, "message")
    yield row(_("Plan"), card.plan, "plan", wraps=True)
    yield Row(_("Closing"), _state(card.closing, command("close", "cierre")))


def _closing_rows(card: Card) -> Iterator[Row]:
    for area, number in card.ratings:
        yield Row(area_name(area), dots(number), intact=area not in card.damaged)
    yield Row(_("Next time"), card.next_time, intact="next-time" not in card.damaged)


def _last_rows(card: Card) -> Iterator[Row]:
    if card.open_day:
        day = relative_day(card.open_day, card.day, language())
        closes = command("close --date", "cierre --date")
        words = _("{day} is open: {command} {date}")
        yield Row(_("Before"), words.format(day=day, command=closes, date=card.open_day))
    if card.constancy:
        counted = constancy_words(card.constancy.practised, card.constancy.of)
        yield Row(_("Constancy"), counted)


def dots(number: int) -> str:
    """Return a rating as dots and a digit."""
    return f"{'●' * number}{'○' * (5 - number)} {number}"


def _state(part: Part, typed: str) -> str:
    if part.complete:
        return _("done")
    if part.done:
        return _("{done} of {total}: {command}").format(
            done=part.done, total=part.total, command=typed
        )
    return typed


def closing_line(card: Card) -> str | None:
    """Return the line beneath the card, if there is one."""
    return _("Today stays here. Rest well.") if card.after == "closing" else None


def card_lines(card: Card, width: int) -> Iterator[tuple[str, bool]]:
    """Yield the lines of the card at `width` columns and whether each is a heading."""
    yield card_title(card), True
    rows = list(card_rows(card))
    indent = max((len(row.label) for row in rows), default=0) + 4
    room = max(width - indent - 1, 10)
    for row in rows:
        words = clean(row.words or "")
        words = words if row.wraps else shorten(words, room)
        pieces = wrap(told_damaged(words, intact=row.intact), room)
        yield f"  {row.label}".ljust(indent) + (pieces[0] if pieces else ""), False
        for piece in pieces[1:]:
            yield " " * indent + piece, False
    for piece in wrap(closing_line(card) or "", max(width - 3, 10)):
        yield f"  {piece}", False
