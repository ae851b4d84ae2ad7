"""`arte edit` on a real terminal: a typing mistake is not for ever."""

from __future__ import annotations

import json
import sqlite3

from talking import ENTER, Kept, Talk, kept

MORNING = ("4", "espalda", "Buenos dias", "La respuesta a Leo", ENTER)


def test_edit_walks_the_day_with_its_answers_and_enter_keeps_each(arte, home):
    assert Talk("hoy").answer(*MORNING) is not None
    edit = Talk("editar")
    assert "ahora: 4 (Enter la conserva)" in edit.shown
    assert "ahora: espalda" in edit.answer(ENTER)
    assert "ahora: Buenos dias" in edit.answer(ENTER)
    edit.answer("Buenos días, Inés")
    assert "ahora: Buenos días, Inés" in edit.answer("<")
    edit.answer(ENTER, ENTER)
    shown = edit.answer(ENTER)
    assert edit.status() == 0
    assert "Buenos días, Inés" in shown
    answers = kept(arte)
    assert answers["energy"] == Kept(number=4)
    assert answers["greeting"] == Kept(text="Buenos días, Inés")
    with sqlite3.connect(home / "data" / "journal.db") as connection:
        rows = connection.execute("SELECT before FROM change WHERE kind = 'edit'").fetchall()
    assert [json.loads(before)["text"] for (before,) in rows] == ["Buenos dias"]


def test_an_answer_that_was_skipped_can_be_given_later(arte):
    Talk("hoy").answer(ENTER, ENTER, ENTER, ENTER, ENTER)
    edit = Talk("editar")
    assert "ahora: saltada" in edit.shown
    edit.answer("3", ENTER, ENTER, ENTER, ENTER)
    assert edit.status() == 0
    assert kept(arte)["energy"] == Kept(number=3)


def test_leaving_an_edit_keeps_what_was_corrected(arte):
    Talk("hoy").answer(*MORNING)
    edit = Talk("editar")
    edit.answer("5")
    assert edit.leave("c") == 130
    assert kept(arte)["energy"] == Kept(number=5)
    assert (
        arte("undo").out == "Deshecho: «¿Con cuánta energía empiezas?» vuelve a ser 4 (era: 5).\n"
    )


def test_nothing_to_edit_is_said_kindly(arte):
    nothing = arte("editar")
    assert (nothing.status, nothing.err) == (
        3,
        "Todavía no hay nada escrito: se empieza con arte hoy.\n",
    )
