"""`arte journal purge`: a canary in every place where a text may be, and afterwards in none."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from pathlib import Path

import pytest

from conftest import FRIDAY, MORNING
from talking import Talk

# Words that begin as no other does, so that the search index holds them whole.
STAYS, CORRECTED, DELETED, RESCUED, DRAFTED = (
    "zqstays",
    "zrcorrected",
    "zsdeleted",
    "zurescued",
    "zvdrafted",
)
GONE = (CORRECTED, DELETED, RESCUED, DRAFTED)
MONDAY = FRIDAY + dt.timedelta(days=3)
REACH = "Fuera de su alcance: ajustes y prácticas propias, lo exportado"


def places(home: Path, word: str) -> set[str]:
    """Return which files under `home` hold `word`, in whatever encoding or page."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(home)) for path in files if word.encode() in path.read_bytes().lower()
    }


@pytest.fixture
def filled(arte, home):
    """A journal with words everywhere: corrected, deleted, rescued, in a draft, in snapshots."""
    arte("today", "--answers", "-", given={**MORNING, "greeting": f"Buenos días, {CORRECTED}"})
    arte("log", "applause", f"Gracias, dijo {DELETED}")
    arte("close", "--answers", "-", given={"good-moment": f"Leo y {STAYS}"})
    arte("today", "--answers", "-", given={"greeting": f"Hola, {STAYS}"})
    assert arte("delete", "1", "--yes").status == 0
    arte("log", "friction", f"Sellar a mano {STAYS}", now=MONDAY)
    arte("today", "--answers", "-", given={"energy": 3}, now=MONDAY)
    for folder, name, word in (("rescue", "rescue-2026-11-20.md", RESCUED),
                               ("drafts", "borrador-1.md", DRAFTED)):  # fmt: skip
        path = home / "state" / folder
        path.mkdir(mode=0o700, exist_ok=True)
        (path / name).write_text(word)
    return arte


def test_the_canaries_sing_before(filled, home):
    """Else their silence afterwards would say nothing."""
    assert places(home, CORRECTED) >= {"data/journal.db", "state/snapshots/day-2026-11-20.db"}
    assert "data/journal.db" in places(home, DELETED)
    assert places(home, STAYS) >= {"data/journal.db", "state/snapshots/day-2026-11-23.db"}
    assert places(home, RESCUED)
    assert places(home, DRAFTED)


def test_to_delete_the_rows_alone_would_not_do(filled, home):
    """The control: with secure deletion on, the search index keeps the words all the same."""
    connection = sqlite3.connect(home / "data" / "journal.db")
    connection.execute("PRAGMA secure_delete = ON")
    with connection:
        connection.execute("DELETE FROM change")
    connection.close()
    assert "data/journal.db" in places(home, DELETED)


def test_what_was_corrected_or_deleted_is_in_no_byte_of_the_home(filled, home):
    told = filled("journal", "purge", "--yes")
    assert told.status == 0, told.err
    assert {word: places(home, word) for word in GONE} == {word: set() for word in GONE}
    first, reach = told.out.splitlines()
    assert first.startswith("Olvidado: ")
    assert first.endswith("4 copias y textos sueltos.")  # two days, a rescue, a draft
    assert reach.startswith(REACH)


def test_what_was_written_and_stands_is_all_still_there(filled, home):
    before = filled("export", "all", "--format", "jsonl", "-o", "-").out
    filled("journal", "purge", "--yes")
    assert filled("export", "all", "--format", "jsonl", "-o", "-").out == before
    assert filled("search", STAYS, "--json").data
    assert filled("search", DELETED).status == 3
    assert filled("undo").status == 3
    assert filled("journal", "check").status == 0
    # And it goes on: the next number is a new one, and there is a next snapshot.
    assert "3" in filled("log", "applause", "Así da gusto").out
    filled("close", "--answers", "-", given={"posture": 4}, now=MONDAY)
    assert [path.name for path in (home / "state" / "snapshots").iterdir()] == [
        "day-2026-11-23.db"
    ]


def test_all_of_it_leaves_no_word_and_a_journal_that_begins_anew(filled, home):
    identity = filled("journal", "info", "--json").data["id"]
    told = filled("diario", "purgar", "--todo", "--si")
    assert told.status == 0, told.err
    assert (
        told.out.splitlines()[0]
        == "El diario está vacío; borrado también: 4 copias y textos sueltos."
    )
    for word in (STAYS, *GONE):
        assert places(home, word) == set()
    assert filled("show").status == 3
    assert filled("journal", "purge", "--yes").status == 3
    filled("today", "--answers", "-", given=MORNING)
    assert filled("journal", "info", "--json").data["id"] != identity


def test_a_damaged_journal_can_be_left_behind_too(filled, home):
    path = home / "data" / "journal.db"
    path.write_bytes(b"no journal " + path.read_bytes()[11:])
    assert filled("journal", "purge", "--yes").status == 5
    assert filled("journal", "purge", "--all", "--yes").status == 0
    assert places(home, STAYS) == set()
    assert filled("today", "--answers", "-", given=MORNING).status == 0


def test_nothing_is_purged_without_a_word_of_consent(filled, home):
    told = filled("journal", "purge")
    assert (told.status, told.err) == (
        2,
        "No se ha purgado nada: con --yes se hace sin preguntar.\n",
    )
    assert places(home, CORRECTED)


def test_a_link_among_the_snapshots_goes_and_what_it_leads_to_stays(filled, home, tmp_path):
    victim = tmp_path / "victim.txt"
    victim.write_text("untouched")
    (home / "state" / "snapshots" / "day-2026-01-01.db").symlink_to(victim)
    assert filled("journal", "purge", "--yes").status == 0
    assert victim.read_text() == "untouched"
    assert not os.listdir(home / "state" / "snapshots")


def test_no_journal_is_a_kind_sentence(arte):
    assert arte("journal", "purge", "--yes").status == 3


@pytest.mark.parametrize(("lang", "columns"), [("es", 40), ("en", 80)])
def test_at_a_terminal_it_offers_an_export_and_asks_twice(filled, home, lang, columns):
    def talk() -> Talk:
        return Talk("journal", "purge", "--all", lang=lang, columns=columns)

    offered = talk()
    assert (
        "Exportar antes" if lang == "es" else "Export the whole journal first"
    ) in offered.shown
    offered.answer("s" if lang == "es" else "y")
    assert "No hay vuelta" in offered.shown or "Nothing brings it back" in offered.shown
    offered.answer("")
    assert offered.status() == 2
    (exported,) = (home / "reflections").iterdir()
    assert STAYS in exported.read_text(encoding="utf-8")
    assert json.loads(exported.read_text(encoding="utf-8").splitlines()[0])["arte-journal"] == 1

    twice = talk()
    twice.answer("", "s", "sí")  # not the word
    assert twice.status() == 2
    assert places(home / "data", STAYS)

    third = talk()
    third.answer("", "s", "purgar" if lang == "es" else "purge")
    assert third.status() == 0
    assert not places(home / "data", STAYS) | places(home / "state", STAYS)
