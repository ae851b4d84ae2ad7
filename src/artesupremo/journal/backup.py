"""A backup: a whole copy of the journal, checked before it stands under its name."""

from __future__ import annotations

import os
import sqlite3

from artesupremo.errors import JournalError
from artesupremo.files import make_private_folder
from artesupremo.journal.health import holds
from artesupremo.journal.opening import UNREADABLE, guarded
from artesupremo.journal.safety import copy_journal, drafted


def save_copy(connection: sqlite3.Connection, path: str) -> None:
    """Write the journal behind `connection` to `path` (0600), or nothing.

    Raises JournalError if the journal is damaged, OSError if the copy cannot be written.
    """
    journal = str(connection.execute("PRAGMA database_list").fetchone()[2])
    make_private_folder(os.path.dirname(path))
    with drafted(path) as draft:
        try:
            copy_journal(connection, draft)
        except sqlite3.Error:
            with guarded(journal):
                raise
        if not holds(draft):
            raise JournalError(UNREADABLE, path=journal)
