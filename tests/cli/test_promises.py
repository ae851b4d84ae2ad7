"""`arte promises`: due first, kept or missed with how late, moved; due ones open the day."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any

import pytest

from conftest import BOGOTA, FRIDAY, MORNING
from talking import STYLE, Talk, _spare_compiling, now

DAY = dt.timedelta(days=1)
LONG = "Averiguar con el banco qué pasó con la devolución del cobro doble de octubre y llamar"


@pytest.fixture(autouse=True)
def prepared(home) -> None:
    _spare_compiling("es")


@pytest.fixture(params=["es", "en"])
def lang(request) -> str:
    return request.param


def at(day: int, hour: str) -> dt.datetime:
    """Return an hour of a day of November 2026 in Bogotá; the 20th is a Friday."""
    return dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(hour), BOGOTA)


def promise(arte, text: str, due: str = "", now: dt.datetime = FRIDAY) -> str:
    """Note a promise, as due as `due` says at `now`, and return its number."""
    noted = arte("log", "promise", text, "--json", now=now)
    assert noted.status == 0, noted.err
    number = str(noted.data["number"])
    if due:
        moved = arte("promises", "move", number, *due.split(), now=now)
        assert moved.status == 0, moved.err
    return number


def noted(arte, number: str) -> dict[str, Any]:
    """Return the promise with `number` as data, open or not."""
    days = arte("export", "all", "--format", "json", "-o", "-").data["days"]
    (note,) = [n for day in days for n in day["notes"] if n["number"] == int(number)]
    return note


# The list


def list_of_seven(arte) -> list[str]:
    """Note seven promises and return the words of each when it is due, in the order expected."""
    promise(arte, "uno")
    promise(arte, "dos", "+3")  # Monday 23
    promise(arte, "tres", "viernes 10:00")  # the next Friday, 27
    promise(arte, "cuatro", "hoy")
    promise(arte, "cinco", "hoy 10:00")
    promise(arte, "seis", "miércoles", now=at(16, "09:00"))  # Wednesday 18
    promise(arte, "siete")
    return ["seis", "cinco", "cuatro", "dos", "tres", "uno", "siete"]


def test_open_promises_stand_due_first_and_those_without_a_day_last(arte):
    expected = list_of_seven(arte)
    listed = arte("promises")
    assert (listed.status, listed.err) == (0, "")
    rows = [re.split(r" {2,}", line.strip()) for line in listed.out.splitlines()]
    assert rows == [
        ["6", "2 días tarde", "seis"],
        ["5", "hoy 10:00", "cinco"],
        ["4", "hoy", "cuatro"],
        ["2", "lun 23", "dos"],
        ["3", "vie 27 nov 10:00", "tres"],
        ["1", "sin fecha", "uno"],
        ["7", "sin fecha", "siete"],
    ]
    data = arte("promises", "--json")
    assert data.json["command"] == "promises"
    assert [row["text"] for row in data.data] == expected
    assert [row["due"] for row in data.data] == [
        "2026-11-18", "2026-11-20 10:00", "2026-11-20", "2026-11-23", "2026-11-27 10:00", None,
        None,
    ]  # fmt: skip


def test_the_plain_list_is_a_sentence_a_promise(arte):
    list_of_seven(arte)
    lines = arte("promises", "--plain", lang="en").out.splitlines()
    assert len(lines) == 7
    for line in lines:
        assert re.fullmatch(r"\S.*\.", line)
        assert not re.search(r"[●○│─\x1b]|  ", line), line
    says = ["2 days late", "today 10:00", "today", "Mon 23", "Fri 27 Nov 10:00", "no date"]
    for line, words in zip(lines, says, strict=False):
        assert words in line


def test_a_settled_promise_leaves_the_list_and_keeps_its_number(arte):
    for text in ("uno", "dos", "tres"):
        promise(arte, text)
    arte("promises", "kept", "2")
    assert promise(arte, "cuatro") == "4"
    assert [row["number"] for row in arte("promises", "--json").data] == [1, 3, 4]
    assert noted(arte, "2")["text"] == "dos"


def test_nothing_open_is_said_with_the_command_that_notes_one(arte, lang):
    arte("log", "applause", "Gracias")
    says = {
        "es": "No hay promesas abiertas: arte anotar promesa anota una.\n",
        "en": "No promise is open: arte log promise notes one.\n",
    }
    assert arte("promises", lang=lang) == (3, "", says[lang])


def test_to_whom_is_listed(arte):
    talk = Talk("log", "promise")
    talk.answer("Llamar", "la vecina", "+1")
    assert talk.status() == 0
    listed = arte("promises", now=now())
    assert "Llamar (a la vecina)" in listed.out
    assert arte("promises", "--json", now=now()).data[0]["to"] == "la vecina"


@pytest.mark.parametrize("whom", ['"outcome": "kept"', '\\", "outcome": "kept"', "outcome"])
def test_what_only_reads_like_a_settled_promise_is_open(arte, whom):
    talk = Talk("log", "promise")
    talk.answer("Llamar", whom, "+1")
    assert talk.status() == 0
    assert [row["to"] for row in arte("promises", "--json", now=now()).data] == [whom]


# Kept and missed, and how late: worked out by hand

LATE = [
    # due, settled at, in Spanish, in English, days late, minutes late
    ("", at(20, "12:00"), "cumplida", "kept", 0, 0),
    ("+3", at(20, "12:00"), "cumplida a tiempo", "kept in time", 0, 0),
    ("hoy", at(20, "23:59"), "cumplida a tiempo", "kept in time", 0, 0),
    ("hoy 10:00", at(20, "10:00"), "cumplida a tiempo", "kept in time", 0, 0),
    ("hoy 10:00", at(20, "10:01"), "cumplida 1 min tarde", "kept 1 min late", 0, 1),
    ("hoy 10:00", at(20, "12:00"), "cumplida 2 h tarde", "kept 2 h late", 0, 120),
    ("hoy 10:00", at(20, "15:45"), "cumplida 5 h 45 min tarde", "kept 5 h 45 min late", 0, 345),
    ("hoy", at(21, "08:00"), "cumplida 1 día tarde", "kept 1 day late", 1, 0),
    ("hoy 10:00", at(22, "09:00"), "cumplida 2 días tarde", "kept 2 days late", 2, 0),
    ("+3", at(27, "12:00"), "cumplida 4 días tarde", "kept 4 days late", 4, 0),
    # The journal day ends at four: the list says "today", and today is not late.
    ("hoy", at(21, "02:00"), "cumplida a tiempo", "kept in time", 0, 0),
    ("hoy 23:00", at(21, "00:30"), "cumplida 1 h 30 min tarde", "kept 1 h 30 min late", 0, 90),
]


def test_a_promise_kept_says_how_late(arte):
    for number, (due, when, es, en, _days, _minutes) in enumerate(LATE, 1):
        promise(arte, "Llamar", due)
        lang, said = (
            ("es", f"Promesa {number}, {es}") if number % 2 else ("en", f"Promise {number}, {en}")
        )
        kept = arte("promises", "kept", str(number), now=when, lang=lang)
        assert kept == (0, f"{said}: Llamar\n", ""), (due, when)
    held = arte("show", "2026-11-20", "--json").data["notes"]
    assert {note["outcome"] for note in held} == {"kept"}
    late = [(note["late_days"], note["late_minutes"]) for note in held]
    assert late == [row[-2:] for row in LATE]


def test_date_says_when_it_was_kept(arte):
    settled = [
        ("miércoles", "2026-11-18", "cumplida a tiempo"),
        ("miércoles 10:00", "miércoles", "cumplida a tiempo"),  # nobody remembers the hour
        ("miércoles", "ayer", "cumplida 1 día tarde"),
        ("miércoles", "hoy", "cumplida 2 días tarde"),
    ]
    for number, (due, date, words) in enumerate(settled, 1):
        promise(arte, "Llamar", due, now=at(16, "09:00"))
        kept = arte("promises", "kept", str(number), "--date", date)
        assert kept == (0, f"Promesa {number}, {words}: Llamar\n", "")


def test_a_date_out_of_reach_settles_nothing(arte):
    promise(arte, "Llamar", "hoy")
    for date in ("mañana", "2026-11-05", "2026-02-30"):
        refused = arte("promises", "kept", "1", "--date", date)
        assert (refused.status, refused.out) == (2, "")
    assert noted(arte, "1")["outcome"] is None


def test_a_promise_missed_says_so(arte, lang):
    promise(arte, "Llamar", "hoy")
    missed = arte("promises", "missed", "#1", lang=lang)
    says = {"es": "Promesa 1, no cumplida: Llamar\n", "en": "Promise 1, missed: Llamar\n"}
    assert missed == (0, says[lang], "")
    assert noted(arte, "1")["outcome"] == "missed"
    assert arte("promises").status == 3


def test_several_are_settled_at_once_and_one_undo_takes_them_back(arte):
    for text in ("uno", "dos", "tres"):
        promise(arte, text)
    kept = arte("promises", "kept", "3", "1")
    assert kept.out.splitlines() == ["Promesa 3, cumplida: tres", "Promesa 1, cumplida: uno"]
    assert [row["number"] for row in arte("promises", "--json").data] == [2]
    assert arte("undo").status == 0
    assert [row["number"] for row in arte("promises", "--json").data] == [1, 2, 3]


def test_a_promise_missed_by_mistake_can_still_be_kept(arte):
    promise(arte, "Llamar", "hoy")
    arte("promises", "missed", "1")
    assert arte("promises", "kept", "1").status == 0
    assert noted(arte, "1")["outcome"] == "kept"


def test_what_is_settled_is_settled_and_not_moved(arte, lang):
    for text in ("uno", "dos"):
        promise(arte, text, "hoy")
    arte("promises", "kept", "2")
    says = {
        "es": "La promesa 2 ya está cerrada: cumplida a tiempo.\n",
        "en": "Promise 2 is settled already: kept in time.\n",
    }
    assert arte("promises", "kept", "1", "2", lang=lang) == (2, "", says[lang])
    assert noted(arte, "1")["outcome"] is None  # all or nothing
    assert arte("promises", "move", "2", "+1", lang=lang) == (2, "", says[lang])
    assert noted(arte, "2")["due"] == "2026-11-20"


@pytest.mark.parametrize("verb", ["kept", "missed", "move"])
def test_a_number_without_a_promise_is_refused_and_nothing_changes(arte, verb):
    promise(arte, "Llamar", "hoy")
    arte("log", "applause", "Gracias")  # number 2 is no promise
    for number in ("2", "3", "0", "x", "-1", "1x", "9" * 30, "²"):
        argv = ("move", number, "+1") if verb == "move" else (verb, "1", number)
        refused = arte("promises", *argv, lang="en")
        assert (refused.status, refused.out) == (2, ""), number
        assert len(refused.err.splitlines()) == 1
    held = noted(arte, "1")
    assert (held["outcome"], held["due"]) == (None, "2026-11-20")


# Moved

MOVED = [
    ("viernes 10:00", "2026-11-27 10:00"),
    ("Friday 10:00", "2026-11-27 10:00"),
    ("el viernes a las 10", "2026-11-27 10:00"),
    ("mañana a las 10", "2026-11-21 10:00"),
    ("tomorrow at 10", "2026-11-21 10:00"),
    ("manana, 9:05", "2026-11-21 09:05"),
    ("tomorrow 5pm", "2026-11-21 17:00"),
    ("5pm", "2026-11-20 17:00"),
    ("17h", "2026-11-20 17:00"),
    ("+3", "2026-11-23"),
    ("+0", "2026-11-20"),
    ("hoy", "2026-11-20"),
    ("sabado", "2026-11-21"),
    ("jueves", "2026-11-26"),
    ("2026-12-24", "2026-12-24"),
    ("2026-12-24 09:30", "2026-12-24 09:30"),
]


def test_move_understands_a_day_and_an_hour(arte):
    promise(arte, "Llamar")
    for place, (words, due) in enumerate(MOVED):
        argv = words.split() if place % 2 else [words]  # quoted or not
        moved = arte("promises", "move", "1", *argv)
        assert (moved.status, moved.err) == (0, ""), words
        (held,) = arte("promises", "--json").data
        assert held["due"] == due, words


def test_a_day_that_cannot_be_moves_nothing_and_names_the_nearest(arte):
    promise(arte, "Llamar", "+1")
    impossible = [
        ("2026-11-31", "2026-11-30"),
        ("2027-02-29 10:00", "2027-02-28"),
        ("2026-13-01", "2026-12-31"),
        ("ayer", "2026-11-19"),
        ("-1", "2026-11-19"),
        ("2026-11-19", "2026-11-19"),
        ("pronto", "pronto"),
        ("viernes 25:00", "viernes 25:00"),
    ]
    for words, named in impossible:
        refused = arte("promises", "move", "1", *words.split())
        assert (refused.status, refused.out) == (2, ""), words
        assert len(refused.err.splitlines()) == 1
        assert named in refused.err
    assert noted(arte, "1")["due"] == "2026-11-21"


def test_moving_keeps_the_days_it_had_the_first_one_first(arte, lang):
    promise(arte, "Llamar")
    for words in ("hoy 10:00", "mañana", "mañana", "viernes 10:00"):
        moved = arte("promises", "move", "1", *words.split(), lang=lang)
        assert moved.status == 0
    said = {
        "es": "Promesa 1, vie 27 nov 10:00: Llamar\n",
        "en": "Promise 1, Fri 27 Nov 10:00: Llamar\n",
    }
    assert moved.out == said[lang]
    held = noted(arte, "1")
    assert held["due"] == "2026-11-27 10:00"
    assert held["moved"] == ["2026-11-20 10:00", "2026-11-21"]  # to the same day is no move
    assert arte("undo").status == 0
    held = noted(arte, "1")
    assert (held["due"], held["moved"]) == ("2026-11-21", ["2026-11-20 10:00"])


# Due and overdue ones open the day


def due_promises(arte, count: int, text: str = LONG, now: dt.datetime = FRIDAY) -> None:
    """Note promises due: the first two days ago, the second today at ten, the others today."""
    promise(arte, "Esto puede esperar", "+1", now=now)
    promise(arte, "Esto no tiene día", now=now)
    promise(arte, text, "hoy", now=now - 2 * DAY)
    for due in ["hoy 10:00", *["hoy"] * 9][: count - 1]:
        promise(arte, text, due, now=now)


def opening_lines(page: str, title: str) -> list[str]:
    """Return what stands of a card between its title and the morning."""
    lines = page.splitlines()
    assert lines[0] == title
    ends = next(
        place for place, line in enumerate(lines) if re.match(r"\s*(Mañana|Morning)", line)
    )
    return lines[1:ends]


TITLES = {"es": "Viernes 20 de noviembre", "en": "Friday 20 November"}
FIRST_WORDS = {"es": ("2 días tarde", "hoy 10:00"), "en": ("2 days late", "today 10:00")}
MORE = {"es": "y {} más: arte promesas", "en": "and {} more: arte promises"}


def test_the_card_opens_with_what_is_due_in_at_most_three_lines(arte):
    due_promises(arte, 1)
    for count, lines in ((1, 1), (2, 2), (3, 3), (4, 3), (5, 3)):
        for lang, columns in itertools.product(("es", "en"), (40, 80)):
            page = arte("--no-color", lang=lang, COLUMNS=str(columns))
            opening = opening_lines(page.out, TITLES[lang])
            assert len(opening) == lines
            for line, words in zip(opening, FIRST_WORDS[lang][:count], strict=False):
                assert words in line
            assert ("Promesas" if lang == "es" else "Promises") in opening[0]
            assert (MORE[lang].format(count - 2) in opening[-1]) == (count > 3)
            assert max(map(len, page.out.splitlines())) <= columns
            assert "esperar" not in page.out
            assert "no tiene día" not in page.out
        promise(arte, LONG, "hoy 10:00" if count == 1 else "hoy")


@pytest.mark.parametrize("text", ["Llamar a Inés", "Llamar\na Inés"])
def test_the_plain_card_gives_each_a_sentence(arte, text):
    due_promises(arte, 4, text)
    for lang, title in TITLES.items():
        opening = opening_lines(arte("--plain", lang=lang).out, f"{title}.")
        assert len(opening) == 3
        for line in opening:
            assert re.fullmatch(r"\S.*[.?!]", line), line
            assert not re.search(r"[●○│─\x1b]|  ", line), line


def test_the_card_as_data_holds_all_that_is_due(arte):
    due_promises(arte, 5)
    promises = arte("--json").data["promises"]
    assert [row["number"] for row in promises] == [3, 4, 5, 6, 7]
    assert promises[0].keys() >= {"number", "text", "to", "due", "outcome", "moved"}
    arte("promises", "kept", "3", "5")
    assert [row["number"] for row in arte("--json").data["promises"]] == [4, 6, 7]


def test_nothing_due_is_no_line_on_the_card(arte, lang):
    promise(arte, "Esto puede esperar", "+1")
    assert opening_lines(arte(lang=lang).out, TITLES[lang]) == []
    assert arte("--json").data["promises"] == []


@pytest.mark.parametrize("columns", [40, 80])
def test_the_morning_opens_with_what_is_due_in_at_most_three_lines(arte, lang, columns):
    due_promises(arte, 4, now=now())
    talk = Talk("today", lang=lang, columns=columns)
    before, _, _ = talk.shown.partition("1/5")
    paragraphs = [part.splitlines() for part in before.strip().split("\n\n")]
    assert len(paragraphs) == 2  # the day and its keys, and what is due
    assert 1 <= len(paragraphs[1]) <= 3
    for words in (*FIRST_WORDS[lang], MORE[lang].format(2)):
        assert words in before
    assert max(map(len, STYLE.sub("", talk.output).splitlines())) <= columns
    talk.leave("c")


def test_the_morning_from_a_file_shows_what_is_due_on_its_card(arte):
    due_promises(arte, 1)
    done = arte("today", "--answers", "-", given=MORNING)
    assert "2 días tarde" in done.out
