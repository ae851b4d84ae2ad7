"""What one run of the program knows: the hour it began, its language, places, journal, library.

Made once in `__main__` and handed to every command. No Typer here.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TextIO

from artesupremo import __version__
from artesupremo.calendar import Calendar
from artesupremo.compiled import Compiled, Section
from artesupremo.days import journal_day, moment, parse_dates
from artesupremo.i18n import _, plural
from artesupremo.journal.model import Clerk, Sitting
from artesupremo.journal.queries import rest_days
from artesupremo.journal.store import Journal
from artesupremo.settings import Places, Settings, find_places, load_settings
from artesupremo.sittings.occasion import Occasion
from artesupremo.text import clean

if TYPE_CHECKING:
    from artesupremo.library.model import Library
    from artesupremo.wording.matching import Rulebook
    from artesupremo.wording.rules import Loaded as LoadedRules

AUTOMATIC_GREETING = "automatic-greeting"  # the category of rules
_DEFAULT_WIDTH = 80
_YEARS_BACK = 10  # whose public holidays a report can still count


class GlobalOptions(NamedTuple):
    """The options that every command takes."""

    lang: str | None = None
    plain: bool = False
    no_color: bool = False


class Session:
    """One run of the program."""

    def __init__(
        self, now: dt.datetime, environ: Mapping[str, str], options: GlobalOptions
    ) -> None:
        self.now = now  # aware, local
        self.environ = environ
        self.lang = "es"  # settled by __main__ before any command is imported
        self.plain = options.plain or environ.get("ARTE_ACCESSIBLE", "") not in ("", "0")
        self._no_color = options.no_color
        self._told_of_rules = False

    @cached_property
    def places(self) -> Places:
        """Return where the files are."""
        return find_places(self.environ)

    @cached_property
    def compiled(self) -> Compiled:
        """Return the compiled settings and library."""
        return Compiled(self.places.compiled_file, __version__)

    @cached_property
    def settings(self) -> Settings:
        """Return the settings; raises ContentError if they hold a mistake."""
        return load_settings(self.places, self.environ, self.compiled)

    @cached_property
    def journal(self) -> Journal:
        """Return the journal; its file is made with the first answer."""
        return Journal(self.places.journal_file, self.places.snapshots)

    def close(self) -> None:
        """Close the journal, if it was opened."""
        if "journal" in self.__dict__:
            self.journal.close()

    @cached_property
    def library(self) -> Library:
        """Return the library, with a word on stderr if some of its files are broken."""
        from artesupremo.library.load import load_library

        loaded = load_library(self.places.own_practices, self.compiled)
        if loaded.problems:
            files = len({problem.file for problem in loaded.problems})
            self.tell(
                plural(
                    "{count} practice file has a mistake and its last good version serves:"
                    " arte practices check shows where.",
                    "{count} practice files have mistakes and their last good versions serve:"
                    " arte practices check shows where.",
                    files,
                ).format(count=files)
            )
        return loaded.library

    @property
    def shipped_wording(self) -> str:
        """Return the folder of the rules that come with the program."""
        from artesupremo.library.load import shipped_folder

        return os.path.join(shipped_folder(), "wording")

    @property
    def rules_are_ready(self) -> bool:
        """Tell whether the rules were compiled before: that takes seconds, once."""
        return os.path.exists(self.places.compiled_rules_file)

    def compile_rules(self) -> None:
        """Compile the rules if they never were, so that no message has to wait for it."""
        if not self.rules_are_ready:
            self._load_rules()

    def _load_rules(self) -> LoadedRules:
        from artesupremo.wording.rules import load_rules

        return load_rules(self.shipped_wording, self.places.own_wording, self._whole_rules())

    def _whole_rules(self) -> Compiled:
        return Compiled(self.places.compiled_rules_file, __version__)

    @cached_property
    def rulebook(self) -> Rulebook:
        """Return the rules of the checker, with a word on stderr if some files are broken."""
        return self._serving(self._load_rules())

    @cached_property
    def greeting_rules(self) -> Rulebook:
        """Return the rules that know a greeting for everybody, as `rulebook` would."""
        from artesupremo.wording.rules import load_category

        compiled = Compiled(self.places.compiled_greetings_file, __version__)
        own, whole = self.places.own_wording, self._whole_rules
        loaded = load_category(AUTOMATIC_GREETING, self.shipped_wording, own, compiled, whole)
        return self._serving(loaded)

    def _serving(self, loaded: LoadedRules) -> Rulebook:
        if loaded.problems and not self._told_of_rules:
            self._told_of_rules = True
            files = len({problem.file for problem in loaded.problems})
            self.tell(
                plural(
                    "{count} rule file has a mistake and the others serve:"
                    " arte practices check shows where.",
                    "{count} rule files have mistakes and the others serve:"
                    " arte practices check shows where.",
                    files,
                ).format(count=files)
            )
        return loaded.rulebook

    @cached_property
    def today(self) -> dt.date:
        """Return the journal day."""
        return journal_day(self.now, self.settings.day_ends)

    @cached_property
    def calendar(self) -> Calendar:
        """Return the days worked: those of the settings, less rest days and public holidays."""
        return self.settings.calendar._replace(
            off=rest_days(self.journal) | self._public_holidays()
        )

    def _public_holidays(self) -> frozenset[dt.date]:
        """Return the public holidays that are off, compiled once a year."""
        code, year = self.settings.holidays, self.today.year
        if not code:
            return frozenset()

        def build(_last: Section | None) -> Section:
            from artesupremo.public_holidays import holiday_dates

            return {"days": holiday_dates(code, range(year - _YEARS_BACK, year + 2))}

        try:
            return parse_dates(self.compiled.section("holidays", [[code, year, 0]], build)["days"])
        except (ImportError, NotImplementedError):
            self.tell(
                _(
                    "The public holidays of {code} are not at hand and count as other days:"
                    " pip install --upgrade holidays brings them."
                ).format(code=code)
            )
            return frozenset()

    def clerk(self, day: dt.date) -> Clerk:
        """Return what the journal needs to know to write on `day` now."""
        return Clerk(moment(self.now, day), zone_name)

    def occasion(self, sitting: Sitting) -> Occasion:
        """Return the occasion on which `sitting` is held now."""
        return Occasion(
            self.journal,
            self.library,
            self.calendar,
            self.clerk(sitting.day),
            sitting,
            self.settings.address,
        )

    @property
    def colour(self) -> bool:
        """Tell whether colours are wanted on standard output."""
        environ = self.environ
        unwanted = (
            self._no_color
            or self.plain
            or environ.get("NO_COLOR")
            or environ.get("TERM") == "dumb"
            or not is_terminal(sys.stdout)
        )
        return not unwanted

    @property
    def width(self) -> int:
        """Return the columns of the terminal, 80 when nobody knows."""
        columns = self.environ.get("COLUMNS", "")
        if columns.isascii() and columns.isdigit() and columns.strip("0"):
            return int(columns.lstrip("0")[:4])  # nobody's terminal is wider
        for stream in (sys.stdout, sys.stderr, sys.stdin):
            try:
                return os.get_terminal_size(stream.fileno()).columns or _DEFAULT_WIDTH
            except (OSError, ValueError, AttributeError):
                continue
        return _DEFAULT_WIDTH

    @staticmethod
    def tell(sentence: str) -> None:
        """Say `sentence` beside the results, on standard error."""
        sys.stdout.flush()
        sys.stderr.write(clean(sentence) + "\n")


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody is at the other end of `stream`, which may be closed."""
    return stream is not None and not stream.closed and stream.isatty()


def zone_name() -> str:
    """Return the name of the local time zone ("America/Bogota"), "" when nobody knows."""
    return linked_zone() or _searched_zone()


def linked_zone() -> str:
    """Return the zone that the system's link to its rules names, "" if there is no such link.

    That is what the clock goes by; a TZ in the environment overrules it.
    """
    if "TZ" in os.environ:
        return ""
    try:
        return os.readlink("/etc/localtime").partition("/zoneinfo/")[2]
    except (OSError, AttributeError):
        return ""


def _searched_zone() -> str:
    import warnings

    from tzlocal import get_localzone_name  # it looks everywhere, and loads 60 modules for it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bare offset in TZ is no reason to talk
            return get_localzone_name() or ""
    except Exception:  # noqa: BLE001  # whatever a strange system says, the offset is stored too
        return ""
