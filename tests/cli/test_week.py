"""`arte week`: which week, which questions, what stands beside them, and what comes of it."""

from __future__ import annotations

import datetime as dt

import pytest

from conftest import BOGOTA, FRIDAY, MORNING
from talking import Talk, days_ago, today, write_morning

ALWAYS = (
    "week-forward", "week-words", "week-enemy", "week-sentence", "week-circles", "week-energy",
    "week-exhaustion", "week-authenticity", "week-turn", "week-wish", "week-outcome",
    "week-obstacle", "week-plan", "week-focus",
)  # fmt: skip
MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=BOGOTA)


def record(arte, now=FRIDAY, **given):
    assert arte("today", "--answers", "-", given={**MORNING, **given}, now=now).status == 0


def review(arte, given=None, *argv, **options):
    return arte("week", "--answers", "-", *argv, given=given or {}, **options)


def unanswered(arte, *argv, **options):
    result = arte("week", "--no-input", *argv, **options)
    assert result.status == 3
    return tuple(result.err.strip().rstrip(".").split(": ", 1)[1].split(", "))


def test_promises_and_friction_are_asked_only_if_there_were_any(arte):
    record(arte)
    assert unanswered(arte) == ALWAYS
    arte("log", "friction", "El formulario doble", now=FRIDAY)
    arte("log", "promise", "Llamar", now=FRIDAY)
    assert set(unanswered(arte)) - set(ALWAYS) == {"week-promises", "week-friction"}


def test_a_promise_of_an_earlier_week_counts_in_the_week_it_is_due(arte):
    arte("log", "promise", "Llamar", now=FRIDAY)
    arte("promises", "move", "1", "2026-12-02", now=FRIDAY)
    later = dt.datetime(2026, 12, 4, 17, 0, tzinfo=BOGOTA)  # the Friday of week 49
    record(arte, now=later)
    assert "week-promises" in unanswered(arte, now=later)
    assert "week-promises" not in unanswered(arte, "2026-W48", now=later)


def test_until_wednesday_the_week_before_waits_for_its_review(arte):
    record(arte)
    assert review(arte, {"week-forward": "x"}, "--json").data["week"] == "2026-W47"
    tuesday = MONDAY + dt.timedelta(days=1)
    record(arte, now=MONDAY)
    # Reviewed already: the current week.
    assert review(arte, {"week-wish": "y"}, "--json", now=tuesday).data["week"] == "2026-W48"


def test_on_monday_the_last_week_is_reviewed_and_on_thursday_the_current_one(arte):
    record(arte)
    assert review(arte, None, "--json", now=MONDAY).data["week"] == "2026-W47"
    thursday = MONDAY + dt.timedelta(days=3)
    assert review(arte, None, "--json", now=thursday).data["week"] == "2026-W48"


def test_the_question_that_takes_turns_is_the_next_one_each_reviewed_week(arte):
    asked = []
    for week in (47, 48, 49):
        now = FRIDAY + dt.timedelta(weeks=week - 47)
        record(arte, now=now)
        assert review(arte, {"week-turn": f"w{week}"}, now=now).status == 0
        shown = arte("show", str(now.date() - dt.timedelta(days=4)), "--json", now=now).data
        (answer,) = [
            a
            for part in shown["sittings"]
            for a in part["answers"]
            if a["question"] == "week-turn"
        ]
        asked.append(answer["wording"])
    assert len(set(asked)) == 3


def test_a_review_makes_no_day_a_working_day(arte):
    record(arte)  # Friday; Monday to Thursday are empty
    before = arte("report", "week", "--json").data
    review(arte, {"week-forward": "x"})
    after = arte("report", "week", "--json").data
    assert (before["practised"], after["practised"]) == (1, 1)
    assert before["constancy"] == after["constancy"]


def test_the_focus_brings_its_area_more_often_next_week(arte):
    record(arte)
    review(arte, {"week-focus": "friction"})
    plain = []
    for step in range(5):
        now = MONDAY + dt.timedelta(days=step)
        arte("today", "--answers", "-", given={"energy": 4, "plan": True}, now=now)
        why = arte("today", "--why", "--no-input", now=now).out
        plain.append("es el área de esta semana" in why)
    assert any(plain)


def test_two_weeks_of_deep_tiredness_bring_one_calm_card_and_one_week_does_not(arte):
    words = "Dos semanas con mucho cansancio."
    record(arte)
    assert words not in review(arte, {"week-exhaustion": 5}).out
    now = FRIDAY + dt.timedelta(weeks=1)
    record(arte, now=now)
    assert words in review(arte, {"week-exhaustion": 4}, now=now).out
    skipped = FRIDAY + dt.timedelta(weeks=3)  # a week without a review between them
    record(arte, now=skipped)
    assert words not in review(arte, {"week-exhaustion": 5}, now=skipped).out


def test_a_week_to_come_has_nothing_to_review(arte):
    record(arte)
    result = arte("week", "2026-W49", "--answers", "-", given={})
    assert result.status == 2
    assert "2026-W49" in result.err


def test_the_review_is_in_the_page_of_the_week(arte):
    record(arte)
    review(arte, {"week-forward": "Llamé antes de que llamaran", "week-exhaustion": 2})
    page = arte("export", "week", "-o", "-").out
    assert "Revisión de la semana" in page
    assert "Llamé antes de que llamaran" in page
    shared = arte("export", "week", "-o", "-", "--share").out
    assert "cansancio" not in shared


@pytest.mark.parametrize("lang", ["es", "en"])
def test_at_a_terminal_the_week_shows_its_figures_and_goes_on_where_it_was_left(arte, lang):
    write_morning(arte, days_ago(0), {**MORNING, "greeting": "Le respondo a la brevedad"})
    arte("check", given="Hola, Inés", lang=lang)  # compiles the rules
    talk = Talk("semana" if lang == "es" else "week", lang=lang)
    assert talk.question == "1"
    talk.answer("Una cosa")
    assert talk.leave("d") == 130
    again = Talk("semana" if lang == "es" else "week", lang=lang)
    assert again.question == "2"
    while not again.ended and "week-sentence" not in again.shown:
        if "a la brevedad" in again.shown:
            break
        again.answer("")
    assert "Le respondo a la brevedad" in again.shown  # the week's worst sentence
    while not again.ended:
        again.answer("")
    assert again.status() == 0
    assert str(today().isocalendar().week) in again.shown
