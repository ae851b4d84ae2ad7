"""`arte practices`: list, show, new, schema, and choosing by hand."""

from __future__ import annotations

import datetime as dt
import os
import sys

import pexpect

from conftest import FRIDAY, MORNING


def test_a_practice_shows_how_it_stands(arte):
    given = {"energy": 4, "plan": True}
    arte("today", "--practice", "three-supports", "--answers", "-", given=given)
    arte("close", "--answers", "-", given={"practice": 4})
    row = arte("practices", "show", "three-supports", "--json").data["standing"]
    # Friday 20 November and three worked days on: Monday, Tuesday, Wednesday 25.
    assert row == {"attempts": 1, "last": "2026-11-20", "rating": 4, "due": "2026-11-25"}
    listed = arte("practicas", "lista")
    assert "1 vez, 20 nov (4 de 5), vuelve el 25 nov" in listed.out
    areas = arte("practices", "list", "--json").data
    assert [area["area"] for area in areas][:3] == ["posture", "greetings", "messages"]
    assert sum(len(area["practices"]) for area in areas) >= 75


def test_an_occasion_that_did_not_come_is_no_attempt(arte):
    arte("today", "--practice", "apoyos", "--answers", "-", given={"plan": True})
    arte("close", "--answers", "-", given={"practice": 0})
    row = arte("practices", "show", "apoyos", "--json").data["standing"]
    assert (row["attempts"], row["rating"], row["due"]) == (0, 0, "2026-11-25")


def test_a_practice_is_swapped_once_a_day(arte):
    first = arte("today", "--answers", "-", "--json", given=MORNING).data["practice"]
    swapped = arte("today", "--another", "--answers", "-", "--json", given={"plan": True})
    assert swapped.data["practice"] not in (first, None)
    again = arte("hoy", "--otra", "--answers", "-", given={})
    assert again.status == 2
    assert again.err == "La práctica de hoy ya se cambió: una vez al día.\n"
    assert arte("--json").data["practice"] == swapped.data["practice"]


def test_a_plan_for_the_practice_swapped_away_is_asked_again(arte):
    arte("today", "--answers", "-", given={**MORNING, "plan": "respiro"})
    arte("today", "--another", "--answers", "-", given={})
    left = arte("today", "--no-input")
    assert (left.status, left.err) == (3, "Sin responder: plan.\n")


def test_why_says_that_it_was_picked_by_hand(arte):
    why = arte(
        "today", "--practice", "second-look", "--why", "--answers", "-", given={"energy": 3}
    )
    assert "Elegida a mano." in why.out


def test_a_practice_that_was_removed_still_shows_its_old_answers(arte, home):
    own = home / "config" / "practices" / "mine.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        """
id: mine
area: posture
circle: self
dimension: assurance
difficulty: 1
minutes: 1
rev: 1
title: {es: Mirar lejos}
aim: {es: Descansar la vista.}
steps: {es: [Mirar por la ventana., Contar hasta diez.]}
morning: {es: "¿Por qué ventana?"}
closing: {es: "¿Qué se veía?"}
plan: {es: {if: cuelgo una llamada larga, then: miro lejos}}
anchors: {es: {1: Miré otra pantalla, 3: Miré una vez, 5: Miré tras cada llamada}}
""",
        encoding="utf-8",
    )
    arte("today", "--practice", "mine", "--answers", "-", given={"plan": True})
    own.unlink()
    arte("close", "--answers", "-", given={"practice": 5})
    shown = arte("show").out
    assert "Mirar lejos" in shown
    assert "Si cuelgo una llamada larga, entonces miro lejos." in shown


def test_one_writes_a_practice_of_ones_own(home, tmp_path, arte):
    script = tmp_path / "editor.py"
    script.write_text("import sys; print('opened', sys.argv[1])", encoding="utf-8")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "artesupremo", "practicas", "nueva"],
        env={**os.environ, "TERM": "dumb", "EDITOR": f"{sys.executable} {script}"},
        encoding="utf-8",
        dimensions=(60, 200),
        timeout=30,
    )
    for text in (
        "99",
        "saludos",
        "Decir el día",
        "Situar a la persona.",
        "Mirar el calendario.",
        "Nombrar el día al saludar.",
        "Qué tiene hoy de distinto",
        "saludo por primera vez",
        "nombro el día",
        "¿Quién sonrió?",
        "Saludé sin mirar",
        "Lo hice una vez",
        "Lo hice con tres personas",
    ):
        child.expect_exact("› ")
        child.sendline(text)
    child.expect_exact("opened")
    child.expect(pexpect.EOF)
    path = home / "config" / "practices" / "greetings" / "decir-el-dia.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert arte("practices", "check", str(path)).status == 0
    practice = arte("practices", "show", "decir", "--json").data
    assert practice["morning"] == {"es": "¿Qué tiene hoy de distinto?"}
    assert practice["anchors"]["es"]["5"] == "Lo hice con tres personas"


def test_the_reason_is_stored_when_the_practice_is_first_shown(arte):
    """The same practice and reasons all day, whatever is recorded meanwhile."""
    arte("today", "--answers", "-", given=MORNING)
    first = arte("show", "--json").data["sittings"][0]["practice"]
    reasons = arte("today", "--answers", "-", "--why", given={}).out.splitlines()[-1]
    later = FRIDAY + dt.timedelta(hours=5)
    arte("today", "--date", "-3", "--answers", "-", given={"energy": 3, "plan": True}, now=later)
    again = arte("today", "--answers", "-", "--why", given={}, now=later)
    assert again.out.splitlines()[-1] == reasons
    assert arte("show", "--json", now=later).data["sittings"][0]["practice"] == first
