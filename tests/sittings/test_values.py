"""From what is typed, or stands in an answers file, to the value that is kept."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from artesupremo.journal.model import Value
from artesupremo.library.model import Question
from artesupremo.sittings.values import (
    LABELS,
    WrongValueError,
    masked,
    parse_given,
    parse_typed,
)

POSTURE = {
    "feet": {"es": "pies", "en": "feet"},
    "back": {"es": "espalda", "en": "back"},
    "breath": {"es": "respiración", "en": "breath"},
    "deep-breath": {"es": "respiración honda", "en": "deep breath"},
}


def question(kind):
    choices = POSTURE if kind == "choice" else {}
    return Question(id="q", kind=kind, ask={}, why={}, rev=1, anchors={}, choices=choices)


QUESTIONS = {kind: question(kind) for kind in ("scale", "practice", "choice", "text", "plan")}
kinds = st.sampled_from(list(QUESTIONS))


def typed(kind, words):
    return parse_typed(QUESTIONS[kind], words)


def given_as(kind, value):
    return parse_given(QUESTIONS[kind], value)


# Ratings


@pytest.mark.parametrize(
    ("words", "number", "note"),
    [
        ("4", 4, None), (" 1 ", 1, None), ("5.", 5, None),
        ("4 leí su nota antes de saludar", 4, "leí su nota antes de saludar"),
        ("4, leí su nota", 4, "leí su nota"), ("3: a ratos", 3, "a ratos"),
        ("2 – con prisa", 2, "con prisa"), ("2-con prisa", 2, "con prisa"),
        ("5\nmuy bien", 5, "muy bien"), ("4 (casi 5)", 4, "(casi 5)"), ("3 3 veces", 3, "3 veces"),
    ],
)  # fmt: skip
def test_a_rating_is_a_digit_and_the_words_after_it_are_its_note(words, number, note):
    for kind in ("scale", "practice"):
        assert typed(kind, words) == Value(number=number, note=note)


def test_zero_is_for_a_practice_whose_occasion_did_not_come():
    assert typed("practice", "0 nadie llamó") == Value(number=0, note="nadie llamó")
    with pytest.raises(WrongValueError):
        typed("scale", "0")


@pytest.mark.parametrize(
    "words",
    [
        "6",
        "10",
        "44",
        "-1",
        "4.5",
        "4,5",
        "3-4",
        "4/5",
        "4bien",
        "cuatro",
        "bien 4",
        "+4",
        "４",
        ".",
    ],
)
def test_what_is_no_whole_number_of_the_scale_is_refused_with_the_scale_named(words):
    for kind, scale in (("scale", "1 to 5"), ("practice", "0 to 5")):
        with pytest.raises(WrongValueError) as caught:
            typed(kind, words)
        assert scale in caught.value.sentence


# Choices


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("2", ("back",)), ("back", ("back",)), ("espalda", ("back",)), ("ESPALDA", ("back",)),
        ("respiracion", ("breath",)), ("Respiración", ("breath",)), ("espalda.", ("back",)),
        ("1 2", ("feet", "back")), ("1,3", ("feet", "breath")), ("2; 1", ("back", "feet")),
        ("pies y espalda", ("feet", "back")), ("feet and breath", ("feet", "breath")),
        ("espalda, 2, back", ("back",)), ("pies espalda", ("feet", "back")),
        ("pies + respiración", ("feet", "breath")), ("pies\nback", ("feet", "back")),
        ("respiración honda", ("deep-breath",)), ("4 y 1", ("deep-breath", "feet")),
        ("deep-breath", ("deep-breath",)),
    ],
)  # fmt: skip
def test_choices_take_number_key_or_label_in_either_language_several_at_once(words, keys):
    assert typed("choice", words) == Value(choices=keys)


@pytest.mark.parametrize(
    "words",
    ["la mandíbula", "solté la mandíbula y bajé los hombros", "cuello/nuca, despacio", "7", "23",
     "Me levanté; caminé + respiré"],
)  # fmt: skip
def test_other_words_stay_as_they_are(words):
    assert typed("choice", words) == Value(text=words)


def test_other_words_beside_a_choice_are_kept_too():
    both = Value(choices=("back",), text="la mandíbula")
    assert typed("choice", "espalda y la mandíbula") == both
    assert given_as("choice", ["la mandíbula", "espalda"]) == both


# Texts and plans


@pytest.mark.parametrize("kind", ["text", "plan"])
def test_a_text_is_kept_clean_and_without_the_blanks_around_it(kind):
    assert typed(kind, "  Buenos días,\r\nInés: ya vi su pedido \t") == Value(
        text="Buenos días,\nInés: ya vi su pedido"
    )
    assert typed(kind, "hola\x1b[2J") == Value(text="hola␛[2J")
    assert typed(kind, "cafe\u0301") == Value(text="café")


@pytest.mark.parametrize("kind", QUESTIONS)
def test_ten_thousand_characters_fit_and_one_more_does_not(kind):
    start = "4 " if kind in ("scale", "practice") else ""
    longest = start + "x" * (10_000 - len(start))
    value = typed(kind, longest)
    assert longest.endswith(value.note or value.text)
    with pytest.raises(WrongValueError) as caught:
        typed(kind, longest + "x")
    assert caught.value.values == {"count": 10_001, "limit": 10_000}


# Answers files


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("scale", 4, Value(number=4)), ("scale", "4 con calma", Value(number=4, note="con calma")),
        ("practice", 0, Value(number=0)), ("practice", "0", Value(number=0)),
        ("choice", 2, Value(choices=("back",))), ("choice", "back", Value(choices=("back",))),
        ("choice", ["Espalda", 1], Value(choices=("back", "feet"))),
        ("text", "Hola", Value(text="Hola")), ("text", "4", Value(text="4")),
        ("plan", True, Value()), ("plan", "respiro", Value(text="respiro")),
        *((kind, skip, None) for kind in QUESTIONS for skip in (None, "", "  ")),
        ("choice", [], None),
    ],
)  # fmt: skip
def test_an_answers_file_gives_the_same_values(kind, value, expected):
    assert given_as(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((kind, 3.5) for kind in QUESTIONS), *((kind, 4.0) for kind in QUESTIONS),
        *((kind, False) for kind in QUESTIONS), *((kind, {"a": 1}) for kind in QUESTIONS),
        *((kind, True) for kind in QUESTIONS if kind != "plan"),
        *((kind, ["4"]) for kind in QUESTIONS if kind != "choice"),
        ("scale", 0), ("scale", 6), ("scale", -1), ("practice", 6), ("text", 4), ("plan", 4),
        ("choice", [None]), ("choice", [True]), ("choice", [["back"]]), ("choice", [1.5]),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(kind, value):
    with pytest.raises(WrongValueError):
        given_as(kind, value)


# Whatever comes

words = st.text(st.characters(), min_size=1)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)


@given(kind=kinds, words=words)
@example(kind="text", words="privado:" * 3_000)
@example(kind="scale", words="\u0664")
@example(kind="scale", words="²")
def test_nothing_typed_does_more_than_be_refused(kind, words):
    with contextlib.suppress(WrongValueError):
        assert isinstance(typed(kind, words), Value)


@given(kind=kinds, value=json)
def test_nothing_given_does_more_than_be_refused(kind, value):
    with contextlib.suppress(WrongValueError):
        assert isinstance(given_as(kind, value), Value | None)


def test_personal_data_is_masked_in_texts_and_notes_and_named_once():
    value = Value(
        number=4, text="Ana, 612345678", note="su mail es ana@example.com, tel 911234567"
    )
    kept, found = masked(value, {kind: kind for kind in LABELS})
    assert kept == Value(number=4, text="Ana, [phone]", note="su mail es [mail], tel [phone]")
    assert sorted(found) == ["mail", "phone"]
    assert masked(Value(number=4), LABELS) == (Value(number=4), ())
