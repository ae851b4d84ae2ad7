"""How new a greeting is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.wording.greetings import Novelty, novelty, strip_greeting

EARLIER = [
    "Buenos días, Inés: ya vi tu pedido",
    "Hola, ¿cómo está?",
    "Buenas tardes, señor Paz, revisé su cita",
]


@pytest.mark.parametrize(
    "greeting",
    [
        "Buenos días, Leo: ya vi tu pedido",
        "buenos dias ya vi tu pedido!!",
        "Ya vi tu pedido, Ana, buenos días",
        "Buenas tardes, señora Ruiz, revisé su cita",
        "Hola {nombre}, ¿cómo está?",
        "Hola",
    ],
)
def test_the_same_words_to_somebody_else_are_not_new(greeting):
    assert novelty(greeting, EARLIER).score == 0


def test_the_nearest_is_named_as_it_was_written():
    found = novelty("Buenos días, Inés: ya vi tu factura", EARLIER)
    assert found.nearest == EARLIER[0]
    assert 10 < found.score < 60
    assert 60 < found.likeness < 100


def test_other_words_are_new():
    assert novelty("Qué gusto, Caro: tu reclamo está a la vista", EARLIER).score > 80


def test_nothing_before_is_all_new_and_nothing_said_is_not():
    assert novelty("Hola, Inés", []) == Novelty(100, None, 0)
    assert novelty(" 🙂 ", EARLIER) == Novelty(0, None, 0)


def test_of_equals_the_latest_is_nearest():
    assert novelty("Hola, Ana", ["Hola, Leo", "Hola, Caro"]).nearest == "Hola, Caro"


def test_names_and_signs_are_left_out():
    assert strip_greeting("¡Hola, Inés María! Soy Ana.") == "hola soy"
    assert strip_greeting("Good morning, Ms. Rao:") == "good morning"


@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=5))
def test_the_score_stays_in_its_bounds(greeting, earlier):
    found = novelty(greeting, earlier)
    assert 0 <= found.score <= 100
    assert 0 <= found.likeness <= 100
    assert found.nearest is None or found.nearest in earlier
