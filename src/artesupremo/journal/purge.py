"""Forgetting for good: in the journal's file, in its search index, in every copy that is kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress

from artesupremo.errors import JournalError
from artesupremo.i18n import N_
from artesupremo.journal.act import uuid7
from artesupremo.journal.opening import connect
from artesupremo.journal.safety import left_drafts, sync_file


def forget_changes(connection: sqlite3.Connection) -> int:
    """Forget the history of changes in the transaction that is open; return how many there were.

    A word that was deleted stays in the search index until the index is optimized, and on free
    pages until the file is written anew.
    """
    try:
        count = connection.execute("DELETE FROM change").rowcount
        for place in ("answer", "note"):
            connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('optimize')")  # noqa: S608  # names of our own
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("PRAGMA temp_store = MEMORY")  # no copy in a folder of the system
    connection.execute("VACUUM")
    return count


def replace_by_empty(path: str, at: str) -> None:
    """Put a new journal, begun `at`, in the place of the one at `path`, damaged or not."""
    from artesupremo.journal import schema
    from artesupremo.journal.restore import replacing

    with replacing(os.path.realpath(path)) as (_present, draft):
        connection, _file = connect(draft)
        with closing(connection):
            connection.execute("BEGIN IMMEDIATE")
            schema.migrate(connection, uuid7(), at)
            connection.execute("COMMIT")
        sync_file(draft)


def copies(path: str, snapshots: str) -> list[str]:
    """Return every copy of the journal `path` that is kept, whole, put aside or left over."""
    found = [*left_drafts(os.path.dirname(path)), *left_drafts(snapshots)]
    with suppress(OSError):
        names = sorted(os.listdir(snapshots))
        found += [os.path.join(snapshots, n) for n in names if n.endswith((".db", ".db-journal"))]
    return found


def remove_all(paths: list[str]) -> None:
    """Remove the files `paths`; raises JournalError naming the first that stays."""
    for path in paths:
        try:
            os.unlink(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise JournalError(
                N_("{path} cannot be removed: after that is mended, the same command goes on."),
                path=path,
            ) from error
