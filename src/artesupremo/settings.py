"""Settings and places: `config.toml`, the environment, and where files live.

The file is checked by pydantic when it or the environment changes; the result is compiled, so
that an ordinary morning imports neither tomllib nor pydantic.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from artesupremo.calendar import Calendar
from artesupremo.compiled import Compiled, Section, stamp
from artesupremo.days import WEEKDAY_KEYS
from artesupremo.errors import ContentError, Problem
from artesupremo.i18n import N_

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# Each setting, and the variable that overrules the file.
VARIABLES = {
    "language": "ARTE_LANG",
    "address": "ARTE_ADDRESS",
    "work_days": "ARTE_WORK_DAYS",
    "day_ends": "ARTE_DAY_ENDS",
    "export_folder": "ARTE_EXPORT_FOLDER",
    "share_names": "ARTE_SHARE_NAMES",
}
_MAX_SETTINGS_BYTES = 64 * 1024


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
    def log_file(self) -> str:
        """Return the path of the log of bugs; it never holds an answer."""
        return os.path.join(self.state, "arte.log")

    @property
    def compiled_file(self) -> str:
        """Return the path of the compiled settings and library."""
        return os.path.join(self.cache, "compiled.json")


class Settings(NamedTuple):
    """What the advisor has settled."""

    language: str | None  # "es", "en" or None: the locale decides
    address: str  # "tu", "usted" or "vos"
    calendar: Calendar
    day_ends: dt.time
    export_folder: str | None  # None: the documents folder, or the one of ARTE_HOME
    share_names: tuple[str, ...]  # replaced in what is shared


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
    if environ.get("ARTE_HOME"):
        return os.path.join(os.path.dirname(places.data), "reflections")
    import platformdirs

    return os.path.join(platformdirs.user_documents_dir(), "arte")


def load_settings(places: Places, environ: Mapping[str, str], compiled: Compiled) -> Settings:
    """Return the settings: the environment over `config.toml` over the defaults.

    Raises ContentError with every mistake at once.
    """
    overruled = {key: environ[name] for key, name in VARIABLES.items() if environ.get(name)}
    signature = [*stamp([places.settings_file]), *([k, v, 0] for k, v in overruled.items())]
    if not signature:
        return _to_settings({})
    section = compiled.section(
        "settings", signature, lambda _last: _check(places.settings_file, overruled)
    )
    return _to_settings(section)


def _to_settings(section: Section) -> Settings:
    days = section.get("work_days", ["mon", "tue", "wed", "thu", "fri"])
    hour, minute = section.get("day_ends", "04:00").split(":")
    return Settings(
        section.get("language"),
        section.get("address", "tu"),
        Calendar(frozenset(WEEKDAY_KEYS.index(day) for day in days)),
        dt.time(int(hour), int(minute)),
        section.get("export_folder"),
        tuple(section.get("share_names", ())),
    )


def _check(path: str, overruled: Mapping[str, str]) -> Section:
    import pydantic

    tree, lines = _read_toml(path)
    tree |= overruled
    for key, separator in (("work_days", None), ("share_names", ",")):
        if key in overruled:
            words = overruled[key].replace(",", separator or " ").split(separator)
            tree[key] = [word.strip() for word in words if word.strip()]
    try:
        checked = _settings_model().model_validate(tree)
    except pydantic.ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        problems = [_problem(path, lines, overruled, detail) for detail in details]
        once = [p for place, p in enumerate(problems) if p not in problems[:place]]
        raise ContentError(N_("The settings hold a mistake."), once) from None
    section: Section = checked.model_dump(exclude_none=True)
    return section


def _settings_model() -> Any:  # noqa: ANN401  # a model class, made late
    from typing import Annotated, Literal

    import pydantic

    class SettingsFile(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

        language: Literal["es", "en"] | None = None
        address: Literal["tu", "usted", "vos"] = "tu"
        work_days: Annotated[
            list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]],
            pydantic.Field(min_length=1, max_length=7),
        ] = ["mon", "tue", "wed", "thu", "fri"]
        day_ends: Annotated[str, pydantic.Field(pattern=r"^(0\d|1[01]):[0-5]\d$")] = "04:00"
        export_folder: Annotated[str, pydantic.Field(min_length=1)] | None = None
        share_names: list[Annotated[str, pydantic.Field(min_length=1)]] = []

    return SettingsFile


_ADVICE = {
    "language": N_("is “es” or “en”"),
    "address": N_("is “tu”, “usted” or “vos”"),
    "work_days": N_("is a list of mon, tue, wed, thu, fri, sat, sun"),
    "export_folder": N_("is the path of a folder"),
    "share_names": N_("is a list of names"),
    "day_ends": N_("is an hour from 00:00 to 11:59, such as “04:00”"),
}


def _problem(
    path: str, lines: Mapping[str, int], overruled: Mapping[str, str], detail: ErrorDetails
) -> Problem:
    key = str(detail["loc"][0]) if detail["loc"] else ""
    if key in overruled:
        return Problem(VARIABLES[key], 0, "", _ADVICE[key], {})
    return Problem(path, lines.get(key, 1), key, _ADVICE.get(key, N_("is not a setting")), {})


def _read_toml(path: str) -> tuple[dict[str, Any], dict[str, int]]:
    import tomllib

    try:
        with open(path, "rb") as file:
            text = file.read(_MAX_SETTINGS_BYTES).decode("utf-8-sig")
        tree = tomllib.loads(text)
    except FileNotFoundError:
        return {}, {}
    except (OSError, ValueError, RecursionError) as error:
        line = _toml_line(str(error), path)
        problem = Problem(path, line, "", N_('cannot be read as TOML: name = "value"'), {})
        raise ContentError(N_("The settings hold a mistake."), [problem]) from None
    lines = {
        line.partition("=")[0].strip(" []\t"): number
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    }
    return tree, lines


def _toml_line(message: str, path: str) -> int:
    """Return the line that the TOML reader's `message` names: "(at line 3, …", or the last."""
    found = message.rpartition("(at line ")[2].partition(",")[0]
    if found.isascii() and found.isdigit():
        return int(found)
    if "end of document" not in message:
        return 1
    with open(path, "rb") as file:
        return len(file.read(_MAX_SETTINGS_BYTES).splitlines()) or 1
