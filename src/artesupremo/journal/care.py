"""Daily care, after the card of a sitting: everything checked, one snapshot, old ones let go.

Nothing heavy is loaded here: somebody is about to get the prompt of the shell back.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import suppress

from artesupremo.errors import JournalError
from artesupremo.files import make_private_folder
from artesupremo.i18n import N_
from artesupremo.journal.checksums import PLACES, damaged_rows
from artesupremo.journal.opening import is_damage
from artesupremo.journal.pages import changed_rows
from artesupremo.journal.rotation import snapshot_day, snapshot_name, to_remove
from artesupremo.journal.safety import (
    check_structure,
    copy_journal,
    drafted,
    reading,
    sweep,
)

NO_SNAPSHOT = N_(
    "No copy of the journal could be kept today in {path}: is there room, and may it be written?"
)


class _DamagedError(Exception):
    """The journal holds a row that is not what was saved."""


def look_after(connection: sqlite3.Connection, folder: str, day: dt.date) -> bool:
    """Keep a checked snapshot of `day` in `folder`, unless there is one; tell whether all is well.

    It is copied first and checked then, so that no lock is held for long. A damaged journal gets
    no snapshot and lets none go. Raises JournalError if no snapshot can be kept.
    """
    final = os.path.join(folder, snapshot_name(day))
    if os.path.exists(final):
        return True
    try:
        make_private_folder(folder)
        sweep(folder)
        with drafted(final) as draft:
            copy_journal(connection, draft)
            _check(draft, _newest_day(folder))
        rotate(folder)
    except _DamagedError:
        return False
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        if is_damage(error):
            return False
        raise JournalError(NO_SNAPSHOT, path=folder) from error
    return True


def _check(path: str, baseline: str | None) -> None:
    """Raise unless the copy `path` is whole; `baseline` is a copy that was checked before."""
    with reading(path) as copy:
        check_structure(copy)
        among = None
        if baseline:
            with suppress(OSError):  # it cannot be read: everything is looked at
                among = changed_rows(path, baseline)
        for place in PLACES:
            for _row in damaged_rows(copy, place, among):
                raise _DamagedError


def _newest_day(folder: str) -> str | None:
    days = [day for day in map(snapshot_day, os.listdir(folder)) if day]
    return os.path.join(folder, snapshot_name(max(days))) if days else None


def rotate(folder: str) -> None:
    """Remove the snapshots in `folder` that have had their time."""
    for name in to_remove(os.listdir(folder)):
        with suppress(OSError):
            os.unlink(os.path.join(folder, name))
