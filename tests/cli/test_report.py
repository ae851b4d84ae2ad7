"""`arte report` and its options, through the real program, on notes and answers it took itself."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys

import pytest

from artesupremo.cli.shelves import SHELVES
from artesupremo.days import Moment
from artesupremo.journal.model import Asked, Note, Value
from artesupremo.journal.store import Clerk, Journal, Sitting
from conftest import BOGOTA, FRIDAY
from talking import _spare_compiling

KEYS = {
    "period", "name", "first", "last", "scope", "worked", "practised", "constancy", "moments",
    "daily", "energy", "practices", "met", "greetings", "applause", "promises", "frictions",
    "repairs", "contacts", "rewrites", "circles", "year", "years", "compared", "ahead",
    "remembered", "why", "damaged",
}  # fmt: skip
EVENING = dt.datetime(2026, 11, 20, 18, 0, tzinfo=BOGOTA)


@pytest.fixture(autouse=True)
def prepared(home) -> None:
    _spare_compiling("es")


def at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, 0, tzinfo=BOGOTA)


DAYS = [dt.date(2026, 11, day) for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19)]


@pytest.fixture
def filled(arte):
    """Answer a fortnight and a half, and note something of each kind."""
    for place, day in enumerate(DAYS):
        morning = {"energy": 2 + place % 3, "greeting": f"Hola, ya vi su nota {place // 2}",
                   "plan": True}  # fmt: skip
        closing = {"posture": 2 + place % 2, "greetings": 4, "messages": 3, "practice": 4}
        arte("today", "--answers", "-", given=morning, now=at(day, 8))
        told = arte("close", "--answers", "-", given=closing, now=at(day, 17))
        assert told.status == 0, told.err
    noted = (
        ("applause", "Gracias por esperar conmigo"), ("promise", "Llamar el lunes"),
        ("friction", "Sellar a mano"), ("contact", "La señora del tercero"),
        ("repair", "El envío que no llegó"),
    )  # fmt: skip
    for kind, text in noted:
        assert arte("log", kind, text, now=at(DAYS[-1], 12)).status == 0
    return arte


def report(arte, *argv: str):
    told = arte("report", *argv, "--json", now=EVENING)
    assert told.status == 0, told.err
    return told.data


@pytest.mark.parametrize("kind", ["week", "month", "year", "all"])
def test_every_period_has_the_same_keys(filled, kind):
    data = report(filled, kind)
    assert data.keys() == KEYS
    assert (data["applause"]["total"], data["promises"]["open"]) == (1, 1)
    assert [row["text"] for row in data["frictions"]["rows"]] == ["Sellar a mano"]
    assert (data["contacts"]["total"], data["contacts"]["apart"]) == (1, 1)


def test_all_is_the_sum_of_its_months(filled):
    """Nothing is counted twice and nothing left out, whichever way it was read."""
    filled("today", "--answers", "-", given={"energy": 5, "greeting": "Hola"},
           now=at(dt.date(2026, 12, 1), 8))  # fmt: skip
    whole = filled("report", "all", "--json", now=at(dt.date(2026, 12, 1), 9)).data
    parts = [filled("report", "month", month, "--json", now=at(dt.date(2026, 12, 1), 9)).data
             for month in ("2026-11", "2026-12")]  # fmt: skip
    year = filled("report", "year", "--json", now=at(dt.date(2026, 12, 1), 9)).data
    for name in ("worked", "practised"):
        assert whole[name] == sum(part[name] for part in parts) == year[name]
    for counts in ("energy", *whole["daily"]):
        held = [one["energy"] if counts == "energy" else one["daily"][counts]
                for one in (whole, year, *parts)]  # fmt: skip
        assert held[0]["counts"] == held[1]["counts"]
        assert held[0]["counts"] == [sum(n) for n in zip(*(h["counts"] for h in held[2:] if h),
                                                         strict=True)]  # fmt: skip
    assert whole["greetings"] == {**year["greetings"], "set_phrases": None}
    for name in ("applause", "promises", "frictions", "contacts", "repairs"):
        assert whole[name] == year[name]
    assert whole["met"] == year["met"]


def test_the_energy_is_beside_and_is_left_out_of_what_is_shared(filled, tmp_path):
    assert report(filled, "month")["energy"]["n"] == 14
    for form in ("markdown", "json"):
        shared = filled("export", "month", "--share", "--format", form, "-o", "-", now=EVENING)
        whole = filled("export", "month", "--format", form, "-o", "-", now=EVENING)
        assert shared.status == 0
        if form == "markdown":
            assert ("Energía: " in whole.out, "Energía: " in shared.out) == (True, False)
        else:
            assert json.loads(shared.out)["data"]["report"]["energy"] is None


def test_private_notes_and_ratings_are_in_no_shared_figure(filled, home):
    journal = Journal(str(home / "data" / "journal.db"), str(home / "state" / "snapshots"))
    clerk = Clerk(Moment(EVENING.date(), "2026-11-20T23:00:00.000Z", -300), str)
    hidden = Note("", 0, "applause", "Solo para mí", {}, "es", EVENING.date(), "", 0, "",
                  private=True)  # fmt: skip
    journal.keep_note(clerk, hidden, kind="note")
    asked = Asked("posture", "scale", "¿Postura?", "es", 1)
    rating = Value(number=5, private=True)
    journal.record(clerk, Sitting("closing", EVENING.date(), "es"), [(asked, rating)])
    journal.close()
    for kind in ("week", "month", "year", "all"):
        own, shared = (
            json.loads(
                filled("export", kind, "--format", "json", *more, "-o", "-", now=EVENING).out
            )["data"]["report"]
            for more in ((), ("--share",))
        )
        assert (own["applause"]["total"], shared["applause"]["total"]) == (2, 1)
        assert own["daily"]["posture"]["n"] == shared["daily"]["posture"]["n"] + 1
        assert (own["daily"]["posture"]["counts"][4], shared["daily"]["posture"]["counts"][4]) == (
            1, 0,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "title"),
    [
        (("--area", "posture"), "Postura y presencia"),
        (("--area", "postura"), "Postura y presencia"),
        (("--area", "promesas"), "Palabra cumplida y recuperación"),
        (("--area", "Saludos y despedidas"), "Saludos y despedidas"),
        (("--area", "friccion"), "Fricción y juego limpio"),
    ],
)
def test_a_report_is_narrowed_to_an_area_by_any_of_its_names(filled, argv, title):
    told = filled("report", "month", *argv, now=EVENING)
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines()[0] == f"Noviembre de 2026 · {title}"
    assert "Lo que avanzó" not in told.out


def test_a_report_is_narrowed_to_a_practice(filled):
    practice = report(filled, "month")["met"]["rows"][0]
    for option in ("--practice", "--practica"):
        told = filled("informe", "mes", option, practice["practice"], now=EVENING)
        assert told.out.splitlines()[0] == f"Noviembre de 2026 · {practice['title']}"
    narrow = report(filled, "month", "--practice", practice["practice"])
    assert narrow["scope"] == {"area": None, "practice": practice["practice"]}
    assert [row["practice"] for row in narrow["met"]["rows"]] == [practice["practice"]]
    assert (narrow["daily"], narrow["energy"], narrow["applause"]) == ({}, None, None)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize(
    ("argv", "status"),
    [
        (("--area", "nowhere"), 2),
        (("--area", ""), 2),
        (("--practice", "zzzz"), 2),
        (("--area", "posture", "--practice", "one-pause-first"), 2),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(filled, argv, status, lang):
    told = filled("report", "month", *argv, now=EVENING, lang=lang)
    assert (told.status, told.out, len(told.err.splitlines())) == (status, "", 1)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_practice_that_was_not_met_cannot_be_shown(filled, lang):
    """Which ones the program chose depends on the journal's own id."""
    areas = filled("practices", "list", "--json", now=EVENING).data
    unmet = next(row["id"] for area in areas for row in area["practices"] if not row["last"])
    told = filled("report", "month", "--practice", unmet, now=EVENING, lang=lang)
    assert (told.status, told.out, len(told.err.splitlines())) == (3, "", 1)


def test_the_last_ten_are_set_beside_the_ten_before_with_both_n(filled):
    for option in ("--compare", "--comparar"):
        page = filled("report", option, now=EVENING).out
        # Of 14 days the last ten and four before, which are too few for a median.
        words = "Postura últimas: mediana 2,5 (n = 10); anteriores: 2, 3, 2, 3 (n = 4)"
        assert words in re.sub(r"\s+", " ", page)
    compared = report(filled, "week", "--compare")["compared"]
    assert [(c["area"], c["latest"]["n"], c["before"]["n"]) for c in compared] == [
        ("posture", 10, 4), ("greetings", 10, 4), ("messages", 10, 4), ("energy", 10, 4),
    ]  # fmt: skip
    assert report(filled, "week")["compared"] == []


def test_why_tells_formula_and_days_of_each_figure_that_is_shown(filled):
    for option in ("--why", "--por-que"):
        page = filled("report", "month", option, now=EVENING).out
        assert "Cómo se ha contado" in page
        assert "14 días: 2–6 nov, 9–13 nov, 16–19 nov" in re.sub(r"\s+", " ", page)
    why = {held["figure"]: held for held in report(filled, "month", "--why")["why"]}
    assert why["posture"]["days"] == [str(day) for day in DAYS]
    assert why["applause"]["days"] == ["2026-11-19"]
    assert {"practised", "constancy", "energy", "practices", "greetings", "promises"} <= set(why)
    assert all(held["formula"] and held["name"] for held in why.values())
    assert "Cómo se ha contado" not in filled("report", "month", now=EVENING).out


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("argv", [(), ("month",), ("year",), ("all",), ("month", "--compare")])
def test_an_empty_journal_is_a_kind_sentence(arte, argv, lang):
    told = arte("report", *argv, lang=lang)
    assert (told.status, told.out) == (3, "")
    assert (
        told.err
        == {
            "es": "Todavía no hay nada escrito: se empieza con arte hoy.\n",
            "en": "Nothing is written yet: arte today begins.\n",
        }[lang]
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("kind", ["week", "month", "year", "all"])
def test_every_sign_has_a_plain_one(filled, encoding, kind):
    page = filled("report", kind, now=EVENING, encoding=encoding).out
    assert page.count("?") == filled("report", kind, now=EVENING).out.count("?")
    drawn = {"year": "#", "all": "23232323"}
    assert drawn.get(kind, "*") in page


@pytest.mark.parametrize("argv", [("week",), ("month",), ("year", "2026"), ("all",), ()])
def test_a_plain_report_is_the_same_with_the_tree_of_commands_and_without(filled, argv):
    quick = filled("report", *argv, now=EVENING)
    # An option of every command sends the same words through the tree.
    slow = filled("report", *argv, "--no-color", "--", now=EVENING)
    assert (quick.status, quick.out) == (0, slow.out)
    assert filled("informe", *argv, now=EVENING).out == quick.out


def test_a_day_off_is_rest_in_the_map_and_counts_against_nobody(filled):
    before = report(filled, "year")
    filled("rest", "2026-11-20", "--yes", now=EVENING)
    filled("rest", "2026-11-23..2026-11-27", "--yes", now=EVENING)
    later = filled("report", "year", "--json", now=at(dt.date(2026, 11, 28), 9)).data
    assert (later["worked"], later["constancy"]) == (before["worked"], before["constancy"])
    assert later["year"]["counts"]["empty"] == before["year"]["counts"]["empty"] == 0


def test_the_week_of_the_issue_opens_with_what_moved_forward(filled):
    lines = filled("report", now=EVENING).out.splitlines()
    assert lines[2:4] == ["Lo que avanzó", "  4 de 4 jornadas"]
    assert filled("report", now=FRIDAY).status == 0


# Which module a word loads


def test_the_shelves_hold_every_command_they_name():
    code = (
        "import sys; from artesupremo.cli.shelves import SHELVES, tree_for\n"
        "words = SHELVES[sys.argv[1]]\n"
        "held = tree_for(words[:1]).info.cls.shelf\n"
        "assert held and 'artesupremo.cli.app' not in sys.modules\n"
        "print(*(word for word in words if word not in held))"
    )
    for shelf in SHELVES:
        done = subprocess.run(
            [sys.executable, "-c", code, shelf], capture_output=True, text=True, check=True
        )
        assert done.stdout == "\n", shelf


# A good moment of weeks before


def test_a_week_remembers_a_good_moment_of_at_least_two_weeks_before(filled, tmp_path):
    first = {"good-moment": "Don Leo volvió a dar las gracias", "posture": 4}
    second = {"good-moment": "privado: lo que nadie lee", "posture": 4}
    assert report(filled, "week")["remembered"] is None
    for day, closing in ((dt.date(2026, 10, 1), first), (dt.date(2026, 10, 2), second)):
        filled("today", "--answers", "-", given={"energy": 3}, now=at(day, 8))
        told = filled("close", "--answers", "-", given=closing, now=at(day, 17))
        assert told.status == 0, told.err
    held = {"day": "2026-10-01", "text": "Don Leo volvió a dar las gracias"}
    assert report(filled, "week")["remembered"] == held
    assert report(filled, "week", "2026-10-02")["remembered"] is None  # nothing before it
    assert report(filled, "month")["remembered"] is None
    assert report(filled, "week", "--area", "postura")["remembered"] is None

    page = filled("export", "week", "-o", "-", now=EVENING).out
    assert "Un buen momento de antes\n\n- jue 1 oct: Don Leo volvió a dar las gracias" in page
    filled("config", "set", "share_names", "Leo")
    shared = filled("export", "week", "--share", "-o", "-", now=EVENING).out
    assert "Don \\[nombre\\] volvió a dar las gracias" in shared
    assert "nadie lee" not in page + shared
