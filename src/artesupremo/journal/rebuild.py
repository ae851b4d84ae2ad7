"""The restored journal: an earlier copy or an export, and what can be read of the present one."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import NamedTuple

from artesupremo.errors import JournalError
from artesupremo.files import open_to_read
from artesupremo.i18n import N_
from artesupremo.journal import schema
from artesupremo.journal.act import Act, uuid7
from artesupremo.journal.health import Damaged, copy_hot_journal, examine, holds, named
from artesupremo.journal.merge import WRITTEN, ForeignError, Merging
from artesupremo.journal.model import SCHEMA_VERSION, Answer, Clerk, Entry, Note, Rest
from artesupremo.journal.opening import accept, connect, read_version
from artesupremo.journal.rows import (
    READERS,
    Row,
    answer_row,
    entry_row,
    is_intact,
    note_row,
    rest_row,
    to_entry,
)
from artesupremo.journal.safety import copy_bytes, remove
from artesupremo.journal.salvage import broken, readable_rows
from artesupremo.journal.sittings import sitting_row

Imported = Entry | Answer | Note | Rest
_CANNOT = N_("The journal {path} could not be made whole; nothing was changed.")


class Source(NamedTuple):
    """What a journal is restored from: a snapshot or a backup, or the rows of an export."""

    path: str | None  # of a journal's file
    journal: tuple[str, str] | None = None  # of an export: id, and the instant it began
    rows: tuple[Imported, ...] = ()


class Restored(NamedTuple):
    """What a restore did: rows by table and where they are from."""

    kept: str | None  # where the journal is that was there
    total: Counter[str]
    present: Counter[str]  # of them, from the journal that was there
    history: Counter[str]  # and from its history of changes
    lost: tuple[Damaged, ...]
    unread: bool  # a journal was there, and nothing of it could be read
    foreign: bool  # the journal that was there was another one, and was taken in as by an import


def newest_snapshot(folder: str) -> str | None:
    """Return the latest snapshot in `folder` in which all that is written is whole.

    None if there is none, or no `folder`; raises OSError if it cannot be read.
    """
    with suppress(FileNotFoundError):
        names = [
            n for n in os.listdir(folder) if n.endswith(".db") and not n.startswith("damaged")
        ]
        paths = [path for name in names if os.path.isfile(path := os.path.join(folder, name))]
        paths.sort(key=lambda path: (os.stat(path).st_mtime_ns, path), reverse=True)
        return next((path for path in paths if holds(path)), None)
    return None


def rebuild(
    draft: str, source: Source, kept: str | None, snapshots: str, clerk: Clerk
) -> Restored:
    """Make of the empty file `draft` the journal that is to stand in the place of `kept`.

    Raises JournalError, sqlite3.Error or OSError if it cannot be made whole.
    """
    if source.path:
        with open_to_read(source.path) as file:
            copy_bytes(file, draft)
    connection, _file = connect(draft)
    with closing(connection), _salvaged(kept, snapshots, source.path) as present:
        _refuse_what_acts(connection, draft)
        connection.execute("BEGIN IMMEDIATE")
        if read_version(connection, draft) < SCHEMA_VERSION:
            identity = source.journal or _identity(present)
            schema.migrate(connection, *(identity or (uuid7(), clerk.moment.at)))
        connection.execute("PRAGMA defer_foreign_keys = ON")
        _put_rows(connection, source.rows)
        done = _merged(connection, present, clerk)
        for place in ("answer", "note"):
            connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('rebuild')")  # noqa: S608  # names of our own
        connection.execute("COMMIT")
        total = Counter({place: _count(connection, place) for place in WRITTEN})
    if not examine(draft).whole:
        raise JournalError(_CANNOT, path=draft)
    _sync(draft)
    return done._replace(kept=kept, total=total, unread=done.unread and kept is not None)


def _refuse_what_acts(connection: sqlite3.Connection, path: str) -> None:
    """Raise JournalError for a file that does something by itself: a journal holds rows alone."""
    if connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    ).fetchone():
        accept(path, 0, 0)


def _put_rows(connection: sqlite3.Connection, rows: Iterable[Imported]) -> None:
    """Put the rows of an export into a new journal, as they are and without a history."""
    for row in rows:
        place, columns = _row_of(row)
        marks = ", ".join("?" for _name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        connection.execute(
            f"INSERT INTO {place} ({names}) VALUES ({marks})",  # noqa: S608  # names of our own
            tuple(columns.values()),
        )


def _row_of(row: Imported) -> tuple[str, Row]:
    if isinstance(row, Entry):
        return "entry", entry_row(row)
    if isinstance(row, Answer):
        return "answer", answer_row(row)
    return ("note", note_row(row)) if isinstance(row, Note) else ("rest", rest_row(row))


def _count(connection: sqlite3.Connection, place: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {place}").fetchone()[0])  # noqa: S608  # as above


def _sync(path: str) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# What can be read of the present journal


@contextmanager
def _salvaged(
    kept: str | None, snapshots: str, donor: str | None
) -> Iterator[sqlite3.Connection | None]:
    """Lend what can be read of the copy `kept`, on a copy of its own; None if nothing can."""
    if kept is None:
        yield None
        return
    copy = os.path.join(snapshots, f"salvage.{os.getpid()}.tmp")
    try:
        remove(copy)
        with open(kept, "rb") as file:
            copy_bytes(file, copy)
        copy_hot_journal(kept, copy)
        with broken(copy, donor or newest_snapshot(snapshots)) as present:
            yield present
    finally:
        remove(copy)
        remove(f"{copy}-journal")


def _identity(present: sqlite3.Connection | None) -> tuple[str, str] | None:
    """Return the id of a journal and the instant it began, None if they cannot be read."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        row = present.execute("SELECT id, begun FROM journal").fetchone() if present else None
        return (row[0], row[1]) if row else None
    return None


def _merged(
    connection: sqlite3.Connection, present: sqlite3.Connection | None, clerk: Clerk
) -> Restored:
    if present is None:
        counts = Counter[str](), Counter[str](), Counter[str]()
        return Restored(None, *counts, (), unread=True, foreign=False)
    connection.execute("SAVEPOINT merging")
    merging = Merging(connection)
    try:
        merging.take_history(_history(connection, present))
    except ForeignError:
        connection.execute("ROLLBACK TO merging")
        return _taken_in(connection, present, clerk)
    for place in WRITTEN:
        for row in readable_rows(present, place):
            merging.take_row(place, row)
    done = merging.finish()
    lost = tuple(named(place, row) for place, row in done.lost)
    return Restored(None, Counter(), done.present, done.history, lost, unread=False, foreign=False)


def _history(connection: sqlite3.Connection, present: sqlite3.Connection) -> Iterator[Row]:
    """Yield the changes of the present journal; raises ForeignError if it is another one."""
    ours, theirs = _identity(present), _identity(connection)
    if ours and ours != theirs:
        raise ForeignError
    yield from readable_rows(present, "change")


def _taken_in(
    connection: sqlite3.Connection, present: sqlite3.Connection, clerk: Clerk
) -> Restored:
    """Take in what another journal holds, as an import would: what is here stays."""
    act, homes, added = Act(connection, clerk, "import"), dict[str, Entry](), Counter[str]()
    lost: list[Damaged] = []
    for place in WRITTEN:
        for row in readable_rows(present, place):
            if not is_intact(row):
                lost.append(named(place, row))
                continue
            added[place] += not _take(act, homes, READERS[place](row))
    return Restored(None, Counter(), added, Counter(), tuple(lost), unread=False, foreign=True)


def _take(act: Act, homes: dict[str, Entry], row: Imported) -> int:
    """Take in one row; return 0 if it was added."""
    if isinstance(row, Entry):
        homes[row.id], fate = act.take_entry(row)
        return fate
    if isinstance(row, Answer):
        if row.entry not in homes:
            homes[row.entry], _fate = act.take_entry(_home_of(row))
        return act.take_answer(homes[row.entry], row)
    return act.take_note(row) if isinstance(row, Note) else act.take_rest(row)


def _home_of(answer: Answer) -> Entry:
    return to_entry(sitting_row([answer_row(answer)]))
