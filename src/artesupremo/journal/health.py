"""What is wrong with a journal: looked for everywhere, named by day and question, never by words.

Everything happens on a copy: SQLite itself writes to a file that it opens after a crash.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import NamedTuple

from artesupremo.errors import JournalError
from artesupremo.files import make_private_folder, open_to_read
from artesupremo.i18n import N_
from artesupremo.journal.checksums import PLACES, columns_of, damaged_rows
from artesupremo.journal.model import SCHEMA_VERSION
from artesupremo.journal.opening import connect, read_version, sentence
from artesupremo.journal.rows import Row
from artesupremo.journal.safety import copy_bytes, reading, remove

NO_ROOM = N_("There is no room for a copy in {path}, and nothing is tried on the journal itself.")
_TOLD = 20  # of SQLite's own complaints
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"[a-z0-9-]{1,40}")
# What names a row to the advisor, beside its day.
_NAMES = {"entry": "sitting", "answer": "question", "note": "number"}


class Damaged(NamedTuple):
    """A row that is not what was saved; what of it can be named, None where that is damaged."""

    place: str  # "entry", "answer", "note", "rest", "change"
    day: str | None
    name: str | None  # the sitting, the question, the number of a note


class Health(NamedTuple):
    """What was found in a journal's file."""

    structure: tuple[str, ...] = ()  # what SQLite says of it, in its own words
    orphans: int = 0  # answers whose sitting is not there
    damaged: tuple[Damaged, ...] = ()
    searchable: bool = True  # the search finds what is written, and nothing else

    @property
    def holds(self) -> bool:
        """Tell whether everything that was written is there as it was saved."""
        return not (self.structure or self.orphans or self.damaged)

    @property
    def whole(self) -> bool:
        """Tell whether nothing at all is wrong."""
        return self.holds and self.searchable


def examine_file(path: str, folder: str) -> Health:
    """Return the health of the journal `path`, found out on a private copy in `folder`."""
    with copied(path, folder) as copy:
        return examine(copy)


def examine(path: str) -> Health:
    """Return the health of the journal `path`, which SQLite may put in order as it opens it.

    Raises JournalError for the journal of a newer arte.
    """
    try:
        connection, _file = connect(path)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return Health((str(error),), searchable=False)
    with closing(connection):
        found = examine_rows(connection, path)
        if not found.structure:
            found = found._replace(searchable=_index_is_true(connection))
    return found


def examine_rows(connection: sqlite3.Connection, path: str) -> Health:
    """Return what is wrong with what is written; the search index is not looked at."""
    try:
        version = read_version(connection, path)
        if not version:
            return Health(("no schema",), searchable=False)
        verdicts = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_TOLD})")]
        structure = [] if verdicts == ["ok"] else verdicts
        places = [place for place in PLACES if columns_of(connection, place)]
        if version == SCHEMA_VERSION:  # earlier ones had fewer tables
            structure += [f"no table {place}" for place in PLACES if place not in places]
        orphans = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return Health((str(error),), searchable=False)
    damaged: list[Damaged] = []
    for place in places:
        try:
            damaged += [named(place, row) for row in damaged_rows(connection, place)]
        except (sqlite3.Error, UnicodeDecodeError) as error:
            structure.append(f"{place}: {error}")
    return Health(tuple(structure), orphans, tuple(damaged))


def named(place: str, row: Row) -> Damaged:
    """Return what a damaged row can be called by."""
    day, name = str(row.get("day", "")), str(row.get(_NAMES.get(place, ""), ""))
    return Damaged(
        place, day if _DAY.fullmatch(day) else None, name if _ID.fullmatch(name) else None
    )


def is_sound(path: str) -> bool:
    """Tell whether SQLite's quick check finds nothing wrong with the snapshot `path`."""
    with suppress(sqlite3.Error, UnicodeDecodeError, JournalError), reading(path) as held:
        if read_version(held, path):
            return bool(held.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    return False


def holds(path: str) -> bool:
    """Tell whether all that is written in the snapshot `path` is as it was saved."""
    with suppress(sqlite3.Error, UnicodeDecodeError, JournalError), reading(path) as held:
        return examine_rows(held, path).holds
    return False


# The search index


def _index_is_true(connection: sqlite3.Connection) -> bool:
    """Tell whether the search index holds the words of the rows: what it does after a rebuild."""
    try:
        return all(_as_rebuilt(connection, place) for place in ("answer", "note"))
    except sqlite3.Error:
        return False


def _as_rebuilt(connection: sqlite3.Connection, place: str) -> bool:
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.{place}_words USING fts5vocab(main, {place}_fts, instance)"
    )
    count = (
        "SELECT term, count(*), sum(doc), sum(doc * (length(col) + 1) * (offset + 7))"  # noqa: S608  # names of our own
        f" FROM temp.{place}_words GROUP BY term"
    )
    before = [tuple(row) for row in connection.execute(count)]
    connection.execute("BEGIN")
    try:
        connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('rebuild')")  # noqa: S608  # as above
        return before == [tuple(row) for row in connection.execute(count)]
    finally:
        connection.execute("ROLLBACK")


# Copies to look at


@contextmanager
def copied(path: str, folder: str) -> Iterator[str]:
    """Lend a private copy of the journal `path`, with what SQLite has yet to take back in it."""
    copy = os.path.join(folder, f"copy.{os.getpid()}.tmp")
    try:
        try:
            make_private_folder(folder)
            remove(copy)
            _copy_as_it_is(path, copy)
        except OSError as error:
            raise JournalError(NO_ROOM, path=folder) from error
        yield copy
    finally:
        with suppress(OSError):
            remove(copy)
            remove(f"{copy}-journal")


def _copy_as_it_is(path: str, copy: str) -> None:
    """Copy the file between two writers; one that SQLite cannot read is copied all the same."""
    with open_to_read(path) as source:  # closed last: see safety.copy_journal
        try:
            with reading(path) as held:
                held.execute("BEGIN")
                held.execute("SELECT 1 FROM sqlite_schema").fetchone()
                copy_bytes(source, copy)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if isinstance(error, sqlite3.Error) and _is_busy(error):
                raise JournalError(sentence(error), path=path) from error
            source.seek(0)
            remove(copy)
            copy_bytes(source, copy)
            copy_hot_journal(path, copy)


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def copy_hot_journal(path: str, copy: str) -> bool:
    """Copy what SQLite would take back in `path`, if it was cut off; tell whether it was."""
    try:
        with open_to_read(f"{path}-journal") as source:
            copy_bytes(source, f"{copy}-journal")
    except FileNotFoundError:
        return False
    return True
