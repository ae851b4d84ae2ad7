"""Bringing the journal back: an earlier whole copy, and what can be read of the present file.

Everything is done in a copy. The present file is kept aside before the new one takes its place,
by one rename, so that whenever it is cut off there is the old journal or the new one.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from artesupremo.errors import JournalError
from artesupremo.files import make_private_folder, open_to_read, sync_folder
from artesupremo.i18n import N_
from artesupremo.journal.health import NO_ROOM, copy_hot_journal, holds, is_sound
from artesupremo.journal.model import Clerk
from artesupremo.journal.opening import LINK_TO_NONE, accept, connect, is_damage, sentence
from artesupremo.journal.rebuild import Restored, Source, rebuild
from artesupremo.journal.safety import copy_bytes, drafted, next_number, remove

MAGIC = b"SQLite format 3\0"


def is_journal_file(path: str) -> bool:
    """Tell whether `path` is a journal's file and not an export; raises OSError."""
    with open_to_read(path) as file:
        return file.read(len(MAGIC)) == MAGIC


def _leads_to_a_journal(link: str) -> bool:
    try:
        return is_journal_file(link)
    except OSError:
        return False


def check_source(path: str) -> None:
    """Raise JournalError unless the file `path` is a whole journal for us."""
    with open_to_read(path) as file:
        header = file.read(100)
    accept(path, int.from_bytes(header[68:72]), int.from_bytes(header[60:64]))
    if not holds(path):
        raise JournalError(
            N_("{path} is damaged itself; nothing was changed: an older one may be whole."),
            path=path,
        )


def restore(path: str, snapshots: str, source: Source, clerk: Clerk, day: dt.date) -> Restored:
    """Put `source`, with what can be read of the journal `path`, in its place.

    Raises JournalError; then the journal is as it was.
    """
    if os.path.islink(path) and not _leads_to_a_journal(path):
        raise JournalError(LINK_TO_NONE, path=path)
    path = os.path.realpath(path)
    try:
        make_private_folder(os.path.dirname(path))
        make_private_folder(snapshots)
        with ExitStack() as stack, _drafted(path) as draft:
            present = stack.enter_context(held(path))
            kept = _keep_aside(present, path, snapshots, day) if present else None
            done = rebuild(draft, source, kept, snapshots, clerk)
            remove(f"{path}-journal")  # it is kept aside, and never meant the new file
            sync_folder(os.path.dirname(path))
            if os.name == "nt":  # Windows replaces no file that is open
                stack.close()
    except sqlite3.Error as error:
        raise JournalError(sentence(error), path=path) from error
    except OSError as error:
        raise JournalError(NO_ROOM, path=error.filename or path) from error
    return done


@contextmanager
def _drafted(path: str) -> Iterator[str]:
    """Lend a draft of the journal; what SQLite keeps beside it while it writes goes with it."""
    with drafted(path) as draft:
        try:
            yield draft
        finally:
            remove(f"{draft}-journal")


# The present journal


@contextmanager
def held(path: str) -> Iterator[BinaryIO | None]:
    """Keep every other arte from the journal `path`, and lend its bytes; None without one.

    A file that SQLite cannot open needs no lock: no other arte can open it either.
    """
    try:
        file = open_to_read(path)  # closed last: closing gives back the locks (POSIX)
    except FileNotFoundError:
        yield None
        return
    with file:
        lock = _locked(path)
        try:
            yield file
        finally:
            if lock:
                lock.close()


def _locked(path: str) -> sqlite3.Connection | None:
    try:
        connection, _file = connect(path)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        _raise_unless_damaged(error, path)
        return None
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        connection.close()
        _raise_unless_damaged(error, path)
        return None
    return connection


def _raise_unless_damaged(error: Exception, path: str) -> None:
    """Raise what another arte, or a missing right, is."""
    unread = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR
    if isinstance(error, sqlite3.Error) and not (unread or is_damage(error)):
        raise JournalError(sentence(error), path=path) from error


def _keep_aside(present: BinaryIO, path: str, folder: str, day: dt.date) -> str:
    """Copy the present journal into `folder`, byte by byte, and return the path of the copy."""
    draft = os.path.join(folder, f"aside.{os.getpid()}.tmp")
    try:
        present.seek(0)
        remove(draft)
        copy_bytes(present, draft)
        hot = copy_hot_journal(path, draft)
        kind = "before-restore" if is_sound(draft) and not hot else f"damaged-{day}"
        kept = os.path.join(folder, f"{kind}-{next_number(folder, kind):03d}.db")
        if hot:
            os.replace(f"{draft}-journal", f"{kept}-journal")
        os.replace(draft, kept)
    finally:
        remove(draft)
        remove(f"{draft}-journal")
    sync_folder(folder)
    return kept
