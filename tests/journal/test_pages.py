"""The rows on the pages in which a copy differs from an earlier one: none that changed is missed.

What SQLite reads in both files says which rows changed; `changed_rows` has to name them all, and
may name others, or say that it cannot tell.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.journal.pages import changed_rows

PLACES = ("note", "change")
LONG = 20_000  # signs: a row of several pages


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # no power is cut here
        yield connection


def make(path: Path, lengths: list[int]) -> None:
    """Make a file with rows of these lengths in two tables, one of them with an index."""
    with opened(path) as db:
        for place in PLACES:
            db.execute(f"CREATE TABLE {place} (number INTEGER PRIMARY KEY, id TEXT, text TEXT)")
            db.execute(f"CREATE INDEX {place}_id ON {place} (id)")
        for number, length in enumerate(lengths):
            write(db, PLACES[number % 2], length)


def write(db: sqlite3.Connection, place: str, length: int) -> None:
    text = random.Random(length).randbytes(length).hex()[:length]  # noqa: S311  # no secrets
    db.execute(f"INSERT INTO {place} (id, text) VALUES (?, ?)", (text[:8], text))  # noqa: S608


def differing(path: Path, before: Path) -> set[int]:
    """Return the rowids of what SQLite reads otherwise, or anew, in the file `path`."""
    found = set()
    for place in PLACES:
        held: list[set[tuple[int, str, str]]] = []
        for file in (path, before):
            with opened(file) as db:
                db.text_factory = bytes
                held.append({*db.execute(f"SELECT number, id, text FROM {place} NOT INDEXED")})  # noqa: S608
        found |= {row[0] for row in held[0] - held[1]}
    return found


lengths = st.lists(st.sampled_from([3, 40, 400, 1500, 4040, 4070, 9000, LONG]), max_size=40)
acts = st.lists(
    st.tuples(
        st.sampled_from(["insert", "update", "last words", "delete"]),
        st.sampled_from(PLACES),
        st.integers(1, 20),
        st.sampled_from([5, 300, 4060, 9000, LONG]),
    ),
    max_size=8,
)


@given(lengths=lengths, acts=acts)
def test_no_row_that_was_written_is_missed(tmp_path_factory, lengths, acts):
    folder = tmp_path_factory.mktemp("pages")
    path, before = folder / "journal.db", folder / "before.db"
    make(path, lengths)
    shutil.copy(path, before)
    with opened(path) as db:
        for act, place, number, length in acts:
            if act == "insert":
                write(db, place, length)
            elif act == "update":
                text = "x" * length
                db.execute(f"UPDATE {place} SET text = ? WHERE number = ?", (text, number))  # noqa: S608
            elif act == "last words":  # what stands on the first page of the row stays
                sql = f"UPDATE {place} SET text = substr(text, 1, length(text) - 1) || 'z'"  # noqa: S608
                db.execute(f"{sql} WHERE number = ?", (number,))
            else:
                db.execute(f"DELETE FROM {place} WHERE number = ?", (number,))  # noqa: S608
    found = changed_rows(str(path), str(before))
    assert found is None or found >= differing(path, before)


@pytest.mark.parametrize("length", [3, 400, 4040, 4062, 9000, LONG, 9 * LONG])
def test_what_was_added_is_told_however_long(tmp_path, length):
    path, before = tmp_path / "journal.db", tmp_path / "before.db"
    make(path, [400] * 2000)
    shutil.copy(path, before)
    assert changed_rows(str(path), str(before)) == set()
    with opened(path) as db:
        write(db, "change", length)
    found = changed_rows(str(path), str(before))
    assert found is not None
    assert found >= {1001}
    assert len(found) < 50  # those that lie beside it


def test_a_bit_that_turned_anywhere_is_noticed(tmp_path):
    path, before = tmp_path / "journal.db", tmp_path / "before.db"
    make(before, [3, 400, 4070, 9000, 40, 1500, LONG] * 3)
    whole = before.read_bytes()
    chance = random.Random(7)  # noqa: S311  # the same each time
    changed = 0
    for _time in range(1500):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with contextlib.suppress(sqlite3.Error), opened(path) as db:
            if db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
                found = changed_rows(str(path), str(before))
                rows = differing(path, before)
                assert found is None or found >= rows
                changed += bool(rows)
    assert changed > 300  # most bits belong to a row's words, and SQLite misses them


def test_a_file_written_anew_or_cut_off_cannot_be_told(tmp_path):
    path, before = tmp_path / "journal.db", tmp_path / "before.db"
    make(path, [400] * 100)
    whole = path.read_bytes()
    for other in (b"", whole[:20], whole[:16] + bytes(84), b"x" * len(whole)):
        before.write_bytes(other)
        assert changed_rows(str(path), str(before)) is None
    before.write_bytes(whole)
    with opened(path) as db:
        db.execute("DELETE FROM note WHERE number < 40")
        db.execute("VACUUM")
    found = changed_rows(str(path), str(before))
    assert found is None or found >= differing(path, before)
