"""The settings from the command line: `arte config path`, `show`, `get`, `set`, `edit`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import NamedTuple

from artesupremo.cli.output import print_json, print_lines, print_wrapped
from artesupremo.cli.session import Session, is_terminal
from artesupremo.errors import (
    DONE,
    ContentError,
    InputNeededError,
    NothingToShowError,
    Problem,
    UsageError,
)
from artesupremo.files import write_atomically
from artesupremo.i18n import N_, _, choose_language
from artesupremo.settings import DEFAULTS, VARIABLES, default_export_folder, overruling
from artesupremo.settings_edit import SettingValue, toml_value, typed_value, with_setting
from artesupremo.settings_file import (
    Written,
    check_settings,
    judge_settings,
    parse_settings,
    read_settings,
)
from artesupremo.text import clean, fold

# What a fresh file shows of settings that have no default.
_EXAMPLES: dict[str, SettingValue] = {
    "language": "es",
    "shift": "4-2 2026-11-03",
    "holidays": "CO",
    "export_folder": "~/arte",
    "share_names": ["Inés", "Leo"],
    "leave_with": "…",
    "region": "MX",
    "rules_off": ["jargon"],
    "rules_on": ["blame"],
    "allowed_words": ["Stock Center"],
}


class Item(NamedTuple):
    """One setting as it holds now."""

    key: str
    value: SettingValue | None
    source: str  # "file", "variable" or "default"

    @property
    def shown(self) -> str:
        """Return the value in one line."""
        return ", ".join(self.value) if isinstance(self.value, list) else self.value or ""


def show_path(session: Session) -> int:
    """Print where the settings are, or will be."""
    print_lines([session.places.settings_file])
    return DONE


def show_settings(session: Session, *, json: bool) -> int:
    """Print every setting, where it comes from, and its value."""
    items = items_now(session)
    if json:
        rows = [{**item._asdict(), "variable": VARIABLES[item.key]} for item in items]
        print_json("config-show", {"path": session.places.settings_file, "settings": rows})
        return DONE
    if session.plain:
        nothing = _("nothing")
        print_lines(f"{item.key}: {item.shown or nothing} ({_said(item)})." for item in items)
        return DONE
    keys, sources = (max(map(len, column)) for column in (VARIABLES, map(_said, items)))
    lines = (f"{item.key:{keys}}  {_said(item):{sources}}  {item.shown or '–'}" for item in items)
    print_wrapped(session, lines)
    return DONE


def get_setting(session: Session, key: str) -> int:
    """Print the value of one setting, alone."""
    name = known_key(key)
    item = next(item for item in items_now(session) if item.key == name)
    if not item.value:
        raise NothingToShowError(N_("Nothing is settled for {key}."), key=name)
    print_lines([item.shown])
    return DONE


def set_setting(session: Session, key: str, words: Sequence[str], *, unset: bool) -> int:
    """Settle `key`; an empty value, or `unset`, takes it out of the file."""
    name = known_key(key)
    if unset == bool(words):
        raise UsageError(N_("{key} takes a value, or --unset to take it out."), key=name)
    typed = any(word.strip() for word in words)
    write_setting(session, name, typed_value(name, words) if typed else None)
    items = {item.key: item for item in items_now(session)}
    print_lines([f"{name}: {items[name].shown or '–'} ({_said(items[name])})"])
    if name == "work_days" and items["shift"].value:
        session.tell(
            _("The shift holds in place of the work days: {shift}.").format(
                shift=items["shift"].shown
            )
        )
    return DONE


def edit_settings(session: Session) -> int:
    """Open the settings in the advisor's editor, then say what is wrong with them."""
    from artesupremo.cli.talk import editor_command
    from artesupremo.sittings.terminal import open_editor

    if not is_terminal(sys.stdin):
        raise InputNeededError(N_("Nobody is at the keyboard: arte config set needs no editor."))
    path, template = session.places.settings_file, _template().encode()
    if not os.path.exists(path):
        _write(path, template)
    try:
        open_editor(editor_command(session), path)
    except (OSError, ValueError):
        raise UsageError(N_("The editor could not be opened: see VISUAL and EDITOR.")) from None
    finally:
        _remove_untouched(path, template)
    check_settings(path, {})
    print_lines([path])
    return DONE


def known_key(typed: str) -> str:
    """Return the setting that `typed` names; raises UsageError naming a near one."""
    name = fold(typed).replace("-", "_")
    if name in VARIABLES:
        return name
    near = get_close_matches(name, VARIABLES, 1)
    if near:
        raise UsageError(
            N_("There is no setting “{typed}”: did you mean {near}?"),
            typed=typed[:40],
            near=near[0],
        )
    keys = ", ".join(VARIABLES)
    raise UsageError(N_("There is no setting “{typed}”: {keys}."), typed=typed[:40], keys=keys)


def items_now(session: Session) -> list[Item]:
    """Return every setting as it holds now; raises ContentError if they hold a mistake."""
    path, overruled = session.places.settings_file, overruling(session.environ)
    settled = check_settings(path, overruled)
    values = DEFAULTS | _found_defaults(session) | settled
    sources = dict.fromkeys(settled, "file") | dict.fromkeys(overruled, "variable")
    return [Item(key, values[key], sources.get(key, "default")) for key in VARIABLES]


def _found_defaults(session: Session) -> dict[str, str]:
    """Return what holds by itself on this computer."""
    return {
        "language": choose_language(None, None, session.environ),
        "export_folder": default_export_folder(session.places, session.environ),
    }


def _said(item: Item) -> str:
    """Return where the value of `item` comes from, in words."""
    words = {"file": _("file"), "variable": VARIABLES[item.key], "default": _("default")}
    return words[item.source]


def write_setting(session: Session, key: str, value: SettingValue | None) -> None:
    """Put `key` into the file, or take it out; every other line stays as it is.

    Raises UsageError if the value does not fit, ContentError for other mistakes in the file.
    """
    path = session.places.settings_file
    before = read_settings(path)
    if value is not None:
        value = _checked(path, key, value)
    text = with_setting(before.text, key, value)
    if text != before.text:
        _write(path, text.encode())
    if key in overruling(session.environ):
        words = _("{variable} is set, and holds as long as it is.")
        session.tell(words.format(variable=VARIABLES[key]))
    _section, problems = judge_settings(parse_settings(text, path), path, {})
    if problems:
        raise ContentError(N_("The settings hold a mistake."), problems)


def _checked(path: str, key: str, value: SettingValue) -> SettingValue:
    """Return `value` as it belongs in the file; raises UsageError if it does not fit."""
    if key == "export_folder" and isinstance(value, str) and not value.startswith("~"):
        value = os.path.abspath(value)
    try:
        toml_value(value).encode()
    except UnicodeEncodeError:
        raise UsageError(N_("{key} holds signs that are no text."), key=key) from None
    section, problems = judge_settings(Written("", {key: value}, {}), path, {})
    for problem in problems:
        sentence = _(problem.sentence).format(**problem.values)
        raise UsageError(N_("{key} {advice}."), key=key, advice=sentence)
    checked: SettingValue = section[key]
    return checked


def _write(path: str, data: bytes) -> None:
    """Write the file whole or not at all; a link to it (dotfiles) stays a link."""
    try:
        write_atomically(os.path.realpath(path), data)
    except OSError:
        problem = Problem(path, 0, "", N_("cannot be written"), {})
        raise ContentError(N_("The settings stay as they were."), [problem]) from None


def _template() -> str:
    """Return a file in which every setting stands as a comment."""
    values = DEFAULTS | _EXAMPLES
    lines = [_("# Each line is a setting; it holds once the sign # is gone.")]
    lines += [f"# {key} = {toml_value(values[key])}" for key in VARIABLES]
    return "\n".join(lines) + "\n"


def _remove_untouched(path: str, template: bytes) -> None:
    """Remove a file that was only opened and closed."""
    with suppress(OSError):
        with open(path, "rb") as file:
            untouched = file.read(len(template) + 1) == template
        if untouched:
            os.unlink(path)


def offer_keys(incomplete: str) -> list[str]:
    """Return the settings that begin with `incomplete`."""
    return [key for key in VARIABLES if key.startswith(incomplete)]


def offer_values(key: str, incomplete: str) -> list[str]:
    """Return values of the setting `key` that begin with `incomplete`."""
    from artesupremo.days import WEEKDAY_KEYS

    choices: dict[str, Sequence[str]] = {
        "language": ("es", "en"),
        "address": ("tu", "usted", "vos"),
        "work_days": WEEKDAY_KEYS,
        "day_ends": tuple(f"{hour:02}:00" for hour in range(12)),
        "channel": ("mail", "chat", "note", "voice", "public"),
    }
    if key == "holidays":
        from artesupremo.public_holidays import all_codes

        with suppress(ImportError):
            choices[key] = all_codes()
    return [clean(word) for word in choices.get(key, ()) if word.startswith(incomplete)]
