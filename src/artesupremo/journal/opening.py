"""Opening the journal's file: whose it is, how it is connected to, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from artesupremo.errors import JournalError
from artesupremo.files import is_ours_alone, open_to_read
from artesupremo.i18n import N_
from artesupremo.journal.model import APPLICATION_ID, SCHEMA_VERSION

LINK_TO_NONE = N_("{path} is a link to no journal: remove it, or put a journal where it leads.")
SQLITE = sqlite3.sqlite_version
FileId = tuple[int, int]  # device and inode
_MAGIC = b"SQLite format 3\x00"
_WAIT_SECONDS = 5.0
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA fullfsync = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # pages of the journal never lie in /var/tmp
)


def is_there(path: str, snapshots: str) -> bool:
    """Tell whether there is a journal at `path`; refuse what is not one, or not one for us.

    No file, or an empty one, is a journal that is yet to be made, unless there are `snapshots` of
    it: nobody is to begin anew without a word.
    """
    try:
        with open_to_read(path) as file:
            header = file.read(100)
    except FileNotFoundError:
        if has_snapshots(snapshots):
            raise JournalError(_MISSING, path=path) from None
        return False
    if not header and not has_snapshots(snapshots):  # cut off before its first transaction
        return False
    if not header.strip(b"\0") and os.path.exists(path + "-journal"):
        return True  # made, and cut off within it: SQLite rolls it back
    if not header.strip(b"\0"):
        raise JournalError(UNREADABLE, path=path)
    is_sqlite = header.startswith(_MAGIC)
    accept(path, int.from_bytes(header[68:72]) if is_sqlite else 0, int.from_bytes(header[60:64]))
    return True


def refuse_what_is_in_the_way(path: str) -> None:
    """Refuse a link or a pipe where SQLite keeps its rollback journal; raises JournalError."""
    beside = os.path.realpath(path) + "-journal"
    if not is_ours_alone(beside):
        raise JournalError(
            N_("{path} is in the journal's way: move it elsewhere and try again."), path=beside
        )


def has_snapshots(folder: str) -> bool:
    """Tell whether `folder` holds a snapshot; what was put aside as damaged is none."""
    try:
        names = os.listdir(folder)
        return any(n.endswith(".db") and not n.startswith("damaged-") for n in names)
    except OSError:
        return False


def accept(path: str, application_id: int, version: int) -> None:
    """Raise JournalError unless the file `path` is a journal that this program can read."""
    if application_id != APPLICATION_ID:
        raise JournalError(_FOREIGN, path=path)
    if version > SCHEMA_VERSION:
        raise JournalError(
            N_("The journal {path} comes from a newer arte; nothing was touched: update arte."),
            path=path,
        )


def connect(path: str) -> tuple[sqlite3.Connection, FileId | None]:
    """Return a careful connection to `path`, and which file it is that was opened.

    Raises JournalError where SQLite would write through a link, or wait for a pipe.
    """
    refuse_what_is_in_the_way(path)
    while True:
        file = file_id(path)
        connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
        if file == file_id(path):
            break
        connection.close()  # it was put in the place of another in between
    connection.row_factory = sqlite3.Row
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection, file


def file_id(path: str) -> FileId | None:
    """Return which file stands at `path` now, None if there is none."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def read_version(connection: sqlite3.Connection, path: str) -> int:
    """Return the version of the schema, 0 before it is made; refuse what is not for us."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application_id = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if version or application_id:
        accept(path, application_id, version)
    return version


@contextmanager
def guarded(path: str) -> Iterator[None]:
    """Turn what goes wrong with the journal `path` into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(sentence(error), path=path) from error
    except BrokenPipeError:  # whoever reads an export has seen enough
        raise
    except UnicodeDecodeError as error:  # what sqlite3 makes of a damaged schema
        raise JournalError(UNREADABLE, path=path) from error
    except OSError as error:
        raise JournalError(_NO_ACCESS, path=error.filename or path) from error


UNREADABLE = N_(
    "The journal {path} is damaged or cannot be read: arte journal restore brings back what there"
    " is, and keeps the file as it is."
)
_FOREIGN = N_(
    "{path} is not a journal of arte, or is damaged: arte journal restore puts the last snapshot"
    " in its place, and keeps the file as it is."
)
_MISSING = N_(
    "The journal {path} is not there, and copies of it are: arte journal restore brings it back."
)
_NO_ACCESS = N_(
    "The journal {path} cannot be written: check the permissions of the file and its folder."
)
_BUSY = N_("Another arte is writing in the journal: wait a moment and try again.")
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: N_("The disk is full: make room and repeat the last answer ({path})."),
    sqlite3.SQLITE_READONLY: _NO_ACCESS,
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_IOERR: N_("The disk did not take the answer: check it, then repeat ({path})."),
}


def sentence(error: sqlite3.Error) -> str:
    """Return what `error` means to the advisor: a message id that names {path}."""
    return _SENTENCES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, UNREADABLE)


def is_damage(error: Exception) -> bool:
    """Tell whether `error` says that a file is damaged, and not that it could not be reached."""
    if isinstance(error, sqlite3.Error):
        return sentence(error) == UNREADABLE
    return isinstance(error, UnicodeDecodeError)
