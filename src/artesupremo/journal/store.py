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
from artesupremo.journal.opening import (
    LINK_TO_NONE,
    UNREADABLE,
    FileId,
    connect,
    file_id,
    guarded,
    has_snapshots,
    is_there,
    read_version,
)
from artesupremo.journal.rows import Row


class Journal:
    """One advisor's journal. Nothing is made before the first answer is recorded."""

    def __init__(self, path: str, snapshots: str) -> None:
        self.path = path
        self.snapshots = snapshots
        self._connection: sqlite3.Connection | None = None
        self._file: FileId | None = None  # which file it is that is open

    # Reading

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of a query of this room; none if there is no journal yet."""
        with guarded(self.path):
            connection = self._open()
            if connection is None:
                return []
            return [dict(row) for row in connection.execute(sql, values)]

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of a query one by one, for what is too long to hold in memory."""
        with guarded(self.path):
            connection = self._open()
            if connection is not None:
                for row in connection.execute(sql, values):
                    yield dict(row)

    def tuples(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query as bare tuples, for figures made of thousands of them."""
        with guarded(self.path):
            connection = self._open()
            if connection is None:
                return []
            cursor = connection.cursor()
            cursor.row_factory = None
            return cursor.execute(sql, values).fetchall()

    @contextmanager
    def as_it_is_now(self) -> Iterator[None]:
        """Let several queries see the journal as it was at the first of them."""
        with guarded(self.path):
            connection = self._open()
            if connection is not None:
                connection.execute("BEGIN")
        try:  # what fails here is not the journal, or says so itself
            yield
        finally:
            if connection is not None:
                with suppress(sqlite3.Error):
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
        with guarded(self.path):
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

    def save_copy(self, path: str) -> None:
        """Write a whole, checked copy of the journal to `path`, or nothing.

        Raises JournalError if the journal is damaged, OSError if the copy cannot be written.
        """
        connection = self._open_guarded()
        if connection is None:
            raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
        from artesupremo.journal.backup import save_copy

        save_copy(connection, path)

    def _open_guarded(self) -> sqlite3.Connection | None:
        with guarded(self.path):
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
        with guarded(self.path):
            connection = self._begin(identity or (uuid7(), clerk.moment.at))
            try:
                yield Act(connection, clerk, kind, act)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    # Opening

    def look_after(self, day: dt.date) -> bool:
        """Check all of the journal and keep a snapshot, once a `day`; tell whether it is whole.

        Raises JournalError if no snapshot can be kept.
        """
        connection = self._open_guarded()
        if connection is None:
            return True
        from artesupremo.journal import care

        return care.look_after(connection, self.snapshots, day)

    def _begin(self, identity: tuple[str, str]) -> sqlite3.Connection:
        """Begin a transaction in the file that is the journal now.

        Another arte may have put a restored journal in its place; what is open is none then.
        """
        while True:
            connection = self._open() or self._make(identity)
            connection.execute("BEGIN IMMEDIATE")
            if file_id(self.path) == self._file:
                return connection
            connection.execute("ROLLBACK")
            self.close()

    def _open(self) -> sqlite3.Connection | None:
        held = self._connection
        if held and not held.in_transaction and file_id(self.path) != self._file:
            self.close()
        if self._connection is None and is_there(self.path, self.snapshots):
            connection, self._file = connect(self.path)
            version = read_version(connection, self.path)
            if version == 0:  # nothing was made yet, or nothing is left
                connection.close()
                if has_snapshots(self.snapshots):
                    raise JournalError(UNREADABLE, path=self.path)
                return None
            self._connection = connection
            if version < SCHEMA_VERSION:
                self._migrate(connection, (uuid7(), ""))  # it keeps its own
        return self._connection

    def _make(self, identity: tuple[str, str]) -> sqlite3.Connection:
        make_private_folder(os.path.dirname(self.path))
        if os.path.islink(self.path):  # where it leads there is nothing, or an empty file
            raise JournalError(LINK_TO_NONE, path=self.path)
        create_private_file(self.path)
        self._connection, self._file = connect(self.path)
        self._migrate(self._connection, identity)
        return self._connection

    def _migrate(self, connection: sqlite3.Connection, identity: tuple[str, str]) -> None:
        """Bring the file up to date: a snapshot first, then all migrations or none.

        `identity` is what a journal made now gets: its id and the instant it begins.
        """
        from artesupremo.journal import safety, schema

        if 0 < read_version(connection, self.path) < SCHEMA_VERSION:
            safety.take_snapshot(connection, self.snapshots, "before-migration")
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another arte may have been faster.
            if read_version(connection, self.path) < SCHEMA_VERSION:
                schema.migrate(connection, *identity)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
