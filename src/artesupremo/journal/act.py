"""One act of the advisor inside its transaction: rows put, each change kept in the history."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from artesupremo.errors import JournalError, NothingToShowError
from artesupremo.i18n import N_
from artesupremo.journal.model import (
    Answer,
    Asked,
    Changed,
    Clerk,
    Deed,
    Entry,
    Note,
    Rest,
    Sitting,
    Value,
)
from artesupremo.journal.rows import (
    READERS,
    Row,
    answer_row,
    entry_row,
    is_intact,
    note_row,
    rest_row,
    sealed,
    to_answer,
    to_entry,
    to_note,
)

_DAMAGED_NOTE = N_(
    "Note {number} is damaged and stays as it is: arte journal restore brings back what was saved."
)
NOTHING_TO_UNDO = N_("There is nothing to undo.")
NOTHING_TO_REDO = N_("There is nothing to redo.")
# What can be searched: the key that ties the index to a table, and the columns it holds.
_INDEXED = {"answer": ("line", "text, note"), "note": ("number", "text, more")}


class Act:
    """One act inside its transaction: rows changed, each change kept in the history."""

    def __init__(
        self, connection: sqlite3.Connection, clerk: Clerk, kind: str, act: str | None = None
    ) -> None:
        self.connection = connection
        self.moment = clerk.moment
        self.zone = clerk.zone()
        self.kind = kind
        self.id = act or uuid7()  # what was begun before, if `act` goes on with it
        self._is_new = True

    def find_entry(self, sitting: str, day: dt.date) -> Entry | None:
        """Return the sitting of `day`, if it was begun."""
        row = self._row("SELECT * FROM entry WHERE sitting = ? AND day = ?", sitting, str(day))
        return to_entry(row) if row else None

    def add_entry(self, sitting: Sitting) -> Entry:
        """Begin `sitting` and return its entry."""
        entry = Entry(
            uuid7(),
            sitting.sitting,
            sitting.day,
            self.moment.at,
            self.moment.offset,
            self.zone,
            sitting.language,
            sitting.recalled,
            sitting.short,
        )
        self._put("entry", None, entry_row(entry))
        return entry

    def replace_entry(self, entry: Entry) -> Entry:
        """Put `entry` in place of the one with its id, and return it."""
        before, after = self._row("SELECT * FROM entry WHERE id = ?", entry.id), entry_row(entry)
        if before != after:
            self._put("entry", before, after)
        return entry

    def put_answer(
        self, entry: Entry, asked: Asked, value: Value | None, *, recalled: bool
    ) -> None:
        """Record an answer (None: skipped); one that replaces another makes the act an edit."""
        before = self._row(
            "SELECT * FROM answer WHERE entry = ? AND question = ?", entry.id, asked.question
        )
        if before and to_answer(before)[2:4] == (asked, value):
            return
        if before:
            self.kind = "edit"
        answer = Answer(
            before["id"] if before else uuid7(),
            entry.id,
            asked,
            value,
            entry.day,
            self.moment.at,
            self.moment.offset,
            self.zone,
            recalled,
        )
        self._put("answer", before, answer_row(answer))

    def take_entry(self, entry: Entry) -> tuple[Entry, int]:
        """Add `entry` unless it is here; return the one that is here now, and 0 added, 1, 2."""
        row = self._row("SELECT * FROM entry WHERE id = ?", entry.id)
        found = to_entry(row) if row else self.find_entry(entry.sitting, entry.day)
        if found is not None:
            return found, 1 if found == entry else 2
        self._put("entry", None, entry_row(entry))
        return entry, 0

    def take_answer(self, home: Entry, answer: Answer) -> int:
        """Add `answer` to the sitting `home` unless it is answered there; 0 added, 1, 2."""
        if home.day != answer.day:  # its sitting is here, on another day
            return 2
        row = self._row(
            "SELECT * FROM answer WHERE id = ? OR entry = ? AND question = ?",
            answer.id,
            home.id,
            answer.asked.question,
        )
        if row is not None:
            return 1 if to_answer(row)._replace(entry=answer.entry) == answer else 2
        self._put("answer", None, answer_row(answer._replace(entry=home.id)))
        return 0

    # Notes and days off

    def note(self, number: int) -> Note | None:
        """Return the note with `number`, if there is one."""
        row = self._row("SELECT * FROM note WHERE number = ?", number)
        return to_note(row) if row else None

    def add_note(self, note: Note) -> Note:
        """Add `note` under the next free number and return it; its id and moment are made here."""
        stamped = note._replace(
            id=uuid7(),
            number=self._next_number(),
            at=self.moment.at,
            offset=self.moment.offset,
            zone=self.zone,
        )
        self._put("note", None, note_row(stamped))
        return stamped

    def replace_note(self, note: Note) -> Note:
        """Put `note` in place of the one with its id, and return it.

        Raises JournalError if that is damaged: what is wrong in it is not to be sealed as true.
        """
        before = self._row("SELECT * FROM note WHERE id = ?", note.id)
        if before and not is_intact(before):
            raise JournalError(_DAMAGED_NOTE, number=note.number)
        after = note_row(note)
        if before != after:
            self._put("note", before, after)
        return note

    def add_rest(self, day: dt.date) -> bool:
        """Make `day` a day off; tell whether it was not one already."""
        if self._row("SELECT id FROM rest WHERE day = ?", str(day)):
            return False
        rest = Rest(uuid7(), day, self.moment.at, self.moment.offset, self.zone)
        self._put("rest", None, rest_row(rest))
        return True

    # Taking rows away

    def delete_rows(self, place: str, where: str, *values: Any) -> int:  # noqa: ANN401  # what SQLite takes
        """Take away the rows of `place` that fit `where`, each kept in the history."""
        sql = f"SELECT * FROM {place} WHERE {where} ORDER BY rowid"  # noqa: S608  # words of our own
        rows = [dict(row) for row in self.connection.execute(sql, values)]
        for row in rows:
            self._put(place, row, None)
        return len(rows)

    # Taking in what another journal holds

    def take_note(self, note: Note) -> int:
        """Add `note` unless it is here, under its number if that is free; 0 added, 1, 2."""
        row = self._row("SELECT * FROM note WHERE id = ?", note.id)
        if row is not None:
            found = to_note(row)
            return 1 if found._replace(number=note.number) == note else 2
        owner = self._given().get(note.number, note.id)
        number = note.number if owner == note.id else self._next_number()
        self._put("note", None, note_row(note._replace(number=number)))
        return 0

    def take_rest(self, rest: Rest) -> int:
        """Add a day off unless the day is one; 0 added, 1 known."""
        if self._row("SELECT 1 FROM rest WHERE day = ? OR id = ?", str(rest.day), rest.id):
            return 1
        self._put("rest", None, rest_row(rest))
        return 0

    # Undo and redo

    def undo_latest(self) -> Deed:
        """Take back the latest act and return it; raises NothingToShowError."""
        latest = self._row(
            "SELECT act FROM change WHERE undone = 0 AND kind <> 'choose'"
            " ORDER BY seq DESC LIMIT 1"
        )
        if latest is None:
            raise NothingToShowError(NOTHING_TO_UNDO)
        changes = self._changes("act = ? AND undone = 0", latest["act"])
        if not changes:  # an index that does not agree with its table
            raise sqlite3.DatabaseError
        # A practice chosen on a sitting goes with the act that began it.
        rows, first = {_subject(change) for change in changes}, changes[0]["seq"]
        later = self._changes("kind = 'choose' AND undone = 0 AND seq > ?", first)
        changes += [change for change in later if _subject(change) in rows]
        for change in sorted(changes, key=_seq, reverse=True):
            self._restore(change["place"], change["before"], change["after"])
            self._insert("change", sealed({**change, "undone": 1}))
        return to_deed(changes, back=True)

    def redo_next(self) -> Deed:
        """Do again what undo took back last and return it; raises NothingToShowError."""
        undone = self._changes("undone = 1")
        latest = next((change["act"] for change in undone if change["kind"] != "choose"), None)
        if latest is None:
            raise NothingToShowError(NOTHING_TO_REDO)
        changes = _of_act(undone, latest)
        for change in changes:
            self._restore(change["place"], change["after"], change["before"])
            self._insert("change", sealed({**change, "undone": 0}))
        return to_deed(changes, back=False)

    def _forget_undone(self) -> None:
        """After a new act what was taken back cannot be done again."""
        if not self._is_new:
            return
        self._is_new = False
        for change in self._changes("undone = 1"):
            self._insert("change", sealed({**change, "undone": 2}))

    def _changes(self, where: str, *values: Any) -> list[Row]:  # noqa: ANN401  # what SQLite takes
        sql = f"SELECT * FROM change WHERE {where} ORDER BY seq"  # noqa: S608  # words of our own
        return [dict(row) for row in self.connection.execute(sql, values)]

    def _restore(self, place: str, wanted: str | None, there: str | None) -> None:
        """Put the row `wanted` in place of the one that is `there`; both as JSON."""
        if wanted is not None:
            with _damage_named():
                row = json.loads(wanted)
                READERS[place](row)  # nothing is put back that cannot be read
            self._write(place, row)
        elif there is not None:
            with _damage_named():
                row_id = json.loads(there)["id"]
            self._remove(place, row_id)

    # Rows

    def _put(self, place: str, before: Row | None, after: Row | None) -> None:
        self._forget_undone()
        row = after or before or {}
        if after is None:
            self._remove(place, row["id"])
        else:
            self._write(place, after)
        change = {
            "id": uuid7(),
            "act": self.id,
            "kind": self.kind,
            "at": self.moment.at,
            "offset": self.moment.offset,
            "zone": self.zone,
            "place": place,
            "row": row["id"],
            "before": json.dumps(before, ensure_ascii=False) if before else None,
            "after": json.dumps(after, ensure_ascii=False) if after else None,
            "undone": 0,
        }
        seq = self._row("SELECT coalesce(max(seq), 0) + 1 AS next FROM change")
        self._insert("change", sealed({"seq": seq["next"] if seq else 1, **change}))

    def _write(self, place: str, row: Row) -> None:
        """Insert or replace a row, and keep the search index true."""
        self._index(place, row["id"], add=False)
        self._insert(place, row)
        self._index(place, row["id"], add=True)

    def _remove(self, place: str, row_id: str) -> None:
        self._index(place, row_id, add=False)
        self.connection.execute(f"DELETE FROM {place} WHERE id = ?", (row_id,))  # noqa: S608  # one of four table names

    def _index(self, place: str, row_id: str, *, add: bool) -> None:
        """Add the texts of a row to the search index, or take away those it has now."""
        if place not in _INDEXED:
            return
        key, columns = _INDEXED[place]
        row = self._row(f"SELECT {key}, {columns} FROM {place} WHERE id = ?", row_id)  # noqa: S608  # names of our own
        if row is None or not any(list(row.values())[1:]):
            return
        what = "rowid" if add else f"{place}_fts, rowid"
        marks = "?, ?, ?" if add else "'delete', ?, ?, ?"
        self.connection.execute(
            f"INSERT INTO {place}_fts ({what}, {columns}) VALUES ({marks})",  # noqa: S608  # as above
            tuple(row.values()),
        )

    def _given(self) -> dict[int, str]:
        """Return the numbers that notes have, or had before they were deleted, and whose."""
        rows = self.connection.execute(
            "SELECT json_extract(coalesce(after, before), '$.number'), row FROM change"
            " WHERE place = 'note' UNION SELECT number, id FROM note"
        )
        return dict(rows)

    def _next_number(self) -> int:
        row = self._row("SELECT seq + 1 AS next FROM sqlite_sequence WHERE name = 'note'")
        return int(row["next"]) if row else 1

    def _insert(self, place: str, row: Mapping[str, Any]) -> None:
        """Insert `row`, or put it in place of the row with the same key."""
        key = "seq" if place == "change" else "id"
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _name in row)
        renewed = ", ".join(f'"{name}" = excluded."{name}"' for name in row if name != key)
        self.connection.execute(
            f"INSERT INTO {place} ({names}) VALUES ({marks}) "  # noqa: S608  # names of our own
            f'ON CONFLICT ("{key}") DO UPDATE SET {renewed}',
            tuple(row.values()),
        )

    def _row(self, sql: str, *values: Any) -> Row | None:  # noqa: ANN401  # what SQLite takes
        row = self.connection.execute(sql, values).fetchone()
        return dict(row) if row else None


def _of_act(undone: list[Row], act: str) -> list[Row]:
    """Return the changes of `act` among `undone`, with the choices of practice that went with it.

    A choice on a sitting that a later undone act changed goes with that one.
    """
    rows = {_subject(change) for change in undone if change["act"] == act}
    taken: list[Row] = []
    for change in undone:
        if change["act"] == act or (change["kind"] == "choose" and _subject(change) in rows):
            taken.append(change)
        else:
            rows.discard(_subject(change))
    return taken


def _subject(change: Row) -> str:
    """Return what `change` is about: a row; of sittings the day's, whatever its id."""
    if change["place"] != "entry":
        return str(change["row"])
    with _damage_named():
        row = json.loads(change["after"] or change["before"])
        return f"{row['day']} {row['sitting']}"


@contextmanager
def _damage_named() -> Iterator[None]:
    """Raise sqlite3.DatabaseError for a row of the history that cannot be read."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise sqlite3.DatabaseError from error


def to_deed(changes: list[Row], *, back: bool, undone: bool = False) -> Deed:
    """Return the act that the rows `changes` stand for; `back` tells it as an undo does."""
    said = [change for change in sorted(changes, key=_seq) if change["kind"] != "choose"]
    told = []
    for change in said:
        with _damage_named():
            read = READERS[change["place"]]
            was, now = (
                read(json.loads(text)) if text else None
                for text in (change["before"], change["after"])
            )
        told.append(Changed(change["place"], *((now, was) if back else (was, now))))
    if not said:  # an index that does not agree with its table
        raise sqlite3.DatabaseError
    last = said[-1]
    return Deed(said[0]["kind"], last["at"], last["offset"], tuple(told), undone)


def _seq(change: Row) -> int:
    return int(change["seq"])


_last_stamp = 0


def uuid7() -> str:
    """Return a new UUIDv7 (RFC 9562), rising within a process even if the clock stands still."""
    global _last_stamp  # noqa: PLW0603  # the counter that makes ids rise
    # 48 bits of milliseconds and 12 bits below them, taken from one clock reading.
    stamp = max(time.time_ns() * 4096 // 1_000_000, _last_stamp + 1)
    _last_stamp = stamp
    tail = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    number = (stamp >> 12) << 80 | 7 << 76 | (stamp & 0xFFF) << 64 | 2 << 62 | tail
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
