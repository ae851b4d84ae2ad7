"""Leaving a real terminal at any question, by key or by force, and the day that was left open."""

from __future__ import annotations

import signal

import pytest

from artesupremo.days import WEEKDAY_KEYS
from talking import (
    ENTER,
    EVERY_DAY,
    LEFT,
    SKIPPED,
    Kept,
    Talk,
    answers,
    days_ago,
    is_whole,
    kept,
    now,
    today,
    write_morning,
)

YES = ENTER
ANSWERS = {
    "today": {
        "energy": ("4 tras la pausa", Kept(4, note="tras la pausa")),
        "posture-now": ("pies", Kept(choices=("feet",))),
        "greeting": ("Hola, Inés", Kept(text="Hola, Inés")),
        "message": (ENTER, SKIPPED),
        "plan": ("respiro", Kept(text="respiro")),
    },
    "close": {
        "good-moment": ("Se rió", Kept(text="Se rió")),
        "posture": ("5", Kept(5)),
        "greetings": (ENTER, SKIPPED),
        "messages": ("2", Kept(2)),
        "practice": ("0", Kept(0)),
        "next-time": ("Mirar antes", Kept(text="Mirar antes")),
    },
}
CATCH_UP = {
    "posture": ("4", Kept(4)),
    "greetings": ("3 con los nuevos", Kept(3, note="con los nuevos")),
    "messages": ("5", Kept(5)),
    "practice": ("0", Kept(0)),
}


@pytest.fixture
def worked(arte, monkeypatch):
    """The advisor works every day, and yesterday has a morning and no closing."""
    monkeypatch.setenv("ARTE_WORK_DAYS", EVERY_DAY)
    write_morning(arte, days_ago(1), {"energy": 3, "plan": True})


def walk(command):
    """Yield each question's number, the line to type, and what must be kept by then."""
    expected = {}
    for number, (question, (line, value)) in enumerate(ANSWERS[command].items(), start=1):
        yield str(number), line, dict(expected)
        expected[question] = value


def kept_of(arte, command, day=None):
    return {key: value for key, value in kept(arte, day).items() if key in ANSWERS[command]}


def begin(arte, command):
    """Hold the morning that a closing needs for its question on the practice."""
    if command == "close":
        write_morning(arte, today(), {"energy": 3})


@pytest.mark.parametrize("force", [signal.SIGKILL, signal.SIGHUP])
@pytest.mark.parametrize("command", ["today", "close"])
def test_what_was_acknowledged_survives_being_killed_at_any_question(arte, home, command, force):
    begin(arte, command)
    for number, line, expected in walk(command):
        talk = Talk(command)
        assert talk.question == number
        assert kept_of(arte, command) == expected
        talk.answer(line)
        if not talk.ended:
            talk.die(force)
        assert is_whole(home)
    assert kept_of(arte, command) == {key: value for key, (_, value) in ANSWERS[command].items()}


def test_being_killed_at_the_first_question_leaves_no_journal(arte, home):
    Talk("today").die()
    assert not (home / "data").exists()
    assert Talk("today").question == "1"


def leave(talk, key, lang="es"):
    """Leave with Ctrl and `key`: one sentence, exit status 130 and no traceback."""
    before = len(talk.output)
    assert talk.leave(key) == 130
    said = talk.output[before:]
    assert said.replace("^C", "").strip() == LEFT[lang]


@pytest.mark.parametrize("key", ["c", "d"])
@pytest.mark.parametrize("command", ["today", "close"])
def test_one_leaves_at_any_question_and_takes_it_up_there(arte, command, key):
    begin(arte, command)
    leave(Talk(command), key)
    for number, line, expected in walk(command):
        talk = Talk(command)
        assert talk.question == number
        assert kept_of(arte, command) == expected
        talk.answer(line)
        if not talk.ended:
            leave(talk, key)
    assert kept_of(arte, command) == {key: value for key, (_, value) in ANSWERS[command].items()}


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("key", ["c", "d"])
def test_the_sentence_at_leaving_has_a_line_of_its_own(home, lang, key):
    talk = Talk("today", lang=lang)
    leave(talk, key, lang)
    assert talk.output.endswith(f"\r\n{LEFT[lang]}\r\n")


def test_only_the_line_being_typed_is_lost(arte):
    talk = Talk("today")
    talk.answer("4", "pies")
    talk.type("Buenas tar")
    leave(talk, "c")
    assert kept(arte) == {"energy": Kept(4), "posture-now": Kept(choices=("feet",))}
    assert Talk("today").question == "3"


@pytest.mark.parametrize("key", ["c", "d"])
def test_one_leaves_at_the_offer_and_at_each_of_its_questions(arte, worked, key):
    leave(Talk("today"), key)
    expected = kept(arte, days_ago(1))
    for number, (question, (line, value)) in enumerate(CATCH_UP.items(), start=1):
        left = Talk("today")
        assert "¿Cerramos ayer?" in left.shown
        left.answer(YES)
        assert left.question == str(number)
        left.answer(line)
        leave(left, key)
        expected[question] = value
        assert kept(arte, days_ago(1)) == expected
    rest = Talk("today")
    assert "¿Cerramos" not in rest.shown
    assert rest.question == "1"


@pytest.mark.parametrize(
    ("lang", "line"),
    [("es", "¿Cerramos ayer? Enter sí, n no"), ("en", "Close yesterday? Enter yes, n no")],
)
def test_the_offer_is_one_line(worked, lang, line):
    heading, _keys, *offer = Talk("today", lang=lang).shown.splitlines()
    assert str(today().day) in heading
    assert offer == ["", line]


def test_yes_asks_the_three_ratings_and_the_practice_and_marks_them_recalled(arte, worked):
    talk = Talk("today")
    talk.answer(YES)
    for number, (line, _value) in enumerate(CATCH_UP.values(), start=1):
        assert f"{number}/4  " in talk.shown
        talk.answer(line)
    assert "1/5  " in talk.shown  # the morning follows
    recalled = {answer["question"]: answer["recalled"] for answer in answers(arte, days_ago(1))}
    assert recalled == {"energy": False, "plan": False, **dict.fromkeys(CATCH_UP, True)}
    assert {q: v for q, v in kept(arte, days_ago(1)).items() if q in CATCH_UP} == {
        question: value for question, (_, value) in CATCH_UP.items()
    }
    talk.answer("4")
    assert [answer["recalled"] for answer in answers(arte)] == [False]


def test_without_a_practice_that_morning_yes_asks_three_ratings(arte, monkeypatch):
    monkeypatch.setenv("ARTE_WORK_DAYS", EVERY_DAY)
    broken_off = Talk("today", "--date", str(days_ago(1)))
    broken_off.answer("4")
    leave(broken_off, "d")
    talk = Talk("today")
    assert "1/3  " in talk.answer(YES)
    assert "1/5  " in talk.answer("4", "3", "5")
    assert list(kept(arte, days_ago(1))) == ["energy", "posture", "greetings", "messages"]


@pytest.mark.parametrize("no", ["n", "NO", " n "])
def test_a_declined_offer_is_not_made_again(arte, worked, no):
    first = Talk("today")
    assert "1/5  " in first.answer(no)
    first.die()
    assert list(kept(arte, days_ago(1))) == ["energy", "plan"]
    again = Talk("today")
    assert "¿Cerramos" not in again.shown
    assert again.question == "1"


def test_days_before_the_journal_began_are_not_offered(monkeypatch, home):
    monkeypatch.setenv("ARTE_WORK_DAYS", EVERY_DAY)
    first = Talk("today")
    assert first.question == "1"  # the first morning ever opens with its first question
    first.answer("4")
    first.die()
    assert Talk("today").question == "2"


@pytest.mark.parametrize(("back", "offered"), [(4, True), (5, False)])
def test_a_day_is_offered_up_to_four_days_back(arte, monkeypatch, back, offered):
    monkeypatch.setenv("ARTE_WORK_DAYS", WEEKDAY_KEYS[days_ago(back).weekday()])
    write_morning(arte, days_ago(back), {"energy": 3})
    talk = Talk("today")
    assert ("¿Cerramos el " in talk.shown) is offered
    assert talk.question == (None if offered else "1")


def test_a_closed_day_is_not_offered(arte, worked):
    given = dict.fromkeys(CATCH_UP, 3)
    arte("close", "--date", str(days_ago(1)), "--answers", "-", given=given, now=now())
    assert Talk("today").question == "1"
