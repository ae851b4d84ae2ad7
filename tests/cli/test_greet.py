"""The greeting gym and the gentle remark of the morning."""

from __future__ import annotations

import json

import pytest

from artesupremo.cli.remarks import PRACTICES
from artesupremo.i18n import speak
from artesupremo.sittings.gym import GREETINGS, SITUATIONS, draw_situations
from artesupremo.wording.model import CATEGORIES
from talking import Talk

CANNED = "Hola, ¿cómo está hoy?"
FRESH = "Buenos días, Inés: ya tengo su pedido a la vista"


def notes(arte, word):
    found = arte("search", word, "--type", "greeting", "--json")
    return found.data if found.status == 0 else []


def test_three_greetings_are_kept_and_the_favourites_stand_in_the_gallery(arte):
    talk = Talk("saludo")
    assert talk.question == "1"
    talk.answer(CANNED)
    talk.answer(FRESH)
    assert "Nuevo" in talk.shown
    talk.answer("Hola, ¿cómo está usted hoy?")
    assert CANNED in talk.shown  # the nearest
    talk.answer("2", "chat")
    assert talk.status() == 0
    gallery = arte("greet", "--gallery", "--json")
    assert [note["text"] for note in gallery.data] == [FRESH]
    assert gallery.data[0]["channel"] == "chat"
    assert "Chat" in arte("saludo", "--galeria").out
    assert len(notes(arte, "hola")) == 2


def test_enter_at_every_situation_keeps_nothing(arte, home):
    talk = Talk("saludo")
    talk.answer("", "", "")
    assert talk.status() == 0
    assert not (home / "data" / "journal.db").exists()


def test_leaving_keeps_what_was_given(arte):
    talk = Talk("saludo")
    talk.answer(FRESH)
    assert talk.leave("c") == 130
    assert [note["type"] for note in notes(arte, "pedido")] == ["greeting"]


def test_an_empty_gallery_names_the_command(arte):
    result = arte("greet", "--gallery")
    assert result.status == 3
    assert "arte saludo" in result.err


def test_the_situations_of_a_day_are_the_same_all_day_and_change_with_it():
    one = draw_situations("journal", "2026-11-20")
    assert one == draw_situations("journal", "2026-11-20")
    assert len(set(one)) == GREETINGS
    days = {tuple(draw_situations("journal", f"2026-11-{day:02}")) for day in range(1, 31)}
    assert len(days) > 20
    assert {situation for day in days for situation in day} == set(SITUATIONS)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_number_is_explained(arte, lang):
    talk = Talk("greet", lang=lang)
    talk.answer("?")
    assert "100" in talk.shown
    assert talk.leave("c") == 130


def test_a_morning_gets_at_most_one_remark_and_it_stops_nobody(arte):
    arte("check", given="Hola, Inés")  # compiles the rules
    talk = Talk("hoy")
    talk.answer("4", "1", CANNED)
    assert "Mejor:" in talk.shown
    assert talk.question == "4"
    talk.answer("Le respondo a la brevedad")
    assert "Mejor:" not in talk.shown
    assert talk.question == "5"


def test_a_first_morning_waits_for_no_rules_and_leaves_them_ready(arte, home):
    talk = Talk("hoy")
    talk.answer("4", "1", CANNED)
    assert "Mejor:" not in talk.shown
    talk.answer("x", "")
    assert talk.status() == 0
    assert (home / "cache" / "rules.json").exists()


def test_a_formula_that_recurs_proposes_its_practice(arte):
    for day in ("2026-11-17", "2026-11-18", "2026-11-19"):
        arte("today", "--date", day, "--answers", "-", given={"greeting": CANNED})
    arte("check", given="Hola, Inés")
    import os

    from artesupremo.cli.remarks import remark_on
    from artesupremo.cli.session import GlobalOptions, Session
    from conftest import FRIDAY

    speak("es")
    session = Session(FRIDAY, os.environ, GlobalOptions())
    try:
        remark = remark_on(session, "greeting", CANNED)
    finally:
        session.journal.close()
    assert remark is not None
    assert "arte hoy --practica a-day-without-how-are-you" in remark


def test_every_category_has_a_practice_that_exists(arte):
    assert set(PRACTICES) == set(CATEGORIES)
    listed = json.loads(arte("practices", "list", "--json").out)["data"]
    known = {practice["id"] for area in listed for practice in area["practices"]}
    assert set(PRACTICES.values()) <= known
