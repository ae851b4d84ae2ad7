"""Texts fitted to the columns of a terminal: wide signs take two, marks and joiners none. Pure."""

from __future__ import annotations

import unicodedata
from functools import cache

_UNSEEN = ("Mn", "Me", "Cf")
_ELLIPSIS = "…"


def columns(text: str) -> int:
    """Return how many columns one line of `text` takes on a terminal that joins no emoji."""
    if text.isascii():
        return len(text)
    return sum(map(_of, text))


@cache
def _of(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return unicodedata.category(char) not in _UNSEEN


def wrap(text: str, width: int, *, indent: str = "", hang: str = "") -> list[str]:
    """Return `text` in lines of at most `width` columns, [] if it holds no word.

    The first begins with `indent`, the others with `hang`; a word that no line can hold is cut.
    A width that leaves no room beside them still gets two columns of words.
    """
    lines: list[str] = []
    line, taken, begins = indent, columns(indent), True
    for word in _words(text, max(width - max(len(indent), len(hang)), 2)):
        room = columns(word)
        if not begins and taken + 1 + room > width:
            lines.append(line)
            line, taken, begins = hang, columns(hang), True
        line += word if begins else f" {word}"
        taken += room if begins else room + 1
        begins = False
    return [*lines, line] if not begins else lines


def shorten(text: str, width: int) -> str:
    """Return `text` on one line of at most `width` columns, with an ellipsis where it is cut."""
    together = " ".join(_split(text))
    if columns(together) <= width:
        return together
    lines = wrap(together, max(width - 1, 2))
    return lines[0] + _ELLIPSIS


def _split(text: str) -> list[str]:
    """Return the words of `text`; a space that does not break is part of its word."""
    return [word for word in text.replace("\t", " ").replace("\n", " ").split(" ") if word]


def _words(text: str, room: int) -> list[str]:
    words: list[str] = []
    for word in _split(text):
        words += [word] if columns(word) <= room else _cut(word, room)
    return words


def _cut(word: str, room: int) -> list[str]:
    """Return `word` in pieces of at most `room` columns."""
    pieces, piece, taken = [], "", 0
    for char in word:
        width = _of(char)
        if piece and taken + width > room:
            pieces.append(piece)
            piece, taken = "", 0
        piece, taken = piece + char, taken + width
    return [*pieces, piece]
