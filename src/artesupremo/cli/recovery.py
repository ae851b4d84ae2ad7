"""Damage and its cure: `arte journal check`, `arte journal restore`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from artesupremo.cli.output import print_json, print_lines
from artesupremo.cli.session import Session
from artesupremo.cli.talk import agrees
from artesupremo.errors import DONE, JournalError, NothingToShowError, UsageError
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.health import Damaged, Health, examine_file, is_sound
from artesupremo.journal.opening import has_snapshots
from artesupremo.journal.rebuild import Restored, Source, newest_snapshot
from artesupremo.reports.faces.lines import command

_UNREAD = N_("The file {path} cannot be read: is it there, and may it be read?")
_NAMED = 20  # damaged records
_QUOTED = 3  # of what SQLite says
_SITTINGS = {
    "morning": N_("Morning"),
    "closing": N_("Closing"),
    "week": N_("Review of the week"),
}


class Snapshot(NamedTuple):
    """A copy that is kept, and whether SQLite finds nothing wrong with it."""

    name: str
    sound: bool


# Check


def check_journal(session: Session, *, json: bool) -> int:
    """Print what is wrong with the journal; raises JournalError if anything is."""
    path = session.places.journal_file
    snapshots = snapshots_of(session)
    there = os.path.exists(path)
    if not (there or snapshots):
        raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
    health = examine_file(path, session.places.snapshots) if there else Health(("no file",))
    if json:
        print_json("journal-check", health_data(session, health, snapshots))
    else:
        print_lines([_("File: {path}").format(path=path)])
        print_lines(health_lines(health) if there else [_("The journal's file is not there.")])
        print_lines(snapshot_lines(snapshots))
    if not health.whole:
        raise JournalError(
            N_("The journal needs mending: {command} does it, and keeps the file as it is."),
            command=command("journal restore", "diario restaurar"),
        )
    return DONE


def snapshots_of(session: Session) -> list[Snapshot]:
    """Return the snapshots there are, by name; what a restore put aside as damaged is none."""
    folder = session.places.snapshots
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".db"))
    except OSError:
        return []
    kept = [name for name in names if not name.startswith("damaged-")]
    return [Snapshot(name, is_sound(os.path.join(folder, name))) for name in kept]


def health_data(session: Session, health: Health, snapshots: Sequence[Snapshot]) -> dict[str, Any]:
    """Return the health of the journal for JSON."""
    return {
        "path": session.places.journal_file,
        "whole": health.whole,
        "structure": list(health.structure),
        "orphans": health.orphans,
        "damaged": [item._asdict() for item in health.damaged],
        "searchable": health.searchable,
        "snapshots": [snapshot._asdict() for snapshot in snapshots],
    }


def health_lines(health: Health) -> Iterator[str]:
    """Yield what was found in the journal."""
    if health.whole:
        yield _("Whole: the file, every record, the search.")
        return
    if health.structure:
        yield _("The file itself is damaged; SQLite says:")
        yield from (f"  {said}" for said in health.structure[:_QUOTED])
    if health.damaged:
        count = len(health.damaged)
        words = plural("{count} record is not what was saved:",
                       "{count} records are not what was saved:", count)  # fmt: skip
        yield words.format(count=count)
        yield from damaged_lines(health.damaged)
    if health.orphans:
        words = plural("{count} answer has lost its sitting.",
                       "{count} answers have lost their sitting.", health.orphans)  # fmt: skip
        yield words.format(count=health.orphans)
    if not health.searchable and not health.structure:
        yield _("The search does not find all that is written, or more than that.")


def damaged_lines(damaged: Sequence[Damaged]) -> Iterator[str]:
    """Yield by what name each damaged record goes; the history of changes is one line."""
    rows = [item for item in damaged if item.place != "change"]
    for item in rows[:_NAMED]:
        yield f"  {item.day or '????-??-??'} · {_named(item)}"
    if len(rows) > _NAMED:
        yield "  " + _("and {count} more").format(count=len(rows) - _NAMED)
    changes = len(damaged) - len(rows)
    if changes:
        yield "  " + _("history of changes: {count}").format(count=changes)


def _named(item: Damaged) -> str:
    name = item.name or "?"
    if item.place == "note":
        return _("note {number}").format(number=name)
    if item.place == "rest":
        return _("day off")
    if item.place == "entry":
        return _(_SITTINGS[name]) if name in _SITTINGS else _("a sitting")
    return name


def snapshot_lines(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """Yield how many snapshots there are, and which of them are damaged."""
    damaged = [snapshot.name for snapshot in snapshots if not snapshot.sound]
    count = len(snapshots)
    yield plural("{count} snapshot", "{count} snapshots", count).format(count=count)
    if damaged:
        yield _("Damaged, and passed over: {names}").format(names=", ".join(damaged))


# Restore


def restore_journal(session: Session, file: str | None, *, yes: bool) -> int:
    """Put an earlier copy, with all that can be read of the present journal, in its place."""
    from artesupremo.journal.restore import restore

    session.journal.close()
    source, name = _export(file) if file and not _is_copy(file) else _copy(session, file)
    question = _("Restore from {name}, with what can be read of the present journal?")
    if not yes and not agrees(session, question.format(name=name)):
        raise UsageError(N_("Nothing was changed: --yes does it without asking."))
    places = session.places
    clerk = session.clerk(session.today)
    done = restore(places.journal_file, places.snapshots, source, clerk, session.today)
    print_lines(_told(done, name))
    return DONE


def _is_copy(file: str) -> bool:
    from artesupremo.journal.restore import is_journal_file

    try:
        return is_journal_file(file)
    except OSError:
        raise UsageError(_UNREAD, path=file) from None


def _copy(session: Session, file: str | None) -> tuple[Source, str]:
    """Return the copy to restore from: the one named, or the latest whole one."""
    from artesupremo.journal.restore import check_source

    if file is not None:
        try:
            check_source(file)
        except OSError:
            raise UsageError(_UNREAD, path=file) from None
        return Source(os.path.abspath(file)), file
    folder = session.places.snapshots
    is_there = os.path.exists(session.places.journal_file)
    try:
        newest = newest_snapshot(folder)
        is_unread = newest is None and not is_there and has_snapshots(folder)
    except OSError:
        is_unread = True
    if is_unread:
        raise JournalError(
            N_("No snapshot in {path} is whole or can be read: {command} FILE takes a backup."),
            path=folder,
            command=command("journal restore", "diario restaurar"),
        )
    if newest is None and not is_there:
        raise NothingToShowError(
            N_("There is neither a journal nor a snapshot: {command} FILE takes a backup."),
            command=command("journal restore", "diario restaurar"),
        )
    return Source(newest), os.path.basename(newest) if newest else _("itself")


def _export(file: str) -> tuple[Source, str]:
    from artesupremo.files import open_to_read
    from artesupremo.journal.exchange import lines_of, read_parcel

    try:
        with open_to_read(file) as lines:
            parcel = read_parcel(lines_of(lines), file)
    except OSError:
        raise UsageError(_UNREAD, path=file) from None
    return Source(None, parcel.journal, tuple(parcel.rows)), file


def _told(done: Restored, name: str) -> Iterator[str]:
    earlier = done.total - done.present - done.history
    yield _("Restored from {name}: {counts}").format(name=name, counts=_counted(earlier))
    if done.present.total():
        words = _("From the journal as it was: {counts}")
        yield words.format(counts=_counted(done.present))
    if done.history.total():
        yield _("From its history of changes: {counts}").format(counts=_counted(done.history))
    if done.unread:
        yield _("Nothing of the journal as it was could be read.")
    if done.foreign:
        words = _("It was another journal and was taken in: {command} takes that back.")
        yield words.format(command=command("undo", "deshacer"))
    if done.lost:
        yield _("Damaged everywhere, and lost:")
        yield from damaged_lines(done.lost)
    if done.kept:
        yield _("The file as it was: {path}").format(path=done.kept)


def _counted(rows: Counter[str]) -> str:
    """Return how many rows of each kind there are, in words."""
    counts = [
        plural("{count} answer", "{count} answers", rows["answer"]).format(count=rows["answer"]),
        plural("{count} note", "{count} notes", rows["note"]).format(count=rows["note"]),
    ]
    if rows["rest"]:
        words = plural("{count} day off", "{count} days off", rows["rest"])
        counts.append(words.format(count=rows["rest"]))
    return ", ".join(counts)
