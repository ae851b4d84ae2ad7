"""Which language, and the words of the program in it.

Message ids are English; Spanish lives in `locale/es`. English needs no catalogue.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Mapping

LANGUAGES = ("es", "en")
DOMAIN = "arte"
LOCALE_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")


class _Speech:
    """The catalogue in use: one a process, chosen before any command is imported."""

    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def N_(message: str) -> str:  # noqa: N802  # the name every gettext tool knows
    """Mark `message` for translation without translating it yet."""
    return message


def _(message: str) -> str:
    """Return `message` in the language in use."""
    return _Speech.catalogue.gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """Return the form of the message that fits `count`, in the language in use."""
    return _Speech.catalogue.ngettext(one, many, count)


def translated(message: str, lang: str) -> str:
    """Return `message` in `lang`, whatever language is in use."""
    if lang == _Speech.language:
        return _(message)
    return gettext.translation(DOMAIN, LOCALE_FOLDER, [lang], fallback=True).gettext(message)


def language() -> str:
    """Return the language in use: "es" or "en"."""
    return _Speech.language


def speak(lang: str) -> None:
    """Use `lang` ("es" or "en") from here on."""
    _Speech.language = lang
    _Speech.catalogue = gettext.translation(DOMAIN, LOCALE_FOLDER, [lang], fallback=True)


def speak_globally() -> None:
    """Let libraries that ask the process-wide catalogue (Typer) speak the same language."""
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
