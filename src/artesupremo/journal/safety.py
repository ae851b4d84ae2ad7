"""Copies of the journal: complete and checked under their final name, or not there at all."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from artesupremo.files import create_private_file, make_private_folder, sync_folder
from artesupremo.journal.opening import refuse_what_is_in_the_way

_AT_ONCE = 1024 * 1024  # bytes
_DRAFT = re.compile(r".*\.[0-9]+\.tmp(-journal)?")
_LEFT_AFTER = 3600  # seconds: until then somebody may still be writing


def take_snapshot(connection: sqlite3.Connection, folder: str, name: str) -> str:
    """Copy the journal behind `connection` into `folder` and return the path of the copy.

    It gets the next number of its `name`. Raises sqlite3.Error or OSError; then no file of that
    name is left.
    """
    make_private_folder(folder)
    final = os.path.join(folder, f"{name}-{next_number(folder, name):03d}.db")
    with drafted(final) as draft:
        copy_journal(connection, draft)
        with reading(draft) as copy:
            check_structure(copy)
    return final


def next_number(folder: str, name: str) -> int:
    """Return one more than the highest number given: what was rotated away stays used."""
    numbered = re.compile(rf"{re.escape(name)}-([0-9]+)\.db")
    found = (numbered.fullmatch(held) for held in os.listdir(folder))
    return max((int(number[1]) for number in found if number), default=0) + 1


@contextmanager
def drafted(path: str) -> Iterator[str]:
    """Lend an empty private file (0600) beside `path`; it stands there once the block is done.

    What the block wrote and synced is kept whole, or nothing is.
    """
    draft = f"{path}.{os.getpid()}.tmp"
    remove(draft)
    create_private_file(draft)
    try:
        yield draft
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            remove(draft)
        raise
    sync_folder(os.path.dirname(path))


def copy_journal(connection: sqlite3.Connection, target: str) -> None:
    """Copy the file behind `connection` byte by byte to `target`, as it is between two writers.

    Byte by byte, because what is damaged has to be seen in the copy; nothing is slower and
    nothing hides more than to write it anew.
    """
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    # Closing a file gives back every lock that this process holds on it (POSIX): it is closed
    # only after SQLite has given back its own.
    with open(path, "rb") as source:
        connection.execute("BEGIN")
        try:
            connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # the read lock
            copy_bytes(source, target)
        finally:
            connection.execute("ROLLBACK")


def copy_bytes(source: BinaryIO, target: str) -> None:
    """Write what is left of `source` to the private file `target`, and sync it."""
    create_private_file(target)
    with open(target, "r+b") as file:
        while piece := source.read(_AT_ONCE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def reading(path: str) -> Iterator[sqlite3.Connection]:
    """Lend a connection to the journal file `path` that cannot write to it.

    Raises sqlite3.Error or JournalError; also for a pipe, which SQLite would wait for.
    """
    if not os.path.isfile(path):
        raise sqlite3.OperationalError("no file")
    refuse_what_is_in_the_way(path)
    connection = sqlite3.connect(read_only(path), uri=True, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection
    finally:
        connection.close()


def read_only(path: str) -> str:
    """Return the address under which SQLite opens the file `path` and cannot write to it."""
    return f"file:{path.replace('%', '%25').replace('?', '%3f').replace('#', '%23')}?mode=ro"


def check_structure(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError if SQLite's quick check finds something wrong."""
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def remove(path: str) -> None:
    """Remove the file `path` if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def is_draft(path: str) -> bool:
    """Tell whether `path` is called as what a copy that was cut off leaves."""
    return _DRAFT.fullmatch(os.path.basename(path)) is not None


def left_drafts(folder: str) -> list[str]:
    """Return the paths of what copies that were cut off left in `folder`."""
    with suppress(OSError):
        names = sorted(name for name in os.listdir(folder) if is_draft(name))
        return [os.path.join(folder, name) for name in names]
    return []


def sweep(folder: str) -> None:
    """Remove from `folder` what copies left that were cut off an hour ago or more."""
    for path in left_drafts(folder):
        with suppress(OSError):
            if time.time() - os.stat(path).st_mtime > _LEFT_AFTER:
                os.unlink(path)
