"""What a terminal shows: how much a morning asks of the eyes, and that nothing typed is obeyed."""

from __future__ import annotations

import io
import os
import re

import pytest

from artesupremo.cli.session import GlobalOptions, Session
from artesupremo.cli.talk import open_sitting
from artesupremo.i18n import speak
from artesupremo.journal.store import Sitting
from artesupremo.library.choose import Choice
from artesupremo.sittings.ask import show
from artesupremo.sittings.morning import worded
from artesupremo.sittings.prompts import build_prompt
from artesupremo.sittings.terminal import Terminal
from talking import (
    ENTER,
    EVERY_DAY,
    STYLE,
    Kept,
    Talk,
    days_ago,
    kept,
    now,
    practised,
    today,
    write_editor,
    write_morning,
)

PROMPTS, WORDS, LINES = 5, 160, 30
VOICES = [("es", "tu"), ("es", "usted"), ("es", "vos"), ("en", "tu")]
LETTER = re.compile(r"\w")


@pytest.fixture(params=["es", "en"])
def lang(request):
    return request.param


def count_words(screen):
    return sum(bool(LETTER.search(word)) for word in screen.split())


class Drawn:
    """The screen of a morning up to its last prompt, drawn without a terminal."""

    def __init__(self, lang, address):
        speak(lang)
        environ = {**os.environ, "ARTE_LANG": lang, "ARTE_ADDRESS": address}
        self.session = Session(now(), environ, GlobalOptions())
        self.session.lang = lang
        self.occasion = self.session.occasion(Sitting("morning", today(), lang))

    @property
    def practices(self):
        return self.session.library.practices

    def chosen(self, practice):
        return worded(self.occasion, Choice(practice, ()))

    def screen(self, practice):
        out = io.StringIO()
        terminal = Terminal(io.StringIO(), out, width=80, colour=False)
        open_sitting(terminal, self.occasion)
        for number, question in enumerate(self.session.library.morning, start=1):
            chosen = self.chosen(practice) if question.kind == "plan" else None
            show(terminal, build_prompt(self.occasion, question, None, chosen), f"{number}/5")
            out.write("› \n")
        return out.getvalue()


def see_morning(lang, address):
    """Return what a morning on which every question is skipped shows up to its last prompt."""
    talk = Talk("today", lang=lang, ARTE_ADDRESS=address)
    talk.answer(*[ENTER] * 4)
    screen = STYLE.sub("", talk.output).replace("\r\n", "\n") + "\n"
    talk.answer(ENTER)
    assert talk.status() == 0
    return screen


@pytest.mark.parametrize(("lang", "address"), VOICES)
def test_a_morning_stays_within_its_prompts_words_and_lines(home, lang, address):
    screen = see_morning(lang, address)
    assert screen.count("\n› ") == PROMPTS
    assert count_words(screen) <= WORDS
    assert len(screen.splitlines()) <= LINES


@pytest.mark.parametrize(("lang", "address"), VOICES)
def test_no_practice_makes_a_morning_longer_than_that(home, lang, address):
    drawn = Drawn(lang, address)
    assert len(drawn.practices) == 75
    screens = {practice: drawn.screen(practice) for practice in drawn.practices}
    assert {key for key, screen in screens.items() if count_words(screen) > WORDS} == set()
    assert {key for key, screen in screens.items() if len(screen.splitlines()) > LINES} == set()


@pytest.mark.parametrize(("lang", "address"), VOICES)
def test_a_drawn_morning_is_the_one_of_the_terminal(arte, lang, address):
    seen = see_morning(lang, address).splitlines()
    practice = practised(arte)
    drawn = Drawn(lang, address).screen(practice).splitlines()
    assert [line.rstrip() for line in drawn] == [line.rstrip() for line in seen]


@pytest.mark.parametrize(("lang", "address"), VOICES)
def test_the_practice_shows_title_question_and_plan_and_no_more(home, lang, address):
    drawn = Drawn(lang, address)
    asked = {"es": "Práctica del día", "en": "Practice of the day"}[lang]
    keys = {
        "es": "Enter conserva · texto: otro «entonces» · «otra» cambia · ? por qué",
        "en": "Enter keeps · text: new “then” · “another” swaps · ? why",
    }[lang]
    for key, practice in drawn.practices.items():
        question = practice.morning[lang]
        question = question if isinstance(question, str) else question[address]
        when, then = practice.plan[lang]["if"], practice.plan[lang]["then"]
        plan = {"es": f"Si {when}, entonces {then}.", "en": f"If {when}, then {then}."}[lang]
        last = " ".join(drawn.screen(key).partition("5/5")[2].split())
        assert last == f"{asked}: {practice.title[lang]} {question} {plan} {keys} ›"


@pytest.mark.parametrize(
    ("lang", "remark"),
    [
        ("es", "Se guarda sin datos personales: correo, teléfono."),
        ("en", "Kept without the personal data: mail, phone."),
    ],
)
def test_one_remark_at_most_follows_an_answer(arte, lang, remark):
    talk = Talk("today", lang=lang)
    talk.answer(ENTER, ENTER, ENTER, "Leo, leo@example.com, tel. 300 123 4567")
    first, blank, title = talk.shown.splitlines()[:3]
    assert (first.strip(), blank) == (remark, "")
    assert title.startswith("5/5")
    talk.answer(ENTER)
    mail, phone = {"es": ("correo", "teléfono"), "en": ("mail", "phone")}[lang]
    assert kept(arte)["message"] == Kept(text=f"Leo, [{mail}], tel. [{phone}]")


def too_wide(talk, columns):
    lines = STYLE.sub("", talk.output).split("\r\n")
    return [line for line in lines if len(line) > columns]


def test_no_line_is_wider_than_a_narrow_terminal(arte, monkeypatch, lang):
    monkeypatch.setenv("ARTE_WORK_DAYS", EVERY_DAY)
    write_morning(arte, days_ago(1), {"energy": 3, "greeting": "Hola, " + "Inés y " * 20})
    swap = {"es": "otra", "en": "another"}[lang]
    morning = Talk("today", lang=lang, columns=40)
    morning.answer(ENTER, "4", "3", "x", "5", "?", "0")
    morning.answer("9", "?", "4", "?", "pies", "?", "Hola", "<", ENTER, "?", "tel. 300 123 4567")
    morning.answer("?", swap, "?", ENTER)
    closing = Talk("close", lang=lang, columns=40)
    closing.answer("?", "Leo", "?", "9", "4", "?", "4", "?", "4", "?", "1", "<", "2", "?", "Oír")
    views = [Talk(*argv, lang=lang, columns=40) for argv in ((), ("show",), ("show", "yesterday"))]
    for talk in (morning, closing, *views):
        assert talk.status() == 0
        assert too_wide(talk, 40) == []


def test_leaving_a_narrow_terminal_keeps_to_its_width(home, lang):
    talk = Talk("today", lang=lang, columns=40)
    assert talk.leave("d") == 130
    assert too_wide(talk, 40) == []


def see_a_day(**environ):
    """Return all that a day and looking back at it write to the terminal."""
    morning = Talk("today", **environ)
    morning.answer("x", "?", "4", "pies", "tel. 300 123 4567", "<", ENTER, "Leo", "otra", ENTER)
    closing = Talk("close", **environ)
    closing.answer("Leo", "4", "4", "4", "1", "Oír")
    talks = [morning, closing, Talk(**environ), Talk("show", **environ)]
    assert [talk.status() for talk in talks] == [0, 0, 0, 0]
    return "".join(talk.output for talk in talks)


def test_a_dumb_terminal_gets_no_escape_sequence(home):
    assert "\x1b" not in see_a_day(TERM="dumb")


def test_no_color_takes_every_style_away(home):
    assert not STYLE.search(see_a_day(NO_COLOR="1"))


def test_a_terminal_with_colours_gets_styles(home):
    assert STYLE.search(see_a_day())


@pytest.mark.parametrize(
    ("encoding", "greeting"), [("cp1252", "Buenos días, Íñigo"), ("ascii", "Buenos dias")]
)
def test_the_day_is_held_where_signs_cannot_be_shown(arte, lang, encoding, greeting):
    environ = {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    morning = Talk("today", lang=lang, encoding=encoding, **environ)
    morning.answer("x", "?", "4", "?", "1", "?", greeting, "?", "Leo", "?", ENTER)
    closing = Talk("close", lang=lang, encoding=encoding, **environ)
    closing.answer("?", "Leo", "4", "4", "4", "?", "1", "Oir")
    views = [Talk(*argv, lang=lang, encoding=encoding, **environ) for argv in ((), ("show",))]
    for talk in (morning, closing, *views):
        assert talk.status() == 0
        assert "Traceback" not in talk.output
    assert greeting in views[-1].output
    assert kept(arte)["greeting"] == Kept(text=greeting)


# What a terminal would obey, and what has to stand there instead.
HOSTILE = "\x1b[31mrojo \x07\x9b2J \u202eabc\u2066 [red]x[/red] \x1b]0;t\x07"
VISIBLE = "␛[31mrojo ␇‹U+009B›2J ‹U+202E›abc‹U+2066› [red]x[/red] ␛]0;t␇"
OBEYED = ("\x1b[31m", "\x1b[7m", "\x1b]", "\x07", "\x9b", "\u202e", "\u2066")


def test_control_characters_from_the_editor_are_shown_and_never_obeyed(arte, tmp_path):
    talk = Talk("today", EDITOR=write_editor(tmp_path, HOSTILE))
    talk.answer(ENTER, ENTER, "e", "<")
    assert f"ahora: {VISIBLE}" in " ".join(talk.shown.split())
    talk.answer(ENTER, "e", "e")
    assert talk.status() == 0
    assert kept(arte)["greeting"] == kept(arte)["plan"] == Kept(text=VISIBLE)
    for view in (talk, Talk(), Talk("show")):
        assert VISIBLE in " ".join(view.shown.split())
        assert not [bad for bad in OBEYED if bad in view.output]


def test_a_typed_escape_is_kept_as_a_sign(arte):
    talk = Talk("today")
    talk.answer("3 \x16\x1b[31mrojo", "\x16\x1b[7mpies", "\x16\x1b[31mHola\x16\x07")
    assert talk.question == "4"
    assert kept(arte) == {
        "energy": Kept(3, note="␛[31mrojo"),
        "posture-now": Kept(text="␛[7mpies"),
        "greeting": Kept(text="␛[31mHola␇"),
    }
    assert not [bad for bad in OBEYED if bad in talk.output]
