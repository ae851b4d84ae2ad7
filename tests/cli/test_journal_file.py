"""`arte journal check` and `arte journal backup` as they are typed."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from conftest import MORNING


@pytest.fixture
def lived(arte, home) -> Path:
    arte("today", "--answers", "-", given=MORNING)
    arte("log", "promise", "Llamar")
    return home


def dump(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# Check


def test_a_whole_journal_is_0_and_says_so(arte, lived):
    checked = arte("journal", "check")
    assert (checked.status, checked.err) == (0, "")
    assert checked.out.splitlines() == [
        f"Archivo: {lived / 'data' / 'journal.db'}",
        "Entero: el archivo, cada registro, la búsqueda.",
        "1 copia",
    ]
    data = arte("journal", "check", "--json").data
    assert data == {
        "path": str(lived / "data" / "journal.db"),
        "whole": True,
        "structure": [],
        "orphans": 0,
        "damaged": [],
        "searchable": True,
        "snapshots": [{"name": "day-2026-11-20.db", "sound": True}],
    }


def test_checking_leaves_nothing_and_changes_nothing(arte, lived):
    before = {path: path.read_bytes() for path in lived.rglob("*") if path.is_file()}
    stamps = {path: path.stat().st_mtime_ns for path in before}
    for argv in ([], ["--json"]):
        arte("journal", "check", *argv)
    after = {path: path.read_bytes() for path in lived.rglob("*") if path.is_file()}
    assert after == before
    assert {path: path.stat().st_mtime_ns for path in after} == stamps


DAMAGE = [
    ("UPDATE answer SET text = 'x' WHERE question = 'message'", "  2026-11-20 · message"),
    ("UPDATE note SET text = 'x'", "  2026-11-20 · nota 1"),
    ("UPDATE entry SET plan_then = 'x'", "  2026-11-20 · Mañana"),
    ("UPDATE change SET zone = 'x' WHERE seq = 1", "  historial de cambios: 1"),
    ("PRAGMA foreign_keys = OFF; DELETE FROM entry", "4 respuestas perdieron su sesión."),
    ("DROP TABLE rest", "  no table rest"),
    (
        "INSERT INTO note_fts (note_fts, rowid, text, more) VALUES ('delete', 1, 'Llamar', '')",
        "La búsqueda no encuentra todo lo escrito, o encuentra de más.",
    ),
    (
        "INSERT INTO note_fts (rowid, text, more) VALUES (1, 'de más', '')",
        "La búsqueda no encuentra todo lo escrito, o encuentra de más.",
    ),
]


@pytest.mark.parametrize(("sql", "said"), DAMAGE)
def test_damage_is_5_named_by_day_and_mended_by_the_next_step(arte, lived, sql, said):
    path = lived / "data" / "journal.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(sql)
    checked = arte("journal", "check")
    assert checked.status == 5
    assert said in checked.out.splitlines()
    assert checked.err == (
        "El diario necesita arreglo: arte diario restaurar lo hace y guarda el archivo tal como"
        " está.\n"
    )
    assert not arte("journal", "check", "--json").data["whole"]
    assert arte("journal", "restore", "--yes").status == 0
    assert arte("journal", "check").status == 0


def test_a_journal_that_is_gone_is_told_while_there_are_snapshots(arte, lived):
    (lived / "data" / "journal.db").unlink()
    checked = arte("journal", "check")
    assert (checked.status, "El archivo del diario no está." in checked.out) == (5, True)
    assert arte("journal", "restore", "--yes").status == 0
    assert arte("show").status == 0


@pytest.mark.skipif(os.name == "nt", reason="there a folder is no file")
def test_without_room_for_a_copy_nothing_is_tried_on_the_journal(arte, lived):
    folder = lived / "state" / "snapshots"
    shutil.rmtree(folder)
    folder.write_text("in the way")
    before = (lived / "data" / "journal.db").read_bytes()
    checked = arte("journal", "check")
    assert (checked.status, str(folder) in checked.err) == (5, True)
    assert (lived / "data" / "journal.db").read_bytes() == before


# Backup


def test_a_backup_is_a_whole_private_copy_beside_the_exports(arte, lived):
    saved = arte("journal", "backup")
    path = lived / "arte-2026-11-20.db"
    assert (saved.status, saved.out) == (0, f"{path}\n")
    assert dump(path) == dump(lived / "data" / "journal.db")
    assert mode(path) == 0o600


def test_a_file_a_folder_or_a_folder_to_be_made(arte, lived, tmp_path):
    (tmp_path / "usb").mkdir()
    for target, path in [
        (tmp_path / "mine.db", tmp_path / "mine.db"),
        (tmp_path / "usb", tmp_path / "usb" / "arte-2026-11-20.db"),
        (f"{tmp_path}/new/", tmp_path / "new" / "arte-2026-11-20.db"),
    ]:
        assert arte("journal", "backup", str(target)).out == f"{path}\n"
        assert dump(path) == dump(lived / "data" / "journal.db")


def test_nothing_is_written_over_without_force(arte, lived, tmp_path):
    path = tmp_path / "mine.db"
    path.write_text("mine")
    refused = arte("journal", "backup", str(path))
    assert (refused.status, "--force" in refused.err, path.read_text()) == (2, True, "mine")
    assert arte("journal", "backup", str(path), "--force").status == 0
    assert dump(path) == dump(lived / "data" / "journal.db")


def test_what_is_no_file_and_the_journal_itself_are_refused(arte, lived, tmp_path):
    journal = lived / "data" / "journal.db"
    before = journal.read_bytes()
    (tmp_path / "link").symlink_to(journal)
    for target in ("/dev/null", str(journal), str(tmp_path / "link")):
        refused = arte("journal", "backup", target, "--force")
        assert refused.status == 2, target
    assert journal.read_bytes() == before
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_damaged_journal_gets_no_backup(arte, lived, tmp_path):
    journal = lived / "data" / "journal.db"
    journal.write_bytes(journal.read_bytes().replace(b"Llamar", b"Llemar"))
    refused = arte("journal", "backup", str(tmp_path / "mine.db"))
    assert (refused.status, "arte diario restaurar" in refused.err) == (5, True)
    assert not list(tmp_path.glob("mine.db*"))


def test_where_it_cannot_be_written_it_says_so(arte, lived, tmp_path):
    (tmp_path / "file").write_text("")
    refused = arte("journal", "backup", str(tmp_path / "file" / "mine.db"))
    assert (refused.status, "no se puede escribir" in refused.err) == (2, True)


def test_with_nothing_written_there_is_nothing_to_back_up(arte, home, tmp_path):
    assert arte("journal", "backup", str(tmp_path / "mine.db")).status == 3
    assert not (tmp_path / "mine.db").exists()


def test_a_backup_is_restored_elsewhere(arte, lived, tmp_path):
    path = tmp_path / "mine.db"
    arte("journal", "backup", str(path))
    shown = arte("show").out
    new = {"ARTE_HOME": str(tmp_path / "elsewhere")}
    assert arte("journal", "restore", str(path), "--yes", **new).status == 0
    assert arte("show", **new).out == shown
