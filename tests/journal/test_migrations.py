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
from typing import Any

import pytest
from sqlite_utils.migrations import Migrations

from artesupremo.journal import queries, schema
from artesupremo.journal.rows import is_intact
from artesupremo.journal.safety import take_snapshot
from conftest import MORNING

RELEASED = ("m001_first_schema", "m002_real_days", "m003_found_at_once")
LATER = 900  # the version that the made-up migrations lead to
FIRST_SCHEMA = Path(__file__).with_name("first_schema.sql")
AT = "2026-11-20T12:55:00.000Z"  # FRIDAY, in UTC
ID = "01890a5d-ac96-774b-bcce-b302099a8057"

# Records an answer through the real program, whose first transaction holds one migration more:
# it writes more than SQLite keeps in memory, so that pages reach the file, and then it is killed.
_KILLED = """\
import datetime, os, signal, sys
from artesupremo.__main__ import main
from artesupremo.journal import queries, schema
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
    assert pragma(journal, "user_version") == 3
    assert pragma(journal, "application_id") == int.from_bytes(b"ARTE")
    with opened(journal) as connection:
        assert connection.execute("SELECT begun FROM journal").fetchall() == [(AT,)]
        applied = connection.execute("SELECT migration_set, name FROM _sqlite_migrations")
        assert applied.fetchall() == [("artesupremo", name) for name in RELEASED]


def test_migrating_twice_changes_nothing(journal):
    before = dump(journal)
    with opened(journal) as connection:
        connection.execute("BEGIN IMMEDIATE")
        schema.migrate(connection, "another", "later")
        connection.execute("COMMIT")
    assert dump(journal) == before


def test_the_open_promises_are_found_without_reading_the_settled_ones(journal):
    """The condition of the index has to be that of the query, word for word."""
    with opened(journal) as connection:
        plan = f"EXPLAIN QUERY PLAN SELECT * FROM note WHERE {queries.OPEN_PROMISE}"  # noqa: S608  # ours
        assert "note_open" in str(connection.execute(plan).fetchall())


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


# From the first schema

# The acts that can be taken back in first_schema.sql, the latest first.
ACTS = ("decline", "import", "plan", "Leo", "energy 4", "morning", "closing", "morning before")
NOTHING_TO_REDO = "There is nothing to redo.\n"


@pytest.fixture
def first(home) -> Path:
    """Leave a journal as the first released schema had it."""
    path = home / "data" / "journal.db"
    path.parent.mkdir(parents=True)
    with opened(path) as connection:
        connection.executescript(FIRST_SCHEMA.read_text("utf-8"))
        connection.execute(f"PRAGMA application_id = {int.from_bytes(b'ARTE')}")
        connection.execute("PRAGMA user_version = 1")
    path.chmod(0o600)
    return path


def rows(path: Path, table: str, *without: str) -> list[dict[str, Any]]:
    """Return the rows of `table` in their order, but for the columns `without`."""
    with opened(path) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()  # noqa: S608  # names of ours
    return [{name: row[name] for name in row.keys() if name not in without} for row in found]  # noqa: SIM118  # `in` a Row looks at its values


def held(path: Path) -> list[dict[str, Any]]:
    """Return the sittings and answers, in no order."""
    found = [*rows(path, "entry"), *rows(path, "answer", "line")]
    return sorted(found, key=lambda row: row["id"])


def migrated(arte, path: Path) -> Path:
    """Open the journal for the first time with this program."""
    assert arte("show").status == 0
    assert pragma(path, "user_version") == 3
    return path


def test_what_the_first_schema_held_is_there_unchanged_and_in_order(arte, first):
    names = ("journal", "entry", "answer")
    before = {name: rows(first, name) for name in names}
    changes = rows(first, "change", "undone", "checksum")
    assert [len(before[name]) for name in names] == [1, 5, 15]
    assert len(changes) == 26
    migrated(arte, first)
    assert {name: rows(first, name, "line") for name in names} == before
    assert [row["line"] for row in rows(first, "answer")] == list(range(1, 16))
    assert rows(first, "change", "undone", "checksum") == changes
    assert [row["seq"] for row in rows(first, "change") if row["undone"]] == [18]
    for table in ("entry", "answer", "change"):
        assert all(is_intact(row) for row in rows(first, table))
    assert pragma(first, "integrity_check") == "ok"
    with opened(first) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_journal_brought_up_to_date_is_like_one_made_now(arte, first, tmp_path):
    def tables(path: Path) -> set[Any]:
        with opened(path) as connection:
            return set(connection.execute("SELECT type, name, sql FROM sqlite_schema"))

    migrated(arte, first)
    other = tmp_path / "other"
    assert arte("today", "--answers", "-", given=MORNING, ARTE_HOME=str(other)).status == 0
    assert tables(first) == tables(other / "data" / "journal.db")
    assert pragma(first, "application_id") == int.from_bytes(b"ARTE")
    assert mode(first) == 0o600


@pytest.mark.parametrize(
    ("words", "questions"),
    [
        ("nunez", ["greeting"]),
        ("CAFE", ["energy", "good-moment"]),
        ("la silla", ["posture"]),
        ("respirar", ["next-time"]),  # private: left out of what is shared, not of a search
        ("respuesta leo", ["message"]),
    ],
)
def test_search_finds_what_was_answered_under_the_first_schema(arte, first, words, questions):
    found = arte("search", words, "--json").data
    assert [item["question"] for item in found] == questions


def test_search_does_not_find_what_was_taken_back_under_the_first_schema(arte, first):
    assert arte("search", "Zoé").status == 3
    with opened(first) as connection:
        for table in ("answer_fts", "note_fts"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608  # two names


def test_old_acts_are_taken_back_one_by_one_and_done_again(arte, first):
    before = held(migrated(arte, first))
    states = [before]
    for _act in ACTS:
        assert arte("undo").status == 0
        states.append(held(first))
    assert states[-1] == []
    assert arte("undo").status == 3
    for state in reversed(states[:-1]):
        assert arte("undo", "--redo").status == 0
        assert held(first) == state
    assert arte("undo", "--redo", lang="en") == (3, "", NOTHING_TO_REDO)
    assert held(first) == before


def test_what_was_overtaken_under_the_first_schema_is_not_done_again(arte, first):
    before = held(migrated(arte, first))
    assert arte("undo", "--redo", lang="en") == (3, "", NOTHING_TO_REDO)
    assert held(first) == before
    assert "Zoé" not in arte("undo", "--list").out


def test_the_journal_of_the_first_schema_is_kept_as_a_snapshot(arte, first, home):
    before = dump(first)
    migrated(arte, first)
    folder = home / "state" / "snapshots"
    assert os.listdir(folder) == ["before-migration-001.db"]
    assert dump(folder / "before-migration-001.db") == before
    assert pragma(folder / "before-migration-001.db", "user_version") == 1
    assert mode(folder / "before-migration-001.db") == 0o600
    assert arte("log", "applause", "Gracias").status == 0
    assert os.listdir(folder) == ["before-migration-001.db"]  # once


def test_when_a_migration_from_the_first_schema_fails_it_stays_as_it_was(arte, first):
    bytes_before, before = first.read_bytes(), dump(first)
    with pytest.raises(sqlite3.IntegrityError):
        apply(first, later_migrations(failing=True))
    assert dump(first) == before
    assert first.read_bytes() == bytes_before
    assert pragma(first, "user_version") == 1
    migrated(arte, first)


def test_a_journal_of_the_first_schema_without_a_snapshot_is_not_touched(arte, first, home):
    bytes_before = first.read_bytes()
    (home / "state").mkdir()
    (home / "state" / "snapshots").write_text("not a folder")
    assert arte("show").status == 5
    assert first.read_bytes() == bytes_before


# Later migrations: all or none


def later_migrations(*, failing: bool) -> Migrations:
    """Return the released migrations and two made-up ones."""
    later = Migrations("artesupremo")
    for name in RELEASED:
        later(name=name)(getattr(schema, name))

    @later()
    def m901_mood(db):
        db.execute("ALTER TABLE answer ADD COLUMN mood TEXT")
        db.execute("UPDATE answer SET mood = 'calm'")

    @later()
    def m902_tags(db):
        db.executescript("CREATE TABLE tag (id TEXT PRIMARY KEY) STRICT;")
        db["tag"].insert({"id": "t1"})
        if failing:
            db.execute("INSERT INTO tag VALUES ('t1')")

    return later


def apply(path: Path, migrations: Migrations) -> None:
    """Bring the journal at `path` to a later version as the store does."""
    with opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            schema.migrate(connection, ID, AT, (migrations, LATER))
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            raise


def test_later_migrations_keep_what_was_answered(journal):
    before = dump(journal)
    apply(journal, later_migrations(failing=False))
    assert pragma(journal, "user_version") == LATER
    with opened(journal) as connection:
        assert connection.execute("SELECT DISTINCT mood FROM answer").fetchall() == [("calm",)]
        assert connection.execute("SELECT id FROM tag").fetchall() == [("t1",)]
        assert connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (5,)
        connection.execute("ALTER TABLE answer DROP COLUMN mood")
        connection.execute("DROP TABLE tag")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name > 'm9'")
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
    assert pragma(first, "user_version") == 3
    assert pragma(first, "application_id") == int.from_bytes(b"ARTE")
    assert (mode(first), mode(folder), mode(folder.parent)) == (0o600, 0o700, 0o700)


def test_what_an_earlier_failure_left_does_not_stop_a_snapshot(journal, tmp_path):
    (tmp_path / f"copy-001.db.{os.getpid()}.tmp").write_text("half a copy")
    with opened(journal) as connection:
        path = take_snapshot(connection, str(tmp_path), "copy")
    assert dump(path) == dump(journal)
    assert list(tmp_path.glob("*.tmp")) == []


def test_a_number_that_was_given_is_not_given_again(journal, tmp_path):
    (tmp_path / "copy-1007.db").touch()
    with opened(journal) as connection:
        path = take_snapshot(connection, str(tmp_path), "copy")
    assert path == str(tmp_path / "copy-1008.db")


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
