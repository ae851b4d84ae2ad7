"""`arte doctor`: versions, places, the health of the journal, what is on the disk; no answer."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from artesupremo import __version__
from artesupremo.cli.output import print_json, print_lines, problem_line
from artesupremo.cli.recovery import snapshots_of
from artesupremo.cli.rescue import waiting
from artesupremo.cli.session import Session, zone_name
from artesupremo.compiled import Compiled
from artesupremo.errors import CONTENT, DONE, JOURNAL, ContentError, JournalError
from artesupremo.i18n import _, plural
from artesupremo.journal.health import Health, examine_file
from artesupremo.journal.opening import SQLITE
from artesupremo.journal.purge import files_in
from artesupremo.journal.queries import count_answers, count_notes, recorded_days
from artesupremo.journal.rotation import snapshot_day
from artesupremo.journal.safety import left_drafts
from artesupremo.library.load import load_library
from artesupremo.reports.faces.lines import command
from artesupremo.reports.faces.rows import Row, Section
from artesupremo.reports.faces.words import number, short_date, short_day
from artesupremo.settings import find_export_folder
from artesupremo.text import clean_line
from artesupremo.wording.rules import load_rules

_LIBRARIES = ("typer", "rich", "sqlite-utils", "pydantic", "PyYAML", "google-re2", "rapidfuzz",
              "platformdirs", "tzlocal", "holidays")  # fmt: skip
_LITTLE = 50 * 1024 * 1024  # bytes: less than this and an answer may soon find no room
_MAX_WIDTH = 100
# Folders that copy what is in them to other computers, at any moment, half written too.
_SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "nextcloud", "mega")


class Trouble(NamedTuple):
    """Something to look at: a sentence with what to do, and the exit status it stands for."""

    key: str
    sentence: str
    status: int = DONE


class Diagnosis(NamedTuple):
    """What was found, for every face."""

    troubles: tuple[Trouble, ...]
    sections: tuple[Section, ...]
    data: dict[str, Any]


def diagnose(session: Session, *, json: bool) -> int:
    """Print how the program and its files are; return the status of the worst that was found."""
    found = _examine(session)
    status = max((trouble.status for trouble in found.troubles), default=DONE)
    if json:
        print_json("doctor", found.data)
        return status
    _show(session, found)
    return status


def _examine(session: Session) -> Diagnosis:
    journal, journal_rows, journal_data = _journal(session)
    content, content_data = _content(session)
    places, place_rows, place_data = _places(session)
    beside, beside_rows, beside_data = _beside(session)
    troubles = (*journal, *content, *places, *beside)
    sections = (
        Section("troubles", _("To look at"), tuple(Row("", t.sentence) for t in troubles)),
        Section("journal", _("Journal"), tuple(journal_rows)),
        Section("places", _("Places"), tuple(place_rows)),
        Section("beside", _("Beside them on the disk"), tuple(beside_rows)),
        Section("now", _("Here and now"), tuple(_now(session))),
        Section("versions", _("Versions"), tuple(_version_rows())),
    )
    data = {
        "troubles": [trouble._asdict() for trouble in troubles],
        "versions": {"arte": __version__, "python": platform.python_version(),
                     "sqlite": SQLITE, **dict(_libraries())},
        "system": platform.platform(),
        "language": session.lang,
        "time_zone": zone_name(),
        "encoding": sys.stdout.encoding,
        "columns": session.width,
        "journal": journal_data,
        "content": content_data,
        "places": place_data,
        "beside": beside_data,
    }  # fmt: skip
    return Diagnosis(troubles, tuple(section for section in sections if section.rows), data)


# The journal


def _journal(session: Session) -> tuple[list[Trouble], list[Row], dict[str, Any]]:
    path = session.places.journal_file
    snapshots = snapshots_of(session)
    days = sorted(day for day in (snapshot_day(held.name) for held in snapshots) if day)
    data: dict[str, Any] = {
        "path": path,
        "bytes": _size(path),
        "whole": None,
        "snapshots": len(snapshots),
        "latest_snapshot": str(days[-1]) if days else None,
    }
    rows = [Row(_("File"), path)]
    troubles = list(_journal_troubles(session))
    if os.path.exists(path):
        health = _health(session)
        data["whole"] = health.whole if health else False
        if data["whole"]:
            rows.append(Row(_("Health"), _("whole: the file, every record, the search")))
            rows.append(Row(_("Holds"), _holds(session)))
        else:
            mends = command("journal check", "diario revisar")
            words = _("The journal is not whole: {command} says where, and the next step.")
            troubles.insert(0, Trouble("journal", words.format(command=mends), JOURNAL))
    elif not snapshots:
        rows.append(Row(_("Health"), _("nothing is written yet")))
    words = plural("{count} snapshot", "{count} snapshots", len(snapshots))
    kept = [words.format(count=len(snapshots))]
    if days:
        latest = f"{short_day(days[-1])} {short_date(days[-1], session.now.date())}"
        kept.append(_("the latest of {day}").format(day=latest))
    kept.append(_in_bytes(sum(map(_size, files_in(session.places.snapshots)))))
    rows.append(Row(_("Copies"), ", ".join(kept)))
    damaged = [held.name for held in snapshots if not held.sound]
    if damaged:
        words = _("Damaged copies, which are passed over: {names}.")
        troubles.append(Trouble("snapshots", words.format(names=", ".join(damaged))))
    return troubles, rows, data


def _journal_troubles(session: Session) -> Iterator[Trouble]:
    path = session.places.journal_file
    if not os.path.exists(path):
        if snapshots_of(session):
            words = _("The journal's file is not there, and copies of it are: {command}.")
            restores = command("journal restore", "diario restaurar")
            yield Trouble("missing", words.format(command=restores), JOURNAL)
        return
    synced = [part for part in path.split(os.sep) if part.casefold().startswith(_SYNCED)]
    if synced:
        words = _("The journal lies in a synced folder ({folder}), where copies can tear it.")
        yield Trouble("synced", words.format(folder=synced[0]))


def _health(session: Session) -> Health | None:
    """Return the health of the journal, None if it cannot even be copied, or is not for us."""
    try:
        return examine_file(session.places.journal_file, session.places.snapshots)
    except JournalError:
        return None


def _holds(session: Session) -> str:
    journal = session.journal
    counts = (
        ("{count} day", "{count} days", len(recorded_days(journal))),
        ("{count} answer", "{count} answers", count_answers(journal)),
        ("{count} note", "{count} notes", count_notes(journal)),
    )
    said = [plural(one, many, count).format(count=count) for one, many, count in counts]
    return ", ".join([*said, _in_bytes(_size(session.places.journal_file))])


# Settings, practices, rules


def _content(session: Session) -> tuple[list[Trouble], dict[str, Any]]:
    troubles = []
    data = {"settings": True, "practices": True, "rules": True}
    try:
        _settings = session.settings
    except ContentError as error:
        data["settings"] = False
        troubles += [Trouble("settings", problem_line(p), CONTENT) for p in error.problems]
    places = session.places
    library = load_library(places.own_practices, session.compiled)
    rules = load_rules(
        session.shipped_wording,
        places.own_wording,
        Compiled(places.compiled_rules_file, __version__),
    )
    for key, loaded, words in (
        ("practices", library, _("Practice files with a mistake: {command} says where.")),
        ("rules", rules, _("Rule files with a mistake: {command} says where.")),
    ):
        if loaded.problems:
            data[key] = False
            checks = command("practices check", "practicas revisar")
            troubles.append(Trouble(key, words.format(command=checks), CONTENT))
    return troubles, data


# Places


def _places(session: Session) -> tuple[list[Trouble], list[Row], dict[str, Any]]:
    places = session.places
    named = [
        ("config", _("Settings"), places.config),
        ("data", _("Journal"), places.data),
        ("state", _("Copies and drafts"), places.state),
        ("cache", _("Cache"), places.cache),
    ]
    rows = [Row(label, path) for _key, label, path in named]
    data: dict[str, Any] = {key: path for key, _label, path in named}
    try:
        exports = find_export_folder(places, session.settings, session.environ)
    except ContentError:
        exports = ""
    if exports:
        pages = len(files_in(exports))
        count = plural("{count} file", "{count} files", pages).format(count=pages)
        rows.append(Row(_("Exports"), f"{exports} ({count})"))
        data["exports"] = exports
    troubles = list(_open_to_others(path for _key, _label, path in named))
    free = _free(places.data)
    data["free_bytes"] = free
    if free is not None and free < _LITTLE:
        words = _("There is little room left on the disk: {size}.")
        troubles.append(Trouble("room", words.format(size=_in_bytes(free))))
    return troubles, rows, data


def _open_to_others(folders: Iterable[str]) -> Iterator[Trouble]:
    """Yield those of our `folders` that others may enter; what is in a closed one is safe."""
    if os.name == "nt":  # its permissions are not these
        return
    for path in folders:
        if os.path.isdir(path) and stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            words = _("Others on this computer may enter {path}: chmod -R go= {path} mends it.")
            yield Trouble("permissions", words.format(path=clean_line(path)))


def _free(folder: str) -> int | None:
    """Return the free bytes where `folder` is or will be."""
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


# What else there is


def _beside(session: Session) -> tuple[list[Trouble], list[Row], dict[str, Any]]:
    places = session.places
    rescued = waiting(session)
    held = {
        "snapshots": ("", files_in(places.snapshots)),
        "rescued": (_("Rescued texts"), rescued),
        "drafts": (_("Drafts of the editor"), files_in(places.drafts)),
        "unfinished": (_("Unfinished copies"), _unfinished(session)),
        "log": (_("Log of bugs"), [path for path in [places.log_file] if os.path.exists(path)]),
        "compiled": (_("Cache"), files_in(places.cache)),
    }
    rows = []
    for key, (label, paths) in held.items():
        if paths and key != "snapshots":  # they stand beside the journal
            size = _in_bytes(sum(map(_size, paths)))
            count = plural("{count} file", "{count} files", len(paths)).format(count=len(paths))
            rows.append(Row(label, f"{count}, {size}"))
    troubles = []
    if rescued:
        words = _("Not in the journal yet: {paths}. Written anew, the files can go.")
        troubles.append(Trouble("rescued", words.format(paths=", ".join(rescued))))
    data = {
        key: {"files": len(paths), "bytes": sum(map(_size, paths))}
        for key, (_label, paths) in held.items()
    }
    return troubles, rows, data


def _unfinished(session: Session) -> list[str]:
    places = session.places
    return [*left_drafts(places.data), *left_drafts(places.snapshots)]


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _in_bytes(size: int) -> str:
    """Return "64 KiB", "1.2 MiB"."""
    if size < 1024 * 1024:
        return f"{-(-size // 1024)} KiB"
    return f"{number(round(size / 1024 / 1024, 1))} MiB"


# The machine


def _now(session: Session) -> Iterator[Row]:
    language = {"es": "español", "en": "English"}[session.lang]
    yield Row(_("Language"), language)
    zone = zone_name() or _("unknown zone")
    clock = f"{session.now:%Y-%m-%d %H:%M} (UTC{session.now:%z})"
    yield Row(_("Clock"), f"{clock}, {zone}")
    encoding = (sys.stdout.encoding or "?").upper()
    columns = plural("{count} column", "{count} columns", session.width)
    colour = _("colours") if session.colour else _("no colours")
    yield Row(_("Terminal"), ", ".join([columns.format(count=session.width), encoding, colour]))


def _version_rows() -> Iterator[Row]:
    yield Row("arte", __version__)
    yield Row("Python", f"{platform.python_version()}, SQLite {SQLITE}")
    yield Row(_("System"), platform.platform(terse=True))
    yield Row(_("Libraries"), ", ".join(f"{name} {held}" for name, held in _libraries()))


def _libraries() -> Iterator[tuple[str, str]]:
    from importlib.metadata import PackageNotFoundError, version

    for name in _LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "–"


# Faces


def _show(session: Session, found: Diagnosis) -> None:
    count = len(found.troubles)
    title = _("Everything is in order.")
    if count:
        words = plural("{count} thing to look at", "{count} things to look at", count)
        title = words.format(count=count)
    if session.plain:
        print_lines(_sentences(title, found))
        return
    from rich.console import Group

    from artesupremo.reports.faces.pieces import HEADING, Rows, indented, print_view, text

    views: list[Any] = [text(title, style="bold")]
    for section in found.sections:
        views += [text(), text(section.title, style=HEADING), indented(Rows(section.rows))]
    print_view(Group(*views), width=min(session.width, _MAX_WIDTH), colour=session.colour)


def _sentences(title: str, found: Diagnosis) -> Iterator[str]:
    yield f"{title.removesuffix('.')}."
    for section in found.sections:
        yield f"{section.title}."
        for row in section.rows:
            words = row.words.removesuffix(".")
            yield f"{row.label}: {words}." if row.label else f"{words}."
