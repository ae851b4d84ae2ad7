"""What people type, made safe to show and to compare: visible control characters, folding.

Pure: no clock, no files, no environment.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_PICTURES = 0x2400  # U+2400… are the Unicode pictures of C0


@cache
def _unsafe_pattern() -> re.Pattern[str]:
    """Return what a terminal could obey; compiled when the first text comes by.

    C0 but tab and newline, DEL, C1; marks that turn the direction of text or the shape of its
    signs; invisible tags; halves of surrogate pairs. Joiners (U+200C, U+200D) stay: names and
    emoji need them.
    """
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff"
        "\ud800-\udfff\U000e0000-\U000e007f]"
    )


def clean(text: str) -> str:
    r"""Return `text` in NFC with every character a terminal could obey made visible.

    Control characters become their Unicode picture or `‹U+009B›`; nothing is dropped.
    Line ends become "\n"; line and paragraph separators too.
    """
    if text.isprintable():  # all that is not safe is not
        return unicodedata.normalize("NFC", text)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _unsafe_pattern().sub(_show, text)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: its line ends and tabs are shown, too."""
    return clean(text).replace("\n", "␊").replace("\t", "␉")


def escape_json(text: str) -> str:
    r"""Return the JSON `text` with what a terminal could obey as `\u009b`: it says the same.

    Its own line ends stay; inside its strings JSON has none.
    """
    if all(line.isprintable() for line in text.split("\n")):
        return text
    return _unsafe_pattern().sub(_as_escape, text)


def _as_escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code <= 0xFFFF:  # noqa: PLR2004  # the plane that one escape reaches
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _show(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:  # noqa: PLR2004  # C0
        return chr(_PICTURES + code)
    if code == 0x7F:  # noqa: PLR2004  # DEL
        return "␡"
    if code in (0x2028, 0x2029):
        return "\n"
    return f"‹U+{code:04X}›"


def recover_bytes(text: str, encoding: str) -> str:
    """Return `text` with the bytes that `encoding` could not read taken as UTF-8 instead.

    For input read with the error handler "surrogateescape".
    """
    if text.isascii():
        return text
    try:
        return text.encode(encoding, "surrogateescape").decode("utf-8")
    except (UnicodeError, LookupError):
        return text


def fold(text: str) -> str:
    """Return `text` in lower case without accents, for comparing what people type."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def to_encodable(error: UnicodeError) -> tuple[str, int]:
    """Give a plain sign for each character a stream cannot show (an error handler for codecs)."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = "".join(_plain(char, error.encoding) for char in error.object[error.start : error.end])
    return plain, error.end


_PLAIN_SIGNS = {
    "●": "*", "○": "-", "·": "-", "–": "-", "—": "-", "…": "...", "«": '"', "»": '"',
    "“": '"', "”": '"', "‘": "'", "’": "'", "¿": "", "¡": "", "›": ">", "‹": "<", "→": "->",
    "←": "<-", "✓": "x", "─": "-", "│": "|", "×": "x", "−": "-", "\u00a0": " ", "≤": "<=",
    "■": "#", "▪": "+", "□": "o", "┄": ".",
    "▁": "1", "▂": "2", "▄": "3", "▆": "4", "█": "5",
}  # fmt: skip


def _plain(char: str, encoding: str) -> str:
    sign = _PLAIN_SIGNS.get(char)
    if sign is None:
        bare = fold(char) if char.islower() else fold(char).upper()
        sign = bare if bare.isascii() else "?"
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "?"
    return sign
