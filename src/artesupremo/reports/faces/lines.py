"""The card as calm lines: no Rich, so that a bare `arte` answers at once."""

from __future__ import annotations

from collections.abc import Iterator

from artesupremo.columns import shorten, wrap
from artesupremo.days import long_day, relative_day
from artesupremo.i18n import _, language, plural
from artesupremo.reports.card import Card, Part
from artesupremo.reports.faces.words import area_name, capital, constancy_words, promise_lines
from artesupremo.text import clean

Row = tuple[str, str, bool]  # label, words, may it wrap


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
    for label, words, wraps in (*_promise_rows(card), *rows, *_last_rows(card)):
        if words:
            yield label, words, wraps


def _promise_rows(card: Card) -> Iterator[tuple[str, str | None, bool]]:
    label = _("Promises")
    for line in promise_lines(card.promises, card.day, command("promises", "promesas")):
        yield label, line, False
        label = ""  # said once


def _morning_rows(card: Card) -> Iterator[tuple[str, str | None, bool]]:
    if card.after is None:
        yield _("Morning"), _state(card.morning, command("today", "hoy")), False
    else:
        yield _("Practice"), card.practice, False
    yield _("Greeting"), card.greeting, False
    yield _("To care for"), card.message, False
    yield _("Plan"), card.plan, True
    yield _("Closing"), _state(card.closing, command("close", "cierre")), False


def _closing_rows(card: Card) -> Iterator[tuple[str, str | None, bool]]:
    for area, number in card.ratings:
        yield area_name(area), dots(number), False
    yield _("Next time"), card.next_time, False


def _last_rows(card: Card) -> Iterator[tuple[str, str | None, bool]]:
    if card.open_day:
        day = relative_day(card.open_day, card.day, language())
        closes = command("close --date", "cierre --date")
        words = _("{day} is open: {command} {date}")
        yield _("Before"), words.format(day=day, command=closes, date=card.open_day), False
    if card.constancy:
        yield _("Constancy"), constancy_words(card.constancy.practised, card.constancy.of), False


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
    indent = max((len(label) for label, _words, _wraps in rows), default=0) + 4
    room = max(width - indent - 1, 10)
    for label, said, wraps in rows:
        words = clean(said)
        pieces = wrap(words, room) if wraps else [shorten(words, room)]
        yield f"  {label}".ljust(indent) + (pieces[0] if pieces else ""), False
        for piece in pieces[1:]:
            yield " " * indent + piece, False
    for piece in wrap(closing_line(card) or "", max(width - 3, 10)):
        yield f"  {piece}", False
