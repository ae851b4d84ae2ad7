"""Settings and places: `config.toml`, the environment, and where files live.

The file is checked (`settings_file`) when it or the environment changes; the result is compiled,
so that an ordinary morning imports neither tomllib nor pydantic.
"""

import datetime as dt
import os
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from artesupremo.calendar import Calendar, parse_shift
from artesupremo.compiled import Compiled, Section, stamp
from artesupremo.days import WEEKDAY_KEYS

# Each setting, and the variable that overrules the file.
VARIABLES = {
    "language": "ARTE_LANG",
    "address": "ARTE_ADDRESS",
    "work_days": "ARTE_WORK_DAYS",
    "shift": "ARTE_SHIFT",
    "holidays": "ARTE_HOLIDAYS",
    "day_ends": "ARTE_DAY_ENDS",
    "export_folder": "ARTE_EXPORT_FOLDER",
    "share_names": "ARTE_SHARE_NAMES",
    "leave_with": "ARTE_LEAVE_WITH",
    "channel": "ARTE_CHANNEL",
    "region": "ARTE_REGION",
    "rules_off": "ARTE_RULES_OFF",
    "rules_on": "ARTE_RULES_ON",
    "allowed_words": "ARTE_ALLOWED_WORDS",
}
# What holds where nothing is settled; None: see Settings.
DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(VARIABLES),
    "address": "tu",
    "work_days": ["mon", "tue", "wed", "thu", "fri"],
    "day_ends": "04:00",
    "share_names": [],
    "channel": "mail",
    "rules_off": [],
    "rules_on": [],
    "allowed_words": [],
}


class Places(NamedTuple):
    """Where the files of one advisor live. Nothing is made by looking."""

    config: str
    data: str
    state: str
    cache: str

    @property
    def settings_file(self) -> str:
        """Return the path of config.toml."""
        return os.path.join(self.config, "config.toml")

    @property
    def own_practices(self) -> str:
        """Return the folder of the advisor's own practices and daily.yaml."""
        return os.path.join(self.config, "practices")

    @property
    def own_wording(self) -> str:
        """Return the folder of the advisor's own rules for messages."""
        return os.path.join(self.own_practices, "wording")

    @property
    def journal_file(self) -> str:
        """Return the path of the journal."""
        return os.path.join(self.data, "journal.db")

    @property
    def snapshots(self) -> str:
        """Return the folder of the journal's snapshots."""
        return os.path.join(self.state, "snapshots")

    @property
    def drafts(self) -> str:
        """Return the private folder for texts that are open in an editor."""
        return os.path.join(self.state, "drafts")

    @property
    def rescue(self) -> str:
        """Return the folder for what was typed and could not be saved."""
        return os.path.join(self.state, "rescue")

    @property
    def log_file(self) -> str:
        """Return the path of the log of bugs; it never holds an answer."""
        return os.path.join(self.state, "arte.log")

    @property
    def compiled_file(self) -> str:
        """Return the path of the compiled settings and library."""
        return os.path.join(self.cache, "compiled.json")

    @property
    def compiled_greetings_file(self) -> str:
        """Return the path of the compiled rules for greetings, which are all a report needs."""
        return os.path.join(self.cache, "greetings.json")

    @property
    def compiled_rules_file(self) -> str:
        """Return the path of the compiled rules of the checker, which a morning need not read."""
        return os.path.join(self.cache, "rules.json")


class Settings(NamedTuple):
    """What the advisor has settled."""

    language: str | None  # "es", "en" or None: the locale decides
    address: str  # "tu", "usted" or "vos"
    calendar: Calendar  # the days scheduled, none of them off yet
    holidays: str | None  # "CO", "ES-MD": whose public holidays are off
    day_ends: dt.time
    export_folder: str | None  # None: the documents folder, or the one of ARTE_HOME
    share_names: tuple[str, ...]  # replaced in what is shared
    leave_with: str | None  # what the advisor wants people to leave with, in one line
    channel: str  # where messages are read: one of the checker's channels
    region: str | None  # "MX": what is ordinary courtesy there
    rules_off: tuple[str, ...]  # rules and categories of the checker that keep quiet
    rules_on: tuple[str, ...]  # and those that speak although they are right less often
    allowed_words: tuple[str, ...]  # that no rule may find


def find_places(environ: Mapping[str, str]) -> Places:
    """Return where files live: all under `ARTE_HOME`, or the platform's folders."""
    home = environ.get("ARTE_HOME")
    if home:
        root = os.path.abspath(os.path.expanduser(home))
        return Places(*(os.path.join(root, part) for part in ("config", "data", "state", "cache")))
    if sys.platform in ("win32", "darwin"):
        return _platform_places()
    return Places(
        _xdg(environ, "XDG_CONFIG_HOME", ".config"),
        _xdg(environ, "XDG_DATA_HOME", ".local/share"),
        _xdg(environ, "XDG_STATE_HOME", ".local/state"),
        _xdg(environ, "XDG_CACHE_HOME", ".cache"),
    )


def _xdg(environ: Mapping[str, str], variable: str, default: str) -> str:
    """Return what platformdirs would (a test holds them equal), 8 ms sooner."""
    folder = environ.get(variable, "").strip()
    return os.path.join(folder or os.path.expanduser(f"~/{default}"), "arte")


def _platform_places() -> Places:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("arte", appauthor=False)
    # On Windows and macOS configuration and data share one folder.
    return Places(
        dirs.user_config_dir,
        dirs.user_data_dir,
        os.path.join(dirs.user_state_dir, "state"),
        dirs.user_cache_dir,
    )


def find_export_folder(places: Places, settings: Settings, environ: Mapping[str, str]) -> str:
    """Return where exports go: the setting, the folder of ARTE_HOME, or the documents' `arte`."""
    if settings.export_folder:
        return os.path.abspath(os.path.expanduser(settings.export_folder))
    return default_export_folder(places, environ)


def default_export_folder(places: Places, environ: Mapping[str, str]) -> str:
    """Return where exports go if nothing is settled."""
    if environ.get("ARTE_HOME"):
        return os.path.join(os.path.dirname(places.data), "reflections")
    import platformdirs

    return os.path.join(platformdirs.user_documents_dir(), "arte")


def load_settings(places: Places, environ: Mapping[str, str], compiled: Compiled) -> Settings:
    """Return the settings: the environment over `config.toml` over the defaults.

    Raises ContentError with every mistake at once.
    """
    overruled = overruling(environ)
    signature = [
        *stamp([places.settings_file]),
        *([key, value, 0] for key, (_name, value) in overruled.items()),
    ]
    if not signature:
        return _to_settings({})

    def check(_last: Section | None) -> Section:
        from artesupremo.settings_file import check_settings

        return check_settings(places.settings_file, overruled)

    return _to_settings(compiled.section("settings", signature, check))


def overruling(environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return what the environment settles: the variable and its value, by key."""
    return {key: (name, environ[name]) for key, name in VARIABLES.items() if environ.get(name)}


def _to_settings(section: Section) -> Settings:
    held = {**DEFAULTS, **section}
    hour, minute = held["day_ends"].split(":")
    weekdays = frozenset(WEEKDAY_KEYS.index(day) for day in held["work_days"])
    shift = held["shift"]
    return Settings(
        held["language"],
        held["address"],
        Calendar(weekdays, parse_shift(shift) if shift else None),
        held["holidays"],
        dt.time(int(hour), int(minute)),
        held["export_folder"],
        tuple(held["share_names"]),
        held["leave_with"],
        held["channel"],
        held["region"],
        tuple(held["rules_off"]),
        tuple(held["rules_on"]),
        tuple(held["allowed_words"]),
    )
