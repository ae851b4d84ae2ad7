"""What was typed and could not be saved: shown back, kept elsewhere, named until it is gone."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from binascii import crc32
from contextlib import contextmanager
from pathlib import Path

import pytest

from artesupremo.journal import opening
from conftest import MORNING
from talking import Talk

TEXT = "Una señora esperó conmigo\n# y dijo: «así da gusto»"


@contextmanager
def somebody_else_writing(home: Path):
    """Hold the journal as another program would in the middle of a change."""
    other = sqlite3.connect(home / "data" / "journal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@pytest.fixture
def busy(arte, home, monkeypatch):
    """A journal that another program holds; nobody waits long for it."""
    assert arte("today", "--answers", "-", given=MORNING).status == 0
    monkeypatch.setattr(opening, "_WAIT_SECONDS", 0.01)
    with somebody_else_writing(home):
        yield arte


def held_in(err: str) -> Path:
    """Return the file that the program says it kept the words in."""
    return Path(re.search(r"Queda a salvo en (\S+\.md)\.", err)[1])


def test_a_note_that_cannot_be_saved_is_shown_and_kept_for_its_owner_alone(busy, home):
    told = busy("log", "applause", TEXT)
    assert told.status == 5
    assert told.out == ""
    first, *shown = told.err.splitlines()
    assert (
        first == "Otro arte está escribiendo en el diario: conviene esperar un momento y repetir."
    )
    assert shown[0] == "Sin guardar: Una señora esperó conmigo"
    path = held_in(told.err)
    assert path.parent == home / "state" / "rescue"
    assert path.read_text(encoding="utf-8") == f"# 2026-11-20 07:55 · Aplauso\n\n{TEXT}\n\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_kept_later_stands_after_what_was_kept_before(busy):
    busy("log", "applause", "Uno")
    path = held_in(busy("log", "friction", "Dos").err)
    assert path.read_text(encoding="utf-8") == (
        "# 2026-11-20 07:55 · Aplauso\n\nUno\n\n# 2026-11-20 07:55 · Fricción\n\nDos\n\n"
    )


def test_the_card_names_what_waits_until_it_is_gone(busy, home):
    path = held_in(busy("log", "applause", "Uno").err)
    waits = (
        f"Falta en el diario lo que guarda {path}; escrito de nuevo, el archivo se puede borrar.\n"
    )
    card = busy()
    assert (card.status, card.err) == (0, waits)
    path.unlink()
    assert busy().err == ""


def test_with_no_room_in_the_state_folder_it_goes_where_the_login_lasts(busy, home, tmp_path):
    (home / "state").mkdir(exist_ok=True)
    (home / "state" / "rescue").write_text("in the way")
    runtime = tmp_path / "run"
    runtime.mkdir()
    told = busy("log", "applause", "Uno", XDG_RUNTIME_DIR=str(runtime))
    path = held_in(told.err)
    assert path.is_relative_to(runtime)
    assert "Uno" in path.read_text(encoding="utf-8")
    assert str(path) in busy(XDG_RUNTIME_DIR=str(runtime)).err


def test_a_folder_that_others_put_there_is_not_written_to(busy, home, tmp_path):
    """Everybody may write in the folder for temporary files."""
    (home / "state").mkdir(exist_ok=True)
    (home / "state" / "rescue").write_text("in the way")
    victim, shared = tmp_path / "victim", tmp_path / "shared"
    victim.mkdir()
    shared.mkdir()

    (shared / f"arte-rescue-{crc32(os.fsencode(home / 'data')):08x}").symlink_to(victim)
    told = busy("log", "applause", "Uno", TMPDIR=str(shared))
    assert told.err.splitlines()[1:] == [
        "Sin guardar: Uno",
        "No hay sitio en ninguna parte: solo queda en la pantalla.",
    ]
    assert list(victim.iterdir()) == []


def test_answers_from_a_file_are_kept_by_whoever_wrote_it(busy, home):
    told = busy("close", "--answers", "-", given={"good-moment": "Uno"})
    assert (told.status, told.err.count("\n")) == (5, 1)
    assert not (home / "state" / "rescue").exists()


def test_control_signs_in_what_was_typed_do_nothing_to_the_screen(busy):
    told = busy("log", "applause", "Uno\x1b[31m dos")
    assert "\x1b" not in told.err


@pytest.mark.parametrize(("lang", "columns"), [("es", 40), ("en", 80)])
def test_at_a_terminal_the_answer_is_shown_and_the_sitting_goes_on_from_it(home, lang, columns):
    talk = Talk("hoy" if lang == "es" else "today", lang=lang, columns=columns)
    talk.answer("4")
    assert talk.question == "2"
    talk.answer("")
    with somebody_else_writing(home):
        talk.answer("Buenos días, Inés")
        assert talk.ended
    assert talk.status() == 5
    shown = " ".join(talk.shown.split())
    assert ("Sin guardar: Buenos días, Inés" if lang == "es" else "Not saved: Buenos") in shown
    (path,) = (home / "state" / "rescue").iterdir()
    kept = path.read_text(encoding="utf-8")
    assert kept.endswith("\n\nBuenos días, Inés\n\n")
    again = Talk("hoy" if lang == "es" else "today", lang=lang, columns=columns)
    assert path.name in again.shown.replace("\n", "")
    assert again.question == "3"
    again.die()
