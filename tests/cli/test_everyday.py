"""A morning and a closing through answers files: what is recorded, shown and refused."""

from __future__ import annotations

import datetime as dt
import sqlite3

from conftest import BOGOTA, FRIDAY, MORNING


def test_the_morning_of_the_issue_is_recorded_and_shown(arte):
    recorded = arte("today", "--answers", "-", given=MORNING)
    assert (recorded.status, recorded.err) == (0, "")
    shown = arte("show")
    assert shown.status == 0
    for words in ("Viernes 20 de noviembre", "espalda", "Buenos días, Inés: ya vi su pedido",
                  "La respuesta a Leo"):  # fmt: skip
        assert words in shown.out


def test_a_night_shift_closes_the_evening_it_began(arte):
    evening = dt.datetime(2026, 11, 20, 22, 0, tzinfo=BOGOTA)
    arte("today", "--answers", "-", given=MORNING, now=evening)
    early = dt.datetime(2026, 11, 21, 6, 5, tzinfo=BOGOTA)
    closed = arte("close", "--answers", "-", "--json", given={"posture": 4}, now=early)
    assert closed.status == 0
    assert closed.data["day"] == "2026-11-20"
    assert closed.data["ratings"] == {"posture": 4}


def test_a_clock_set_back_by_weeks_closes_its_own_morning_and_by_an_hour_the_one_that_is_open(
    arte,
):
    ahead = dt.datetime(2026, 11, 20, 8, 0, tzinfo=BOGOTA)
    arte("today", "--answers", "-", given=MORNING, now=ahead)
    back = dt.datetime(2026, 10, 1, 8, 0, tzinfo=BOGOTA)
    arte("today", "--answers", "-", given=MORNING, now=back)
    for now, day in ((back + dt.timedelta(hours=9), "2026-10-01"),
                     (ahead - dt.timedelta(hours=1), "2026-11-20")):  # fmt: skip
        closed = arte("close", "--answers", "-", "--json", given={"posture": 4}, now=now)
        assert closed.data["day"] == day


def test_the_day_zone_and_wording_are_stored_with_each_answer(arte, home):
    arte("today", "--answers", "-", given=MORNING)
    with sqlite3.connect(home / "data" / "journal.db") as connection:
        row = connection.execute(
            "SELECT day, at, offset, wording, language, rev FROM answer WHERE question = 'energy'"
        ).fetchone()
    assert row == (
        "2026-11-20",
        "2026-11-20T12:55:00.000Z",
        -300,
        "¿Con cuánta energía empiezas?",
        "es",
        1,
    )


def test_resuming_asks_only_what_is_open(arte):
    arte("today", "--answers", "-", given=MORNING)
    left = arte("today", "--no-input")
    assert left.status == 3
    assert left.err == "Sin responder: plan.\n"
    arte("today", "--answers", "-", given={"plan": True})
    assert arte("today", "--no-input").status == 0


def test_unknown_ids_and_wrong_values_are_named_together_and_nothing_is_kept(arte, home):
    wrong = {"enrgy": 4, "energy": 9, "greeting": 3.5, "message": "Leo"}
    refused = arte("today", "--answers", "-", given=wrong)
    assert refused.status == 2
    for name in ("enrgy", "energy", "greeting"):
        assert f"«{name}»" in refused.err
    assert not (home / "data").exists()


def test_an_answer_given_again_replaces_the_first_and_undo_brings_it_back(arte):
    arte("today", "--answers", "-", given={"energy": 2})
    arte("today", "--answers", "-", given={"energy": 5})
    numbers = arte("show", "--json").data["sittings"][0]["answers"]
    assert [answer["number"] for answer in numbers] == [5]
    undone = arte("undo")
    assert undone.out == "Deshecho: «¿Con cuánta energía empiezas?» vuelve a ser 2 (era: 5).\n"
    assert arte("show", "--json").data["sittings"][0]["answers"][0]["number"] == 2
    arte("undo")
    assert arte("show").status == 3
    assert arte("undo").err == "No hay nada que deshacer.\n"


def test_bare_arte_never_asks_and_makes_nothing(arte, home):
    card = arte()
    assert card.status == 0
    assert "arte hoy" in card.out
    assert not (home / "data").exists()


def test_the_short_morning_counts_as_practised(arte):
    given = {"energy": 1, "plan": True}
    assert arte("today", "--short", "--answers", "-", given=given).status == 0
    monday = FRIDAY + dt.timedelta(days=3)
    arte("today", "--answers", "-", given={"energy": 3}, now=monday)
    assert arte("--json", now=monday).data["constancy"] == {"practised": 2, "of": 2}
    assert arte("today", "--short", "--no-input", now=FRIDAY).status == 0
