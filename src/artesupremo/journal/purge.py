"""Forgetting for good: what was corrected or deleted, or all that was ever written.

A deleted row lives on in the history of changes, as terms of the search index, in pages that
SQLite has not given back, and in every snapshot.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing, suppress

from artesupremo.files import is_ours_alone, sync_folder
from artesupremo.journal.opening import connect, guarded
from artesupremo.journal.restore import held

_AT_ONCE = 1024 * 1024  # bytes
_SEARCHED = ("answer", "note")


def forget_history(path: str) -> int:
    """Remove from the journal `path` what it keeps of earlier versions; return how many changes.

    Nothing can be undone any more. Raises JournalError; what was committed by then is forgotten.
    """
    with guarded(path):
        connection, _file = connect(path)
        with closing(connection):
            connection.execute("PRAGMA temp_store = MEMORY")  # VACUUM leaves no copy elsewhere
            connection.execute("BEGIN IMMEDIATE")
            count = connection.execute("DELETE FROM change").rowcount
            for place in _SEARCHED:  # terms of rows that are gone stay until then
                connection.execute(
                    f"INSERT INTO {place}_fts ({place}_fts) VALUES ('rebuild')"  # noqa: S608  # names of our own
                )
            connection.execute("COMMIT")
            connection.execute("VACUUM")
    return count


def erase_journal(path: str) -> None:
    """Erase the journal `path`, damaged or not; the next answer begins another one.

    Raises JournalError if another arte is writing in it.
    """
    path = os.path.realpath(path)
    with guarded(path):
        with held(path) as present:
            if present:
                _overwrite(path)
        erase([f"{path}-journal"])  # first: it is never to meet the journal that is begun next
        erase([path])


def erase(paths: Iterable[str]) -> int:
    """Erase the files `paths` for good and return how many there were; raises OSError."""
    there = [_aside(path) for path in paths if os.path.lexists(path)]
    folders = {os.path.dirname(path) for path in there}
    for folder in folders:
        sync_folder(folder)
    for path in there:
        # A file that has another name, too, is a copy that somebody keeps elsewhere.
        if os.path.isfile(path) and is_ours_alone(path):
            _overwrite(path)
        with suppress(FileNotFoundError):
            os.unlink(path)
    for folder in folders:  # or a power cut brings their names back
        sync_folder(folder)
    return len(there)


def _aside(path: str) -> str:
    """Take a copy of the journal out of its final name: half overwritten it is none."""
    if not path.endswith(".db"):
        return path
    draft = f"{path}.{os.getpid()}.tmp"
    with suppress(FileNotFoundError):
        os.replace(path, draft)
    return draft


def files_in(folder: str) -> list[str]:
    """Return the paths of all that is no folder in `folder`; none if it cannot be read."""
    try:
        return all_files_in(folder)
    except OSError:
        return []


def all_files_in(folder: str) -> list[str]:
    """Return what `files_in` does, and none if there is no `folder`; raises OSError."""
    try:
        with os.scandir(folder) as held_there:
            return sorted(one.path for one in held_there if not one.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []


def _overwrite(path: str) -> None:
    """Put zeros where the bytes of `path` are; a disk may still keep them elsewhere."""
    with open(path, "r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, _AT_ONCE)))
        file.flush()
        os.fsync(file.fileno())
