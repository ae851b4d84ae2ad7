"""Which rows are not what their checksum says: all of a journal in a fraction of a second.

SQLite writes each row as the JSON that its checksum is taken over; a row for which that does not
fit is looked at again with care, so that no version of SQLite can cry wolf.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from hashlib import blake2b

from artesupremo.journal.rows import UNSEALED, Row, is_intact

PLACES = ("entry", "answer", "note", "rest", "change")


def damaged_rows(
    connection: sqlite3.Connection, place: str, among: Collection[int] | None = None
) -> Iterator[Row]:
    """Yield the rows of the table `place` that are damaged; raises sqlite3.Error.

    Only rows `among` whose rowids they are looked at, if there are any such.
    """
    for rowid in suspicious_rows(connection, place, among):
        row = read_row(connection, place, rowid)
        if row is None or not is_intact(row):
            yield row or {}


def columns_of(connection: sqlite3.Connection, place: str) -> list[str]:
    """Return the columns of a table."""
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", (place,))
    return [row[0] for row in rows]


def suspicious_rows(
    connection: sqlite3.Connection, place: str, among: Collection[int] | None = None
) -> list[int]:
    """Return the rowids of the rows `among` these whose checksum does not fit at first sight."""
    names = columns_of(connection, place)
    pairs = ", ".join(f"'{name}', held.\"{name}\"" for name in sorted({*names} - {*UNSEALED}))
    table = f"FROM main.{place} AS held NOT INDEXED"
    if among is not None:
        table += " WHERE held.rowid IN (SELECT value FROM json_each(?))"
    values = () if among is None else (json.dumps(sorted(among)),)
    seen = f"SELECT held.rowid, checksum, json_object({pairs}) {table}"  # names of our own
    cursor = connection.cursor()
    cursor.row_factory = None
    kept, connection.text_factory = connection.text_factory, bytes
    try:
        rows = cursor.execute(seen, values)
        return [
            rowid
            for rowid, checksum, text in rows
            if blake2b(text, digest_size=8).hexdigest().encode() != checksum
        ]
    except sqlite3.Error:  # bytes where text belongs, among others
        return [row[0] for row in cursor.execute(f"SELECT held.rowid {table}", values)]  # as above
    finally:
        connection.text_factory = kept


def read_row(connection: sqlite3.Connection, place: str, rowid: int) -> Row | None:
    """Return one row past every index, bytes that are no text included; None if it is gone."""
    kept, connection.text_factory = connection.text_factory, _as_text
    try:
        row = connection.execute(
            f"SELECT * FROM main.{place} NOT INDEXED WHERE rowid = ?",  # noqa: S608  # names of our own
            (rowid,),
        ).fetchone()
    finally:
        connection.text_factory = kept
    return dict(row) if row else None


def _as_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
