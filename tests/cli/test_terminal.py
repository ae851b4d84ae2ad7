"""A morning and a closing at a real terminal: what is typed is what is kept, nothing obeyed."""

from __future__ import annotations

import os
import stat

import pytest
import yaml

from talking import ENTER, SKIPPED, Kept, Talk, answers, kept, practised, write_editor

PRACTICES = os.path.join(os.path.dirname(__file__), "..", "..", "practices")

TYPED_MORNING = {
    "es": (
        "4 tras la pausa",
        "1, espalda y breath; la silla",
        "Buenos días, Inés: ya vi su pedido",
        ENTER,
        ENTER,
    ),
    "en": ("2 - slept badly", "shoulders and 4, my chair", ENTER, "Leo's refund", "I count to 3"),
}
KEPT_MORNING = {
    "es": {
        "energy": Kept(4, note="tras la pausa"),
        "posture-now": Kept(choices=("feet", "back", "breath"), text="la silla"),
        "greeting": Kept(text="Buenos días, Inés: ya vi su pedido"),
        "message": SKIPPED,
        "plan": Kept(),
    },
    "en": {
        "energy": Kept(2, note="slept badly"),
        "posture-now": Kept(choices=("shoulders", "face"), text="my chair"),
        "greeting": SKIPPED,
        "message": Kept(text="Leo's refund"),
        "plan": Kept(text="I count to 3"),
    },
}
TYPED_CLOSING = {
    "es": ("Se rió al leer mi nota", "5", "3 con los nuevos", ENTER, "0", "Mirar antes de hablar"),
    "en": (ENTER, "1", "2", "3: in a rush", "4 twice", "Breathe first"),
}
KEPT_CLOSING = {
    "es": {
        "good-moment": Kept(text="Se rió al leer mi nota"),
        "posture": Kept(5),
        "greetings": Kept(3, note="con los nuevos"),
        "messages": SKIPPED,
        "practice": Kept(0),
        "next-time": Kept(text="Mirar antes de hablar"),
    },
    "en": {
        "good-moment": SKIPPED,
        "posture": Kept(1),
        "greetings": Kept(2),
        "messages": Kept(3, note="in a rush"),
        "practice": Kept(4, note="twice"),
        "next-time": Kept(text="Breathe first"),
    },
}


@pytest.fixture(params=["es", "en"])
def lang(request):
    return request.param


def read_practices(*path):
    with open(os.path.join(PRACTICES, *path), encoding="utf-8") as file:
        return yaml.safe_load(file)


def flat(text):
    return " ".join(text.split())


def practice_today(arte):
    """Return the YAML of today's practice."""
    name = f"{practised(arte)}.yaml"
    [area] = [a for a in os.listdir(PRACTICES) if os.path.exists(os.path.join(PRACTICES, a, name))]
    return read_practices(area, name)


def test_the_days_are_asked_in_order_and_kept_as_typed(arte, lang):
    morning = Talk("today", lang=lang)
    for number, line in enumerate(TYPED_MORNING[lang], start=1):
        assert morning.question == str(number)
        morning.answer(line)
    assert morning.status() == 0
    closing = Talk("close", lang=lang)
    for number, line in enumerate(TYPED_CLOSING[lang], start=1):
        assert closing.question == str(number)
        closing.answer(line)
    assert closing.status() == 0
    assert TYPED_CLOSING[lang][-1] in closing.shown  # the card holds what tomorrow opens with
    assert kept(arte) == {**KEPT_MORNING[lang], **KEPT_CLOSING[lang]}


def test_each_answer_is_kept_with_the_words_it_was_asked_in(arte, lang):
    Talk("today", lang=lang).answer(*TYPED_MORNING[lang])
    wording = {answer["question"]: answer["wording"] for answer in answers(arte)}
    for question in read_practices("daily.yaml")["morning"][:4]:
        ask = question["ask"][lang]
        assert wording[question["id"]] == (ask if isinstance(ask, str) else ask["tu"])
    assert practice_today(arte)["title"][lang] in wording["plan"]


def test_going_back_shows_the_former_answer_and_enter_keeps_it(arte):
    talk = Talk("today")
    assert "1/5" in talk.answer("<")  # nothing lies before the first
    talk.answer("4 tras la pausa", "<")
    assert talk.question == "1"
    assert "ahora: 4, tras la pausa (Enter la conserva)" in talk.shown
    talk.answer(ENTER)
    assert talk.question == "2"
    assert kept(arte) == {"energy": Kept(4, note="tras la pausa")}


def test_going_back_takes_another_answer(arte):
    talk = Talk("today")
    talk.answer("4", "espalda", "<", "pies y cara")
    assert talk.question == "3"
    talk.answer(*[ENTER] * 3)
    assert kept(arte)["posture-now"] == Kept(choices=("feet", "face"))
    assert kept(arte)["greeting"] is SKIPPED


def test_going_back_to_a_skipped_question_keeps_or_fills_it(arte):
    talk = Talk("today")
    assert "ahora: " in talk.answer(ENTER, "<")
    talk.answer(ENTER)
    assert kept(arte) == {"energy": SKIPPED}
    talk.answer("<", "5")
    assert kept(arte) == {"energy": Kept(5)}


def test_a_question_mark_explains_and_asks_again(arte, lang):
    talk = Talk("today", lang=lang)
    for number, question in enumerate(read_practices("daily.yaml")["morning"][:4], start=1):
        assert talk.question == str(number)
        assert flat(question["why"][lang]) == flat(talk.answer("?"))
        talk.answer(ENTER)
    explained = flat(talk.answer("?"))
    talk.answer(ENTER)
    assert all(value in (SKIPPED, Kept()) for value in kept(arte).values())
    practice = practice_today(arte)
    for words in (practice["aim"][lang], *practice["steps"][lang]):
        assert flat(words) in explained


def test_a_wrong_rating_gets_one_sentence_and_is_asked_again(arte, lang):
    talk = Talk("today", lang=lang)
    for wrong in ("9", "x", "0", "-1", "44", "e"):
        sentence = talk.answer(wrong)
        assert len(sentence.splitlines()) == 1, wrong
        assert sentence.endswith("."), wrong
    assert answers(arte) == []
    talk.answer("3")
    assert kept(arte) == {"energy": Kept(3)}


@pytest.mark.parametrize("half", ["4.5", "4,5", "3-4"])
def test_a_rating_between_two_numbers_is_refused_and_not_cut(arte, half):
    talk = Talk("today")
    assert len(talk.answer(half).splitlines()) == 1
    assert answers(arte) == []


def test_another_swaps_the_practice_and_only_once(arte, lang):
    word = {"es": "otra", "en": "another"}[lang]
    talk = Talk("today", lang=lang)
    first = talk.answer(*[ENTER] * 4)
    second = talk.answer(word)
    assert talk.question == "5"
    assert second.splitlines()[1] != first.splitlines()[1]
    again = talk.answer(word)
    assert not talk.ended, f"“{word}” was taken as the plan"
    assert first.splitlines()[1] not in again
    talk.answer(ENTER)
    assert kept(arte)["plan"] == Kept()
    assert practice_today(arte)["title"][lang] in second


def test_a_swapped_practice_stays_when_the_morning_is_taken_up_again(arte):
    left = Talk("today")
    left.answer(*[ENTER] * 4)
    swapped = left.answer("otra").splitlines()[1]
    left.leave("d")
    assert swapped in Talk("today").shown.splitlines()


def test_the_keys_no_longer_offer_a_swap_that_is_gone(arte, lang):
    talk = Talk("today", lang=lang)
    word, offered = {"es": ("otra", "«otra»"), "en": ("another", "“another” swaps")}[lang]
    assert offered in talk.answer(*[ENTER] * 4)
    assert offered not in talk.answer(word)


def test_the_editor_gives_a_text_and_leaves_no_draft(arte, home, tmp_path):
    written = "Buenas, Leo:\nsu paquete llega hoy"
    talk = Talk("today", EDITOR=write_editor(tmp_path, written + "\n"))
    talk.answer(ENTER, ENTER, "e")
    assert talk.question == "4"
    assert kept(arte)["greeting"] == Kept(text=written)
    assert (tmp_path / "seen").read_text() == ""
    assert stat.S_IMODE((tmp_path / "seen").stat().st_mode) == 0o600
    assert os.listdir(home / "state" / "drafts") == []


def test_the_editor_opens_on_the_former_answer_and_writes_the_plan(arte, home, tmp_path):
    talk = Talk("today", EDITOR="false", VISUAL=write_editor(tmp_path, "respiro y escribo"))
    talk.answer(ENTER, ENTER, "Hola, Inés", "<", "e")
    assert (tmp_path / "seen").read_text() == "Hola, Inés"
    talk.answer(ENTER, "e")
    assert talk.status() == 0
    assert kept(arte)["greeting"] == kept(arte)["plan"] == Kept(text="respiro y escribo")
    assert os.listdir(home / "state" / "drafts") == []


def test_an_editor_that_is_not_there_gets_one_sentence_and_the_question_again(arte):
    talk = Talk("today", EDITOR="/nowhere/editor")
    sentence = talk.answer(ENTER, ENTER, "e")
    assert not talk.ended, sentence
    assert len(sentence.splitlines()) == 1
    talk.answer("Hola")
    assert kept(arte)["greeting"] == Kept(text="Hola")
