"""`arte log`: the five quick notes, saved at once or asked for; what is typed is what is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import BOGOTA, FRIDAY, MORNING
from talking import ENTER, STYLE, Talk, _spare_compiling, now, today, write_editor


class Kind(NamedTuple):
    """A kind of note as the contract and the journal format name it."""

    label: tuple[str, str]  # Spanish, English
    typed: str  # the Spanish sub-verb
    fields: tuple[str, ...]  # in the order they are asked


KINDS = {
    "applause": Kind(("Aplauso", "Applause"), "aplauso", ("circle", "form")),
    "promise": Kind(("Promesa", "Promise"), "promesa", ("to", "due")),
    "friction": Kind(("Fricción", "Friction"), "friccion", ("effects", "times", "proposal")),
    "contact": Kind(
        ("Contacto", "Contact"),
        "contacto",
        ("before", "after", "solved", "treated", "emotion"),
    ),
    "repair": Kind(
        ("Reparación", "Repair"), "reparacion", ("action", "soon", "follow_up", "result")
    ),
}
COMMON_KEYS = {"number", "kind", "day", "text", "private", "recalled", "intact"}
PROMISE_KEYS = {
    "outcome", "settled", "settled_day", "moved", "late_days", "late_minutes",
}  # fmt: skip


@pytest.fixture(autouse=True)
def prepared(home) -> None:
    _spare_compiling("es")


@pytest.fixture(params=["es", "en"])
def lang(request) -> str:
    return request.param


def name_of(kind: str, lang: str) -> str:
    return KINDS[kind].label[lang == "en"]


def typed(kind: str, lang: str) -> tuple[str, str]:
    return ("log", kind) if lang == "en" else ("anotar", KINDS[kind].typed)


def notes(arte, day: dt.date | None = None) -> list[dict[str, Any]]:
    """Return the notes of `day` (today at the terminal) as data; [] if nothing was written."""
    shown = arte("show", str(day or today()), "--json", now=now())
    assert shown.status in (0, 3), shown.err
    return [] if shown.status else shown.data["notes"]


def details(note: dict[str, Any]) -> dict[str, Any]:
    """Return what was said of a note beside its text."""
    held = {name: note[name] for name in KINDS[note["kind"]].fields}
    return {name: value for name, value in held.items() if value not in (None, [])}


def the_note(arte) -> dict[str, Any]:
    """Return the only note of today at the terminal."""
    (note,) = notes(arte)
    return note


def day_ahead(days: int) -> str:
    return str(today() + dt.timedelta(days=days))


def next_friday() -> str:
    return day_ahead(next(days for days in range(1, 8) if (today().weekday() + days) % 7 == 4))


def flat(text: str) -> str:
    return " ".join(text.split())


# With a text: saved at once


def test_a_text_is_saved_at_once_and_one_line_gives_its_number(arte, lang):
    for number, kind in enumerate(KINDS, 1):
        saved = arte(*typed(kind, lang), "Gracias,", "Inés:", "ya «está»", lang=lang)
        name = name_of(kind, lang)
        said = {
            "es": f"Guardado: {name} {number}. Detalles: arte editar {number}\n",
            "en": f"{name} {number} saved. Details: arte edit {number}\n",
        }
        assert saved == (0, said[lang], "")
    held = arte("show", "--json").data["notes"]
    assert [(note["number"], note["kind"]) for note in held] == [*enumerate(KINDS, 1)]
    assert {note["text"] for note in held} == {"Gracias, Inés: ya «está»"}
    assert {note["day"] for note in held} == {"2026-11-20"}
    assert [details(note) for note in held] == [{}] * 5


def test_json_of_a_note_has_its_keys(arte):
    for number, kind in enumerate(KINDS, 1):
        saved = arte("log", kind, "Un texto", "--json")
        assert (saved.status, saved.err) == (0, "")
        assert (saved.json["arte"], saved.json["command"]) == (1, "log")
        beside = PROMISE_KEYS if kind == "promise" else set()
        assert saved.data.keys() == COMMON_KEYS | {*KINDS[kind].fields} | beside
        assert saved.data == arte("show", "--json").data["notes"][-1]
        told = {"number": number, "kind": kind, "text": "Un texto", "private": False}
        assert told.items() <= saved.data.items()


def test_numbers_rise_over_all_kinds_and_are_never_given_again(arte):
    def log(kind: str) -> int:
        return arte("log", kind, "x", "--json").data["number"]

    assert [log(kind) for kind in KINDS] == [1, 2, 3, 4, 5]
    assert arte("delete", "5", "--yes").status == arte("delete", "2", "--yes").status == 0
    assert log("applause") == 6
    assert arte("undo").status == 0
    assert log("friction") == 7
    numbers = [note["number"] for note in arte("show", "--json").data["notes"]]
    assert numbers == [1, 3, 4, 7]


@pytest.mark.parametrize(
    ("word", "day", "recalled"),
    [
        ("hoy", "2026-11-20", False),
        ("ayer", "2026-11-19", False),
        ("-2", "2026-11-18", True),
        ("2026-11-06", "2026-11-06", True),  # 14 days back
    ],
)
def test_date_puts_a_note_on_one_of_the_last_days(arte, word, day, recalled):
    assert arte("log", "repair", "Cobro doble", "--date", word).status == 0
    (note,) = arte("show", day, "--json").data["notes"]
    assert (note["day"], note["recalled"]) == (day, recalled)


@pytest.mark.parametrize("word", ["mañana", "2026-11-05", "2026-02-30", "pronto"])
def test_a_date_out_of_reach_is_refused_and_nothing_is_noted(arte, home, word):
    refused = arte("log", "applause", "Gracias", "--date", word)
    assert (refused.status, refused.out) == (2, "")
    assert len(refused.err.splitlines()) == 1
    assert not (home / "data").exists()


@pytest.mark.parametrize(
    ("day", "hour", "begun", "kept_on"),
    [
        (20, "05:30", 21, "2026-11-19"),  # the night that is open
        (20, "05:30", None, "2026-11-20"),  # nothing is open: the journal day, which began at 4
        (20, "03:30", None, "2026-11-19"),
        (20, "15:01", 21, "2026-11-20"),  # 18 hours later the night is over
    ],
)
def test_a_note_belongs_to_the_shift_that_is_open(arte, day, hour, begun, kept_on):
    if begun:
        evening = dt.datetime(2026, 11, day - 1, begun, tzinfo=BOGOTA)
        assert arte("today", "--answers", "-", given=MORNING, now=evening).status == 0
    at = dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(hour), BOGOTA)
    noted = arte("log", "friction", "Dos claves", "--json", now=at)
    assert (noted.status, noted.data["day"], noted.data["recalled"]) == (0, kept_on, False)


def test_a_pipe_without_a_text_is_refused_with_a_sentence(arte, home, lang):
    for kind in KINDS:
        refused = arte(*typed(kind, lang), given="Gracias\n", lang=lang)
        assert (refused.status, refused.out) == (3, "")
        assert len(refused.err.splitlines()) == 1
    assert not (home / "data").exists()
    assert "--answers" not in refused.err  # which this command does not take


def test_a_text_too_long_is_refused_with_its_length(arte, home):
    refused = arte("log", "applause", "é" * 10_001, lang="en")
    assert (refused.status, refused.out) == (2, "")
    assert "10001" in refused.err
    assert "10000" in refused.err
    assert not (home / "data").exists()


def test_personal_data_is_masked_and_named(arte, home):
    text = "Ana (ana@example.org) llama desde el 300 123 4567"
    saved = arte("log", "applause", text, lang="en")
    assert saved.err == "Kept without the personal data: mail, phone.\n"
    (note,) = arte("show", "--json").data["notes"]
    assert note["text"] == "Ana ([mail]) llama desde el [phone]"
    held = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"ana@example" not in held
    assert b"123 4567" not in held


@pytest.mark.parametrize("mark", ["privado:", "Private: ", "PRIVADO :"])
def test_a_private_mark_is_taken_off_and_kept_as_a_fact(arte, mark, lang):
    assert arte("log", "contact", f"{mark} Se enojó conmigo").status == 0
    (note,) = arte("show", "--json").data["notes"]
    assert (note["text"], note["private"]) == ("Se enojó conmigo", True)
    says = {"es": "Se enojó conmigo (privada)", "en": "Se enojó conmigo (private)"}
    assert says[lang] in arte("show", lang=lang).out


# Without a text: asked on a terminal, one detail after the other


class Asked(NamedTuple):
    """What is asked for a note, what is typed, and what the journal keeps of it."""

    titles: tuple[str, ...]
    lines: tuple[str, ...]
    kept: dict[str, Any]


def asked(kind: str, lang: str) -> Asked:
    """Return a whole conversation: in Spanish by numbers and labels, in English by keys."""
    return {
        ("applause", "es"): Asked(
            ("Las palabras, tal como se dijeron", "De quién", "Qué fue"),
            ("Gracias, me salvó el día", "2", "un elogio"),
            {"circle": "work", "form": "praise"},
        ),
        ("promise", "es"): Asked(
            (
                "Lo prometido",
                "A quién: una etiqueta, sin datos personales",
                "Para cuándo: el día, y la hora si la hay",
            ),
            ("Averiguar qué pasó", "la señora del tercero", "mañana a las 10"),
            {"to": "la señora del tercero", "due": f"{day_ahead(1)} 10:00"},
        ),
        ("friction", "es"): Asked(
            (
                "La regla o el paso que estorba",
                "Qué provoca",
                "Cuántas veces hoy",
                "Una propuesta",
            ),
            ("Pedir el recibo dos veces", "fastidia, 1", "12", "Guardarlo la primera vez"),
            {"effects": ["annoys", "angers"], "times": 12, "proposal": "Guardarlo la primera vez"},
        ),
        ("contact", "es"): Asked(
            (
                "El contacto, en pocas palabras",
                "El ánimo al llegar, de −2 a +2",
                "El ánimo al irse, de −2 a +2",
                "¿Quedó resuelto?",
                "Cómo fue el trato, de 1 a 5",
                "La emoción que dejó",
            ),
            ("Un cobro doble", "-2", "+1", "sí", "4", "alivio"),
            {"before": -2, "after": 1, "solved": "yes", "treated": 4, "emotion": "alivio"},
        ),
        ("repair", "es"): Asked(
            (
                "Qué falló",
                "La primera acción",
                "Con qué rapidez",
                "El día para volver a mirar; será una promesa",
                "El resultado",
            ),
            ("La visita no llegó", "Llamar y pedir perdón", "2", "+3", "Va el lunes"),
            {
                "action": "Llamar y pedir perdón",
                "soon": "shift",
                "follow_up": day_ahead(3),
                "result": "Va el lunes",
            },
        ),
        ("applause", "en"): Asked(
            ("The words, as they were said", "Whose words", "What they were"),
            ("You read it all!", "external", "recommendation"),
            {"circle": "external", "form": "recommendation"},
        ),
        ("promise", "en"): Asked(
            (
                "What was promised",
                "To whom: a label, no personal data",
                "By when: the day, and the hour if there is one",
            ),
            ("Send the receipt", ENTER, "friday"),
            {"due": next_friday()},
        ),
        ("friction", "en"): Asked(
            (
                "The rule or the step that gets in the way",
                "What it does",
                "How many times today",
                "A proposal",
            ),
            ("Two passwords", "delays and annoys", "1", ENTER),
            {"effects": ["delays", "annoys"], "times": 1},
        ),
        ("contact", "en"): Asked(
            (
                "The contact, in a few words",
                "Mood on arriving, −2 to +2",
                "Mood on leaving, −2 to +2",
                "Was it solved?",
                "How the person was treated, 1 to 5",
                "The emotion it left",
            ),
            ("A refund", "−1", "0", "unknown", ENTER, "calm"),
            {"before": -1, "after": 0, "solved": "unknown", "emotion": "calm"},
        ),
        ("repair", "en"): Asked(
            (
                "What failed",
                "The first action",
                "How soon",
                "The day to look again; it becomes a promise",
                "The result",
            ),
            ("Wrong size", ENTER, "15min", ENTER, "A new one went out"),
            {"soon": "15min", "result": "A new one went out"},
        ),
    }[kind, lang]


@pytest.mark.parametrize(("lang", "columns"), [("es", 40), ("en", 80)])
@pytest.mark.parametrize("kind", KINDS)
def test_without_a_text_each_detail_is_asked_for(arte, kind, lang, columns):
    expected = asked(kind, lang)
    talk = Talk(*typed(kind, lang), lang=lang, columns=columns)
    assert talk.shown.startswith(name_of(kind, lang))
    count = len(expected.titles)
    for number, (title, line) in enumerate(zip(expected.titles, expected.lines, strict=True), 1):
        assert f"{number}/{count} {title}" in flat(talk.shown)
        talk.answer(line)
    assert talk.status() == 0
    saved = {"es": f"Guardado: {name_of(kind, 'es')} 1.", "en": f"{name_of(kind, 'en')} 1 saved."}
    assert talk.shown.splitlines()[0] == saved[lang]
    note = notes(arte)[0]
    assert (note["kind"], note["text"]) == (kind, expected.lines[0])
    assert details(note) == expected.kept
    assert max(map(len, STYLE.sub("", talk.output).splitlines())) <= columns


# Of each choice its number, its key, its label, and a word of the label.
SPELLINGS = {
    ("es", "applause", "circle"): [
        ("1", "external", "cliente", "CLIENTE"), ("2", "work", "en el trabajo", "trabajo"),
        ("3", "self", "uno mismo", "mismo"), ("4", "family", "en casa", "casa"),
    ],
    ("en", "contact", "solved"): [
        ("1", "yes", "yes", "Yes"), ("2", "no", "no", "NO"),
        ("3", "unknown", "not known yet", "known"),
    ],
    ("es", "contact", "solved"): [
        ("1", "yes", "sí", "si"), ("2", "no", "no", "No"),
        ("3", "unknown", "aún no se sabe", "aun"),
    ],
    ("es", "repair", "soon"): [
        ("1", "15min", "en 15 minutos", "minutos"), ("2", "shift", "en el mismo turno", "turno"),
        ("3", "later", "después", "despues"),
    ],
    ("en", "friction", "effects"): [
        ("1", "angers", "it angers", "ANGERS"), ("2", "delays", "it delays", "delays"),
        ("3", "annoys", "it annoys", "annoys"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("lang", "kind", "field"), SPELLINGS)
def test_a_choice_takes_its_number_key_label_and_a_word_of_it(home, lang, kind, field):
    talk = Talk("log", kind, lang=lang)
    talk.answer("Un texto", *[ENTER] * KINDS[kind].fields.index(field))
    now_is = {"es": "ahora: {} (Enter la conserva)", "en": "now: {} (Enter keeps it)"}[lang]
    for spellings in SPELLINGS[lang, kind, field]:
        number, _key, label, _word = spellings
        assert f"{number} {label}" in talk.shown
        for spelling in spellings:
            talk.answer(spelling)
            assert now_is.format(label) in talk.answer("<"), spelling
    talk.leave("c")


@pytest.mark.parametrize(
    ("lang", "word", "form"),
    [
        ("es", "4", "return"), ("es", "gesture", "gesture"), ("es", "un elogio", "praise"),
        ("es", "recomendacion", "recommendation"), ("en", "coming", "return"),
    ],
)  # fmt: skip
def test_the_last_choice_too(arte, lang, word, form):
    talk = Talk("log", "applause", lang=lang)
    talk.answer("Gracias", ENTER, word)
    assert talk.status() == 0
    assert details(the_note(arte)) == {"form": form}


def test_a_choice_takes_the_label_of_the_other_language(arte):
    talk = Talk("anotar", "aplauso")
    talk.answer("Gracias", "a customer", "thanks")
    assert talk.status() == 0
    assert details(the_note(arte)) == {"circle": "external", "form": "thanks"}


WRONG = {
    "es": {
        "number": "Es un número entero de −2 a 2.",
        "treated": "Es un número entero de 1 a 5.",
        "choice": "Es una de las opciones: su número o su palabra.",
        "editor": "El editor solo se abre para textos.",
    },
    "en": {
        "number": "Takes a whole number from −2 to 2.",
        "treated": "Takes a whole number from 1 to 5.",
        "choice": "Takes one of its choices: its number or its word.",
        "editor": "The editor opens for texts only.",
    },
}


def test_a_wrong_value_is_asked_again_with_a_sentence(arte, lang):
    says = WRONG[lang]
    talk = Talk(*typed("contact", lang), lang=lang)
    talk.answer("Un cobro doble")
    for wrong in ("3", "-3", "1.5", "bien", "--1", "²"):
        assert flat(talk.answer(wrong)) == says["number"], wrong
    assert flat(talk.answer("e")) == says["editor"]
    talk.answer("-2", "2")
    for wrong in ("4", "0", "quizá", "1 2", "yes maybe"):
        assert flat(talk.answer(wrong)) == says["choice"], wrong
    talk.answer("1")
    for wrong in ("0", "6", "-1"):
        assert flat(talk.answer(wrong)) == says["treated"], wrong
    talk.answer("5", ENTER)
    assert talk.status() == 0
    assert details(the_note(arte)) == {"before": -2, "after": 2, "solved": "yes", "treated": 5}


def test_a_day_that_cannot_be_is_asked_again_with_the_nearest(arte):
    talk = Talk("log", "promise", lang="en")
    talk.answer("Ring back", ENTER)
    assert "the nearest date is 2099-02-28." in flat(talk.answer("2099-02-30"))
    assert "the nearest date is 2099-04-30." in flat(talk.answer("2099-04-31 10:00"))
    assert "has gone by: it takes a day to come." in flat(talk.answer("yesterday"))
    assert "is not a date" in flat(talk.answer("soon"))
    assert "is not a date" in flat(talk.answer("friday 25:00"))
    talk.answer("tomorrow 5pm")
    assert details(the_note(arte)) == {"due": f"{day_ahead(1)} 17:00"}


def test_less_than_goes_back_and_the_correction_is_kept(arte):
    talk = Talk("anotar", "friccion")
    assert "1/4" in talk.answer("<")  # there is nothing before the first
    assert "2/4" in talk.answer("Dos claves")
    assert "ahora: Dos claves (Enter la conserva)" in talk.answer("<")
    assert "2/4" in talk.answer("Tres claves")
    talk.answer("retrasa")
    assert "ahora: retrasa (Enter la conserva)" in talk.answer("<")
    talk.answer(ENTER, "3", ENTER)
    assert talk.status() == 0
    note = the_note(arte)
    assert note["text"] == "Tres claves"
    assert details(note) == {"effects": ["delays"], "times": 3}


def test_enter_ends_it(arte, home, lang):
    nothing = Talk(*typed("applause", lang), lang=lang)
    nothing.answer(ENTER)
    assert nothing.status() == 0
    assert {"es": "No se anotó nada.", "en": "Nothing was noted."}[lang] in nothing.shown
    assert notes(arte) == []
    talk = Talk(*typed("applause", lang), lang=lang)
    talk.answer("Gracias", ENTER, ENTER)
    assert talk.status() == 0
    assert details(the_note(arte)) == {}


@pytest.mark.parametrize("key", ["c", "d"])
def test_leaving_in_the_middle_keeps_what_was_given(arte, key):
    talk = Talk("anotar", "contacto")
    talk.answer("Un cobro doble", "-2")
    talk.type("1")
    if key == "d":
        talk.answer(ENTER)
    assert talk.leave(key) == 130
    left = "Hasta aquí: lo dado está guardado y arte editar completa una nota."
    assert left in flat(talk.output)
    kept = {"before": -2} if key == "c" else {"before": -2, "after": 1}
    assert details(the_note(arte)) == kept
    undone = arte("undo", now=now())
    assert undone.status == 0
    assert notes(arte) == []


def test_leaving_before_the_text_notes_nothing(arte, home):
    assert Talk("anotar", "aplauso").leave("c") == 130
    assert not (home / "data").exists()


def test_e_opens_the_editor_for_a_text_of_several_lines(arte, home, tmp_path):
    editor = write_editor(tmp_path, "Primera línea\nsegunda\n")
    talk = Talk("anotar", "friccion", VISUAL=editor)
    talk.answer("e", ENTER, ENTER, "e")
    assert talk.status() == 0
    note = the_note(arte)
    assert note["text"] == "Primera línea\nsegunda"
    assert details(note) == {"proposal": "Primera línea\nsegunda"}
    assert [path for path in home.rglob("*draft*") if path.is_file()] == []


def test_the_editor_opens_on_the_text_that_is_there(arte, tmp_path):
    arte("log", "applause", "Buenos dias", now=now())
    talk = Talk("editar", "1", VISUAL=write_editor(tmp_path, "Buenos días\n"))
    talk.answer("e", ENTER, ENTER)
    assert talk.status() == 0
    assert Path(tmp_path, "seen").read_text("utf-8").strip() == "Buenos dias"
    assert the_note(arte)["text"] == "Buenos días"


def test_personal_data_is_masked_in_the_text_and_in_each_detail(arte):
    talk = Talk("anotar", "promesa")
    assert "Se guarda sin datos personales: correo." in talk.answer("Escribir a ana@example.org")
    assert "Se guarda sin datos personales: teléfono." in talk.answer("Ana, 300 123 4567")
    talk.answer("+1")
    note = the_note(arte)
    assert (note["text"], note["to"]) == ("Escribir a [correo]", "Ana, [teléfono]")


def test_a_private_mark_on_any_text_keeps_the_note_private(arte):
    """A label may say who it was: it is not shared either."""
    first = Talk("anotar", "promesa")
    first.answer("privado: Llamar", "la vecina", ENTER)
    second = Talk("anotar", "promesa")
    second.answer("Escribir", "privado: mi jefa", ENTER)
    noted = [(note["text"], note["to"], note["private"]) for note in notes(arte)]
    assert noted == [("Llamar", "la vecina", True), ("Escribir", "mi jefa", True)]


def test_json_of_a_conversation_leaves_standard_output_to_the_result(arte):
    talk = Talk("log", "applause", "--json", lang="en")
    talk.answer("Thank you", "1", "1")
    assert talk.status() == 0
    assert '"command": "log"' in talk.output
    assert '"form": "thanks"' in talk.output


# Details later, by number


def test_details_can_be_added_later_by_number(arte, lang):
    arte("log", "applause", "Gracias por esperar", now=now())
    for argv in (("edit", "1"), ("editar", "#1")):
        talk = Talk(*argv, lang=lang)
        keeps = {"es": "(Enter la conserva)", "en": "(Enter keeps it)"}[lang]
        assert f": Gracias por esperar {keeps}" in flat(talk.shown)
        talk.answer(ENTER, "2", ENTER)
        assert talk.status() == 0
    saved = {"es": "Guardado: Aplauso 1.", "en": "Applause 1 saved."}[lang]
    assert talk.shown.splitlines()[0] == saved
    assert details(the_note(arte)) == {"circle": "work"}


def test_one_undo_takes_back_a_whole_correction_of_a_note(arte):
    arte("log", "contact", "Un cobro", now=now())
    edit = Talk("editar", "1")
    edit.answer("Un cobro doble", "-1", "1", "1", ENTER, ENTER)
    assert edit.status() == 0
    assert the_note(arte)["text"] == "Un cobro doble"
    assert arte("undo", now=now()).status == 0
    note = the_note(arte)
    assert (note["text"], details(note)) == ("Un cobro", {})
    assert arte("undo", "--redo", now=now()).status == 0
    assert details(the_note(arte)) == {"before": -1, "after": 1, "solved": "yes"}


@pytest.mark.parametrize("number", ["2", "#7", "0", "9999999"])
def test_a_number_without_a_note_is_refused(arte, number):
    arte("log", "applause", "Gracias")
    refused = arte("edit", number, lang="en")
    assert (refused.status, refused.out) == (2, "")
    assert f"There is no note {int(number.lstrip('#'))}" in refused.err


# A repair's follow-up is a promise


def test_the_follow_up_of_a_repair_becomes_a_promise_and_one_undo_takes_both_back(arte, lang):
    talk = Talk(*typed("repair", lang), lang=lang)
    talk.answer("La visita no llegó", ENTER, "1", "+3", ENTER)
    assert talk.status() == 0
    says = {
        "es": ["Guardado: Reparación 1.", "Guardado: Promesa 2."],
        "en": ["Repair 1 saved.", "Promise 2 saved."],
    }
    assert talk.shown.splitlines() == says[lang]
    repair, promise = notes(arte)
    assert (repair["kind"], repair["follow_up"]) == ("repair", day_ahead(3))
    again = {"es": "Volver a mirar: La visita no llegó", "en": "Look again: La visita no llegó"}
    assert (promise["kind"], promise["text"]) == ("promise", again[lang])
    assert details(promise) == {"due": day_ahead(3)}
    assert arte("undo", now=now()).status == 0
    assert notes(arte) == []
    assert arte("undo", "--redo", now=now()).status == 0
    assert notes(arte) == [repair, promise]


def test_a_follow_up_added_later_is_a_promise_once_and_as_private_as_the_repair(arte):
    arte("log", "repair", "privado: Le colgué", now=now())
    for when in ("+3", "+5"):
        edit = Talk("editar", "1")
        edit.answer(ENTER, ENTER, ENTER, when, ENTER)
        assert edit.status() == 0
    repair, promise = notes(arte)
    assert repair["follow_up"] == day_ahead(5)
    assert (promise["kind"], promise["private"]) == ("promise", True)


# A day with its notes


def test_a_note_at_a_wall_clock_of_another_zone_stays_on_its_day(arte):
    arte("log", "applause", "Gracias")
    tokyo = FRIDAY.astimezone(dt.timezone(dt.timedelta(hours=9)))
    (note,) = arte("show", "2026-11-20", "--json", now=tokyo).data["notes"]
    assert note["day"] == "2026-11-20"


def test_a_day_shows_its_notes_with_what_is_known_of_each(arte, lang):
    talk = Talk(*typed("contact", lang), lang=lang)
    talk.answer("Un cobro doble", "-2", "1", "1", "4", "alivio")
    said = {
        "es": "Un cobro doble (ánimo −2 → +1; resuelto: sí; trato 4 de 5; alivio)",
        "en": "Un cobro doble (mood −2 → +1; solved: yes; treated 4 out of 5; alivio)",
    }
    shown = arte("show", str(today()), lang=lang).out
    assert said[lang] in flat(shown)
    name = name_of("contact", lang)
    plain = arte("show", str(today()), "--plain", lang=lang).out
    assert f"{name} 1: {said[lang]}\n" in plain
