"""Damage really done to real files: all of it is seen, and what can be brought back comes back."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from artesupremo.journal.rows import checksum, is_intact, sealed
from artesupremo.journal.store import Journal
from conftest import FRIDAY, MORNING

FIRST_SCHEMA = Path(__file__).with_name("first_schema.sql")
PLACES = ("entry", "answer", "note", "rest", "change")
WRITTEN = PLACES[:-1]
DAYS = 8  # lived through before the snapshot
MENDED = "El diario necesita arreglo: arte diario restaurar lo hace y guarda el archivo tal como"
NAMES_RESTORE = "arte diario restaurar"

Rows = dict[str, dict[str, dict[str, Any]]]  # place -> id -> row


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield connection
    finally:
        connection.close()


def rows_of(path: Path, places: tuple[str, ...] = PLACES) -> Rows:
    with opened(path) as connection:
        return {
            place: {row["id"]: dict(row) for row in connection.execute(f"SELECT * FROM {place}")}  # noqa: S608  # ours
            for place in places
        }


def seals(rows: Rows, place: str) -> dict[str, str]:
    return {key: row["checksum"] for key, row in rows[place].items()}


def order_of(rows: Rows) -> list[str]:
    """Return the answers, by their sittings, each sitting's in the order of the program."""
    homes = {key: (row["day"], row["sitting"]) for key, row in rows["entry"].items()}
    given = sorted(
        (homes.get(row["entry"], ("", "")), row["line"], key)
        for key, row in rows["answer"].items()
    )
    return [key for _home, _line, key in given]


class Home(NamedTuple):
    """A home with a snapshot of yesterday, and what was written since."""

    path: Path

    @property
    def journal(self) -> Path:
        return self.path / "data" / "journal.db"

    @property
    def snapshots(self) -> Path:
        return self.path / "state" / "snapshots"

    @property
    def names(self) -> list[str]:
        return sorted(os.listdir(self.snapshots))


@pytest.fixture(scope="module")
def lived_before(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("lived") / "home"


@pytest.fixture
def lived(arte, home, lived_before) -> Home:
    """Live through some days, keep the snapshot of the last but one, and go on for a day."""
    if not lived_before.exists():
        _live(arte)
        shutil.rmtree(home / "cache")
        home.rename(lived_before)
    shutil.copytree(lived_before, home)
    return Home(home)


def _live(arte) -> None:
    for back in range(DAYS, 0, -1):
        now = FRIDAY - dt.timedelta(days=back)
        text = {"greeting": f"Buenos días, van {back}", "message": f"A Leo, {'x' * 40 * back}"}
        arte("log", "applause", f"Gracias por lo del día {back}", now=now)
        arte("log", "promise", f"Llamar a Inés, {back}", now=now)
        arte("close", "--answers", "-", given={"posture": 4, "good-moment": f"Reí {back}"},
             now=now)  # fmt: skip
        arte("today", "--answers", "-", given={**MORNING, **text, "plan": True},
             now=now + dt.timedelta(hours=1))  # fmt: skip
    arte("rest", "2026-11-24..2026-11-26")
    snapshots = Path(os.environ["ARTE_HOME"]) / "state" / "snapshots"
    for path in sorted(snapshots.glob("day-*"))[:-1]:
        path.unlink()
    # The last snapshot holds all up to here; from here on only the journal does.
    shutil.copy(snapshots.parents[1] / "data" / "journal.db", snapshots / "day-2026-11-19.db")
    arte("today", "--answers", "-", given={**MORNING, "plan": "otra cosa"})
    (snapshots / "day-2026-11-20.db").unlink()
    arte("log", "friction", "Dos claves para entrar")
    arte("close", "--answers", "-", given={"posture": 5, "next-time": "Con sosiego"})
    (snapshots / "day-2026-11-20.db").unlink()


# Every kind of damage

Damage = Callable[[bytearray, random.Random], None]


def flip(data: bytearray, draw: random.Random) -> None:
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def flip_text(data: bytearray, draw: random.Random) -> None:
    """Flip a bit where the advisor's words are, so that something was really changed."""
    places = [at for word in (b"Gracias", b"Buenos", b"Llamar", b"A Leo", b"Re\xc3\xad")
              for at in _found(data, word)]  # fmt: skip
    data[draw.choice(places) + draw.randrange(4)] ^= 1 << draw.randrange(7)


def _found(data: bytearray, word: bytes) -> Iterator[int]:
    at = data.find(word)
    while at >= 0:
        yield at
        at = data.find(word, at + 1)


def overwrite(data: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(data) - 64)
    data[at : at + 64] = draw.randbytes(64)


def zero_page(data: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(data) // 4096) * 4096
    data[at : at + 4096] = bytes(4096)


def truncate(data: bytearray, draw: random.Random) -> None:
    del data[draw.randrange(len(data)) :]


KINDS: dict[str, Damage] = {
    damage.__name__: damage for damage in (flip, flip_text, overwrite, zero_page, truncate)
}


def readable(path: Path, truth: Rows) -> Rows:
    """Return, by means of this test alone, the rows of a damaged file that are what was saved.

    Each is asked for by its rowid, past every index.
    """
    found: Rows = {place: {} for place in WRITTEN}
    with contextlib.suppress(sqlite3.Error, UnicodeDecodeError), opened(path) as connection:
        for place in WRITTEN:
            for rowid in range(1, 400):
                with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
                    row = connection.execute(
                        f"SELECT * FROM {place} NOT INDEXED WHERE rowid = ?",  # noqa: S608  # ours
                        (rowid,),
                    ).fetchone()
                    if row and row["id"] in truth[place] and dict(row) == truth[place][row["id"]]:
                        found[place][row["id"]] = dict(row)
    return found


def check_damaged(arte, lived: Home, damage: Damage, seed: int) -> tuple[bool, bool]:
    """Damage the journal, check and restore it; return whether it was, and whether SQLite saw."""
    truth, earlier = rows_of(lived.journal), rows_of(lived.snapshots / "day-2026-11-19.db")
    data = bytearray(lived.journal.read_bytes())
    damage(data, random.Random(seed))  # noqa: S311  # the same damage every time
    lived.journal.write_bytes(data)
    expected = readable(lived.journal, truth)
    changed = _is_changed(lived.journal, truth)
    seen = not _passes_quick_check(lived.journal)
    checked = arte("journal", "check")
    assert lived.journal.read_bytes() == data  # looking changes nothing
    assert "Traceback" not in checked.err
    assert checked.status == 5 or not changed
    if checked.status == 0:
        return False, seen
    restored = arte("journal", "restore", "--yes")
    assert (restored.status, restored.err) == (0, "")
    assert arte("journal", "check").status == 0
    there = rows_of(lived.journal)
    for place in WRITTEN:
        ids = {*there[place]}
        assert {*earlier[place]} | {*expected[place]} <= ids <= {*truth[place]} | _made(there)
        for key in ids & {*truth[place]}:
            versions = [seals(rows, place).get(key) for rows in (truth, earlier)]
            made_again = place == "entry" and key not in {**earlier[place], **expected[place]}
            assert seals(there, place)[key] in versions or made_again
            assert there[place][key]["day"] == truth[place][key]["day"]
        for key, row in expected[place].items():
            assert there[place][key]["checksum"] == row["checksum"]
    assert order_of(there) == [key for key in order_of(truth) if key in there["answer"]]
    assert arte("show").status == 0
    return changed, seen


def _made(rows: Rows) -> set[str]:
    """Return the sittings that were made again from their answers."""
    return {answer["entry"] for answer in rows["answer"].values()}


def _is_changed(path: Path, truth: Rows) -> bool:
    try:
        return rows_of(path) != truth
    except (sqlite3.Error, UnicodeDecodeError):
        return True


def _passes_quick_check(path: Path) -> bool:
    with contextlib.suppress(sqlite3.Error, UnicodeDecodeError), opened(path) as connection:
        return connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    return False


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(6))
def test_damage_is_seen_and_everything_readable_comes_back(arte, lived, kind, seed):
    check_damaged(arte, lived, KINDS[kind], seed)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_800_damaged_files_are_seen_and_restored(arte, lived, tmp_path, kind):
    kept = tmp_path / "kept"
    shutil.copytree(lived.path, kept)
    outcomes = []
    for seed in range(160):
        outcomes.append(check_damaged(arte, lived, KINDS[kind], 1000 + seed))
        shutil.rmtree(lived.path)
        shutil.copytree(kept, lived.path)
    assert sum(changed for changed, _seen in outcomes) > (1 if kind == "flip" else 100)


def test_the_control_sqlite_alone_misses_most_bits(lived):
    missed = 0
    original = lived.journal.read_bytes()
    for seed in range(40):
        data = bytearray(original)
        flip_text(data, random.Random(seed))  # noqa: S311  # as above
        lived.journal.write_bytes(data)
        missed += _passes_quick_check(lived.journal)
    assert missed > 20


# Files that cannot be opened at all


def zeroed(data: bytes) -> bytes:
    return bytes(len(data))


def no_header(data: bytes) -> bytes:
    return bytes(4096) + data[4096:]


def emptied(data: bytes) -> bytes:
    return b""


def a_page(data: bytes) -> bytes:
    return data[:4096]


def in_words(data: bytes) -> bytes:
    return "Querido diario: hoy no pasó nada.\n".encode() * 100


def another_program(data: bytes) -> bytes:
    return data[:68] + b"NOTE" + data[72:]


RUINED = [zeroed, no_header, emptied, a_page, in_words, another_program]


@pytest.mark.parametrize("ruin", RUINED)
def test_every_command_names_the_way_out_and_it_leads_out(arte, lived, ruin):
    truth = rows_of(lived.journal)
    data = ruin(lived.journal.read_bytes())
    lived.journal.write_bytes(data)
    for argv in (
        ["show"], ["undo"], ["log", "applause", "x"], ["report"], ["history"], ["close"], [],
        ["today", "--answers", "-"], ["search", "x"], ["journal", "info"], ["journal", "check"],
        ["export", "all", "-o", "-"], ["delete", "today", "--yes"], ["rest", "tomorrow"],
    ):  # fmt: skip
        said = arte(*argv, given={})
        assert said.status == 5, argv
        assert NAMES_RESTORE in said.err, argv
    assert lived.journal.read_bytes() == data
    restored = arte("journal", "restore", "--yes")
    assert (restored.status, restored.err) == (0, "")
    assert restored.out.startswith("Restaurado desde day-2026-11-19.db: ")
    kept = lived.snapshots / "damaged-2026-11-20-001.db"
    assert kept.read_bytes() == data
    assert f"El archivo como estaba: {kept}" in restored.out
    earlier = rows_of(lived.snapshots / "day-2026-11-19.db")
    there = rows_of(lived.journal)
    for place in PLACES:
        assert {*earlier[place]} <= {*there[place]} <= {*truth[place]}
    if ruin in (no_header, another_program):  # the pages behind the first one are all there
        assert there == truth
        assert "Del diario como estaba: " in restored.out
    assert arte("journal", "check").status == 0
    assert arte("log", "applause", "Otra vez").status == 0


def test_without_any_snapshot_what_can_be_read_is_all_there_is(arte, lived):
    truth = rows_of(lived.journal)
    shutil.rmtree(lived.snapshots)
    data = bytearray(lived.journal.read_bytes())
    flip_text(data, random.Random(3))  # noqa: S311  # as above
    lived.journal.write_bytes(data)
    restored = arte("journal", "restore", "--yes")
    assert restored.status == 0
    there = rows_of(lived.journal)
    for place in WRITTEN:
        assert there[place] == truth[place]  # the history of changes knew the row that was hit
    assert arte("journal", "info", "--json").data["id"]


def test_a_journal_that_is_gone_is_not_begun_anew_without_a_word(arte, lived):
    earlier = rows_of(lived.snapshots / "day-2026-11-19.db")
    lived.journal.unlink()
    for argv in ([], ["show"], ["today", "--answers", "-"], ["log", "applause", "x"], ["nudge"]):
        said = arte(*argv, given={"energy": 3})
        assert (said.status, NAMES_RESTORE in said.err) == (5, True), argv
    assert not lived.journal.exists()
    assert arte("journal", "restore", "--yes").status == 0
    assert rows_of(lived.journal) == earlier


def test_whoever_means_to_begin_anew_purges(arte, lived):
    lived.journal.unlink()
    assert arte("journal", "purge", "--all", "--yes").status == 0
    assert arte("log", "applause", "De nuevo").out.startswith("Guardado: Aplauso 1.")


# What comes from where


def spoil(path: Path, sql: str) -> None:
    with opened(path) as connection:
        assert connection.execute(sql).rowcount > 0


def test_what_the_history_knows_comes_back_in_its_last_version(arte, lived):
    truth = rows_of(lived.journal)
    spoil(lived.journal, "UPDATE answer SET text = 'roto' WHERE text IS NOT NULL")
    assert "registros no son lo que se guardó" in arte("journal", "check").out
    restored = arte("journal", "restore", "--yes")
    assert "De su historial de cambios: 4 respuestas" in restored.out
    assert rows_of(lived.journal) == truth


def test_what_only_the_snapshot_holds_whole_comes_from_it(arte, lived):
    truth = rows_of(lived.journal)
    spoil(lived.journal, "UPDATE change SET after = replace(after, 'a', 'e'), before = NULL")
    spoil(lived.journal, "UPDATE answer SET text = 'roto' WHERE day < '2026-11-20'")
    arte("journal", "restore", "--yes")
    there = rows_of(lived.journal, WRITTEN)
    assert there == {place: truth[place] for place in WRITTEN}


def test_what_is_lost_is_named_and_never_quoted(arte, lived):
    for table, column in (("answer", "text"), ("change", "after")):
        spoil(lived.journal, f"UPDATE {table} SET {column} = 'secreto ' || {column} WHERE"  # noqa: S608  # ours
              f" {column} LIKE '%Con sosiego%'")  # fmt: skip
    checked = arte("journal", "check")
    assert checked.out.splitlines()[1:4] == [
        "2 registros no son lo que se guardó:",
        "  2026-11-20 · next-time",
        "  historial de cambios: 1",
    ]
    restored = arte("journal", "restore", "--yes")
    assert "Dañado en todas partes, y perdido:\n  2026-11-20 · next-time\n" in restored.out
    for said in (checked, restored):
        assert "secreto" not in said.out + said.err
        assert "sosiego" not in said.out + said.err
    assert "next-time" not in {row["question"] for row in rows_of(lived.journal)["answer"].values()
                               if row["day"] == "2026-11-20"}  # fmt: skip


def test_a_row_that_names_itself_wrongly_is_not_quoted_either(arte, lived):
    spoil(lived.journal, "UPDATE answer SET day = '9999-99-99', question = 'Un secreto de Inés'"
          " WHERE question = 'next-time'")  # fmt: skip
    checked = arte("journal", "check", "--json")
    assert [(d["day"], d["name"]) for d in checked.data["damaged"]] == [("9999-99-99", None)]
    assert "secreto" not in checked.out


def test_what_was_deleted_edited_or_undone_after_the_snapshot_stays_so(arte, lived):
    later = FRIDAY + dt.timedelta(hours=6)
    arte("delete", "1", "--yes", now=later)
    arte("delete", "2026-11-14", "energy", "--yes", now=later)
    arte("rest", "2026-11-25", "--remove", now=later)
    arte("promises", "kept", "4", now=later)
    arte("promises", "kept", "6", now=later)
    arte("undo", now=later)
    truth = rows_of(lived.journal)
    for damage in (
        "UPDATE answer SET note = 'roto' WHERE question = 'posture'",
        "UPDATE note SET more = 'roto' WHERE number > 3",
        "DELETE FROM rest",
    ):
        spoil(lived.journal, damage)
    assert arte("journal", "restore", "--yes").status == 0
    assert rows_of(lived.journal) == truth
    assert "Aplauso 1" not in arte("show", "2026-11-12").out
    assert arte("log", "applause", "Una más").out.startswith("Guardado: Aplauso 18.")


def test_an_edit_from_after_the_snapshot_beats_it_and_one_taken_back_does_not(arte, lived):
    """The row that stands may be older than the snapshot's: undo made it so."""
    day = FRIDAY.date() - dt.timedelta(days=1)
    before = rows_of(lived.journal, WRITTEN)
    arte("close", "--date", str(day), "--answers", "-", given={"posture": 2})
    shutil.copy(lived.journal, lived.snapshots / "day-2026-11-19.db")
    arte("undo")
    assert rows_of(lived.journal, WRITTEN) == before
    spoil(lived.journal, "UPDATE note SET text = 'roto' WHERE number = 1")
    assert arte("journal", "restore", "--yes").status == 0
    assert rows_of(lived.journal, WRITTEN) == before


def test_a_sitting_lost_everywhere_is_made_again_around_its_answers(arte, lived):
    truth = rows_of(lived.journal)
    spoil(lived.journal, "UPDATE entry SET zone = 'roto' WHERE day = '2026-11-20'")
    spoil(lived.journal, "UPDATE change SET after = 'roto' WHERE place = 'entry'")
    restored = arte("journal", "restore", "--yes")
    assert restored.status == 0
    there = rows_of(lived.journal)
    assert there["answer"] == truth["answer"]
    kept = [(e["day"], e["sitting"], e["id"]) for e in there["entry"].values()]
    assert sorted(kept) == sorted(
        (e["day"], e["sitting"], e["id"]) for e in truth["entry"].values()
    )
    assert "Con sosiego" in arte("show").out
    assert arte("today", "--answers", "-", given={}).status == 0


def test_a_search_that_lost_its_way_is_mended(arte, lived):
    with opened(lived.journal) as connection:
        connection.execute("INSERT INTO answer_fts (answer_fts) VALUES ('delete-all')")
    assert arte("search", "sosiego").status == 3
    checked = arte("journal", "check")
    assert (checked.status, checked.out.splitlines()[1]) == (
        5, "La búsqueda no encuentra todo lo escrito, o encuentra de más.",
    )  # fmt: skip
    assert arte("journal", "restore", "--yes").status == 0
    assert arte("search", "sosiego").status == 0
    assert arte("journal", "check").status == 0


# Which copy


def test_the_latest_whole_snapshot_is_taken_and_damaged_ones_passed_over(arte, lived):
    lived.journal.write_bytes(b"ruined")
    good = lived.snapshots / "day-2026-11-19.db"
    for number, name in enumerate(("day-2026-11-18.db", "before-import-001.db", "other.db")):
        shutil.copy(good, lived.snapshots / name)
        os.utime(lived.snapshots / name, (2e9 + number, 2e9 + number))
    spoil(lived.snapshots / "before-import-001.db", "UPDATE answer SET number = 1")
    (lived.snapshots / "other.db").write_bytes(good.read_bytes()[:9000])
    checked = arte("journal", "check")
    assert checked.out.splitlines()[-2:] == [
        "4 copias", "Dañadas, y pasadas por alto: other.db",
    ]  # fmt: skip
    restored = arte("journal", "restore", "--yes")
    assert restored.out.startswith("Restaurado desde day-2026-11-18.db: ")


def test_a_file_that_is_named_is_taken(arte, lived, tmp_path):
    backup = tmp_path / "my # backup?%20.db"
    shutil.copy(lived.snapshots / "day-2026-11-19.db", backup)
    shutil.rmtree(lived.path / "data")
    shutil.rmtree(lived.path / "state")
    restored = arte("journal", "restore", str(backup))
    assert (restored.status, restored.out) == (2, "")
    assert not lived.journal.exists()
    restored = arte("journal", "restore", str(backup), "--yes")
    assert restored.status == 0
    assert rows_of(lived.journal) == rows_of(backup)
    assert stat.S_IMODE(lived.journal.stat().st_mode) == 0o600
    assert stat.S_IMODE(lived.journal.parent.stat().st_mode) == 0o700


def test_an_export_is_taken_and_gives_the_same_export_again(arte, lived, tmp_path):
    out, again = tmp_path / "all.jsonl", tmp_path / "again.jsonl"
    arte("export", "all", "--format", "jsonl", "-o", str(out))
    for folder in ("data", "state"):
        shutil.rmtree(lived.path / folder)
    assert arte("journal", "restore", str(out), "--yes").status == 0
    arte("export", "all", "--format", "jsonl", "-o", str(again))
    assert again.read_bytes() == out.read_bytes()
    assert arte("search", "sosiego").status == 0
    assert arte("journal", "check").status == 0


def test_an_export_brings_back_what_is_damaged_and_the_rest_stays(arte, lived, tmp_path):
    out = tmp_path / "all.jsonl"
    arte("export", "all", "--format", "jsonl", "-o", str(out))
    arte("log", "applause", "Después de exportar")
    truth = rows_of(lived.journal)
    spoil(lived.journal, "DELETE FROM change WHERE seq < 60")
    spoil(lived.journal, "UPDATE answer SET text = 'roto' WHERE day < '2026-11-18'")
    assert arte("journal", "restore", str(out), "--yes").status == 0
    there = rows_of(lived.journal)
    for place in WRITTEN:
        assert seals(there, place) == seals(truth, place)  # an export has no lines


def test_a_bad_line_of_an_export_changes_nothing(arte, lived, tmp_path):
    out = tmp_path / "all.jsonl"
    arte("export", "all", "--format", "jsonl", "-o", str(out))
    out.write_text(out.read_text("utf-8") + "{}\n", "utf-8")
    before = lived.journal.read_bytes()
    refused = arte("journal", "restore", str(out), "--yes")
    assert refused.status == 2
    assert lived.journal.read_bytes() == before


def test_a_journal_of_the_first_schema_is_brought_up_to_date(arte, lived, tmp_path):
    old = tmp_path / "old.db"
    with opened(old) as connection:
        connection.executescript(FIRST_SCHEMA.read_text("utf-8"))
        connection.execute(f"PRAGMA application_id = {int.from_bytes(b'ARTE')}")
        connection.execute("PRAGMA user_version = 1")
        answers = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
    shutil.rmtree(lived.path / "data")
    before = old.read_bytes()
    restored = arte("journal", "restore", str(old), "--yes")
    assert restored.status == 0
    assert f": {answers} respuestas, 0 notas\n" in restored.out
    assert old.read_bytes() == before
    assert arte("journal", "check").status == 0


def test_another_journal_that_is_there_is_taken_in_and_undo_takes_it_out(arte, lived, tmp_path):
    theirs = tmp_path / "theirs.db"
    shutil.copy(lived.journal, theirs)
    wanted = rows_of(theirs, WRITTEN)
    for folder in ("data", "state"):
        shutil.rmtree(lived.path / folder)
    arte("log", "applause", "De otro diario")
    arte("today", "--answers", "-", given={"energy": 2})
    restored = arte("journal", "restore", str(theirs), "--yes")
    assert "Era otro diario y se incorporó: arte deshacer lo revierte." in restored.out
    there = rows_of(lived.journal, WRITTEN)
    assert {*wanted["answer"]} <= {*there["answer"]}
    assert len(there["note"]) == len(wanted["note"]) + 1
    assert arte("undo").status == 0
    assert rows_of(lived.journal, WRITTEN) == wanted


# What is refused


def test_nothing_happens_without_a_yes(arte, lived):
    before = {path: path.read_bytes() for path in lived.path.rglob("*") if path.is_file()}
    refused = arte("journal", "restore")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == "Nada cambió: --si lo hace sin preguntar.\n"
    after = {path: path.read_bytes() for path in lived.path.rglob("*") if path.is_file()}
    assert {p: after.get(p) for p in before} == before


@pytest.mark.parametrize(
    ("name", "status"), [("damaged", 5), ("newer", 5), ("foreign", 5), ("acting", 5), ("words", 2)]
)
def test_a_file_that_is_no_whole_journal_of_ours_changes_nothing(
    arte, lived, tmp_path, name, status
):
    other = tmp_path / "other.db"
    shutil.copy(lived.journal, other)
    with opened(other) as connection:
        connection.execute({
            "damaged": "UPDATE note SET text = 'roto'",
            "newer": "PRAGMA user_version = 99",
            "foreign": "PRAGMA application_id = 7",
            "acting": "CREATE TRIGGER more AFTER INSERT ON rest BEGIN DELETE FROM answer; END",
            "words": "SELECT 1",
        }[name])  # fmt: skip
    if name == "words":
        other.write_text("not a journal\n")
    before = {path: path.read_bytes() for path in lived.path.rglob("*") if path.is_file()}
    refused = arte("journal", "restore", str(other), "--yes")
    assert refused.status == status
    assert "Traceback" not in refused.err
    assert str(other) in refused.err or name == "acting"
    assert lived.journal.read_bytes() == before[lived.journal]
    assert list(lived.path.rglob("*.tmp*")) == []


def test_with_nothing_to_restore_from_it_says_so(arte, home):
    refused = arte("journal", "restore", "--yes")
    assert (refused.status, arte("journal", "check").status) == (3, 3)
    assert not home.exists() or not (home / "data").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_is_refused_and_never_waited_for(arte, lived, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    refused = arte("journal", "restore", str(tmp_path / "pipe"), "--yes")
    assert (refused.status, str(tmp_path / "pipe") in refused.err) == (2, True)
    lived.journal.unlink()
    os.mkfifo(lived.journal)
    for argv in (["restore", "--yes"], ["check"]):
        assert arte("journal", *argv).status == 5


def test_a_file_that_is_not_there_is_named(arte, lived, tmp_path):
    refused = arte("journal", "restore", str(tmp_path / "nowhere.db"), "--yes")
    assert (refused.status, str(tmp_path / "nowhere.db") in refused.err) == (2, True)


# Cut off, or beside another arte

# Spills pages of a transaction into the journal's file and is killed there: a hot journal is left.
KILLED = """\
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 2")
connection.execute("BEGIN")
connection.execute("UPDATE answer SET text = hex(randomblob(3000))")
connection.execute("UPDATE change SET after = hex(randomblob(3000))")
os.kill(os.getpid(), signal.SIGKILL)
"""


def leave_hot(path: Path) -> Path:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    hot = path.with_name("journal.db-journal")
    assert hot.stat().st_size > 512
    return hot


def test_checking_rolls_nothing_back_in_the_journal_itself(arte, lived):
    hot = leave_hot(lived.journal)
    before = lived.journal.read_bytes(), hot.read_bytes()
    checked = arte("journal", "check")
    assert (checked.status, checked.err) == (0, "")  # in the copy it was rolled back
    assert (lived.journal.read_bytes(), hot.read_bytes()) == before


def test_what_was_cut_off_is_taken_back_and_never_meets_the_new_file(arte, lived, tmp_path):
    truth = rows_of(lived.journal)
    hot = leave_hot(lived.journal)
    data = bytearray(lived.journal.read_bytes())
    data[:16] = b"no longer SQLite"
    lived.journal.write_bytes(data)
    left = hot.read_bytes()
    restored = arte("journal", "restore", "--yes")
    assert restored.status == 0
    assert not hot.exists()
    assert rows_of(lived.journal) == truth
    assert arte("journal", "check").status == 0
    # The control: beside the new file it would have been applied to it.
    control = tmp_path / "journal.db"
    shutil.copy(lived.journal, control)
    (tmp_path / "journal.db-journal").write_bytes(left)
    with opened(control) as connection:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    assert control.read_bytes() != lived.journal.read_bytes()


def test_what_lies_beside_a_file_of_another_kind_is_kept_with_it(arte, lived):
    """SQLite leaves such a journal where it is: its first byte says that it is no hot one."""
    beside = lived.journal.with_name("journal.db-journal")
    lived.journal.write_bytes(b"no journal at all")
    beside.write_bytes(b"\0" * 600)
    assert arte("journal", "restore", "--yes").status == 0
    assert not beside.exists()
    kept = lived.snapshots / "damaged-2026-11-20-001.db"
    assert kept.read_bytes() == b"no journal at all"
    assert Path(f"{kept}-journal").read_bytes() == b"\0" * 600


# Keeps a journal open, as a sitting does, and records a note for each line that it is sent.
SITTING = """\
import datetime as dt, sys
from artesupremo.days import moment
from artesupremo.journal.model import Clerk, Note
from artesupremo.journal.store import Journal
journal = Journal(*sys.argv[1:3])
now = dt.datetime.fromisoformat(sys.argv[3])
clerk = Clerk(moment(now, now.date()), lambda: "")
for line in sys.stdin:
    note = Note("", 0, "applause", line.strip(), {}, "es", now.date(), "", 0, "")
    kept = journal.keep_note(clerk, note, kind="note")
    print(kept.number, flush=True)
"""
# The control: the same with SQLite alone, which refuses to write into a file without a name.
CARELESS = """\
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("SELECT * FROM sqlite_schema").fetchall()
for line in sys.stdin:
    connection.execute("UPDATE note SET text = ? WHERE number = 1", (line.strip(),))
    print(1, flush=True)
"""


@contextlib.contextmanager
def sitting(lived: Home, program: str) -> Iterator[Callable[[str], int]]:
    argv = [sys.executable, "-c", program, str(lived.journal), str(lived.snapshots), str(FRIDAY)]
    child = subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdin
    assert child.stdout

    def say(text: str) -> int:
        child.stdin.write(text + "\n")
        child.stdin.flush()
        return int(child.stdout.readline())

    try:
        yield say
    finally:
        child.stdin.close()
        child.stdout.close()
        child.wait(60)


def texts(lived: Home) -> set[str]:
    return {row["text"] for row in rows_of(lived.journal)["note"].values()}


def test_an_arte_that_had_the_old_file_open_writes_into_the_new_one(arte, lived):
    with sitting(lived, SITTING) as say:
        say("antes")
        assert arte("journal", "restore", "--yes").status == 0
        say("después")
        say("y otra")
    assert {"antes", "después", "y otra"} <= texts(lived)
    assert arte("journal", "check").status == 0


def test_the_control_without_that_the_words_cannot_be_saved(arte, lived):
    with sitting(lived, CARELESS) as say:
        say("antes")
        assert arte("journal", "restore", "--yes").status == 0
        with pytest.raises(ValueError, match="invalid literal"):
            say("después")
    assert "después" not in texts(lived)


def test_nothing_acknowledged_is_lost_while_it_is_restored_again_and_again(arte, lived):
    """A second process records all the time; what it was told is saved is there at the end."""
    program = SITTING.replace("for line in sys.stdin:", "for line in map(str, range(10_000_000)):")
    argv = [sys.executable, "-c", program, str(lived.journal), str(lived.snapshots), str(FRIDAY)]
    with subprocess.Popen(
        argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        child.stdout.readline()
        try:
            statuses = [arte("journal", "restore", "--yes").status for _time in range(3)]
            time.sleep(0.1)
        finally:
            child.send_signal(signal.SIGKILL)
        out, err = child.communicate(timeout=60)
    assert 0 in statuses  # another arte that writes all the time may be waited for in vain
    assert {*statuses} <= {0, 5}
    acknowledged = len(out.splitlines())
    assert (err, acknowledged > 3) == ("", True)
    assert {str(number) for number in range(acknowledged)} <= texts(lived)
    assert arte("journal", "check").status == 0


# Restores, and kills itself at the K-th time that it opens, renames or removes a file.
CUT_OFF = """\
import datetime, os, signal, sys
left = int(sys.argv[1])
def count(event, args):
    global left
    if event in ("open", "os.rename", "os.remove", "os.link", "sqlite3.connect"):
        path = str(args[0])
        if "data" in path or "state" in path:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
from artesupremo.__main__ import main
import artesupremo.cli.recovery, artesupremo.journal.restore
sys.addaudithook(count)
status = main(["journal", "restore", "--yes"],
              now=datetime.datetime.fromisoformat(sys.argv[2]))
print(left)
sys.exit(status)
"""


def cut_off(at: int) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-c", CUT_OFF, str(at), str(FRIDAY)]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("ruin", [None, no_header])
def test_wherever_it_is_cut_off_there_is_the_old_journal_or_the_new_one(
    arte, lived, tmp_path, ruin
):
    truth = rows_of(lived.journal)
    if ruin:
        lived.journal.write_bytes(ruin(lived.journal.read_bytes()))
    old = lived.journal.read_bytes()
    kept = tmp_path / "kept"
    shutil.copytree(lived.path, kept)
    whole = cut_off(1_000_000)
    assert whole.returncode == 0, whole.stderr
    points = 1_000_000 - int(whole.stdout.splitlines()[-1])
    assert points > 20
    fates = set()
    for point in sorted({*range(1, points + 1, 4), *range(points - 2, points + 1)}):
        shutil.rmtree(lived.path)
        shutil.copytree(kept, lived.path)
        assert cut_off(point).returncode == -signal.SIGKILL
        is_old = lived.journal.read_bytes() == old
        fates.add(is_old)
        if not is_old:
            assert rows_of(lived.journal) == truth
        for name in lived.names:  # nothing half under a final name
            if name.endswith(".db") and not name.startswith("damaged"):
                assert _passes_quick_check(lived.snapshots / name), name
        assert arte("journal", "restore", "--yes").status == 0
        assert rows_of(lived.journal) == truth
    assert fates == {True, False}


def test_the_files_of_a_restore_are_private_whatever_the_umask(arte, lived):
    lived.journal.write_bytes(lived.journal.read_bytes()[:9000])
    child = subprocess.run(
        [sys.executable, "-m", "artesupremo", "journal", "restore", "--yes"],
        check=True, capture_output=True, umask=0,
    )  # fmt: skip
    assert child.returncode == 0
    for path in (lived.path / "data", lived.path / "state"):
        for found in (path, *path.rglob("*")):
            if not found.name.startswith("day-"):
                wanted = 0o700 if found.is_dir() else 0o600
                assert stat.S_IMODE(found.stat().st_mode) == wanted, found


def test_a_restored_journal_can_be_undone_and_goes_on(arte, lived):
    spoil(lived.journal, "UPDATE note SET text = 'roto' WHERE number = 1")
    arte("journal", "restore", "--yes")
    assert arte("undo").status == 0
    assert arte("undo", "--redo").status == 0
    journal = Journal(str(lived.journal), str(lived.snapshots))
    seqs = [row["seq"] for row in journal.rows("SELECT seq FROM change ORDER BY seq")]
    journal.close()
    assert seqs == list(range(1, len(seqs) + 1))


def test_the_oracle_of_this_file_would_see_a_changed_row(lived):
    truth = rows_of(lived.journal)
    spoil(lived.journal, "UPDATE note SET text = 'roto' WHERE number = 1")
    assert _is_changed(lived.journal, truth)
    assert len(readable(lived.journal, truth)["note"]) == len(truth["note"]) - 1
    row = next(iter(truth["note"].values()))
    assert is_intact(row)
    assert checksum(row) == sealed(row)["checksum"]
    assert json.dumps(row)
