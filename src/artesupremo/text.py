"""What people type, made safe to keep and to show: visible control characters, folding, masking.

Pure: no clock, no files, no environment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

_PICTURES = 0x2400  # U+2400… are the Unicode pictures of C0


@cache
def _unsafe_pattern() -> re.Pattern[str]:
    """Return what a terminal could obey; compiled when the first text comes by.

    C0 but tab and newline, DEL, C1; marks that turn the direction of text; invisible tags; halves
    of surrogate pairs. Joiners (U+200C, U+200D) stay: names and emoji need them.
    """
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
        "\ud800-\udfff\U000e0000-\U000e007f]"
    )


def clean(text: str) -> str:
    r"""Return `text` in NFC with every character a terminal could obey made visible.

    Control characters become their Unicode picture or `‹U+009B›`; nothing is dropped.
    Line ends become "\n"; line and paragraph separators too.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _unsafe_pattern().sub(_show, text)


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


class Masked(NamedTuple):
    """A text without the personal data found in it, and the kinds that were found."""

    text: str
    kinds: tuple[str, ...]  # of "mail", "iban", "card", "identity", "phone"


def mask(text: str, labels: Mapping[str, str]) -> Masked:
    """Replace personal data in `text` by `[label of its kind]`; dates, prices and hours stay.

    Found: mail addresses, IBAN (ISO 7064 mod 97), card numbers (Luhn), CURP and RFC (Mexico),
    DNI and NIE (Spain, mod 23), RUT (Chile, mod 11), national identity numbers (cédula, CI,
    DPI, Argentine DNI by their usual words or forms) and phone numbers.
    `labels` names each kind in the advisor's language.
    """
    kept = [match.span() for match in _kept_pattern().finditer(text)]
    found: list[str] = []
    for kind, pattern, holds in _personal_patterns():
        pieces: list[str] = []
        end = 0
        for start, stop in _spans(pattern, holds, text, kept):
            pieces += (text[end:start], f"[{labels[kind]}]")
            end = stop
        if pieces:
            found += [kind] if kind not in found else []
            text = "".join((*pieces, text[end:]))
            kept = [match.span() for match in _kept_pattern().finditer(text)]
    return Masked(text, tuple(found))


def _spans(
    pattern: re.Pattern[str],
    holds: Callable[[str], bool],
    text: str,
    kept: list[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        group = 1 if pattern.groups else 0
        start, stop = match.span(group)
        inside = any(a <= start and stop <= b for a, b in kept)
        if not inside and holds(match.group(group)):
            yield start, stop


_MONEY = (
    r"euros?|pesos?|soles|d[oó]lares|dollars?|pounds?|colones|quetzales|lempiras|bol[ií]vares"
    r"|bolivianos|guaran[ií]es|c[oó]rdobas|centavos|cents|mil|millones|million"
    r"|usd|eur|mxn|cop|ars|clp|pen|uyu|ves|gbp|crc|gtq|pyg|bob|dop"
)


@cache
def _kept_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""
        \b\d{{4}}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])\b            # 2026-11-20
      | \b(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:\d{{4}}|\d{{2}})\b   # 20/11/2026
      | \b(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:\d{{4}}|\d{{2}})\b        # 11/20/2026
      | \b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b          # 20261120
      | \b(?:19|20)\d\d[ ]?[-–/][ ]?(?:19|20)\d\d\b                        # 2025-2026
      | \b(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[ ]?[-–a][ ]?(?:[01]?\d|2[0-3])[:.h][0-5]\d)?\b
      | (?:us\$|rd\$|r\$|s/\.?|bs\.?|[$€£¥₡₲₱]|\b(?:usd|eur|mxn|cop|ars|clp|pen|uyu|gbp))
            [ ]?\d+(?:[.,' ]\d{{2,3}})*                                    # $ 1.250.000
      | \b\d+(?:[.,' ]\d{{2,3}})*[ ]?(?:[€$£%]|(?:de[ ])?(?:{_MONEY})\b)   # 1.250.000 pesos
        """,
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _personal_patterns() -> tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]:
    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE | re.VERBOSE)

    identity_words = (
        r"(?:c[eé]dula(?:[ ]de[ ](?:ciudadan[ií]a|identidad|extranjer[ií]a))?|c\.?[ ]?c\.?"
        r"|c\.?[ ]?i\.?|c\.?[ ]?e\.?|cui|dpi|dni|d\.n\.i\.|documento|pasaporte|passport|id)"
    )
    phone_words = (
        r"(?:tel(?:[eé]fono|\.)?|cel(?:ular|\.)?|m[oó]vil|whats?app|wsp|wa|fono|phone|mobile|cell"
        r"|ll[aá]m(?:ar|e|a|arle|ame|eme)(?:[ ]al)?|call|n[uú]mero|extensi[oó]n|anexo)"
    )
    return (
        ("mail", compiled(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+"), _always),
        (
            "iban",
            compiled(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b"),
            _is_iban,
        ),
        ("card", compiled(r"(?<![\w.])\d(?:[ .-]?\d){12,18}(?![\w])"), _is_card),
        (
            "identity",
            compiled(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b"),
            _has_birth_date,
        ),
        (
            "identity",
            compiled(r"(?<!\w)[A-ZÑ&]{3,4}[ -]?\d{6}[ -]?[A-Z0-9]{3}\b"),
            _has_birth_date,
        ),
        (
            "identity",
            compiled(r"\b(?:[XYZ][ .-]?\d{7}|\d{2}\.?\d{3}\.?\d{3})[ .-]?[A-Z]\b"),
            _is_spanish_identity,
        ),
        (
            "identity",
            compiled(r"(?<![\w.])\d{1,2}(?:\.\d{3}\.\d{3}-?|\d{6}-)[\dK]\b"),
            _is_rut,
        ),
        (
            "identity",
            compiled(
                rf"\b{identity_words}[ ]?(?:n[.°ºo]*|\#|:|=)?[ ]?([VE]?-?\d[\d. -]{{4,12}}\d)"
            ),
            _always,
        ),
        (
            "identity",
            compiled(
                r"(?<![\w-])(?:[VE]-\d{1,2}\.?\d{3}\.?\d{3}|\d{3}-\d{7}-\d|\d\.\d{3}\.\d{3}-\d)(?![\w-])"
            ),
            _always,
        ),
        (
            "phone",
            compiled(
                rf"\b{phone_words}[ ]?(?:n[.°ºo]*|\#|:|=|es|is)?[ ]?(\+?[\d(][\d ().-]{{4,18}}\d)"
            ),
            _is_short_phone,
        ),
        ("phone", compiled(r"(?:\+|\b00)\d{1,3}(?:[ .()-]{0,2}\d){6,13}(?!\d)"), _always),
        (
            "phone",
            compiled(r"(?<![\w.,+/-])\(?\d{2,4}\)?(?:[ .-]{1,2}\d{2,4}){1,5}(?![\w/-]|[.,]\d)"),
            _is_phone,
        ),
        ("phone", compiled(r"(?<![\w.,/-])\d{9,12}(?![\w/-]|[.,]\d)"), _always),
    )


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _always(_found: str) -> bool:
    return True


def _is_iban(found: str) -> bool:
    bare = re.sub(r"[ -]", "", found).upper()
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _is_card(found: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(_digits(found))):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004  # Luhn: the digits' sum
    return total % 10 == 0


def _has_birth_date(found: str) -> bool:
    digits = re.search(r"\d{6}", found)
    if digits is None:
        return False
    month, day = int(digits.group()[2:4]), int(digits.group()[4:])
    return 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004  # a calendar's months and days


def _is_spanish_identity(found: str) -> bool:
    bare = re.sub(r"[ .-]", "", found).upper()
    number = bare[:-1].translate(str.maketrans("XYZ", "012"))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == bare[-1]


def _is_rut(found: str) -> bool:
    bare = re.sub(r"[.-]", "", found).upper()
    weights = (2, 3, 4, 5, 6, 7)
    total = sum(int(digit) * weights[i % 6] for i, digit in enumerate(reversed(bare[:-1])))
    return "0123456789K0"[(11 - total % 11)] == bare[-1]


def _is_short_phone(found: str) -> bool:
    return 6 <= len(_digits(found)) <= 15  # noqa: PLR2004  # E.164 holds 15 digits


def _is_phone(found: str) -> bool:
    count = len(_digits(found))
    local = count in (7, 8) and re.fullmatch(r"\d{3,4}[ .-]\d{4}", found) is not None
    return local or 9 <= count <= 13  # noqa: PLR2004  # national numbers with their area code
