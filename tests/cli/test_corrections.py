"""Correcting and looking back: delete, undo and redo, days off, on this day, search, sharing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from conftest import BOGOTA, FRIDAY, MORNING
from talking import ENTER, Talk, _spare_compiling, now, today

CLOSING = {"good-moment": "Se rió", "posture": 4, "next-time": "Mirar antes de hablar"}
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def prepared(home) -> None:
    _spare_compiling("es")


@pytest.fixture(params=["es", "en"])
def lang(request) -> str:
    return request.param


def write_day(arte, now: dt.datetime = FRIDAY) -> None:
    for command, given in (("today", {**MORNING, "plan": True}), ("close", CLOSING)):
        assert arte(command, "--answers", "-", given=given, now=now).status == 0


def log(arte, kind: str, *words: str, **options: Any) -> int:
    noted = arte("log", kind, *words, "--json", **options)
    assert noted.status == 0, noted.err
    return noted.data["number"]


def answered(arte, day: str) -> list[str]:
    """Return the ids of the questions that `day` has answers to; [] if nothing is there."""
    shown = arte("show", day, "--json")
    sittings = [] if shown.status else shown.data["sittings"]
    return [answer["question"] for part in sittings for answer in part["answers"]]


def numbers(arte, day: str = "2026-11-20") -> list[int]:
    shown = arte("show", day, "--json")
    return [] if shown.status else [note["number"] for note in shown.data["notes"]]


def whole(arte) -> list[dict[str, Any]]:
    """Return every record of the journal, days off too, without who and when it began."""
    exported = arte("export", "all", "--format", "jsonl", "-o", "-")
    lines = exported.out.splitlines()[2:] if exported.status == 0 else []
    return [json.loads(line) for line in lines]


def folded(text: str) -> str:
    return " ".join(text.split())


# arte delete


def test_an_answer_is_deleted_and_is_asked_again(arte, lang):
    write_day(arte)
    deleted = arte("delete", "hoy", "posture", "--yes", lang=lang)
    assert (deleted.status, deleted.err) == (0, "")
    back = {"es": "arte deshacer lo devuelve.", "en": "arte undo brings it back."}
    assert deleted.out.strip().endswith(back[lang])
    assert len(deleted.out.splitlines()) == 1
    assert "posture" not in answered(arte, "2026-11-20")
    asked = arte("close", "--no-input", lang="en")
    assert "posture" in asked.err


def test_a_note_is_deleted_by_its_number(arte, lang):
    for text in ("uno", "dos", "tres"):
        log(arte, "applause", text)
    assert arte("delete", "2", "--yes", lang=lang).status == 0
    assert arte("borrar", "#3", "--si", lang=lang).status == 0
    assert numbers(arte) == [1]
    assert arte("search", "dos").status == 3


def test_a_day_is_deleted_with_its_notes_and_no_other(arte, lang):
    write_day(arte, FRIDAY - DAY)
    write_day(arte)
    log(arte, "friction", "Dos claves", "--date", "ayer")
    kept = [record for record in whole(arte) if record["day"] == "2026-11-20"]
    deleted = arte("delete", "ayer", "--yes", lang=lang)
    says = {
        "es": "jueves 19 de noviembre (8 respuestas, 1 nota)",
        "en": "Thursday 19 November (8 answers, 1 note)",
    }
    assert says[lang] in deleted.out
    assert whole(arte) == kept


@pytest.mark.parametrize("what", [["hoy"], ["hoy", "energy"], ["1"]])
def test_without_a_terminal_nothing_is_deleted_unless_yes_says_so(arte, what, lang):
    write_day(arte)
    log(arte, "applause", "Gracias")
    before = whole(arte)
    refused = arte("delete", *what, lang=lang, given="s\n")
    says = {
        "es": "Nada se borró: --si lo hace sin preguntar.\n",
        "en": "Nothing was deleted: --yes does it without asking.\n",
    }
    assert refused == (2, "", says[lang])
    assert whole(arte) == before
    assert arte("delete", *what, "--yes").status == 0
    assert whole(arte) != before


@pytest.mark.parametrize(("lang", "yes"), [("es", "s"), ("es", "Sí"), ("en", "y")])
def test_on_a_terminal_it_asks_what_it_is_about_to_delete(arte, lang, yes):
    log(arte, "applause", "Gracias, Inés", now=now())
    asked = Talk("delete", "1", lang=lang)
    says = {
        "es": "¿Borrar Aplauso 1: «Gracias, Inés»?",
        "en": "Delete Applause 1: “Gracias, Inés”?",
    }
    assert says[lang] in asked.shown
    asked.answer(yes)
    assert asked.status() == 0
    assert numbers(arte, str(today())) == []


@pytest.mark.parametrize("reply", [ENTER, "n", "what?"])
def test_anything_but_yes_deletes_nothing(arte, reply):
    log(arte, "applause", "Gracias", now=now())
    asked = Talk("borrar", str(today()))
    asked.answer(reply)
    assert asked.status() == 2
    assert "Nada se borró" in asked.shown
    assert numbers(arte, str(today())) == [1]


def test_ctrl_c_at_the_question_deletes_nothing(arte):
    log(arte, "applause", "Gracias", now=now())
    assert Talk("borrar", "1").leave("c") in (2, 130)
    assert numbers(arte, str(today())) == [1]


@pytest.mark.parametrize(
    ("argv", "status", "named"),
    [
        (["2026-11-19"], 3, "19"),
        (["2026-11-19", "energy"], 3, "19"),
        (["hoy", "week-words"], 2, "energy, posture-now, greeting, message, plan"),
        (["9"], 2, "9"),
        (["2026-02-30"], 2, "2026-02-28"),
        (["pronto"], 2, "pronto"),
        ([], 2, "--help"),
    ],
)
def test_what_is_not_there_cannot_be_deleted(arte, argv, status, named):
    assert arte("today", "--answers", "-", given={**MORNING, "plan": True}).status == 0
    refused = arte("delete", *argv, "--yes")
    assert (refused.status, refused.out) == (status, "")
    assert named in refused.err
    assert len(answered(arte, "2026-11-20")) == 5


# arte undo, --redo, --list


def acts(arte, tmp_path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield every kind of change that needs no terminal, in an order in which each can be."""

    def given(command: str, **answers: Any) -> Callable[[], Any]:
        return lambda: arte(command, "--answers", "-", given=answers)

    def typed(*argv: str) -> Callable[[], Any]:
        return lambda: arte(*argv)

    other = tmp_path / "other"
    arte("log", "contact", "De otro equipo", ARTE_HOME=str(other))
    arte("rest", "2026-12-24..2026-12-26", ARTE_HOME=str(other))
    parcel = tmp_path / "other.jsonl"
    arte("export", "all", "--format", "jsonl", "-o", str(parcel), ARTE_HOME=str(other))
    yield "answers", given("today", **MORNING, plan=True)
    yield "closing", given("close", **CLOSING)
    yield "edit", given("today", energy=2, greeting="Hola, Leo")
    yield "note", typed("log", "applause", "Gracias")
    yield "promise", typed("log", "promise", "Llamar")
    yield "move", typed("promises", "move", "2", "viernes", "10:00")
    yield "kept", typed("promises", "kept", "2")
    yield "missed", typed("promises", "missed", "2")
    yield "rest", typed("rest", "lunes..miércoles")
    yield "working again", typed("rest", "martes", "--remove")
    yield "import", typed("journal", "import", str(parcel))
    yield "deleted note", typed("delete", "1", "--yes")
    yield "deleted answer", typed("delete", "hoy", "posture", "--yes")
    yield "deleted day", typed("delete", "hoy", "--yes")


def test_every_kind_of_change_is_undone_and_done_again_one_at_a_time(arte, tmp_path):
    states, names = [whole(arte)], []
    for name, act in acts(arte, tmp_path):
        done = act()
        assert done.status == 0, (name, done.err)
        states.append(whole(arte))
        names.append(name)
        assert states[-1] != states[-2], name
    for name, before in zip(reversed(names), reversed(states[:-1]), strict=True):
        undone = arte("undo")
        assert (undone.status, undone.err) == (0, ""), name
        assert undone.out.startswith("Deshecho: "), name
        assert whole(arte) == before, name
    assert arte("undo") == (3, "", "No hay nada que deshacer.\n")
    for name, after in zip(names, states[1:], strict=True):
        redone = arte("undo", "--redo")
        assert (redone.status, redone.err) == (0, ""), name
        assert redone.out.startswith("Rehecho: "), name
        assert whole(arte) == after, name
    assert arte("undo", "--redo") == (3, "", "No hay nada que rehacer.\n")


def test_after_a_new_change_what_was_undone_cannot_be_done_again(arte):
    log(arte, "applause", "uno")
    assert arte("undo").status == 0
    log(arte, "applause", "dos")
    assert arte("undo", "--redo", lang="en") == (3, "", "There is nothing to redo.\n")
    assert [record["text"] for record in whole(arte)] == ["dos"]


def test_the_list_shows_the_last_ten_acts_and_which_are_undone(arte, lang):
    for number in range(12):
        log(arte, "applause", f"gracias {number}", now=FRIDAY + number * dt.timedelta(minutes=1))
    arte("undo")
    listed = arte("undo", "--list", lang=lang)
    assert (listed.status, listed.err) == (0, "")
    lines = listed.out.splitlines()
    name = {"es": "Aplauso", "en": "Applause"}[lang]
    for back, line in enumerate(lines):
        number = 11 - back
        assert f"08:{6 - back:02}" in line if back <= 6 else f"07:{66 - back:02}" in line
        assert f"{name} {number + 1}: gracias {number}" in line
    assert len(lines) == 10
    undone = {"es": "[deshecho]", "en": "[undone]"}[lang]
    assert [line.endswith(undone) for line in lines] == [True, *[False] * 9]


def test_the_list_of_an_empty_history_is_said_kindly(arte, lang):
    says = {"es": "No hay nada que deshacer.\n", "en": "There is nothing to undo.\n"}
    for option in ([], ["--list"]):
        assert arte("undo", *option, lang=lang) == (3, "", says[lang])


# arte rest


def rested(arte) -> list[str]:
    listed = arte("rest", "--list", "--json")
    return [] if listed.status else listed.data


def span(first: str, last: str) -> list[str]:
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return [str(begin + step * DAY) for step in range((end - begin).days + 1)]


# From Friday 20 November 2026: weekdays are the next ones, other words count from today.
RESTS = [
    ("hoy", span("2026-11-20", "2026-11-20")),
    ("mañana", span("2026-11-21", "2026-11-21")),
    ("lunes", span("2026-11-23", "2026-11-23")),
    ("Friday", span("2026-11-27", "2026-11-27")),
    ("+10", span("2026-11-30", "2026-11-30")),
    ("-2", span("2026-11-18", "2026-11-18")),
    ("2026-12-24..2027-01-02", span("2026-12-24", "2027-01-02")),
    ("lunes..viernes", span("2026-11-23", "2026-11-27")),
    ("viernes..lunes", span("2026-11-27", "2026-11-30")),
    ("hoy..domingo", span("2026-11-20", "2026-11-22")),
    ("mañana..mañana", span("2026-11-21", "2026-11-21")),
    ("ayer..hoy", span("2026-11-19", "2026-11-20")),
    ("-3..-1", span("2026-11-17", "2026-11-19")),
    ("2028-02-28..2028-03-01", ["2028-02-28", "2028-02-29", "2028-03-01"]),
]


def test_rest_takes_a_day_or_a_range(arte):
    for words, days in RESTS:
        noted = arte("rest", words)
        assert (noted.status, noted.err) == (0, ""), words
        assert f"({len(days)} día{'s' if len(days) > 1 else ''})" in noted.out, words
        assert rested(arte) == days
        assert arte("rest", words).status == 0  # twice is once
        assert rested(arte) == days
        assert arte("rest", words, "--remove").status == 0
        assert rested(arte) == []


def test_the_list_of_days_off_gives_ranges(arte, lang):
    for words in ("2026-12-24..2026-12-26", "2026-12-27", "2026-12-30", "lunes"):
        arte("rest", words)
    listed = arte("rest", "--list", lang=lang)
    lines = ["2026-11-23", "2026-12-24..2026-12-27", "2026-12-30"]
    assert listed == (0, "\n".join(lines) + "\n", "")
    arte("descanso", "2026-12-25", "--quitar")
    assert arte("descanso", "--lista", lang=lang).out.splitlines()[1:3] == [
        "2026-12-24", "2026-12-26..2026-12-27",
    ]  # fmt: skip


def test_no_days_off_are_said_kindly(arte, lang):
    says = {"es": "No hay días libres anotados.\n", "en": "No days off are noted.\n"}
    assert arte("rest", "--list", lang=lang) == (3, "", says[lang])


def test_days_off_that_cannot_be_are_refused_with_a_sentence(arte):
    impossible = [
        ("2026-11-31", "2026-11-30"),
        ("2026-12-24..2027-02-29", "2027-02-28"),
        ("2026-12-02..2026-12-01", "2026-12-01"),
        ("2026-12-24..", "“”"),
        ("..2026-12-24", "“”"),
        ("pronto", "pronto"),
        ("2026-12-24..pronto", "pronto"),
        ("0001-01-01..9999-12-31", "9999-12-31"),
    ]
    for words, named in impossible:
        refused = arte("rest", words, "--yes", lang="en")
        assert (refused.status, refused.out) == (2, ""), words
        assert len(refused.err.splitlines()) == 1
        assert named in refused.err
    assert rested(arte) == []


def test_more_than_a_year_asks_first(arte, lang):
    year, more = "2027-01-01..2028-01-01", "2027-01-01..2028-01-02"  # 366 and 367 days
    refused = arte("rest", more, lang=lang, given="s\n")
    says = {
        "es": "Nada cambió: --si lo hace sin preguntar.\n",
        "en": "Nothing was changed: --yes does it without asking.\n",
    }
    assert refused == (2, "", says[lang])
    assert rested(arte) == []
    assert arte("rest", year).status == 0
    assert len(rested(arte)) == 366
    assert arte("rest", more, "--yes").status == 0
    assert len(rested(arte)) == 367


def test_more_than_a_year_is_asked_on_a_terminal(arte):
    for reply, days in ((ENTER, 0), ("s", 367)):
        asked = Talk("descanso", "2027-01-01..2028-01-02")
        assert "367" in asked.shown
        asked.answer(reply)
        assert asked.status() == (0 if days else 2)
        assert len(rested(arte)) == days


def test_one_undo_takes_back_a_whole_range(arte):
    arte("rest", "lunes..viernes")
    arte("rest", "miércoles", "--remove")
    assert arte("undo").status == 0
    assert rested(arte) == span("2026-11-23", "2026-11-27")
    assert arte("undo").status == 0
    assert rested(arte) == []


# arte show --on-this-day


def same_days(arte, day: str, *written: str) -> list[str]:
    """Write on the days `written` and return those that are shown on `day`."""
    for date in written:
        at = dt.datetime.combine(dt.date.fromisoformat(date), dt.time(8), BOGOTA)
        assert arte("today", "--answers", "-", given={"energy": 3}, now=at).status == 0
    at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(8), BOGOTA)
    shown = arte("show", "--on-this-day", "--json", now=at)
    if shown.status:
        assert (shown.status, shown.out) == (3, "")
        return []
    return [report["day"] for report in shown.data]


ON_THIS_DAY = [
    ("2026-11-20", ["2026-11-13", "2026-10-20", "2026-08-20", "2026-05-20", "2025-11-20"]),
    ("2028-02-29", ["2028-02-22", "2028-01-29", "2027-11-29", "2027-08-29", "2027-02-28"]),
    ("2028-02-29", ["2027-02-28", "2026-02-28", "2025-02-28", "2024-02-29"]),
    ("2027-03-31", ["2027-03-24", "2027-02-28", "2026-12-31", "2026-09-30", "2026-03-31"]),
    ("2024-03-30", ["2024-02-29", "2023-12-30", "2023-09-30", "2023-03-30"]),
    ("2027-01-31", ["2026-12-31", "2026-10-31", "2026-07-31", "2026-01-31"]),
    ("2026-12-31", ["2026-11-30", "2026-09-30", "2026-06-30", "2020-12-31"]),
]


@pytest.mark.parametrize(("day", "expected"), ON_THIS_DAY)
def test_on_this_day_shows_a_week_months_and_years_ago(arte, day, expected):
    about = dt.date.fromisoformat(day)
    near = [str(about - days * DAY) for days in (1, 6, 8, 20)]
    assert same_days(arte, day, day, *near, *expected) == expected


def test_on_this_day_shows_five_days_at_most_and_each_with_its_year(arte, lang):
    expected = [f"{year}-11-20" for year in range(2025, 2018, -1)]
    assert same_days(arte, "2026-11-20", *expected) == expected[:5]
    shown = arte("ver", "--tal-dia", lang=lang)
    assert shown.status == 0
    year = {"es": "noviembre de 2025", "en": "November 2025"}[lang]
    assert year in shown.out.splitlines()[0]


def test_on_this_day_without_anything_is_said_kindly(arte, lang):
    for _time in range(2):
        nothing = arte("show", "--on-this-day", lang=lang)
        assert (nothing.status, nothing.out) == (3, "")
        assert len(nothing.err.splitlines()) == 1
        write_day(arte)  # today is not an earlier day


def test_on_this_day_takes_no_date(arte, lang):
    refused = arte("show", "2026-11-20", "--on-this-day", lang=lang)
    assert (refused.status, refused.out) == (2, "")
    assert {"es": "--tal-dia", "en": "--on-this-day"}[lang] in refused.err


# arte search


def write_library(arte) -> None:
    """Write answers and notes about Inés over four days, and some without her."""
    days = {back: FRIDAY - back * DAY for back in range(4)}
    given = {"greeting": "Buenos días, Inés", "message": "La factura de Leo"}
    arte("today", "--answers", "-", given=given, now=days[3])
    log(arte, "applause", "INES dio las gracias", now=days[2])
    log(arte, "promise", "Llamar a Inés", now=days[1])
    arte("promises", "move", "2", "+3", now=days[1])
    log(arte, "friction", "A inés le piden dos claves", now=days[0])
    log(arte, "contact", "Un cobro doble", now=days[0])
    log(arte, "repair", "La visita de Ines no llegó", now=days[0])


def found(arte, *argv: str, **options: str) -> list[tuple[str, str]]:
    """Return the day and the type of what is found, in its order; [] for nothing."""
    result = arte("search", "--json", *argv, **options)
    if result.status == 3:
        return []
    assert (result.status, result.err, result.json["command"]) == (0, "", "search")
    return [(row["day"][-2:], row["type"]) for row in result.data]


def test_search_finds_answers_and_notes_the_newest_first(arte):
    write_library(arte)
    everything = [
        ("20", "repair"), ("20", "friction"), ("19", "promise"), ("18", "applause"),
        ("17", "answer"),
    ]  # fmt: skip
    for words in ("inés", "INES", "iné"):
        assert found(arte, words) == everything
    assert found(arte, "ines", "gracias") == [("18", "applause")]
    assert found(arte, "ines gracias") == [("18", "applause")]
    rows = arte("search", "inés", "--json").data
    keys = {"day", "type", "number", "question", "wording", "text", "intact"}
    assert all(row.keys() == keys for row in rows)
    assert rows[0]["text"] == "La visita de Ines no llegó"
    assert (rows[0]["number"], rows[0]["question"]) == (5, None)
    assert (rows[4]["number"], rows[4]["question"]) == (None, "greeting")


def test_search_is_narrowed_by_days_area_and_type_in_both_languages(arte):
    write_library(arte)
    for since, until in (("--from", "--to"), ("--desde", "--hasta")):
        assert found(arte, "ines", since, "2026-11-19") == [
            ("20", "repair"), ("20", "friction"), ("19", "promise"),
        ]  # fmt: skip
        assert found(arte, "ines", until, "-2") == [("18", "applause"), ("17", "answer")]
        assert found(arte, "ines", since, "miércoles", until, "ayer") == [
            ("19", "promise"), ("18", "applause"),
        ]  # fmt: skip
    types = {
        "answer": "respuesta", "applause": "aplauso", "promise": "promesa",
        "friction": "fricción", "repair": "reparación",
    }  # fmt: skip
    for english, spanish in types.items():
        for option, word in (("--type", english), ("--tipo", spanish), ("--type", spanish)):
            assert {kind for _day, kind in found(arte, "ines", option, word)} == {english}
    assert found(arte, "ines", "--type", "contact") == []
    assert found(arte, "ines", "--area", "greetings") == [("17", "answer")]
    assert found(arte, "ines", "--area", "friction") == [("20", "friction")]
    assert found(arte, "factura", "--area", "messages") == [("17", "answer")]
    assert found(arte, "factura", "--area", "greetings") == []


def test_a_search_that_cannot_be_narrowed_so_is_refused(arte):
    log(arte, "applause", "Ines")
    wrong = {
        ("--type", "poem"): "applause",
        ("--area", "weather"): "greetings",
        ("--from", "2026-02-30"): "2026-02-28",
        ("--to", "pronto"): "pronto",
    }
    for argv, named in wrong.items():
        refused = arte("search", "ines", *argv, lang="en")
        assert (refused.status, refused.out) == (2, "")
        assert named in refused.err


def test_nothing_found_is_3_and_only_signs_are_2(arte, lang):
    write_library(arte)
    for status, typed in ((3, ("nadie", "Iness", "a*b", "NEAR")), (2, ("*", "- -", '"', "();--"))):
        for words in typed:
            refused = arte("search", words, lang=lang)
            assert (refused.status, refused.out) == (status, ""), words
            assert len(refused.err.splitlines()) == 1
    assert arte("search", lang=lang).status == 2


def test_signs_beside_words_are_no_operators(arte):
    write_library(arte)
    hostile = (
        '"inés"', "inés*", "-gracias", "NOT gracias", "ines OR nadie", "text:inés", "^ines",
        "inés NEAR llamar", "inés'; DROP TABLE note;--",
    )  # fmt: skip
    for words in hostile:
        result = arte("search", "--", words)
        assert result.status in (0, 3), words
        assert "Traceback" not in result.err
    assert found(arte, "--", "-gracias") == [("18", "applause")]
    assert found(arte, "ines OR nadie") == []
    assert len(found(arte, "ines")) == 5


def test_what_is_found_is_marked_with_signs_or_not_at_all(arte, lang):
    write_library(arte)
    shown = arte("search", "inés", "--type", "promise", lang=lang)
    day = {"es": "Jueves 19 de noviembre de 2026 · Promesa 2",
           "en": "Thursday 19 November 2026 · Promise 2"}[lang]  # fmt: skip
    assert shown == (0, f"{day}\n  Llamar a *Inés*\n", "")
    plain = arte("search", "inés", "--type", "promise", "--plain", lang=lang)
    assert "Llamar a Inés" in plain.out
    assert not re.search(r"[*\x1b]", plain.out)


def test_in_colour_what_is_found_is_bold(arte):
    log(arte, "promise", "Llamar a Inés", now=now())
    bold = Talk("search", "ines")
    assert bold.status() == 0
    assert re.search(r"\x1b\[1[;\d]*mInés\x1b\[0m", bold.output)
    assert "*" not in bold.output
    for argv, environ in ((["--no-color"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})):
        calm = Talk("search", "ines", *argv, **environ)
        assert "*Inés*" in calm.output
        assert "\x1b" not in calm.output


def test_more_than_twenty_are_told_and_all_shows_them(arte):
    for number in range(21):
        log(arte, "applause", f"gracias {number}")
    for lang, option in (("es", "--todo"), ("en", "--all")):
        some = arte("search", "gracias", lang=lang)
        assert some.out.count("*gracias*") == 20
        assert option in some.err
        everything = arte("search", "gracias", option, lang=lang)
        assert everything.out.count("*gracias*") == 21
        assert everything.err == ""


def test_search_follows_corrections(arte):
    log(arte, "applause", "Gracias, Leo")
    assert found(arte, "leo")
    arte("delete", "1", "--yes")
    assert found(arte, "leo") == []
    arte("undo")
    assert found(arte, "leo")


# Notes and days off leave and return


@pytest.fixture
def full(arte) -> None:
    """Write every kind of note with its details, promises of every fate, and days off."""
    write_library(arte)
    for kind, lines in {
        "applause": ("privado: Solo para mí, dijo Inés", "2", "5"),
        "promise": ("Escribir\ta «Ana»", "la jefa de Leo", "2026-12-24 09:30"),
        "friction": ("Tres firmas", "1, 3", "7", "Una sola firma"),
        "contact": ("Sin saludo", "-2", "2", "3", "1", "vergüenza"),
        "repair": ("Otro nombre", "Pedir perdón", "1", "+2", "Rió"),
    }.items():
        talk = Talk("log", kind)
        talk.answer(*lines)
        assert talk.status() == 0
    arte("log", "promise", "Algo viejo", "--date", "-3")
    arte("promises", "move", "6", "+1")
    for argv in (("move", "2", "+5"), ("move", "2", "+6", "10:00"), ("missed", "2")):
        assert arte("promises", *argv).status == 0
    for words in ("2026-11-01", "2026-12-24..2026-12-31", "hoy"):
        assert arte("rest", words).status == 0


def out_of(arte, **environ: str) -> str:
    exported = arte("export", "all", "--format", "jsonl", "-o", "-", **environ)
    assert (exported.status, exported.err) == (0, "")
    return exported.out


def test_notes_and_days_off_return_the_same_and_once(arte, full, tmp_path):
    out, new = out_of(arte), {"ARTE_HOME": str(tmp_path / "new")}
    kinds = {json.loads(line).get("type") for line in out.splitlines()}
    assert kinds >= {"applause", "promise", "friction", "contact", "repair", "rest", "answer"}
    path = tmp_path / "journal.jsonl"
    path.write_text(out, encoding="utf-8")
    assert arte("journal", "import", str(path), **new).status == 0
    assert out_of(arte, **new) == out
    assert arte("promises", "--json", **new).data == arte("promises", "--json").data
    again = arte("journal", "import", str(path), **new)
    records = len(out.splitlines()) - 2
    assert again.out == f"0 registros añadidos.\n{records} ya estaban aquí.\n"
    assert out_of(arte, **new) == out
    assert arte("journal", "import", str(path)).status == 0
    assert out_of(arte) == out


def test_a_journal_of_days_off_alone_returns_the_same(arte, tmp_path):
    arte("rest", "lunes..viernes")
    out, new = out_of(arte), {"ARTE_HOME": str(tmp_path / "new")}
    assert out.count('"rest"') == 5
    assert arte("journal", "import", "-", given=out, **new).status == 0
    assert out_of(arte, **new) == out


def test_a_note_whose_number_is_taken_gets_another_and_later_ones_none_that_was(arte, tmp_path):
    other = {"ARTE_HOME": str(tmp_path / "other")}
    for number in range(3):
        log(arte, "applause", f"aquí {number}")
        log(arte, "friction", f"allí {number}", **other)
    assert arte("journal", "import", "-", given=out_of(arte, **other)).status == 0
    held = arte("show", "--json").data["notes"]
    assert [note["number"] for note in held] == [1, 2, 3, 4, 5, 6]
    assert [note["text"] for note in held[3:]] == ["allí 0", "allí 1", "allí 2"]
    assert log(arte, "applause", "después") == 7


BAD_NOTES = [
    ("applause", "circle", "everybody"),
    ("applause", "form", 1),
    ("promise", "due", "2026-02-30"),
    ("promise", "due", "viernes"),
    ("promise", "outcome", "perhaps"),
    ("promise", "settled", "2026-11-20T25:00"),
    ("promise", "moved", ["ayer"]),
    ("friction", "effects", ["pleases"]),
    ("friction", "times", 0),
    ("friction", "times", "3"),
    ("contact", "before", -3),
    ("contact", "treated", 6),
    ("contact", "solved", True),
    ("repair", "soon", "now"),
    ("repair", "follow_up", "2026-11-31"),
    ("repair", "text", None),
    ("applause", "number", 0),
    ("applause", "day", "2026-11-31"),
    ("applause", "private", "no"),
    ("rest", "day", "mañana"),
    ("applause", "due", "2026-11-23"),  # a field of another kind
]


def test_one_bad_line_imports_nothing_and_names_line_and_field(arte, tmp_path):
    for kind in ("applause", "promise", "friction", "contact", "repair"):
        log(arte, kind, "Un texto")
    arte("rest", "hoy")
    lines, new = out_of(arte).splitlines(), {"ARTE_HOME": str(tmp_path / "new")}
    places = {json.loads(line).get("type"): place for place, line in enumerate(lines)}
    path = tmp_path / "bad.jsonl"
    for kind, field, value in BAD_NOTES:
        place = places[kind]
        bad = [*lines]
        bad[place] = json.dumps({**json.loads(lines[place]), field: value})
        path.write_text("\n".join(bad) + "\n", encoding="utf-8")
        refused = arte("journal", "import", str(path), lang="en", **new)
        assert (refused.status, refused.out) == (2, ""), (kind, field, value)
        assert len(refused.err.splitlines()) == 1
        assert f"{path}, line {place + 1}: " in refused.err
        assert f"“{field}" in refused.err, (kind, field, value)
    assert not (tmp_path / "new" / "data").exists()


@pytest.mark.parametrize("same", ["id", "number"])
def test_two_notes_of_one_id_or_number_are_refused(arte, tmp_path, same):
    for text in ("uno", "dos"):
        log(arte, "applause", text)
    lines = out_of(arte).splitlines()
    last = {**json.loads(lines[-1]), same: json.loads(lines[-2])[same]}
    given = "\n".join([*lines[:-1], json.dumps(last)]) + "\n"
    new = {"ARTE_HOME": str(tmp_path / "new")}
    refused = arte("journal", "import", "-", given=given, **new)
    assert (refused.status, refused.out) == (2, "")
    assert f" {len(lines)}:" in refused.err


def test_the_page_holds_the_notes_of_each_day_as_plain_text(arte, lang):
    log(arte, "applause", "# Gracias [a](http://x) *mucho*")
    log(arte, "promise", "Llamar", "--date", "ayer")
    page = arte("export", "-o", "-", lang=lang).out
    names = {"es": ("Notas", "Promesa 2: Llamar", "Aplauso 1: "),
             "en": ("Notes", "Promise 2: Llamar", "Applause 1: ")}[lang]  # fmt: skip
    heading, promise, applause = names
    lines = page.splitlines()
    assert lines.count(f"#### {heading}") == 2
    assert f"- {promise}" in lines
    (line,) = [line for line in lines if line.startswith(f"- {applause}")]
    assert re.sub(r"\\(.)", r"\1", line) == f"- {applause}# Gracias [a](http://x) *mucho*"
    assert r"\#" in line
    assert r"\*mucho\*" in line
    assert lines.index(f"- {promise}") < lines.index(line)


def test_what_is_shared_holds_no_private_note_and_no_name(arte, lang):
    names = {"ARTE_SHARE_NAMES": "Inés, Ana María"}
    log(arte, "applause", "privado: Solo para mí")
    log(arte, "contact", "INES volvió con ana maria, no con Anabel")
    shared = arte("export", "-o", "-", "--share", lang=lang, **names)
    assert shared.status == 0
    assert "Solo para mí" not in shared.out
    instead = {"es": "[nombre]", "en": "[name]"}[lang]
    unescaped = re.sub(r"\\(.)", r"\1", shared.out)
    assert f"{instead} volvió con {instead}, no con Anabel" in unescaped
    assert "1" in shared.err
    assert "2" in shared.err
    data = arte("export", "--format", "json", "-o", "-", "--share", lang=lang, **names)
    assert "Solo para mí" not in data.out
    assert "INES" not in data.out
    kept = arte("export", "-o", "-", lang=lang, **names).out
    assert "Solo para mí" in kept
    assert "INES volvió con ana maria" in kept


def test_names_are_replaced_in_the_details_too(arte):
    talk = Talk("log", "promise")
    talk.answer("Escribir", "Inés, la vecina", ENTER)
    assert talk.status() == 0
    shared = arte("export", "all", "-o", "-", "--share", ARTE_SHARE_NAMES="Inés", now=now())
    assert "la vecina" in shared.out
    assert "Inés" not in shared.out
