"""`arte setup`: a short conversation; every answer is settled as it is given."""

from __future__ import annotations

import sys
from typing import NamedTuple

from artesupremo.calendar import parse_shift
from artesupremo.cli.config import items_now, write_setting
from artesupremo.cli.session import Session, is_terminal
from artesupremo.cli.talk import terminal_for
from artesupremo.days import WEEKDAY_KEYS, WEEKDAYS
from artesupremo.errors import DONE, InputNeededError, InterruptedSittingError, UsageError
from artesupremo.i18n import N_, _
from artesupremo.reports.faces.lines import command
from artesupremo.settings_edit import typed_value
from artesupremo.sittings.terminal import BOLD, DIM, Terminal

INDENT = 5
_ADDRESSES = {"tu": "tú", "usted": "usted", "vos": "vos"}
_NUMBERED = dict(zip("123", _ADDRESSES, strict=True))


class Point(NamedTuple):
    """One thing to settle: its setting, its label, and what fits."""

    key: str
    label: str
    hint: str


POINTS = (
    Point("address", N_("Form of address of the questions, in Spanish"), "1 tú · 2 usted · 3 vos"),
    Point(
        "work_days",
        N_("Work days, or a shift"),
        N_("Monday to Friday · or 4-2 2026-11-03: days on, days off, first day of a block"),
    ),
    Point(
        "day_ends",
        N_("Hour at which the day ends"),
        N_("until then it is still yesterday; on night shifts, an hour after going home"),
    ),
    Point("export_folder", N_("Folder for exports"), N_("where arte export writes")),
    Point(
        "leave_with",
        N_("What I want people to leave with"),
        N_("one line; it opens the first morning of each week"),
    ),
)


def hold_setup(session: Session) -> int:
    """Ask for what most people settle; Enter keeps what is there."""
    if not is_terminal(sys.stdin):
        raise InputNeededError(N_("Nobody is at the keyboard: arte config set does without."))
    terminal = terminal_for(session)
    keys = _("Enter keeps · < goes back · - takes out")
    terminal.say_pieces(keys.split(" · "), DIM)
    place = 0
    try:
        while place < len(POINTS):
            place = max(place + _turn(session, terminal, place), 0)
    except (EOFError, KeyboardInterrupt):
        raise InterruptedSittingError(
            N_("Left here: what was answered is saved, and the same command goes on from it.")
        ) from None
    _end(session, terminal)
    return DONE


def _turn(session: Session, terminal: Terminal, place: int) -> int:
    """Ask one point until the answer fits; return 1 to go on and -1 to go back."""
    point = POINTS[place]
    terminal.say()
    terminal.say(_(point.label), BOLD, indent=INDENT, lead=f"{place + 1}/{len(POINTS)}")
    terminal.say_pieces(_(point.hint).split(" · "), DIM, indent=INDENT)
    now = _now(session, point.key)
    if now:
        terminal.say(_("now: {answer} (Enter keeps it)").format(answer=now), DIM, indent=INDENT)
    while (typed := terminal.ask().strip()) not in ("", "<"):
        if typed == "?":
            terminal.say_pieces(_(point.hint).split(" · "), DIM, indent=INDENT)
            continue
        try:
            _settle(session, point.key, typed)
        except UsageError as error:
            terminal.say(_objection(error), indent=INDENT)
        else:
            break
    return -1 if typed == "<" else 1


def _objection(error: UsageError) -> str:
    """Return what is wrong with the answer, without the name of the setting."""
    values = {key: str(value) for key, value in error.values.items()}
    sentence = values["advice"] + "." if "advice" in values else _(error.sentence).format(**values)
    return sentence[:1].upper() + sentence[1:]


def _now(session: Session, key: str) -> str:
    """Return what is settled for `key`, as one would say it."""
    items = {item.key: item for item in items_now(session)}
    if key == "address":
        return _ADDRESSES[items[key].shown]
    if key == "work_days":
        days = [WEEKDAYS[session.lang][WEEKDAY_KEYS.index(day)] for day in items[key].value or ()]
        return items["shift"].shown or ", ".join(days)
    return items[key].shown


def _settle(session: Session, key: str, typed: str) -> None:
    """Write what `typed` means for `key`; "-" takes it out. Raises UsageError."""
    if key == "work_days":
        _settle_days(session, typed)
    elif typed == "-":
        write_setting(session, key, None)
    else:
        words = _NUMBERED.get(typed, typed) if key == "address" else typed
        write_setting(session, key, typed_value(key, [words]))


def _settle_days(session: Session, typed: str) -> None:
    """Write the work days or the shift, one in place of the other."""
    if parse_shift(typed):
        write_setting(session, "shift", typed_value("shift", [typed]))
        return
    days = typed_value("work_days", [typed])
    if typed != "-" and not set(days) <= set(WEEKDAY_KEYS):
        raise UsageError(
            N_("Days such as “Monday to Friday”, or a shift such as “4-2 2026-11-03”.")
        )
    write_setting(session, "work_days", None if typed == "-" else days)
    write_setting(session, "shift", None)


def _end(session: Session, terminal: Terminal) -> None:
    holidays = command("config set holidays CO", "ajustes poner holidays CO")
    terminal.say()
    terminal.say(_("Public holidays off: {command}").format(command=holidays), DIM)
    path = session.places.settings_file
    terminal.say(_("The settings are in {path}").format(path=path), DIM)
