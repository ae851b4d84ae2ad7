"""`arte doctor`: how everything is that the journal needs, in a screenful; never an answer."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from textwrap import wrap
from typing import Any, NamedTuple

from artesupremo import __version__
from artesupremo.cli.examination import Patient, examine_all, files_in
from artesupremo.cli.output import print_json, print_lines
from artesupremo.cli.session import Session, zone_name
from artesupremo.errors import CONTENT, DONE, JOURNAL, ContentError
from artesupremo.i18n import _, plural
from artesupremo.journal.opening import sqlite_version
from artesupremo.journal.rotation import snapshot_day
from artesupremo.reports.faces.lines import command

LIBRARIES = (
    "typer", "rich", "sqlite-utils", "pydantic", "PyYAML", "google-re2", "rapidfuzz",
    "platformdirs", "tzlocal", "holidays",
)  # fmt: skip
GOOD, NOTED, BAD = "good", "noted", "bad"
_SIGNS = {GOOD: "✓", NOTED: "·", BAD: "!"}
_NAMED = 3  # files
_MIB = 2**20


class Finding(NamedTuple):
    """One line: what it is about, what there is to say, and whether it is as it should be."""

    about: str
    words: str
    state: str = NOTED


def look_over(session: Session, *, json: bool) -> int:
    """Print how everything is; return 0, 4 if a file people write is wrong, 5 for the journal."""
    patient = examine_all(session)
    if json:
        print_json("doctor", _data(session, patient))
    elif session.plain:
        print_lines(f"{f.about}: {f.words}." for f in _findings(session, patient))
    else:
        for finding in _findings(session, patient):
            print_lines(_lines(finding, min(session.width, 80)))
    if patient.unread or (patient.health and not patient.health.whole):
        return JOURNAL
    return DONE if all(patient.content.values()) else CONTENT


def _findings(session: Session, patient: Patient) -> Iterator[Finding]:
    yield _journal(patient)
    yield _snapshots(session, patient)
    yield from _written(patient)
    if patient.rescued:
        yield Finding(_("Unsaved words"), ", ".join(patient.rescued), BAD)
    if patient.open_to_others:
        count = len(patient.open_to_others)
        words = plural("{count} file or folder is open to others: chmod -R go= {places}",
                       "{count} files and folders are open to others: chmod -R go= {places}",
                       count)  # fmt: skip
        places = [place for place in session.places if _holds(place, patient.open_to_others)]
        words = words.format(count=count, places=" ".join(places))
        yield Finding(_("Permissions"), words, BAD)
    else:
        yield Finding(_("Permissions"), _("only the owner reads and writes"), GOOD)
    if patient.drafts:
        named = ", ".join(patient.drafts[:_NAMED])
        yield Finding(_("Left over"), named + (" …" if len(patient.drafts) > _NAMED else ""))
    yield from _surroundings(session, patient)


def _holds(folder: str, paths: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(folder + os.sep) for path in paths)


def _journal(patient: Patient) -> Finding:
    about = _("Journal")
    if patient.unread:
        return Finding(about, patient.unread.rstrip("."), BAD)
    if patient.health is None:
        return Finding(about, _("nothing is written yet"))
    if patient.health.whole:
        words = _("whole, {size}").format(size=_sized(patient.sizes["journal"]))
        return Finding(about, words, GOOD)
    words = _("needs mending: {command} says what")
    return Finding(about, words.format(command=command("journal check", "diario revisar")), BAD)


def _snapshots(session: Session, patient: Patient) -> Finding:
    about, count = _("Snapshots"), len(patient.snapshots)
    days = _days_since_snapshot(session, patient)
    if days is None:
        return Finding(about, _("none of a day yet"))
    last = plural("{count} day ago", "{count} days ago", days).format(count=days)
    words = _("{count}, the last {when}, {size}").format(
        count=count, when=last if days else _("today"), size=_sized(patient.sizes["snapshots"])
    )
    damaged = [snapshot.name for snapshot in patient.snapshots if not snapshot.sound]
    if damaged:
        names = _("damaged: {names}").format(names=", ".join(damaged))
        return Finding(about, f"{words}; {names}", BAD)
    return Finding(about, words, GOOD)


def _days_since_snapshot(session: Session, patient: Patient) -> int | None:
    days = [day for day in (snapshot_day(s.name) for s in patient.snapshots) if day]
    return max((_today(session) - max(days)).days, 0) if days else None


def _today(session: Session) -> dt.date:
    try:
        return session.today
    except ContentError:  # the hour at which the day ends is among the settings
        return session.now.date()


def _written(patient: Patient) -> Iterator[Finding]:
    told = {
        "settings": (_("Settings"), command("config show", "ajustes ver")),
        "practices": (_("Practices"), command("practices check", "practicas revisar")),
        "rules": (_("Rules"), command("practices check", "practicas revisar")),
    }
    for key, (about, typed) in told.items():
        if patient.content[key]:
            yield Finding(about, _("right"), GOOD)
        else:
            words = _("a mistake: {command} names it").format(command=typed)
            yield Finding(about, words, BAD)


def _surroundings(session: Session, patient: Patient) -> Iterator[Finding]:
    places, sizes = session.places, patient.sizes
    names = {"es": "español", "en": "English"}
    yield Finding(_("Language"), f"{names[session.lang]}, {_zone(session)}")
    shown = _("{encoding}, {width} columns")
    yield Finding(_("Terminal"), shown.format(encoding=_encoding(), width=session.width))
    yield Finding(_("Journal's folder"), places.data)
    yield Finding(_("Settings' folder"), places.config)
    yield Finding(_("Snapshots' folder"), places.snapshots)
    words = _("{size}, and a log of {log}")
    yield Finding(_("Cache"), words.format(size=_sized(sizes["cache"]), log=_sized(sizes["log"])))
    count = len(files_in(patient.exports))
    files = plural("{count} file", "{count} files", count).format(count=count)
    yield Finding(_("Exports"), f"{patient.exports}, {files}")
    versions = _versions()
    yield Finding(_("Versions"), ", ".join(f"{name} {said}" for name, said in versions.items()))


def _zone(session: Session) -> str:
    return zone_name() or f"UTC{session.now:%z}"


def _encoding() -> str:
    return (sys.stdout.encoding or "?").upper()


def _versions() -> dict[str, str]:
    found = {
        "arte": __version__,
        "Python": platform.python_version(),
        "SQLite": sqlite_version(),
    }
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _sized(size: int) -> str:
    return f"{size / _MIB:.1f} MiB" if size >= _MIB else f"{-(-size // 1024)} KiB"


def _lines(finding: Finding, width: int) -> list[str]:
    text = f"{_SIGNS[finding.state]} {finding.about}: {finding.words}"
    return wrap(text, width - 1, subsequent_indent="    ", break_on_hyphens=False)


def _data(session: Session, patient: Patient) -> dict[str, Any]:
    places, health = session.places, patient.health
    return {
        "versions": _versions(),
        "language": session.lang,
        "zone": _zone(session),
        "terminal": {"encoding": _encoding(), "width": session.width},
        "places": {**places._asdict(), "journal": places.journal_file, "exports": patient.exports},
        "journal": {
            "exists": health is not None or patient.unread is not None,
            "whole": None if health is None else health.whole,
            "unread": patient.unread,
        },
        "snapshots": {
            "count": len(patient.snapshots),
            "damaged": [snapshot.name for snapshot in patient.snapshots if not snapshot.sound],
            "days": _days_since_snapshot(session, patient),
        },
        "right": patient.content,
        "open_to_others": list(patient.open_to_others),
        "rescued": list(patient.rescued),
        "drafts": list(patient.drafts),
        "exports": len(files_in(patient.exports)),
        "bytes": patient.sizes,
    }
