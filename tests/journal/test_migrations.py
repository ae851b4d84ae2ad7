"""Making the schema, taking up what was cut off, and copies that are whole or not there."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils.migrations import Migrations

from artesupremo.journal import schema
from artesupremo.journal.safety import take_snapshot
from conftest import MORNING

AT = "2026-11-20T12:55:00.000Z"  # FRIDAY, in UTC
ID = "01890a5d-ac96-774b-bcce-b302099a8057"

# Records an answer through the real program, whose first transaction holds one migration more:
# it writes more than SQLite keeps in memory, so that pages reach the file, and then it is killed.
_KILLED = """\
import datetime, os, signal, sys
from artesupremo.__main__ import main
from artesupremo.journal import schema
@schema.migrations()
def m999_power_cut(db):
    db.execute("CREATE TABLE filler (x)")
    for _ in range(64):
        db.execute("INSERT INTO filler VALUES (randomblob(65536))")
    os.kill(os.getpid(), signal.SIGKILL)
main(["today", "--answers", sys.argv[1]])
"""
# Copies the journal while no file may grow beyond so many bytes.
_CRAMPED = """\
import resource, sqlite3, sys
from artesupremo.journal.safety import take_snapshot
journal, folder, limit = sys.argv[1:]
connection = sqlite3.connect(journal)
connection.execute("SELECT * FROM sqlite_schema").fetchall()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    take_snapshot(connection, folder, "copy")
except (sqlite3.Error, OSError):
    sys.exit(9)
"""


@contextlib.contextmanager
def opened(path: Path | str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def dump(path: Path | str) -> list[str]:
    with opened(path) as connection:
        return list(connection.iterdump())


def pragma(path: Path | str, name: str) -> object:
    with opened(path) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def mode(path: Path | str) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.fixture
def journal(arte, home) -> Path:
    """Record a morning and return the path of the journal."""
    assert arte("today", "--answers", "-", given=MORNING).status == 0
    return home / "data" / "journal.db"


# From blank


def test_the_first_answer_makes_the_schema_and_says_when_it_began(journal):
    assert pragma(journal, "user_version") == 2
    assert pragma(journal, "application_id") == int.from_bytes(b"ARTE")
    with opened(journal) as connection:
        assert connection.execute("SELECT begun FROM journal").fetchall() == [(AT,)]
        applied = connection.execute("SELECT migration_set, name FROM _sqlite_migrations")
        assert applied.fetchall() == [("artesupremo", "m001_first_schema")]


def test_migrating_twice_changes_nothing(journal):
    before = dump(journal)
    with opened(journal) as connection:
        connection.execute("BEGIN IMMEDIATE")
        schema.migrate(connection, "another", "later")
        connection.execute("COMMIT")
    assert dump(journal) == before


# An interrupted creation is taken up again


def assert_a_morning_can_be_recorded(arte, path: Path) -> None:
    assert arte("today", "--answers", "-", given=MORNING).status == 0
    assert arte("--json").data["morning"]["done"] == len(MORNING)
    assert pragma(path, "integrity_check") == "ok"
    with opened(path) as connection:
        assert connection.execute("SELECT begun FROM journal").fetchall() == [(AT,)]
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (1,)


@pytest.fixture
def empty(home) -> Path:
    """Leave what a power cut leaves right after the file was made: no bytes."""
    path = home / "data" / "journal.db"
    path.parent.mkdir(parents=True)
    path.touch(0o600)
    return path


@pytest.fixture
def killed(home, tmp_path) -> Path:
    """Leave what a SIGKILL in the middle of the first transaction leaves."""
    answers = tmp_path / "answers.json"
    answers.write_text('{"energy": 1}')
    argv = [sys.executable, "-c", _KILLED, str(answers)]
    done = subprocess.run(argv, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    path = home / "data" / "journal.db"
    assert path.stat().st_size > 1_000_000  # half a transaction reached the file …
    assert Path(f"{path}-journal").stat().st_size > 0  # … and what takes it back is beside it
    return path


@pytest.mark.parametrize("left", ["empty", "killed"])
@pytest.mark.parametrize("first", ["show", "undo"])
def test_reading_after_an_interrupted_creation_finds_nothing(arte, request, left, first):
    path = request.getfixturevalue(left)
    assert arte(first).status == 3
    assert_a_morning_can_be_recorded(arte, path)
    assert not Path(f"{path}-journal").exists()


@pytest.mark.parametrize("left", ["empty", "killed"])
def test_writing_after_an_interrupted_creation_begins_anew(arte, request, left):
    path = request.getfixturevalue(left)
    assert_a_morning_can_be_recorded(arte, path)
    assert mode(path) == 0o600


def test_an_interrupted_answer_is_taken_back_and_the_earlier_ones_stay(arte, journal, tmp_path):
    before = dump(journal)
    with opened(journal) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        filler = "x" * 50_000
        connection.execute("UPDATE answer SET text = ?", (filler,))
        for file in (journal, Path(f"{journal}-journal")):  # what a power cut would leave
            shutil.copy(file, tmp_path)
        connection.execute("ROLLBACK")
    for file in tmp_path.glob("journal.db*"):
        shutil.copy(file, journal.parent)
    assert filler.encode()[:4_000] in journal.read_bytes()
    shown = arte("show")
    assert "Buenos días, Inés: ya vi su pedido" in shown.out
    assert dump(journal) == before


# Later migrations: all or none


def later_migrations(*, failing: bool) -> Migrations:
    """Return the released migrations and two made-up ones."""
    later = Migrations("artesupremo")
    later(name="m001_first_schema")(schema.m001_first_schema)

    @later()
    def m002_mood(db):
        db.execute("ALTER TABLE answer ADD COLUMN mood TEXT")
        db.execute("UPDATE answer SET mood = 'calm'")

    @later()
    def m003_tags(db):
        db.executescript("CREATE TABLE tag (id TEXT PRIMARY KEY) STRICT;")
        db["tag"].insert({"id": "t1"})
        if failing:
            db.execute("INSERT INTO tag VALUES ('t1')")

    return later


def apply(path: Path, migrations: Migrations) -> None:
    """Bring the journal at `path` to version 3 as the store does."""
    with opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            schema.migrate(connection, ID, AT, (migrations, 3))
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            raise


def test_later_migrations_keep_what_was_answered(journal):
    before = dump(journal)
    apply(journal, later_migrations(failing=False))
    assert pragma(journal, "user_version") == 3
    with opened(journal) as connection:
        assert connection.execute("SELECT DISTINCT mood FROM answer").fetchall() == [("calm",)]
        assert connection.execute("SELECT id FROM tag").fetchall() == [("t1",)]
        assert connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (3,)
        connection.execute("ALTER TABLE answer DROP COLUMN mood")
        connection.execute("DROP TABLE tag")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name <> 'm001_first_schema'")
    assert [line for line in dump(journal) if line.startswith("INSERT")] == [
        line for line in before if line.startswith("INSERT")
    ]


def test_when_a_later_migration_fails_none_is_kept(arte, journal):
    bytes_before, before = journal.read_bytes(), dump(journal)
    with pytest.raises(sqlite3.IntegrityError):
        apply(journal, later_migrations(failing=True))
    assert dump(journal) == before
    assert journal.read_bytes() == bytes_before
    assert arte("show").status == 0


def test_a_blank_file_is_as_blank_when_its_migrations_fail(tmp_path):
    path = tmp_path / "blank.db"
    path.touch()
    with pytest.raises(sqlite3.IntegrityError):
        apply(path, later_migrations(failing=True))
    assert (path.stat().st_size, pragma(path, "user_version"), dump(path)[1:-1]) == (0, 0, [])


# Snapshots


def test_a_snapshot_is_a_complete_private_copy(journal, tmp_path):
    folder = tmp_path / "state" / "snapshots"
    umask = os.umask(0)
    try:
        with opened(journal) as connection:
            first = take_snapshot(connection, str(folder), "copy")
            second = take_snapshot(connection, str(folder), "copy")
    finally:
        os.umask(umask)
    assert [first, second] == [str(folder / "copy-001.db"), str(folder / "copy-002.db")]
    assert sorted(os.listdir(folder)) == ["copy-001.db", "copy-002.db"]
    assert dump(first) == dump(second) == dump(journal)
    assert pragma(first, "user_version") == 2
    assert pragma(first, "application_id") == int.from_bytes(b"ARTE")
    assert (mode(first), mode(folder), mode(folder.parent)) == (0o600, 0o700, 0o700)


def test_what_an_earlier_failure_left_does_not_stop_a_snapshot(journal, tmp_path):
    (tmp_path / "copy-001.db.tmp").write_text("half a copy")
    with opened(journal) as connection:
        path = take_snapshot(connection, str(tmp_path), "copy")
    assert dump(path) == dump(journal)
    assert not (tmp_path / "copy-001.db.tmp").exists()


def test_a_snapshot_that_fails_leaves_nothing(journal, tmp_path):
    folder = tmp_path / "snapshots"
    with opened(journal) as connection:
        connection.execute("BEGIN")  # SQLite copies no file in the middle of a transaction
        with pytest.raises(sqlite3.OperationalError):
            take_snapshot(connection, str(folder), "copy")
    assert os.listdir(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of a file")
@pytest.mark.parametrize("limit", [0, 20_000])
def test_a_snapshot_the_disk_has_no_room_for_leaves_nothing(journal, tmp_path, limit):
    folder = tmp_path / "snapshots"
    assert journal.stat().st_size > 20_000
    argv = [sys.executable, "-c", _CRAMPED, str(journal), str(folder), str(limit)]
    assert subprocess.run(argv, check=False, timeout=60).returncode == 9
    assert os.listdir(folder) == []
    assert pragma(journal, "integrity_check") == "ok"


def test_a_snapshot_of_a_damaged_journal_is_refused(journal, tmp_path):
    data = bytearray(journal.read_bytes())
    data[4096:8192] = os.urandom(4096)  # a page in the middle
    journal.write_bytes(data)
    with opened(journal) as connection, pytest.raises(sqlite3.DatabaseError):
        take_snapshot(connection, str(tmp_path / "snapshots"), "copy")
    assert os.listdir(tmp_path / "snapshots") == []
