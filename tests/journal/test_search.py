"""Searching: what is typed is text, all words are wanted, the newest comes first."""

from __future__ import annotations

import datetime as dt
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.days import moment
from artesupremo.journal import search
from artesupremo.journal.model import Asked, Clerk, Note, Sitting, Value
from artesupremo.journal.queries import note_numbered
from artesupremo.journal.search import BEGIN, END, TYPES, Found, Wanted, find
from artesupremo.journal.store import Journal
from conftest import FRIDAY, Arte

DAY = FRIDAY.date()
KINDS = ("applause", "promise", "friction", "contact", "repair")
AREAS = ("posture", "greetings", "messages", "preparation", "responses", "promises", "details",
         "circles", "friction")  # fmt: skip


def clerk(day: dt.date = DAY, minutes: int = 0) -> Clerk:
    now = FRIDAY + dt.timedelta(days=(day - DAY).days, minutes=minutes)
    return Clerk(moment(now, day), lambda: "America/Bogota")


def open_journal(folder: Path) -> Journal:
    return Journal(str(folder / "data" / "journal.db"), str(folder / "state" / "snapshots"))


def answer(
    journal: Journal, question: str, value: Value | None, day: dt.date = DAY, minutes: int = 0
) -> None:
    asked = Asked(question, "text", f"{question}?", "es", 1)
    journal.record(clerk(day, minutes), Sitting("morning", day, "es"), [(asked, value)])


def note(
    journal: Journal, kind: str, text: str, day: dt.date = DAY, minutes: int = 0, **details: Any
) -> Note:
    blank = Note("", 0, kind, text, details, "es", day, "", 0, "")
    return journal.keep_note(clerk(day, minutes), blank, kind="note")


def found(journal: Journal, words: str, **wanted: Any) -> list[str | int | None]:
    """Return the questions and the numbers of notes that hold `words`, as they are found."""
    return [item.question or item.number for item in find(journal, Wanted(words, **wanted))]


@pytest.fixture
def journal(tmp_path):
    opened = open_journal(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a journal with an answer and a note of each kind, which nobody changes."""
    opened = open_journal(tmp_path_factory.mktemp("kept"))
    answer(opened, "greeting", Value(text='Dijo "NEAR" y (no*) — café ❤️ AND sol; DROP TABLE note'))
    for kind in KINDS:
        note(opened, kind, f"{kind}: 100 % niño's 'sol' \\ ^ : {{}} + - | 👩‍👩‍👧")
    yield opened
    opened.close()


# What is typed is text


HOSTILE = (
    '"', '""', "'", "*", "caf*", "NEAR", "NEAR(sol café)", 'NEAR("sol" "café", 2)', "-",
    "-sol", "sol -café", "AND", "OR", "NOT", "sol AND", "NOT sol", "sol OR (café", "(", ")",
    "((sol)", "^sol", "text:sol", "{text note}: sol", "sol + café",
    "sol; DROP TABLE note; --", "' OR 1=1 --", "%", "_", "sol\0café", "\0", "❤️", "👩‍👩‍👧",
    "1️⃣", "\ufe0f", "\ufe0f\ufe0f\ufe0f", "e\u0301", "\u0301", "\ue000\ue001", "\ud800",
    "\u202esol", "sol\u00adcafé", "\ufeff", "　", "İı", "ſß", "١٢٣", "漢字", "नमस्ते",
    "\U0001d407", "sol " * 5_000, "s" * 100_000, '"' * 999, "(" * 999,
)  # fmt: skip
PIECES = st.lists(st.sampled_from([*HOSTILE[:-4], "sol", "café"]), max_size=6).map(" ".join)


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:12]))
def test_no_text_is_an_error(kept, words):
    assert set(found(kept, words)) <= {"greeting", 1, 2, 3, 4, 5}


@given(
    words=st.text(max_size=40) | PIECES | st.text(st.characters(codec=None), max_size=10),
    area=st.none() | st.sampled_from(AREAS),
    types=st.sets(st.sampled_from(TYPES)).map(tuple),
    first=st.dates(),
    last=st.dates(),
)
def test_no_text_is_an_error_wherever_it_is_looked_for(kept, words, area, types, first, last):
    everywhere = list(find(kept, Wanted(words)))
    assert all(isinstance(item, Found) for item in everywhere)
    narrowed = list(find(kept, Wanted(words, first, last, area, types)))
    assert set(narrowed) <= set(everywhere)
    assert not [item for item in narrowed if item.type not in types]
    assert not [item for item in narrowed if not first <= item.day <= last]


# No more than is shown


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Return a journal of twelve days, each with two answers and notes, written out of order."""
    opened = open_journal(tmp_path_factory.mktemp("crowded"))
    for back in (7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 6, 4):
        day = DAY - dt.timedelta(days=back)
        answer(opened, "greeting", Value(text=f"el sol de {back}"), day, minutes=back)
        answer(opened, "message", Value(text="sol y café" if back % 3 else "lluvia"), day)
        for kind in KINDS[: back % 4]:
            note(opened, kind, f"sol, {kind}", day)
    yield opened
    opened.close()


@pytest.mark.parametrize("few", [1, 4, 1_000], ids=["by day", "some by day", "by word"])
@pytest.mark.parametrize("most", [1, 2, 5, 21, 100])
@pytest.mark.parametrize(
    "narrowed",
    [
        {},
        {"area": "messages"},
        {"types": ("promise", "applause")},
        {"first": DAY - dt.timedelta(days=8), "last": DAY - dt.timedelta(days=2)},
    ],
    ids=["everywhere", "an area", "notes", "some days"],
)
def test_so_many_are_the_newest_of_all(crowded, monkeypatch, few, most, narrowed):
    monkeypatch.setattr(search, "_FEW", few)
    for words in ("sol", "caf", "lluvia", "nada"):
        wanted = Wanted(words, **narrowed)
        everything = list(find(crowded, wanted))
        assert list(find(crowded, wanted, most)) == everything[:most]
    assert len(list(find(crowded, Wanted("sol")))) > 21


TYPED = (
    '"', 'caf"é', "caf*", "NEAR(sol", "sol NEAR café", "sol -café", "sol OR", "(((", "sol\0",
    "' OR 1=1 --", "❤️", "x'); DROP TABLE note;--", "-sol", "--all",
)  # fmt: skip


def test_the_command_takes_any_text_without_an_error(arte):
    arte("log", "applause", "el sol y el café")
    for words in TYPED:
        searched = arte("search", "--", words)
        assert searched.status in (0, 2, 3), searched.err
        assert len(searched.err.splitlines()) <= 1
        assert searched.err == "" or words.strip("\0")[:5] in searched.err
    assert arte("search", "café").status == 0


def test_operators_are_words_to_find(kept):
    assert found(kept, "near") == ["greeting"]
    assert found(kept, "and café") == ["greeting"]
    assert found(kept, '"drop table"') == ["greeting"]
    assert found(kept, "sol OR café") == []  # no "or" stands there
    assert sorted(found(kept, "100 niño"), key=str) == [1, 2, 3, 4, 5]


# Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Un café con Inés", "cafe INES"),
        ("un cafe con ines", "CAFÉ Inés"),
        ("El niño pequeño", "NINO"),
        ("¿Ñandú?", "nandu"),
        ("VERGÜENZA ajena", "verguenza"),
        ("Ine\u0301s (escrita en dos signos)", "Inés"),
        ("Inés (escrita en uno)", "Ine\u0301s"),
        ("Devolución", "devol"),
        ("Devolución", "«devolución»!"),
        ("la noche", "noc"),
        ("el pedido 4711-B", "4711"),
        ("el pedido 4711-B", "4711-b"),
        ("sí y no", "no si"),
        ("dos\nlíneas", "lineas dos"),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_order(journal, text, words):
    answer(journal, "greeting", Value(text=text))
    assert found(journal, words) == ["greeting"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Devolución", "volución"),  # not the beginning
        ("la noche", "no"),  # two letters are a word, not the beginning of one
        ("el sol", "sol café"),  # all of the words
        ("un pedido", "pedidos"),
    ],
)
def test_other_words_are_not_found(journal, text, words):
    answer(journal, "greeting", Value(text=text))
    assert found(journal, words) == []


LETTERS = "abcdefghijklmnñopqrstuvwxyzáéíóúüàèçãõâêôäöåÁÉÍÓÚÑÜÇÖ0123456789"
SPANISH_WORDS = st.lists(st.text(LETTERS, min_size=3, max_size=8), min_size=1, max_size=5)


@given(texts=SPANISH_WORDS, data=st.data())
def test_the_beginning_of_any_word_finds_it(kept, tmp_path_factory, texts, data):
    journal = open_journal(tmp_path_factory.getbasetemp() / "beginnings")
    answer(journal, "greeting", Value(text="¿" + ", ".join(texts) + "?"))  # in place of the last
    word = data.draw(st.sampled_from(texts))
    bare = unicodedata.normalize("NFD", word.upper())
    plain = "".join(char for char in bare if not unicodedata.combining(char))
    assert found(journal, plain[: data.draw(st.integers(3, len(plain)))]) == ["greeting"]
    assert found(journal, word + "x") == []
    journal.close()


def test_words_of_a_note_may_stand_in_its_text_and_its_details(journal):
    note(journal, "contact", "Llamada larga", before=-1, emotion="Alivio")
    note(journal, "friction", "La clave caduca", proposal="un aviso el viernes")
    note(journal, "promise", "Enviar la factura", to="Zoé de caja", due="2026-11-23")
    note(journal, "repair", "Doble cobro", action="devolver hoy", result="contenta")
    assert found(journal, "alivio llamada") == [1]
    assert found(journal, "viernes") == [2]
    assert found(journal, "zoe") == [3]
    assert found(journal, "cobro devolver contenta") == [4]
    assert found(journal, "2026") == []  # days and numbers are no words
    assert found(journal, "llamada viernes") == []


def test_the_words_after_a_rating_are_found(journal):
    asked = Asked("posture", "scale", "¿Postura?", "es", 1)
    journal.record(clerk(), Sitting("closing", DAY, "es"), [(asked, Value(4, note="la silla"))])
    (item,) = find(journal, Wanted("silla"))
    assert item == Found(DAY, "answer", None, "posture", "¿Postura?", f"la {BEGIN}silla{END}", 1)


def test_what_was_found_is_marked_and_the_rest_is_as_it_was_written(journal):
    note(journal, "applause", "«¡Qué Café!», dijo; cafés así no hay", form="praise")
    (item,) = find(journal, Wanted("cafe no"))
    assert item.text.replace(BEGIN, "<").replace(END, ">") == (
        "«¡Qué <Café>!», dijo; <cafés> así <no> hay"
    )
    assert (item.day, item.type, item.number, item.question) == (DAY, "applause", 1, None)


# Order and limits


def test_the_newest_comes_first(journal):
    back = [DAY - dt.timedelta(days=days) for days in range(3)]
    note(journal, "friction", "sol", back[1], minutes=5)  # 1
    answer(journal, "greeting", Value(text="sol"), back[2])
    answer(journal, "message", Value(text="sol"), back[0], minutes=1)
    note(journal, "applause", "sol", back[0], minutes=2)  # 2
    answer(journal, "energy", Value(text="sol"), back[1], minutes=9)
    note(journal, "repair", "sol", back[0])  # 3
    assert found(journal, "sol") == [2, "message", 3, "energy", 1, "greeting"]


def test_from_and_to_include_their_days(journal):
    for days in range(4):
        note(journal, "applause", "sol", DAY - dt.timedelta(days=days))
    first, last = DAY - dt.timedelta(days=2), DAY - dt.timedelta(days=1)
    assert found(journal, "sol", first=first) == [1, 2, 3]
    assert found(journal, "sol", last=last) == [2, 3, 4]
    assert found(journal, "sol", first=first, last=last) == [2, 3]
    assert found(journal, "sol", first=last, last=first) == []


def test_each_type_is_found_by_itself(journal):
    answer(journal, "greeting", Value(text="sol"))
    for kind in KINDS:
        note(journal, kind, "sol")
    for number, kind in enumerate(KINDS, start=1):
        assert found(journal, "sol", types=(kind,)) == [number]
    assert found(journal, "sol", types=("answer",)) == ["greeting"]


def numbers(result: Any) -> list[Any]:
    assert result.status == 0, result.err
    return [item["number"] or item["question"] for item in result.data]


@pytest.fixture(scope="module")
def day_told(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("day") / "home"


@pytest.fixture
def told(arte, home, day_told) -> Arte:
    """Write a day through the program, once: every text of it holds the word "sol"."""
    if not day_told.exists():
        write_day(arte)
        home.rename(day_told)
    shutil.copytree(day_told, home)
    return arte


def write_day(arte: Arte) -> None:
    morning = {
        "posture-now": "al sol", "greeting": "Sol de hoy", "message": "El sol", "plan": "sol",
    }  # fmt: skip
    closing = {"good-moment": "sol", "posture": "4 sol", "practice": "3 sol", "next-time": "sol"}
    said = [
        ("today", "--practice", "attentive-hands", "--answers", "-", morning),
        ("close", "--answers", "-", closing),
        *(("log", kind, f"sol {kind}", None) for kind in KINDS),
    ]
    for *words, answers in said:
        assert arte(*words, given=answers).status == 0


def test_an_area_holds_its_daily_questions_its_practices_and_its_notes(told):
    def in_area(area: str) -> set[Any]:
        result = told("search", "sol", "--area", area, "--json")
        return set(numbers(result)) if result.status != 3 else set()

    # the practice picked by hand, attentive-hands, is one of posture
    assert in_area("posture") == {"posture-now", "posture", "plan", "practice"}
    assert in_area("greetings") == {"greeting"}
    assert in_area("messages") == {"message"}
    assert in_area("promises") >= {2}
    assert in_area("friction") == {3}
    assert in_area("preparation") == set()


@pytest.mark.parametrize(
    ("option", "word", "expected"),
    [("--type", "promise", [2]), ("--tipo", "reparacion", [5]), ("--tipo", "Fricción", [3]),
     ("--type", "applause", [1]), ("--type", "contact", [4])],
)  # fmt: skip
def test_types_are_named_in_either_language(told, option, word, expected):
    assert numbers(told("search", "sol", option, word, "--json")) == expected


def test_answers_alone_can_be_searched(told):
    expected = {"posture-now", "greeting", "message", "plan", "good-moment", "posture",
                "practice", "next-time"}  # fmt: skip
    assert set(numbers(told("search", "sol", "--type", "answer", "--json"))) == expected
    assert set(numbers(told("buscar", "sol", "--tipo", "respuesta", "--json"))) == expected


def test_the_command_takes_the_days_of_the_contract(told):
    assert told("log", "applause", "sol viejo", "--date", "-2").status == 0
    assert numbers(told("search", "sol", "--to", "yesterday", "--json")) == [6]
    assert numbers(
        told("search", "viejo", "--desde", "-2", "--hasta", "2026-11-18", "--json")
    ) == [6]
    assert told("search", "viejo", "--from", "2026-11-19").status == 3
    refused = told("search", "sol", "--from", "2026-02-30", lang="en")
    assert refused.status == 2
    assert "2026-02-28" in refused.err


@pytest.mark.parametrize(
    ("options", "names"),
    [(("--area", "jardín"), AREAS), (("--type", "letter"), ("answer", *KINDS))],
)
def test_an_unknown_area_or_type_names_those_there_are(told, options, names):
    refused = told("search", "sol", *options, lang="en")
    assert (refused.status, refused.out) == (2, "")
    assert all(name in refused.err for name in names)


def test_nothing_found_and_nothing_to_look_for_are_told_apart(arte, home):
    assert arte("search", "sol").status == 3
    assert not (home / "data" / "journal.db").exists()  # looking makes nothing
    arte("log", "applause", "luna")
    nothing = arte("search", "sol", lang="en")
    assert (nothing.status, nothing.out, nothing.err) == (3, "", "Nothing was found for “sol”.\n")
    no_word = arte("search", "¿?", "*", lang="en")
    assert (no_word.status, no_word.out) == (2, "")


def test_twenty_are_shown_and_the_rest_on_request(arte, home):
    journal = open_journal(home)
    for number in range(21):
        note(journal, "applause", f"sol {number}x")
    journal.close()
    short = arte("search", "sol", "--plain", lang="en")
    assert short.status == 0
    assert [f"sol {n}x" in short.out for n in range(21)] == [False] + [True] * 20
    assert short.err == "There is more: --all shows everything.\n"
    whole = arte("search", "sol", "--plain", "--all", lang="en")
    assert all(f"sol {number}x" in whole.out for number in range(21))
    assert whole.err == ""
    assert len(arte("search", "sol", "--json").data) == 21


def test_the_data_of_a_search_has_these_keys_and_no_marks(told):
    data = told("search", "sol", "promise", "--json").data
    assert data == [
        {"day": "2026-11-20", "type": "promise", "number": 2, "question": None, "wording": None,
         "text": "sol promise", "intact": True}
    ]  # fmt: skip


# What changes is found as it is now


def test_a_private_answer_is_found_and_a_skipped_one_is_not(journal):
    answer(journal, "greeting", Value(text="luna", private=True))
    assert found(journal, "luna") == ["greeting"]
    answer(journal, "greeting", None)
    assert found(journal, "luna") == []
    answer(journal, "greeting", Value(text="sol y luna"))
    assert found(journal, "luna") == ["greeting"]


def test_only_the_present_words_of_a_corrected_text_are_found(journal):
    answer(journal, "greeting", Value(text="luna"))
    answer(journal, "greeting", Value(text="sol"))
    first = note(journal, "contact", "luna", emotion="calma")
    journal.keep_note(
        clerk(), first._replace(text="sol", details={"emotion": "prisa"}), kind="edit"
    )
    assert found(journal, "luna") == found(journal, "calma") == []
    assert found(journal, "sol prisa") == [1]
    assert set(found(journal, "sol")) == {"greeting", 1}
    journal.undo(clerk())
    assert found(journal, "luna calma") == [1]
    assert found(journal, "prisa") == []
    journal.undo(clerk())
    assert found(journal, "luna") == []
    journal.undo(clerk())
    assert found(journal, "luna") == ["greeting"]
    journal.redo(clerk())
    journal.redo(clerk())
    journal.redo(clerk())
    assert found(journal, "sol prisa") == [1]
    assert found(journal, "luna") == []


def test_what_was_deleted_is_not_found_until_it_is_back(arte):
    arte("today", "--answers", "-", given={"greeting": "sol uno", "message": "sol dos"})
    arte("log", "applause", "sol tres")
    everything = {"greeting", "message", 1}
    for words, left in (
        (("1",), {"greeting", "message"}),
        (("today", "greeting"), {"message", 1}),
        (("today",), set[Any]()),
    ):
        assert arte("delete", *words, "--yes").status == 0
        result = arte("search", "sol", "--json")
        assert (set(numbers(result)) if left else result.status) == (left or 3)
        assert arte("undo").status == 0
        assert set(numbers(arte("search", "sol", "--json"))) == everything
        assert arte("undo", "--redo").status == 0
        assert arte("undo").status == 0


def test_what_was_taken_in_is_found_until_it_is_taken_back(arte, tmp_path):
    other = str(tmp_path / "other")
    arte("log", "applause", "sol ajeno", ARTE_HOME=other)
    text = arte("export", "all", "--format", "jsonl", "-o", "-", ARTE_HOME=other).out
    arte("log", "applause", "luna propia")
    assert arte("journal", "import", "-", given=text).status == 0
    assert numbers(arte("search", "ajeno", "--json")) == [2]
    arte("undo")
    assert arte("search", "ajeno").status == 3
    assert numbers(arte("search", "luna", "--json")) == [1]


def test_a_note_found_can_be_opened_by_its_number(journal):
    for text in ("luna", "sol", "mar"):
        note(journal, "applause", text)
    (number,) = found(journal, "sol")
    opened = note_numbered(journal, int(number or 0))
    assert opened is not None
    assert opened.text == "sol"
