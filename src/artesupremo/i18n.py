"""Which language, and the words of the program in it.

Message ids are English; Spanish lives in `locale/es`. English needs no catalogue.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import ClassVar, Literal

LANGUAGES = ("es", "en")
DOMAIN = "arte"
LOCALE_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")


class Catalogue:
    """A .mo file, in which each message is looked up where it stands.

    The format sorts them for that (GNU gettext, "The Format of GNU MO Files"). `gettext` would
    decode all of them first, three milliseconds before every question.
    """

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:
            self._held = file.read()
        self._order: Literal["little", "big"] = "little" if self._held[:1] == b"\xde" else "big"
        self._count, self._ids, self._texts = (self._number(place) for place in (8, 12, 16))
        self._found: dict[str, list[str]] = {}

    def find(self, message: str) -> list[str]:
        """Return the forms of `message`: one, or singular and plural; [] if it is not here."""
        if message not in self._found:
            self._found[message] = self._look_up(message)
        return self._found[message]

    def _look_up(self, message: str) -> list[str]:
        wanted = message.encode()
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._text(self._ids, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        found = self._text(self._ids, low) if low < self._count else b""
        if not message or found.split(b"\0")[0] != wanted:
            return []
        return self._text(self._texts, low).decode().split("\0")

    def _number(self, place: int) -> int:
        return int.from_bytes(self._held[place : place + 4], self._order)

    def _text(self, table: int, number: int) -> bytes:
        length, place = (self._number(table + 8 * number + part) for part in (0, 4))
        return self._held[place : place + length]


class _Speech:
    """The language in use: one a process, chosen before any command is imported."""

    language = "en"
    catalogues: ClassVar[dict[str, Catalogue | None]] = {"en": None}


def _forms(message: str, lang: str) -> list[str]:
    """Return the forms of `message` in `lang`, [] where it stays as it is."""
    if lang not in _Speech.catalogues:
        path = os.path.join(LOCALE_FOLDER, lang, "LC_MESSAGES", f"{DOMAIN}.mo")
        try:
            _Speech.catalogues[lang] = Catalogue(path)
        except FileNotFoundError:  # a checkout that was not installed
            _Speech.catalogues[lang] = None
    catalogue = _Speech.catalogues[lang]
    return catalogue.find(message) if catalogue else []


def N_(message: str) -> str:  # noqa: N802  # the name every gettext tool knows
    """Mark `message` for translation without translating it yet."""
    return message


def _(message: str) -> str:
    """Return `message` in the language in use."""
    return translated(message, _Speech.language)


def plural(one: str, many: str, count: int) -> str:
    """Return the form of the message that fits `count`, in the language in use."""
    forms = _forms(one, _Speech.language) or [one, many]
    return forms[count != 1]  # the rule of both our languages


def translated(message: str, lang: str) -> str:
    """Return `message` in `lang`, whatever language is in use."""
    forms = _forms(message, lang)
    return forms[0] if forms else message


def language() -> str:
    """Return the language in use: "es" or "en"."""
    return _Speech.language


def speak(lang: str) -> None:
    """Use `lang` ("es" or "en") from here on."""
    _Speech.language = lang


def speak_globally() -> None:
    """Let libraries that ask the process-wide catalogue (Typer) speak the same language."""
    import gettext

    os.environ["LANGUAGE"] = _Speech.language
    gettext.bindtextdomain(DOMAIN, LOCALE_FOLDER)
    gettext.textdomain(DOMAIN)


def choose_language(flag: str | None, setting: str | None, environ: Mapping[str, str]) -> str:
    """Return "es" or "en": `--lang`, then the setting (environment included), then the locale.

    Spanish when the locale says neither.
    """
    for candidate in (flag, setting):
        if candidate in LANGUAGES:
            return str(candidate)
    return "en" if _locale_name(environ).startswith("en") else "es"


def _locale_name(environ: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return environ[name].lower()
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(
            ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""
        ).lower()
    return ""
