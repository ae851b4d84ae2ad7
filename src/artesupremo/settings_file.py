"""`config.toml`: read, and checked by pydantic; every mistake at once, with its line.

Imported late: an ordinary morning reads the compiled result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from artesupremo.calendar import parse_shift, shift_text
from artesupremo.compiled import Section
from artesupremo.errors import ContentError, Problem
from artesupremo.files import open_to_read
from artesupremo.i18n import N_
from artesupremo.text import clean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# What overrules the file: the variable and its value, by key.
Overruled = Mapping[str, tuple[str, str]]
_MAX_BYTES = 64 * 1024
_MAX_LINE = 120  # characters of `leave_with`
# Settings that are lists, and those of them whose items may hold spaces.
LISTS = ("work_days", "share_names", "rules_off", "rules_on", "allowed_words")
_OF_PHRASES = ("share_names", "allowed_words")
_MISTAKE = N_("The settings hold a mistake.")


class Written(NamedTuple):
    """What stands in the file."""

    text: str
    values: dict[str, Any]
    lines: dict[str, int]  # where each key stands, 1-based


def read_settings(path: str) -> Written:
    """Return what stands in the file `path`, nothing if it is not there.

    Raises ContentError if it cannot be read as TOML.
    """
    try:
        with open_to_read(path) as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return Written("", {}, {})
    except OSError:
        sentence = N_("cannot be read: is it there, and may it be read?")
        problem = Problem(path, 0, "", sentence, {})
        raise ContentError(N_("The settings cannot be read."), [problem]) from None
    if len(data) > _MAX_BYTES:
        sentence = N_("is longer than {limit} KiB")
        problem = Problem(path, 0, "", sentence, {"limit": _MAX_BYTES // 1024})
        raise ContentError(_MISTAKE, [problem])
    try:
        return parse_settings(data.decode("utf-8-sig"), path)
    except UnicodeDecodeError:
        raise _unreadable(path, 1) from None


def parse_settings(text: str, path: str) -> Written:
    """Return what the TOML `text` of the file `path` says; raises ContentError."""
    import tomllib

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, _toml_line(str(error), text)) from None
    lines = {
        line.partition("=")[0].strip(" []\t\"'"): number
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    }
    return Written(text, values, lines)


def check_settings(path: str, overruled: Overruled) -> Section:
    """Return what is settled in the file `path` and by what overrules it; raises ContentError."""
    section, problems = judge_settings(read_settings(path), path, overruled)
    if problems:
        raise ContentError(_MISTAKE, problems)
    return section


def judge_settings(
    written: Written, path: str, overruled: Overruled
) -> tuple[Section, list[Problem]]:
    """Return what is settled, and every mistake in it."""
    import pydantic

    values = written.values | {key: _listed(key, value) for key, (_n, value) in overruled.items()}
    wrong: dict[str, tuple[str, dict[str, str | int]]] = {}
    try:
        section: Section = _model().model_validate(values).model_dump(exclude_none=True)
    except pydantic.ValidationError as error:
        section = {}
        for detail in error.errors(include_url=False, include_context=False, include_input=False):
            wrong[_key_of(detail)] = (_ADVICE.get(_key_of(detail), N_("is not a setting")), {})
    if isinstance(values.get("holidays"), str) and "holidays" not in wrong:
        code, near = _known_holidays(values["holidays"])
        if code:
            section["holidays"] = code
        elif near:
            sentence = N_("is no country or region known here; near it: {near}")
            wrong["holidays"] = (sentence, {"near": near})
        else:
            wrong["holidays"] = (_ADVICE["holidays"], {})
    return section, [
        _problem(path, written.lines, overruled, key, sentence, named)
        for key, (sentence, named) in wrong.items()
    ]


def _listed(key: str, value: str) -> str | list[str]:
    """Return the value of a variable; lists are parted by commas, days also by spaces."""
    if key not in LISTS:
        return value
    words = value.split(",") if key in _OF_PHRASES else value.replace(",", " ").split()
    return [word.strip() for word in words if word.strip()]


def _known_holidays(words: str) -> tuple[str | None, str]:
    """Return the code of `words`, or None and the codes near it."""
    from artesupremo.public_holidays import known_code, near_codes

    try:
        code = known_code(words)
        return code, "" if code else ", ".join(near_codes(words))
    except ImportError:  # who asks for the days will say so
        return words, ""


def _model() -> Any:  # noqa: ANN401  # a model class, made late
    from typing import Annotated, Literal

    import pydantic

    class SettingsFile(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

        language: Literal["es", "en"] | None = None
        address: Literal["tu", "usted", "vos"] | None = None
        work_days: (
            Annotated[
                list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]],
                pydantic.Field(min_length=1, max_length=7),
            ]
            | None
        ) = None
        shift: Annotated[str, pydantic.AfterValidator(_checked_shift)] | None = None
        holidays: Annotated[str, pydantic.Field(min_length=1, max_length=60)] | None = None
        day_ends: Annotated[str, pydantic.Field(pattern=r"^(0\d|1[01]):[0-5]\d$")] | None = None
        export_folder: Annotated[str, pydantic.Field(min_length=1)] | None = None
        share_names: list[Annotated[str, pydantic.Field(min_length=1)]] | None = None
        channel: Literal["mail", "chat", "note", "voice", "public"] | None = None
        region: Annotated[str, pydantic.Field(pattern=r"^[A-Z]{2}$")] | None = None
        rules_off: list[Annotated[str, pydantic.Field(min_length=1)]] | None = None
        rules_on: list[Annotated[str, pydantic.Field(min_length=1)]] | None = None
        allowed_words: list[Annotated[str, pydantic.Field(min_length=1)]] | None = None
        leave_with: Annotated[str, pydantic.AfterValidator(_checked_line)] | None = None

    return SettingsFile


def _checked_shift(text: str) -> str:
    shift = parse_shift(text)
    if shift is None:
        raise ValueError(text)
    return shift_text(shift)


def _checked_line(text: str) -> str:
    line = clean(text).strip()
    if not line or "\n" in line or len(line) > _MAX_LINE:
        raise ValueError(text)
    return line


_ADVICE = {
    "language": N_("is “es” or “en”"),
    "address": N_("is “tu”, “usted” or “vos”"),
    "work_days": N_("is a list of mon, tue, wed, thu, fri, sat, sun"),
    "shift": N_(
        "is days on and days off in turn and the first day of a block, such as “4-2 2026-11-03”"
    ),
    "holidays": N_("is a country or one of its regions, such as “CO” or “ES-MD”"),
    "export_folder": N_("is the path of a folder"),
    "share_names": N_("is a list of names"),
    "day_ends": N_("is an hour from 00:00 to 11:59, such as “04:00”"),
    "channel": N_("is “mail”, “chat”, “note”, “voice” or “public”"),
    "region": N_("is the code of a country, such as “MX”"),
    "rules_off": N_("is a list of rules or categories"),
    "rules_on": N_("is a list of rules or categories"),
    "allowed_words": N_("is a list of words"),
    "leave_with": N_("is one line of at most 120 characters"),
}


def _key_of(detail: ErrorDetails) -> str:
    return str(detail["loc"][0]) if detail["loc"] else ""


def _problem(  # where it may stand, and what is wrong
    path: str,
    lines: Mapping[str, int],
    overruled: Overruled,
    key: str,
    sentence: str,
    named: dict[str, str | int],
) -> Problem:
    if key in overruled:
        return Problem(overruled[key][0], 0, "", sentence, named)
    return Problem(path, lines.get(key, 1), key, sentence, named)


def _unreadable(path: str, line: int) -> ContentError:
    problem = Problem(path, line, "", N_('cannot be read as TOML: name = "value"'), {})
    return ContentError(_MISTAKE, [problem])


def _toml_line(message: str, text: str) -> int:
    """Return the line that the TOML reader's `message` names: "(at line 3, …", or the last."""
    found = message.rpartition("(at line ")[2].partition(",")[0]
    if found.isascii() and found.isdigit():
        return int(found)
    return len(text.splitlines()) or 1 if "end of document" in message else 1
