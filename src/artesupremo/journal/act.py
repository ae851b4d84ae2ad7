"""One act of the advisor inside its transaction: rows put, each change kept in the history."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import time
from collections.abc import Mapping
from typing import Any

from artesupremo.errors import NothingToShowError
from artesupremo.i18n import N_
from artesupremo.journal.model import Answer, Asked, Clerk, Entry, Sitting, Undone, Value
from artesupremo.journal.rows import (
    Row,
    answer_row,
    entry_row,
    sealed,
    to_answer,
    to_asked,
    to_entry,
    to_value,
)


class Act:
    """One act inside its transaction: rows changed, each change kept in the history."""

    def __init__(self, connection: sqlite3.Connection, clerk: Clerk, kind: str) -> None:
        self.connection = connection
        self.moment = clerk.moment
        self.zone = clerk.zone()
        self.kind = kind
        self.id = uuid7()

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
        before = self._row("SELECT * FROM entry WHERE id = ?", entry.id)
        self._put("entry", before, entry_row(entry))
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
            return 1 if to_answer(row) == answer else 2
        self._put("answer", None, answer_row(answer._replace(entry=home.id)))
        return 0

    def undo_latest(self) -> list[Undone]:
        """Take back the latest act and return what changed; raises NothingToShowError."""
        latest = self._row(
            "SELECT act FROM change WHERE undone = 0 AND kind <> 'choose'"
            " ORDER BY seq DESC LIMIT 1"
        )
        if latest is None:
            raise NothingToShowError(N_("There is nothing to undo."))
        changes = self.connection.execute(
            "SELECT * FROM change WHERE act = ? ORDER BY seq DESC", (latest["act"],)
        ).fetchall()
        undone = []
        for change in changes:
            before = json.loads(change["before"]) if change["before"] else None
            after = json.loads(change["after"])
            self._restore(change["place"], before, after)
            done = sealed({**dict(change), "undone": 1})
            self._insert("change", done)
            if change["place"] == "answer":
                undone.append(_undone(before, after))
        return undone[::-1]

    def _restore(self, place: str, before: Row | None, after: Row) -> None:
        if before is not None:
            self._insert(place, before)
        else:
            self.connection.execute(f"DELETE FROM {place} WHERE id = ?", (after["id"],))  # noqa: S608  # one of two table names

    def _put(self, place: str, before: Row | None, after: Row) -> None:
        self._insert(place, after)
        change = {
            "id": uuid7(),
            "act": self.id,
            "kind": self.kind,
            "at": self.moment.at,
            "offset": self.moment.offset,
            "zone": self.zone,
            "place": place,
            "row": after["id"],
            "before": json.dumps(before, ensure_ascii=False) if before else None,
            "after": json.dumps(after, ensure_ascii=False),
            "undone": 0,
        }
        seq = self._row("SELECT coalesce(max(seq), 0) + 1 AS next FROM change")
        self._insert("change", sealed({"seq": seq["next"] if seq else 1, **change}))

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


def _undone(before: Row | None, after: Row) -> Undone:
    was, now = to_value(after), to_value(before) if before else None
    return Undone(dt.date.fromisoformat(after["day"]), to_asked(after), was, now, before is None)


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
