"""Forgetting for good: what was deleted is in 0 bytes of everything that is kept."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from talking import Talk

from conftest import MORNING

# Words that nothing else holds and that share no beginning, so that an index writes them whole.
KEPT = ["wqkzv", "bxnju"]
DELETED, REPLACED, UNDONE = "zjyqw", "hvxkp", "qgmzf"
RESCUED, DRAFTED = "fjwxq", "kvbzq"
GONE = [DELETED, REPLACED, UNDONE, RESCUED, DRAFTED]


@pytest.fixture
def lived(arte, home, tmp_path, monkeypatch) -> Path:
    """Write, delete, replace and undo words; leave copies, a rescue file and a draft of them."""
    for name in ("TMPDIR", "XDG_RUNTIME_DIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    arte("log", "applause", DELETED)
    arte("log", "applause", KEPT[0])
    arte("today", "--answers", "-", given={**MORNING, "greeting": REPLACED})
    arte("today", "--answers", "-", given={"greeting": KEPT[1]})
    arte("delete", "1", "--yes")
    arte("log", "friction", UNDONE)
    arte("export", "all", "--format", "jsonl", "-o", str(tmp_path / "all.jsonl"))
    arte("journal", "import", str(tmp_path / "all.jsonl"))
    arte("undo")
    shutil.copy(home / "data" / "journal.db", home / "state" / "snapshots" / "damaged-x-001.db")
    (home / "data" / "rescue-2026-11-20-0755.md").write_text(RESCUED)
    (home / "state" / "drafts").mkdir()
    (home / "state" / "drafts" / "borrador-7.md").write_text(DRAFTED)
    (home / "data" / "journal.db.77.tmp").write_text(DRAFTED)
    return home


def found(root: Path, words: list[str]) -> set[str]:
    """Return which of `words` are in any byte of any file beneath `root`, or in its name."""
    texts = [path.read_bytes() for path in root.rglob("*") if path.is_file()]
    return {word for word in words if any(word.encode() in text for text in texts)}


def is_whole(path: Path) -> bool:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_was_deleted_is_in_no_byte_afterwards(arte, lived):
    assert found(lived, GONE) == {*GONE}  # the control: the search finds them before
    shown = arte("show").out
    purged = arte("journal", "purge", "--yes")
    assert (purged.status, purged.err) == (0, "")
    assert found(lived, GONE) == set()
    assert found(lived, KEPT) == {*KEPT}
    assert arte("show").out == shown
    assert arte("undo").status == 3
    assert arte("undo", "--redo").status == 3
    assert arte("search", KEPT[0]).status == 0
    assert arte("journal", "check").status == 0
    assert os.listdir(lived / "state" / "snapshots") == []
    told = purged.out.splitlines()
    assert told[0].endswith(" cambios olvidados.")
    assert told[1] == "6 copias y borradores fuera."
    assert "exportaciones" in told[2]


def test_all_of_it_leaves_an_empty_journal_and_no_word(arte, lived):
    before = arte("journal", "info", "--json").data["id"]
    purged = arte("journal", "purge", "--all", "--yes")
    assert (purged.status, purged.err) == (0, "")
    assert found(lived, [*GONE, *KEPT]) == set()
    assert arte("show").status == 3
    assert is_whole(lived / "data" / "journal.db")
    assert arte("today", "--answers", "-", given=MORNING).status == 0
    assert arte("journal", "info", "--json").data["id"] != before
    assert arte("log", "applause", "x").out.startswith("Guardado: Aplauso 1.")


@pytest.mark.parametrize("omitted", ["optimize", "VACUUM"])
def test_the_controls_deleting_alone_leaves_words_behind(lived, tmp_path, omitted):
    """Where SQLite does not overwrite what it frees, as it is built elsewhere."""
    copy = tmp_path / "copy.db"
    shutil.copy(lived / "data" / "journal.db", copy)
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM change")
        if omitted != "optimize":
            for place in ("answer", "note"):
                connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('optimize')")  # noqa: S608  # ours
        if omitted != "VACUUM":
            connection.execute("VACUUM")
    data = copy.read_bytes()
    assert any(word.encode() in data for word in (DELETED, REPLACED, UNDONE))


def test_deleted_words_stay_in_the_index_until_then(lived):
    with contextlib.closing(sqlite3.connect(lived / "data" / "journal.db")) as connection:
        blocks = connection.execute("SELECT block FROM note_fts_data").fetchall()
    assert any(DELETED.encode() in block for (block,) in blocks)


def test_a_number_is_not_given_again_after_a_purge(arte, lived):
    arte("journal", "purge", "--yes")
    assert arte("log", "applause", "Otra").out.startswith("Guardado: Aplauso 4.")


def test_a_damaged_journal_can_be_emptied_and_not_cleaned(arte, lived):
    (lived / "data" / "journal.db").write_bytes(b"SQLite format 3\0" + DELETED.encode() * 999)
    refused = arte("journal", "purge", "--yes")
    assert refused.status == 5
    assert "arte diario restaurar" in refused.err
    assert (lived / "state" / "snapshots" / "before-import-001.db").exists()
    assert arte("journal", "purge", "--all", "--yes").status == 0
    assert found(lived, [*GONE, *KEPT]) == set()
    assert is_whole(lived / "data" / "journal.db")


def test_nothing_is_forgotten_without_a_yes(arte, lived):
    for argv in ([], ["--all"]):
        refused = arte("journal", "purge", *argv)
        assert (refused.status, refused.out) == (2, "")
        assert refused.err == "Nada se olvidó: --si lo hace sin preguntar.\n"
    assert found(lived, GONE) == {*GONE}


def test_with_nothing_there_it_says_so(arte, home, monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert arte("journal", "purge", "--yes").status == 3
    assert not (home / "data").exists()


# At the terminal


def test_at_a_terminal_an_export_is_offered_and_the_word_asked_for(arte, lived):
    talk = Talk("journal", "purge", "--all")
    assert "(JSON Lines)" in talk.shown
    talk.answer("s")
    assert "¿Olvidarlo para siempre?" in talk.shown
    exported = next((lived / "reflections").glob("*.jsonl"))
    assert str(exported) in "".join(talk.shown.split())
    assert KEPT[0] in exported.read_text("utf-8")
    talk.answer("s")
    assert "la palabra purgar" in talk.shown
    talk.answer("Purgar")
    assert talk.status() == 0
    exported.unlink()
    assert found(lived, [*GONE, *KEPT]) == set()


@pytest.mark.parametrize("replies", [["", ""], ["n", "s", ""], ["n", "s", "sí"]])
def test_anything_but_the_word_forgets_nothing(arte, lived, replies):
    talk = Talk("journal", "purge")
    for reply in replies:
        talk.answer(reply)
    assert talk.status() == 2
    assert found(lived, GONE) == {*GONE}


def test_leaving_at_the_word_forgets_nothing(arte, lived):
    talk = Talk("journal", "purge")
    talk.answer("n", "s")
    assert talk.leave("c") == 2
    assert found(lived, GONE) == {*GONE}


# Beside another arte, and cut off

HELD = """\
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("argv", [["purge", "--yes"], ["purge", "--all", "--yes"]])
def test_while_another_arte_writes_nothing_is_forgotten(arte, lived, argv):
    path = str(lived / "data" / "journal.db")
    with subprocess.Popen(
        [sys.executable, "-c", HELD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        child.stdout.readline()
        refused = arte("journal", *argv)
    assert (refused.status, "Otro arte" in refused.err) == (5, True)
    assert found(lived, GONE) == {*GONE}
    assert arte("journal", *argv).status == 0
    assert found(lived, GONE) == set()


def test_what_is_left_when_a_copy_cannot_be_removed_is_named(arte, lived):
    stuck = lived / "state" / "snapshots" / "stuck.db"
    stuck.mkdir()
    refused = arte("journal", "purge", "--yes")
    assert (refused.status, str(stuck) in refused.err) == (5, True)
    stuck.rmdir()
    assert arte("journal", "purge", "--yes").status == 0
    assert found(lived, GONE) == set()
