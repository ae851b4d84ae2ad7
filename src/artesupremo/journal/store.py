"""The journal's file: opened with care, written one whole answer at a time, corrected, undone.

Each act is one `BEGIN IMMEDIATE … COMMIT` with a rollback journal and `synchronous=EXTRA`, so
that what was said to be saved survives a power cut. The daily path uses plain sqlite3;
sqlite_utils is loaded only to make or migrate the schema.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from artesupremo.errors import JournalError, NothingToShowError
from artesupremo.files import create_private_file, make_private_folder
from artesupremo.i18n import N_
from artesupremo.journal.act import NOTHING_TO_REDO, NOTHING_TO_UNDO, Act, uuid7
from artesupremo.journal.model import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    Answer,
    Asked,
    Chosen,
    Clerk,
    Deed,
    Entry,
    Note,
    Rest,
    Sitting,
    Value,
)
from artesupremo.journal.rows import Row

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
)


class Journal:
    """One advisor's journal. Nothing is made before the first answer is recorded."""

    def __init__(self, path: str, snapshots: str) -> None:
        self.path = path
        self.snapshots = snapshots
        self._connection: sqlite3.Connection | None = None

    # Reading

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of a query of this room; none if there is no journal yet."""
        with self._guarded():
            connection = self._open()
            if connection is None:
                return []
            return [dict(row) for row in connection.execute(sql, values)]

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of a query one by one, for what is too long to hold in memory."""
        with self._guarded():
            connection = self._open()
            if connection is not None:
                for row in connection.execute(sql, values):
                    yield dict(row)

    def tuples(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query as bare tuples, for figures made of thousands of them."""
        with self._guarded():
            connection = self._open()
            if connection is None:
                return []
            cursor = connection.cursor()
            cursor.row_factory = None
            return cursor.execute(sql, values).fetchall()

    @contextmanager
    def as_it_is_now(self) -> Iterator[None]:
        """Let several queries see the journal as it was at the first of them."""
        with self._guarded():
            connection = self._open()
            if connection is None:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("ROLLBACK")  # nothing was written

    @property
    def id(self) -> str:
        """Return the journal's id, or "" before it is made."""
        rows = self.rows("SELECT id FROM journal")
        return str(rows[0]["id"]) if rows else ""

    def close(self) -> None:
        """Close the file, if it is open."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # Writing

    def record(
        self,
        clerk: Clerk,
        sitting: Sitting,
        answers: Sequence[tuple[Asked, Value | None]],
        chosen: Chosen | None = None,
    ) -> None:
        """Record `answers` (None: skipped) in one transaction, as one act that can be undone.

        An answer that replaces an earlier one keeps the earlier one in the history of changes.
        `chosen` is the practice of the day, if it comes with them.
        """
        with self._transaction(clerk) as act:
            entry = self._entry(act, sitting)
            held = entry._replace(
                declined=False, short=sitting.short or entry.short, chosen=chosen or entry.chosen
            )
            if held != entry:
                entry = act.replace_entry(held)
            for asked, value in answers:
                act.put_answer(entry, asked, value, recalled=sitting.recalled)

    def decline(self, clerk: Clerk, sitting: Sitting) -> None:
        """Record that the offer to fill in `sitting` was declined."""
        with self._transaction(clerk, kind="decline") as act:
            entry = self._entry(act, sitting)
            act.replace_entry(entry._replace(declined=True))

    def keep_choice(self, clerk: Clerk, sitting: Sitting, chosen: Chosen) -> None:
        """Store the practice of the day with the words it is shown in."""
        with self._transaction(clerk, kind="choose") as act:
            entry = self._entry(act, sitting)
            act.replace_entry(entry._replace(chosen=chosen))

    def keep_note(self, clerk: Clerk, note: Note, *, kind: str, act: str | None = None) -> Note:
        """Record a note and return it: a new one if it has no id yet, else in its place.

        `act` goes on with an act begun before, so that undo takes back both at once.
        """
        with self._transaction(clerk, kind=kind, act=act) as writing:
            return writing.replace_note(note) if note.id else writing.add_note(note)

    def set_rest(self, clerk: Clerk, days: Iterable[dt.date], *, off: bool) -> int:
        """Make `days` days off, or working days again; return how many changed."""
        if not off and self._open_guarded() is None:
            return 0
        with self._transaction(clerk, kind="rest") as act:
            if off:
                return sum([act.add_rest(day) for day in days])
            return sum([act.delete_rows("rest", "day = ?", str(day)) for day in days])

    def delete_day(self, clerk: Clerk, day: dt.date) -> None:
        """Delete the sittings, answers and notes of `day`, as one act that can be undone."""
        with self._transaction(clerk, kind="delete") as act:
            for place in ("answer", "entry", "note"):
                act.delete_rows(place, "day = ?", str(day))

    def delete_answer(self, clerk: Clerk, answer: Answer) -> None:
        """Delete one answer: its question is unanswered again."""
        with self._transaction(clerk, kind="delete") as act:
            act.delete_rows("answer", "id = ?", answer.id)

    def delete_note(self, clerk: Clerk, note: Note) -> None:
        """Delete one note; its number is not given again."""
        with self._transaction(clerk, kind="delete") as act:
            act.delete_rows("note", "id = ?", note.id)

    def take_in(
        self,
        clerk: Clerk,
        rows: Sequence[Entry | Answer | Note | Rest],
        *,
        identity: tuple[str, str] | None = None,
    ) -> tuple[int, int, int]:
        """Add rows from elsewhere, all or nothing, after a snapshot.

        What is here stays: a row with a known id, and the answer to a question that has one. A
        sitting that is here under another id takes the answers it lacks; sittings stand before
        their answers. `identity` (id, instant it began) is used if the journal has to be made.
        Returns rows added, known, different.
        """
        with self._guarded():
            connection = self._open()
            if connection is not None:
                from artesupremo.journal import safety

                safety.take_snapshot(connection, self.snapshots, "before-import")
        with self._transaction(clerk, kind="import", identity=identity) as act:
            homes: dict[str, Entry] = {}
            counts = [0, 0, 0]
            for row in rows:
                if isinstance(row, Entry):
                    homes[row.id], fate = act.take_entry(row)
                elif isinstance(row, Answer):
                    fate = act.take_answer(homes[row.entry], row)
                else:
                    fate = act.take_note(row) if isinstance(row, Note) else act.take_rest(row)
                counts[fate] += 1
        added, known, different = counts
        return added, known, different

    def undo(self, clerk: Clerk) -> Deed:
        """Take back the latest act and return it; raises NothingToShowError without one."""
        if self._open_guarded() is None:
            raise NothingToShowError(NOTHING_TO_UNDO)
        with self._transaction(clerk, kind="undo") as act:
            return act.undo_latest()

    def redo(self, clerk: Clerk) -> Deed:
        """Do again what undo took back last and return it; raises NothingToShowError."""
        if self._open_guarded() is None:
            raise NothingToShowError(NOTHING_TO_REDO)
        with self._transaction(clerk, kind="redo") as act:
            return act.redo_next()

    def _open_guarded(self) -> sqlite3.Connection | None:
        with self._guarded():
            return self._open()

    def _entry(self, act: Act, sitting: Sitting) -> Entry:
        found = act.find_entry(sitting.sitting, sitting.day)
        return found or act.add_entry(sitting)

    @contextmanager
    def _transaction(
        self,
        clerk: Clerk,
        kind: str = "answer",
        *,
        identity: tuple[str, str] | None = None,
        act: str | None = None,
    ) -> Iterator[Act]:
        with self._guarded():
            connection = self._open() or self._make(identity or (uuid7(), clerk.moment.at))
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Act(connection, clerk, kind, act)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    # Opening

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is None and self._is_there():
            connection = self._connect()
            version = self._version(connection)
            if version == 0:  # nothing was made yet
                connection.close()
                return None
            self._connection = connection
            if version < SCHEMA_VERSION:
                self._migrate(connection, (uuid7(), ""))  # it keeps its own
        return self._connection

    def _make(self, identity: tuple[str, str]) -> sqlite3.Connection:
        make_private_folder(os.path.dirname(self.path))
        create_private_file(self.path)
        self._connection = connection = self._connect()
        self._migrate(connection, identity)
        return connection

    def _is_there(self) -> bool:
        """Tell whether there is a journal; refuse what is not one, or not one for us."""
        try:
            with open(self.path, "rb") as file:
                header = file.read(100)
        except FileNotFoundError:
            return False
        if not header:  # made, and cut off before its first transaction
            return False
        if not header.strip(b"\0") and os.path.exists(self.path + "-journal"):
            return True  # made, and cut off within it: SQLite rolls it back
        is_sqlite = header.startswith(_MAGIC)
        self._accept(
            int.from_bytes(header[68:72]) if is_sqlite else 0, int.from_bytes(header[60:64])
        )
        return True

    def _accept(self, application_id: int, version: int) -> None:
        if application_id != APPLICATION_ID:
            raise JournalError(
                N_("{path} is not a journal of arte: move it elsewhere and try again."),
                path=self.path,
            )
        if version > SCHEMA_VERSION:
            raise JournalError(
                N_(
                    "The journal {path} comes from a newer arte; nothing was touched: update arte."
                ),
                path=self.path,
            )

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        return connection

    def _version(self, connection: sqlite3.Connection) -> int:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        application_id = int(connection.execute("PRAGMA application_id").fetchone()[0])
        if version or application_id:
            self._accept(application_id, version)
        return version

    def _migrate(self, connection: sqlite3.Connection, identity: tuple[str, str]) -> None:
        """Bring the file up to date: a snapshot first, then all migrations or none.

        `identity` is what a journal made now gets: its id and the instant it begins.
        """
        from artesupremo.journal import safety, schema

        if 0 < self._version(connection) < SCHEMA_VERSION:
            safety.take_snapshot(connection, self.snapshots, "before-migration")
        connection.execute("BEGIN IMMEDIATE")
        try:
            if self._version(connection) < SCHEMA_VERSION:  # another arte may have been faster
                schema.migrate(connection, *identity)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise JournalError(_sentence(error), path=self.path) from error
        except BrokenPipeError:  # whoever reads an export has seen enough
            raise
        except UnicodeDecodeError as error:  # what sqlite3 makes of a damaged schema
            raise JournalError(_UNREADABLE, path=self.path) from error
        except OSError as error:
            raise JournalError(_NO_ACCESS, path=error.filename or self.path) from error


_UNREADABLE = N_(
    "The journal {path} is damaged or cannot be read; keep the file and a copy of it."
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


def _sentence(error: sqlite3.Error) -> str:
    return _SENTENCES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, _UNREADABLE)
