"""How a message is read: letters, masks, sentences, language; offsets that hold."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.wording.language import detect_language
from artesupremo.wording.letters import ACCENTED, CASED, FILLERS, FOLDED, to_letters
from artesupremo.wording.masking import cover, find_masks
from artesupremo.wording.offsets import Places
from artesupremo.wording.reading import Reading
from artesupremo.wording.sentences import MAX_LENGTH

DECOMPOSED = unicodedata.normalize("NFD", "Señora Peña: está ya. ¡Qué avión!")


def sentences(text):
    reading = Reading(text)
    return [text[slice(*reading.places.span(*span))] for span in reading.sentences]


# Letters


@pytest.mark.parametrize(
    ("written", "folded", "accented", "cased"),
    [
        ("Señor", "senor", "seNor", "Senor"),
        ("¡YA está!", "\x03ya esta!", "\x03ya estA!", "\x03YA esta!"),
        ("don’t — “so”", 'don\'t - "so"', 'don\'t - "so"', 'don\'t - "so"'),
        ("n.º 7ª", "n.o 7a", "n.o 7a", "n.o 7a"),
        ("Привет", "______", "______", "______"),
        ("👍🏽", "\x04\x05", "\x04\x05", "\x04\x05"),
        ("a\u00a0b\tc", "a b c", "a b c", "a b c"),
    ],
)
def test_letters_meet_in_ascii(written, folded, accented, cased):
    assert to_letters(written, FOLDED) == folded
    assert to_letters(written, ACCENTED) == accented
    assert to_letters(written, CASED) == cased


@given(st.characters())
def test_each_character_becomes_one_of_ascii(char):
    for view in (FOLDED, ACCENTED, CASED):
        letters = to_letters(char, view)
        assert len(letters) == 1
        assert letters.isascii()


# Masks


def masked(text):
    signs = {kind: kind[0].upper() for kind in FILLERS}
    return cover(text, find_masks(text), signs)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Usted dijo «no sé» ayer", "Usted dijo QQQQQQQ ayer"),
        ("You wrote “soon” and", "You wrote QQQQQQ and"),
        ('Puso "lo antes posible".', "Puso QQQQQQQQQQQQQQQQQQ."),
        ('Pantalla de 15" y otra de 17"', 'Pantalla de 15" y otra de 17"'),
        ("> a la brevedad\nLe llamo", "QQQQQQQQQQQQQQQ\nLe llamo"),
        ("El lunes Inés escribió:\n> ¿cuándo?\nHoy.", "Q" * 23 + "\n" + "Q" * 10 + "\nHoy."),
        ("Vea https://a.es/pronto.", "Vea UUUUUUUUUUUUUUUUUUU."),
        ("Está en correos.es/pronto, creo", "Está en UUUUUUUUUUUUUUUUU, creo"),
        ("Escriba a ana.paz@tienda.com hoy", "Escriba a MMMMMMMMMMMMMMMMMM hoy"),
        ("Hola {nombre}, [NOMBRE], %{name}", "Hola PPPPPPPP, PPPPPPPP, PPPPPPP"),
        ("Parte 1 (1/2)", "Parte 1 NNNNN"),
        ("Pedido #4711 y A-20391", "Pedido NNNNN y NNNNNNN"),
        ("La factura n.º 123 es", "La factura NNNNNNN es"),
        ("Cuesta 1.250.000 pesos el 12/11 a las 17:30", None),
        ("Sin cerrar: «a la brevedad", None),
        ("Listo. # arte: ignore vague-promise", "Listo. " + "N" * 28),
        ("Listo. <!-- arte: ignore a, b -->", "Listo. " + "N" * 26),
    ],
)
def test_what_is_not_the_writers_own_is_covered(text, covered):
    assert masked(text) == (text if covered is None else covered)


def test_a_message_pasted_in_quotes_is_read():
    assert masked("«Le llamo a la brevedad»") == "«Le llamo a la brevedad»"


@pytest.mark.parametrize("sign", ["«", '"', "[", "{", "<!-- arte: ignore ", "a@", ">", "www."])
def test_marks_that_never_close_are_read_in_one_pass(sign):
    assert len(masked(sign * 20_000)) == len(sign) * 20_000


# Sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Hola, Inés.", "¿Cómo va?", "¡Ya está!", "Listo…"],
        ["La Sra. Ruiz y el Dr. Paz llegan.", "Vienen hoy."],
        ["Mr. Lee and Mrs. Rao, e.g. them, came.", "Good."],
        ["Cuesta 3.50 y la n.º 7, p. ej. hoy.", "Fin."],
        ["A las 9 a. m. sale.", "Llega a las 5 p. m.", "Gracias."],
        ["Lo atiende J. Pérez.", "Es de Garantías."],
        ["Bueno... espero aquí.", "Sí…", "Adiós."],
        ["¡Hola!", "¿Qué tal?"],
        ["Gracias por la foto 🙏", "Ya la vi."],
        ["¡Gracias! 🙏", "Ya la vi."],
        ["No. 7 is ready.", "I said no.", "Bye."],
        ["(Esto es un aparte.)", "Sigue."],
    ],
)
def test_sentences_end_where_people_end_them(parts):
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hola, Inés:\nVeo tu recibo", ["Hola, Inés:", "Veo tu recibo"]),
        ("Le llamo lo antes\nposible hoy", ["Le llamo lo antes\nposible hoy"]),
        ("Falta:\n- la foto\n- el recibo", ["Falta:", "la foto", "el recibo"]),
        ("Pasos\n1. Abrir\n2) Cerrar", ["Pasos", "Abrir", "Cerrar"]),
        ("Uno\r\n\r\nDos", ["Uno", "Dos"]),
        ("Saludos,\nAna\nSoporte", ["Saludos,", "Ana", "Soporte"]),
        ("¡Hola!¿Qué pasó?", ["¡Hola!", "¿Qué pasó?"]),
        ("Sí.\n> citado del cliente\nNo.", ["Sí.", "No."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_lines_and_lists_part_sentences(text, parts):
    assert sentences(text) == parts


def test_what_never_ends_is_cut():
    spans = Reading("palabra " * 1_000 + "x" * 3_000).sentences
    assert max(end - start for start, end in spans) <= MAX_LENGTH


def test_the_opening_and_the_closing_do_not_count_short_lines():
    text = (
        "Hola, Inés.\n\nVi tu mensaje de ayer. Ya pedí la pieza nueva. Llega el jueves a las 10. "
        "Te llamo yo ese día. Saludos,\nAna\nSoporte"
    )
    reading = Reading(text)
    assert reading.within("opening") == range(3)
    assert reading.within("closing").start == 3
    assert reading.within("message") == range(len(reading.sentences))


# Offsets


def test_places_refer_to_the_text_as_given():
    places = Places(DECOMPOSED)
    start = places.text.index("está")
    assert DECOMPOSED[slice(*places.span(start, start + 4))] == unicodedata.normalize(
        "NFD", "está"
    )


def test_lines_and_columns_count_from_one():
    places = Places("a\r\nbc\rd\ne")
    assert [(places.line(at), places.column(at)) for at in (0, 3, 4, 6, 8)] == [
        (1, 1), (2, 1), (2, 2), (3, 1), (4, 1),
    ]  # fmt: skip


@given(st.text())
def test_every_place_lies_in_the_text_as_given(text):
    places = Places(text)
    for at in range(len(places.text)):
        start, end = places.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        composed = unicodedata.normalize("NFC", text[start:end])
        assert places.text[at] in (composed if places.text != text else text)


@given(st.lists(st.sampled_from("eñáx ᄀ\u1161\u11a8\u0301\u0327각\u0344.\n"), max_size=30))
def test_joined_letters_keep_their_places(chars):
    text = "".join(chars)
    places = Places(text)
    assert places.text == unicodedata.normalize("NFC", text)
    if text:
        assert places.span(0, len(places.text)) == (0, len(text))


# Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hola, Inés: ya vi tu pedido y llega el jueves.", "es"),
        ("Hi Sam, I have your invoice open.", "en"),
        ("Hello José, your order for Doña Peña is ready and we will call you.", "en"),
        ("4711", "en"),
        ("", "en"),
        ("Manana le llamo a las 10", "es"),
        ("> Hola, ¿cuándo llega el pedido de la señora?\nIt comes on Friday.", "en"),
    ],
)
def test_the_language_shows_in_small_words(text, language):
    assert detect_language(Reading(text), fallback="en") == language
