"""Personal data in what people type, masked before it is kept.

Pure: no clock, no files, no environment. Loaded with the first answer, not before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple


class Masked(NamedTuple):
    """A text without the personal data found in it, and the kinds that were found."""

    text: str
    kinds: tuple[str, ...]  # of "mail", "iban", "card", "identity", "phone"


class _Kind(NamedTuple):
    """One way in which personal data is written."""

    name: str
    pattern: re.Pattern[str]  # its last group is what is masked
    fits: Callable[[str], int]  # how much of what was found is it: its length, or 0
    sure: bool = False  # it has a check digit or a form of its own: no price looks like it


def mask(text: str, labels: Mapping[str, str]) -> Masked:
    """Replace personal data in `text` by `[label of its kind]`; dates, prices and hours stay.

    Found: mail addresses, IBAN (ISO 7064 mod 97), card numbers (Luhn), CURP and RFC (Mexico),
    DNI and NIE (Spain, mod 23), RUT (Chile, mod 11), national identity numbers (cédula, CI,
    DPI, Argentine DNI, passports, by their usual words or forms) and phone numbers.
    `labels` names each kind in the advisor's language. The time taken grows with the length.
    """
    found: list[str] = []
    while True:  # what stood between two numbers may show a third
        again = _mask_once(text, labels)
        found += [kind for kind in again.kinds if kind not in found]
        if again.text == text:
            return Masked(text, tuple(found))
        text = again.text


def _mask_once(text: str, labels: Mapping[str, str]) -> Masked:
    found: list[str] = []
    for kind in _kinds():
        view = text.translate(_SPACES)
        kept = _kept(view)
        pieces: list[str] = []
        end = 0
        for match in kind.pattern.finditer(view):
            start = match.start(kind.pattern.groups)
            stop = start + kind.fits(match.group(kind.pattern.groups))
            if stop > start and (kind.sure or kept.find(1, start, stop) < 0):
                pieces += (text[end:start], f"[{labels[kind.name]}]")
                end = stop
        if pieces:
            found += [] if kind.name in found else [kind.name]
            text = "".join((*pieces, text[end:]))
    return Masked(text, tuple(found))


def _kept(view: str) -> bytearray:
    """Return a 1 for each character of `view` that belongs to a date, an hour or a price."""
    kept = bytearray(len(view))
    for match in _kept_pattern().finditer(view):
        kept[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return kept


_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_AMOUNT = r"\d{1,3}(?:[.,' ]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,2})?(?!\d)"
_SIGN = (
    r"us\$|rd\$|r\$|s/\.?|bs\.?|[$€£¥₡₲₱]"
    r"|\b(?:usd|eur|mxn|cop|ars|clp|pen|uyu|gbp|ves|crc|gtq|pyg|bob|dop)"
)
_UNIT = (
    r"[€$£%]|(?:de\ )?(?:euros?|pesos?|soles|d[oó]lares|dollars?|pounds?|colones|quetzales"
    r"|lempiras|bol[ií]vares|bolivianos|guaran[ií]es|c[oó]rdobas|centavos|cents|mil|millones"
    r"|million|usd|eur|mxn|cop|ars|clp|pen|uyu|gbp|ves|crc|gtq|pyg|bob|dop)\b"
)
_TO = r"\ ?(?:[-–]|\b(?:a|y|o|to|and|or)\b)\ ?"


@cache
def _kept_pattern() -> re.Pattern[str]:
    hour = r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?!\d)"
    return re.compile(
        rf"""
        \b\d{{4}}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])\b            # 2026-11-20
      | \b(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:\d{{4}}|\d{{2}})\b  # 20/11/2026
      | \b(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:\d{{4}}|\d{{2}})\b        # 11/20/2026
      | \b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b          # 20261120
      | \b(?:19|20)\d\d\ ?[-–/]\ ?(?:19|20)\d\d\b                          # 2025-2026
      | (?<![\d.]){hour}(?:{_TO}{hour})?                                   # 9:00 a 17:30
      | (?:{_SIGN})\ ?(?:{_AMOUNT})(?:{_TO}(?:{_SIGN})?\ ?(?:{_AMOUNT}))?  # $ 1.250.000
      | (?<![\d.,])(?:(?:{_AMOUNT}){_TO})?(?:{_AMOUNT})\ ?(?:{_UNIT})      # 1.250.000 pesos
        """,
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _kinds() -> tuple[_Kind, ...]:
    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE | re.VERBOSE)

    link = r"(?:\ ?(?:n[uú]mero|number|n[.°ºo]{1,2}|\#|:|=|\b(?:es|is|de\ identidad)\b)){0,3}\ ?"
    identity = (
        r"\b(?:(?:c[eé]dula(?:\ de\ (?:ciudadan[ií]a|identidad|extranjer[ií]a))?|cc|ci|cui|dpi|dni"
        r"|documento|pasaporte|passport|id)\b|c\.\ ?[cie]\.|d\.n\.i\.)"
    )
    phone = (
        r"\b(?:tel(?:[eé]fono)?|cel(?:ular)?|m[oó]vil|whats?app|wsp|wa|fono|phone|mobile|cell"
        r"|ll[aá]m(?:ar|e|a|arle|ame|eme)(?:\ al)?|call|n[uú]mero|extensi[oó]n|anexo)\b\.?"
    )
    return (
        _Kind(
            "mail",
            compiled(r"(?<![\w.+%'-])([\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"),
            len,
            sure=True,
        ),
        _Kind(
            "iban",
            compiled(r"\b([A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?)\b"),
            _iban,
            sure=True,
        ),
        _Kind("card", compiled(r"(?<![\w.+])(\d(?:[ .-]?\d){12,18})(?!\w)"), _card, sure=True),
        _Kind(
            "identity",
            compiled(r"\b([A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d)\b"),
            _with_birth_date,
            sure=True,
        ),
        _Kind(
            "identity",
            compiled(r"(?<![\w&])([A-ZÑ&]{3,4}-?\d{6}-?[A-Z0-9]{3})\b"),
            _with_birth_date,
            sure=True,
        ),
        _Kind(
            "identity",
            compiled(r"\b((?:[XYZ][ .-]?\d{7}|\d{2}\.?\d{3}\.?\d{3})[ .-]?[A-Z])\b"),
            _spanish_identity,
        ),
        _Kind(
            "identity",
            compiled(r"(?<![\w.])(\d{1,2}(?:\.\d{3}\.\d{3}-?|\d{6}-)[\dK])\b"),
            _rut,
        ),
        _Kind(
            "identity",
            compiled(
                rf"{identity}{link}([VE]?-?\d[\d.\ -]{{4,16}}\d[A-Z]?|[A-Z]{{1,3}}\d{{5,9}})\b"
            ),
            len,
        ),
        _Kind(
            "identity",
            compiled(
                r"(?<![\w-])([VE]-\d{1,2}\.?\d{3}\.?\d{3}|\d{3}-\d{7}-\d|\d\.\d{3}\.\d{3}-\d)(?![\w-])"
            ),
            len,
        ),
        _Kind("phone", compiled(r"((?:\+|\b00)\d{1,3}(?:[ .()-]{0,2}\d){6,13})(?!\d)"), len),
        _Kind(
            "phone",
            compiled(rf"{phone}{link}([\d(][\d\ ().-]{{4,18}}\d)(?!\d)"),
            _phone_after_its_word,
        ),
        _Kind("phone", compiled(r"(?<![\w.,+-])(\(\d{2,4}\)\ ?\d{6,8})(?!\w)"), len),
        _Kind("phone", compiled(r"(?<![\w.,+-])(\d[ .-]\d{4}[ .-]\d{4})(?![\w-]|[.,]\d)"), len),
        _Kind(
            "phone",
            compiled(r"(?<![\w.,+/-])(\(?\d{2,4}\)?(?:[ .-]{1,2}\d{2,4}){1,5})(?![\w/-]|[.,]\d)"),
            _phone,
        ),
        _Kind("phone", compiled(r"(?<![\w.,-])(\d{9,12})(?![\w-]|[.,]\d)"), len),
    )


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _iban(found: str) -> int:
    """Return the length of the IBAN that `found` begins with; words may have come after it."""
    while len(found) >= 15:  # noqa: PLR2004  # the shortest, Norway's
        bare = re.sub(r"[ -]", "", found).upper()
        turned = bare[4:] + bare[:4]
        if int("".join(str(int(char, 36)) for char in turned)) % 97 == 1:
            return len(found)
        found = found[: max(found.rfind(" "), found.rfind("-"), 0)]
    return 0


def _card(found: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(_digits(found))):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004  # Luhn: the digits' sum
    return len(found) if total % 10 == 0 else 0


def _with_birth_date(found: str) -> int:
    digits = re.search(r"\d{6}", found)
    if digits is None:
        return 0
    month, day = int(digits.group()[2:4]), int(digits.group()[4:])
    return len(found) if 1 <= month <= 12 and 1 <= day <= 31 else 0  # noqa: PLR2004  # a calendar's months and days


def _spanish_identity(found: str) -> int:
    if found[-2] == " " and found[-1].islower():  # "12.345.667 a …": the next word
        return 0
    bare = re.sub(r"[ .-]", "", found).upper()
    number = bare[:-1].translate(str.maketrans("XYZ", "012"))
    return len(found) if "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == bare[-1] else 0


def _rut(found: str) -> int:
    bare = re.sub(r"[.-]", "", found).upper()
    weights = (2, 3, 4, 5, 6, 7)
    total = sum(int(digit) * weights[i % 6] for i, digit in enumerate(reversed(bare[:-1])))
    return len(found) if "0123456789K0"[(11 - total % 11)] == bare[-1] else 0


def _phone_after_its_word(found: str) -> int:
    return len(found) if 6 <= len(_digits(found)) <= 15 else 0  # noqa: PLR2004  # E.164 holds 15 digits


def _phone(found: str) -> int:
    count = len(_digits(found))
    local = count in (7, 8) and re.fullmatch(r"\d{3,4}[ .-]\d{4}", found) is not None
    return len(found) if local or 9 <= count <= 13 else 0  # noqa: PLR2004  # national numbers with their area code
