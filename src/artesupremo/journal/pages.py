"""Which rows lie on the pages in which one copy of the journal differs from an earlier one.

Where a page is byte for byte what it was when all of it was checked, so are the rows on it. The
format is SQLite's own: https://www.sqlite.org/fileformat2.html, sections 1.3 and 1.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import count, islice
from typing import BinaryIO

_AT_ONCE = 1024 * 1024  # bytes, a whole number of pages
_MANY = 4096  # pages: to look at each row takes no longer
HEADER = 100  # bytes at the beginning of the first page that are the file's
_ROWS = 13  # the type of a page with rows of a table
_NO_ROWS = (2, 5, 10)  # pages of indexes, and those that only point to others


def changed_rows(path: str, before: str) -> set[int] | None:
    """Return the rowids, of whatever table, on the pages of `path` that are not those of `before`.

    None if that cannot be told, as when pages were freed or much was written anew. Of both the
    structure is sound. Raises OSError.
    """
    with open(path, "rb") as file, open(before, "rb") as known, suppress(IndexError):
        size, room = _sizes(file)  # an IndexError is a header, or a cell, that is cut off
        if (size, room) == _sizes(known):
            pages = dict(islice(_changed_pages(file, known, size), _MANY))
            return _rowids(file, pages, room) if len(pages) < _MANY else None
    return None


def page_size(header: bytes) -> int:
    """Return the length of a page in bytes, as the `header` of the file says."""
    size = int.from_bytes(header[16:18])
    return 65536 if size == 1 else size


def _sizes(file: BinaryIO) -> tuple[int, int]:
    """Return the length of a page in bytes, and how many of them hold anything."""
    header = file.read(HEADER)
    file.seek(0)
    size = page_size(header)
    return size, size - header[20]


def _changed_pages(file: BinaryIO, known: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    for first in count(1, _AT_ONCE // size):
        piece, was = file.read(_AT_ONCE), known.read(_AT_ONCE)
        if piece != was:
            for at in range(0, len(piece), size):
                if piece[at : at + size] != was[at : at + size]:
                    yield first + at // size, piece[at : at + size]
        if not piece:
            return


def _rowids(file: BinaryIO, pages: dict[int, bytes], room: int) -> set[int] | None:
    rowids: set[int] = set()
    continued: set[int] = set()  # pages on which these rows go on
    others: set[int] = set()
    for number, page in pages.items():
        begins = HEADER if number == 1 else 0
        if page[begins] == _ROWS:
            for rowid, further in _cells(page, begins, room):
                rowids.add(rowid)
                if further:
                    continued.update(_chain(file, further, len(page)))
        elif page[begins] not in _NO_ROWS:
            others.add(number)
    return rowids if others <= continued else None


def _cells(page: bytes, begins: int, room: int) -> Iterator[tuple[int, int]]:
    """Yield the rowid of each row on a page, and the page on which it goes on, or 0."""
    most = room - 35
    least = (room - 12) * 32 // 255 - 23
    for cell in range(int.from_bytes(page[begins + 3 : begins + 5])):
        at = begins + 8 + 2 * cell
        length, at = _varint(page, int.from_bytes(page[at : at + 2]))
        rowid, at = _varint(page, at)
        further = 0
        if length > most:
            kept = least + (length - least) % (room - 4)
            at += kept if kept <= most else least
            further = int.from_bytes(page[at : at + 4])
        yield rowid - (rowid >> 63 << 64), further


def _chain(file: BinaryIO, number: int, size: int) -> Iterator[int]:
    """Yield the pages on which a row goes on, each of which names the next one."""
    seen: set[int] = set()
    while number and number not in seen:
        seen.add(number)
        file.seek((number - 1) * size)
        number = int.from_bytes(file.read(4))
    yield from seen


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Return the number at a place, in SQLite's way of one to nine bytes, and the place after."""
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | page[place] & 0x7F
        if page[place] < 0x80:  # noqa: PLR2004  # the bit that says there is more
            return value, place + 1
    return value << 8 | page[at + 8], at + 9
