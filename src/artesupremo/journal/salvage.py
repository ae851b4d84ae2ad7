"""Reading what there still is of a damaged journal, row by row, past indexes and broken pages.

SQLite's own recovery is not at hand everywhere. Every row has a checksum, so that what is read
from a file in pieces is either what was saved or is known not to be.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import BinaryIO

from artesupremo.journal.checksums import read_row
from artesupremo.journal.opening import connect
from artesupremo.journal.pages import HEADER, page_size
from artesupremo.journal.rows import Row

# Where no index says which rows there are, the search ends after so many that are not there.
_PATIENCE = 2000
_SMALLEST = 64  # bytes: a row is longer, so that a file has room for so many and no more
_OF_THE_DISK = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)
_INTERIOR = 5  # the type of a page of a table that only points to others


@contextmanager
def broken(path: str, donor: str | None) -> Iterator[sqlite3.Connection | None]:
    """Lend a connection to what can be read of the copy `path`, None if nothing can.

    Raises OSError or sqlite3.Error if the disk fails: what is not read then is not lost.
    If its first page is gone, that of `donor`, an earlier copy of the same file, stands in: it
    says where the tables begin, and these move only when a file is written anew.
    """
    connection = _opened(path)
    if connection is None and donor:
        with suppress(ValueError):  # a disk that fails is no damage: it ends the attempt
            _graft(path, donor)
            connection = _opened(path)
    if connection is None:
        yield None
        return
    with closing(connection):
        yield connection


def _opened(path: str) -> sqlite3.Connection | None:
    """Return a connection to `path` if it can name its tables."""
    try:
        connection, _file = connect(path)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        _raise_unless_damaged(error)
        return None
    try:
        connection.execute("PRAGMA writable_schema = ON")  # one damaged table hides no other
        if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        connection.close()
        _raise_unless_damaged(error)
        return None
    connection.close()
    return None


@contextmanager
def _past_damage() -> Iterator[None]:
    """Go on past what is damaged in the file, but not on a disk that fails."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        _raise_unless_damaged(error)


def _raise_unless_damaged(error: sqlite3.Error | UnicodeDecodeError) -> None:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_THE_DISK:
        raise error


def _graft(path: str, donor: str) -> None:
    """Put the pages that hold the schema of `donor` in the place of those of `path`."""
    with open(donor, "rb") as file:
        size = page_size(file.read(HEADER))
        pages = {1: _page(file, 1, size)}
        for number in _children(pages[1]):
            pages[number] = _page(file, number, size)
    count = os.path.getsize(path) // size
    first = bytearray(pages[1])
    first[28:32] = count.to_bytes(4)  # pages in the file
    pages[1] = bytes(first)
    with open(path, "r+b") as file:
        for number, page in pages.items():
            file.seek((number - 1) * size)
            file.write(page)


def _page(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number - 1) * size)
    page = file.read(size)
    if len(page) < size:
        raise ValueError("the donor is cut off")
    return page


def _children(first: bytes) -> list[int]:
    """Return the pages that the first page of a file points to, where its schema needs more."""
    if first[HEADER] != _INTERIOR:
        return []
    count = int.from_bytes(first[HEADER + 3 : HEADER + 5])
    cells = [int.from_bytes(first[at : at + 2]) for at in range(112, 112 + 2 * count, 2)]
    last = int.from_bytes(first[HEADER + 8 : HEADER + 12])
    return [*(int.from_bytes(first[at : at + 4]) for at in cells), last]


def readable_rows(connection: sqlite3.Connection, place: str) -> Iterator[Row]:
    """Yield every row of the table `place` that can be read, whole or not, each once."""
    first = last = None
    for rowid in _scan(connection, place, "ASC"):
        last = rowid
        first = rowid if first is None else first
        yield from _row(connection, place, rowid)
    floor = last or 0
    tail = [rowid for rowid in _scan(connection, place, "DESC") if rowid > floor]
    for rowid in tail:
        yield from _row(connection, place, rowid)
    yield from _between(connection, place, floor, min(tail, default=None))


def _scan(connection: sqlite3.Connection, place: str, order: str) -> Iterator[int]:
    """Yield the rowids of a table from one end, until it cannot be read any further."""
    seen = None
    with _past_damage():
        rows = connection.execute(
            f"SELECT rowid FROM {place} NOT INDEXED ORDER BY rowid {order}"  # noqa: S608  # names of our own
        )
        for (rowid,) in map(tuple, rows):
            if seen is not None and (rowid <= seen) == (order == "ASC"):
                return  # pages that point to each other in a circle
            seen = rowid
            yield rowid


def _between(
    connection: sqlite3.Connection, place: str, floor: int, ceiling: int | None
) -> Iterator[Row]:
    """Yield the rows between the two ends that were read, asking for one after the other."""
    asked: set[int] = set()
    if ceiling is None:
        asked = {rowid for rowid in _indexed(connection, place) if rowid > floor}
        for rowid in sorted(asked):
            yield from _row(connection, place, rowid)
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    room = floor + os.path.getsize(path) // _SMALLEST
    far, missing = min(ceiling or room, room), 0
    for rowid in range(floor + 1, far):
        found = [] if rowid in asked else list(_row(connection, place, rowid))
        yield from found
        missing = 0 if found else missing + 1
        if ceiling is None and missing > _PATIENCE:
            return


def _indexed(connection: sqlite3.Connection, place: str) -> Iterator[int]:
    """Yield the rowids that the index of ids knows, as far as it can be read."""
    with _past_damage():
        for row in connection.execute(f"SELECT rowid FROM {place} ORDER BY id"):  # noqa: S608  # as above
            yield row[0]


def _row(connection: sqlite3.Connection, place: str, rowid: int) -> Iterator[Row]:
    with _past_damage():
        row = read_row(connection, place, rowid)
        if row is not None:
            yield row
