r"""The letters in which a message and the patterns meet: ASCII only, one character for one.

RE2 knows word borders (`\b`) between ASCII characters only; it would find `\bor\b` inside
«señor». So both the message and the patterns are brought to ASCII by the same table before they
meet, and offsets hold. Three views of a text:

- FOLDED: small letters without accents.
- ACCENTED: small letters; á é í ó ú ü ñ become the capitals A E I O U W N, which are free there.
- CASED: letters as they are, without accents.
"""

from __future__ import annotations

import unicodedata
from typing import Final

FOLDED, ACCENTED, CASED = "folded", "accented", "cased"

EMOJI, JOINER, OTHER = "\x04", "\x05", "\x1a"
ELLIPSIS, OPENING_QUESTION, OPENING_SHOUT = "\x06", "\x02", "\x03"
# What covers text that is not the writer's own words.
FILLERS: Final = {
    "quote": "\x10",
    "url": "\x11",
    "mail": "\x12",
    "number": "\x13",
    "placeholder": "\x14",
    "note": "\x15",  # to the checker itself
}

_SIGNS: Final = {
    "¿": OPENING_QUESTION, "¡": OPENING_SHOUT, "…": ELLIPSIS, "€": "\x07", "£": "\x08",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'",
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"', "‹": '"', "›": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-",
    "•": "*", "·": "*", "▪": "*", "◦": "*", "●": "*", "°": "o",
    "ß": "s", "æ": "a", "ø": "o", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i",
    "\u200b": OTHER, "\u00ad": OTHER,
}  # fmt: skip
_ACCENTED: Final = dict(zip("áéíóúüñ", "AEIOUWN", strict=True))
_LINE_ENDS: Final = "\n\x0b\x0c\x85\u2028\u2029"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_FIRST_EMOJI: Final = 0x2190


class Table(dict[int, str]):
    """A table for `str.translate`, filled in as characters come by."""

    def __init__(self, view: str) -> None:
        super().__init__()
        self._view = view

    def __missing__(self, code: int) -> str:
        """Return the one ASCII character that stands for `code` in this view."""
        char = chr(code)
        if self._view != CASED:
            char = char.lower()[0]
        found = _ACCENTED.get(char) if self._view == ACCENTED else None
        self[code] = found or _to_ascii(char)
        return self[code]


def _to_ascii(char: str) -> str:
    small = char.lower()[0]
    sign = _SIGNS.get(small)
    if sign:
        return sign.upper() if char != small else sign
    if char in _LINE_ENDS:
        return "\n"
    if char.isspace():
        return " "
    if char.isascii():
        return char if char.isprintable() else OTHER
    return _beyond_ascii(char)


def _beyond_ascii(char: str) -> str:
    category = unicodedata.category(char)
    base = unicodedata.normalize("NFKD", char)
    if base[0].isascii() and base[0].isprintable() and (category[0] in "LN" or len(base) == 1):
        return base[0]
    if _is_joiner(char):
        return JOINER
    if category == "So" and ord(char) >= _FIRST_EMOJI:
        return EMOJI
    if category[0] in "LMN":  # a letter or a digit of another script: it closes no word
        return "_"
    return OTHER


def _is_joiner(char: str) -> bool:
    return char in "\u200d\ufe0e\ufe0f\u20e3" or ord(char) in _SKIN_TONES


TABLES: Final = {view: Table(view) for view in (FOLDED, ACCENTED, CASED)}


def to_letters(text: str, view: str) -> str:
    """Return `text` in the letters of `view`: ASCII, as long as `text`."""
    return text.translate(TABLES[view])
