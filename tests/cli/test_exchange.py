"""The journal leaves as JSON Lines and returns the same: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artesupremo.cli.everyday import Options, hold_close, hold_today
from artesupremo.cli.export import ExportOptions, export
from artesupremo.cli.journal import import_file
from artesupremo.cli.output import tell_error
from artesupremo.cli.session import GlobalOptions, Session
from artesupremo.days import Moment
from artesupremo.errors import ArteError
from artesupremo.i18n import language, speak
from artesupremo.journal.model import Answer, Asked, Chosen, Entry, Value
from artesupremo.journal.store import Clerk, Journal, Sitting
from conftest import BOGOTA, FRIDAY, MORNING
from talking import ENTER, Talk, _spare_compiling, days_ago, today

FORMAT_PAGE = Path(__file__).parents[2] / "docs" / "journal-format.md"
CLOSING = {
    "good-moment": "Se rió\nal leer mi nota",
    "posture": "4 con la silla",
    "greetings": None,
    "messages": "privado: 5",
    "practice": 0,
    "next-time": "Mirar antes de hablar",
}
RECORDS = 13  # a morning and a closing: two sittings, eleven answers


@pytest.fixture(autouse=True)
def prepared(home) -> None:
    _spare_compiling("es")


@pytest.fixture
def elsewhere(home, tmp_path) -> Callable[[str], dict[str, str]]:
    """Return the environment of another advisor's home, empty."""

    def make(name: str) -> dict[str, str]:
        cache = tmp_path / name / "cache"
        cache.mkdir(parents=True)
        shutil.copy(home / "cache" / "compiled.json", cache)
        return {"ARTE_HOME": str(tmp_path / name)}

    return make


def write_day(arte, now: dt.datetime = FRIDAY, **environ: str) -> None:
    for command, given_ in (("today", {**MORNING, "plan": True}), ("close", CLOSING)):
        done = arte(command, "--answers", "-", given=given_, now=now, **environ)
        assert done.status == 0, done.err


def taken_out(arte, **environ: str) -> str:
    exported = arte("export", "all", "--format", "jsonl", "-o", "-", **environ)
    assert (exported.status, exported.err) == (0, "")
    return exported.out


def take_in(arte, text: str | bytes, path: Path, **environ: str):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return arte("journal", "import", str(path), **environ)


@pytest.fixture
def parcel(tmp_path) -> Path:
    """Return where a journal file is put."""
    return tmp_path / "journal.jsonl"


def snapshots(home: Path) -> list[str]:
    folder = home / "state" / "snapshots"
    return sorted(path.name for path in folder.glob("before-*")) if folder.exists() else []


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    """Return every row of a journal's file, its history too, past the program."""
    with sqlite3.connect(path) as connection:
        return [
            row
            for table in ("journal", "entry", "answer", "change")
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608  # ours
        ]


# Out and in again


def test_a_journal_returns_the_same_in_an_empty_home(arte, elsewhere, parcel):
    write_day(arte)
    write_day(arte, FRIDAY + dt.timedelta(days=3))
    out, new = taken_out(arte), elsewhere("new")
    taken = take_in(arte, out, parcel, **new)
    assert (taken.status, taken.err) == (0, "")
    assert taken.out == f"{2 * RECORDS} registros añadidos.\n"
    assert taken_out(arte, **new) == out
    for argv in (("show", "2026-11-20", "--json"), ("report", "--json"), ("export", "-o", "-")):
        assert arte(*argv, **new).out == arte(*argv).out


def test_a_journal_comes_in_through_a_pipe_too(arte, elsewhere):
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    assert arte("journal", "import", "-", given=out, **new).status == 0
    assert taken_out(arte, **new) == out


def test_the_home_it_comes_to_gets_its_identity(arte, elsewhere, parcel):
    """The choice of practices depends on it."""
    write_day(arte)
    new = elsewhere("new")
    take_in(arte, taken_out(arte), parcel, **new)
    ids = [arte("journal", "info", "--json", **environ).data["id"] for environ in ({}, new)]
    assert ids[0] == ids[1] != ""


def test_importing_twice_changes_nothing(arte, home, elsewhere, parcel):
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    take_in(arte, out, parcel, **new)
    journal = Path(new["ARTE_HOME"], "data", "journal.db")
    before = rows_of(journal)
    again = take_in(arte, out, parcel, **new)
    assert (again.status, again.out) == (0, f"0 registros añadidos.\n{RECORDS} ya estaban aquí.\n")
    assert rows_of(journal) == before
    own = rows_of(home / "data" / "journal.db")
    assert take_in(arte, out, parcel).status == 0
    assert rows_of(home / "data" / "journal.db") == own


def test_a_journal_written_on_a_windows_editor_comes_in(arte, elsewhere, parcel):
    """A byte-order mark and CR LF are no mistake."""
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    changed = b"\xef\xbb\xbf" + out.replace("\n", "\r\n").encode()
    assert take_in(arte, changed, parcel, **new).status == 0
    assert taken_out(arte, **new) == out


def test_a_declined_offer_is_part_of_the_journal(arte, elsewhere, parcel, home):
    """Also when it was the last thing that happened."""
    day = FRIDAY.date()
    journal = Journal(str(home / "data" / "journal.db"), str(home / "state" / "snapshots"))
    clerk = Clerk(Moment(day, "2026-11-20T12:00:00.000Z", 0), str)
    asked = Asked("energy", "scale", "¿Energía?", "es", 1)
    journal.record(clerk, Sitting("morning", day, "es"), [(asked, Value(4))])
    for declined in (day, day + dt.timedelta(days=3)):
        journal.decline(clerk, Sitting("closing", declined, "es", recalled=True))
    journal.close()
    out = taken_out(arte)
    declined = [record for record in map(json.loads, out.splitlines()) if record.get("declined")]
    assert [record["day"] for record in declined] == ["2026-11-20", "2026-11-23"]
    new = elsewhere("new")
    assert take_in(arte, out, parcel, **new).status == 0
    assert taken_out(arte, **new) == out


def test_a_closing_declined_at_the_terminal_is_not_offered_again_after_an_import(
    arte, elsewhere, parcel, monkeypatch
):
    monkeypatch.setenv("ARTE_WORK_DAYS", "mon,tue,wed,thu,fri,sat,sun")
    argv = ("today", "--date", str(days_ago(1)), "--answers", "-")
    assert arte(*argv, given={"energy": 3}, now=_now()).status == 0
    talk = Talk("hoy")
    talk.answer("n", "4", *[ENTER] * 4)
    assert talk.status() == 0
    new = elsewhere("new")
    assert take_in(arte, taken_out(arte), parcel, **new).status == 0
    assert "¿Cerramos" in talk.output
    assert "¿Cerramos" not in Talk("hoy", "--no-input", **new).output
    assert taken_out(arte, **new) == taken_out(arte)


def _now() -> dt.datetime:
    return dt.datetime.combine(today(), dt.time(12), BOGOTA)


# What is exported is what the page of the format says


def documented(heading: str) -> set[str]:
    """Return the fields that a section of docs/journal-format.md lists."""
    page = FORMAT_PAGE.read_text(encoding="utf-8")
    section = re.split(r"^## ", page.partition(f"## {heading}")[2], flags=re.MULTILINE)[0]
    return set(re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE))


def test_each_record_has_the_fields_that_are_documented(arte):
    write_day(arte)
    records = [json.loads(line) for line in taken_out(arte).splitlines()]
    assert records[0] == {"arte-journal": 1}
    assert records[1].keys() == {"type", "id", "begun"}
    common = documented("Fields")
    assert common >= {"id", "day", "at", "offset", "zone"}
    for record in records[2:]:
        assert record.keys() == common | documented(f"`{record['type']}`")
    practice = next(r["practice"] for r in records if r.get("sitting") == "morning")
    described = re.findall(r"`(\w+)`", _row_of("practice", "entry"))
    assert practice.keys() == set(described) - {"null", "entry", "practice"}


def _row_of(field: str, record: str) -> str:
    section = FORMAT_PAGE.read_text(encoding="utf-8").partition(f"## `{record}`")[2]
    return next(line for line in section.splitlines() if line.startswith(f"| `{field}`"))


def test_days_come_in_order_and_each_answer_after_its_entry(arte):
    for days in (0, -4, -2):
        write_day(arte, FRIDAY + dt.timedelta(days=days))
    records = [json.loads(line) for line in taken_out(arte).splitlines()][2:]
    days = [record["day"] for record in records]
    assert days == sorted(days)
    entry = {}
    for record in records:
        entry = record if record["type"] == "entry" else entry
        assert record.get("entry", entry["id"]) == entry["id"]


# Any journal: hypothesis

hostile = st.one_of(
    st.text(max_size=30),
    st.text('"\\{}[],:\n\r\t\u2028\u2029\x00\x1b\x7f\x85\ufeff\ud800eé\u0303ñ', min_size=1),
    st.sampled_from(
        [
            "privado: x", "privado:", "4", "null", '{"type": "entry"}', "a@b.es", "x" * 9000,
            "\u202e", "a\r\nb", "V-1234567 " * 900, "300 123 4567", "sin\x00fin",
        ]
    ),
)  # fmt: skip
ratings = st.one_of(
    st.none(),
    st.integers(1, 5),
    st.builds("{} {}".format, st.integers(1, 5), st.text(alphabet="aé'\"\\\n,;{}", max_size=9)),
)
mornings = st.fixed_dictionaries(
    {},
    optional={
        "energy": ratings,
        "posture-now": st.one_of(
            st.none(),
            st.lists(st.sampled_from(["back", "cara", "3", "otra cosa"]), min_size=1),
            hostile,
        ),
        "greeting": st.none() | hostile,
        "message": st.none() | hostile,
        "plan": st.none() | st.just(value=True) | hostile,
    },
)
closings = st.fixed_dictionaries(
    {},
    optional={
        "good-moment": st.none() | hostile,
        "posture": ratings,
        "greetings": ratings,
        "messages": ratings,
        "practice": ratings | st.just(0),
        "next-time": st.none() | hostile,
    },
)
steps = st.one_of(
    st.tuples(st.just("today"), st.integers(0, 14), mornings),
    st.tuples(st.just("close"), st.integers(0, 14), closings),
    st.tuples(st.just("short"), st.integers(0, 2), mornings),
    st.tuples(st.just("undo"), st.just(0), st.just({})),
    st.tuples(st.just("decline"), st.integers(1, 4), st.just({})),
)


def behind(home: Path, act: Callable[[Session], int], lang: str = "es") -> int:
    """Do what a command does in `home`, behind the command line, where most time goes."""
    speaking = language()
    speak(lang)
    session = Session(FRIDAY, {**os.environ, "ARTE_HOME": str(home)}, GlobalOptions())
    session.lang = lang
    try:
        return act(session)
    except ArteError as error:
        tell_error(error)
        return error.status
    finally:
        session.journal.close()
        speak(speaking)


def play(home: Path, steps: list[tuple[str, int, dict[str, Any]]]) -> None:
    """Live through `steps`: sittings by --answers of one of the last days, undo, decline."""
    answers = home / "answers.json"
    for number, (what, ago, given_) in enumerate(steps):
        answers.write_text(json.dumps(given_))
        day = FRIDAY.date() - dt.timedelta(days=ago)
        options = Options(date=str(day), short=what == "short", answers=str(answers))
        lang = "en" if number % 3 == 2 else "es"
        if what == "undo":
            behind(home, lambda s: len(s.journal.undo(s.clerk(s.today))) and 0, lang)
        elif what == "decline":
            closing = Sitting("closing", day, lang, recalled=True)
            behind(home, lambda s, c=closing: s.journal.decline(s.clerk(c.day), c) or 0, lang)
        elif what == "close":
            behind(home, lambda s, o=options: hold_close(s, o), lang)
        else:
            behind(home, lambda s, o=options: hold_today(s, o), lang)


def out_of(home: Path, path: Path) -> bytes:
    """Return the whole journal of `home`; b"" if it holds nothing."""
    options = ExportOptions("jsonl", str(path))
    status = behind(home, lambda session: export(session, "all", None, options))
    assert status in (0, 3)
    return path.read_bytes() if status == 0 else b""


def check_round_trip(folder: Path, lived: list[tuple[str, int, dict[str, Any]]]) -> None:
    homes = [folder / name for name in ("first", "second")]
    compiled = Path(os.environ["ARTE_HOME"], "cache", "compiled.json")
    for home in homes:
        shutil.rmtree(home, ignore_errors=True)
        (home / "cache").mkdir(parents=True)
        shutil.copy(compiled, home / "cache")
    play(homes[0], lived)
    out = out_of(homes[0], folder / "first.jsonl")
    if not out:
        return
    for _time in range(2):
        assert behind(homes[1], lambda s: import_file(s, str(folder / "first.jsonl"))) == 0
        assert out_of(homes[1], folder / "second.jsonl") == out
    journal = homes[0] / "data" / "journal.db"
    before = rows_of(journal)
    assert behind(homes[0], lambda s: import_file(s, str(folder / "first.jsonl"))) == 0
    assert rows_of(journal) == before


round_trip = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(round_trip, max_examples=60)
@given(lived=st.lists(steps, min_size=1, max_size=6))
def test_any_journal_returns_the_same_bytes(home, tmp_path, lived):
    check_round_trip(tmp_path, lived)


@pytest.mark.slow
@settings(round_trip, max_examples=500)
@given(lived=st.lists(steps, min_size=1, max_size=12))
def test_500_journals_return_the_same_bytes(home, tmp_path, lived):
    check_round_trip(tmp_path, lived)


@pytest.mark.parametrize(
    "text",
    ["V-1234567 " * 990, "\x9b" * 1_240, "a@b.co " * 1_400, "a," * 4_990, "漢" * 9_990],
    ids=["masked", "made visible", "mails", "choices", "wide"],
)
def test_what_grew_while_it_was_cleaned_still_comes_back(arte, elsewhere, parcel, text):
    """A text of the longest kind gets longer when signs are made visible and data is masked."""
    given_ = {"energy": f"3 {text}", "posture-now": text, "greeting": text, "plan": text}
    assert arte("today", "--answers", "-", given=given_).status == 0
    out, new = taken_out(arte), elsewhere("new")
    taken = take_in(arte, out, parcel, **new)
    assert taken.status == 0, taken.err
    assert taken_out(arte, **new) == out


# Into a journal that has other answers

NOON = FRIDAY + dt.timedelta(hours=4)


def test_what_is_here_stays_and_what_is_missing_comes(arte, elsewhere, parcel):
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    arte("today", "--answers", "-", given={"energy": 1, "greeting": "El mío"}, now=NOON, **new)
    own = arte("show", "--json", **new).data["sittings"][0]["answers"]
    taken = take_in(arte, out, parcel, **new)
    assert taken.status == 0
    # Here already, with other words: the morning, energy and the greeting. The rest came.
    assert taken.out.splitlines() == [
        f"{RECORDS - 3} registros añadidos.",
        "3 ya están aquí con otras palabras, que se quedan.",
    ]
    sittings = arte("show", "--json", **new).data["sittings"]
    assert [sitting["sitting"] for sitting in sittings] == ["morning", "closing"]
    answers = {a["question"]: a for sitting in sittings for a in sitting["answers"]}
    assert [answers["energy"], answers["greeting"]] == own
    assert answers["message"]["text"] == MORNING["message"]
    assert answers["practice"]["number"] == 0
    again = take_in(arte, out, parcel, **new)
    assert again.out.startswith("0 registros añadidos.\n")


def test_other_days_are_added_beside_those_that_are_here(arte, elsewhere, parcel):
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    write_day(arte, FRIDAY - dt.timedelta(days=1), **new)
    assert take_in(arte, out, parcel, **new).out == f"{RECORDS} registros añadidos.\n"
    info = arte("journal", "info", "--json", **new).data
    assert (info["first"], info["last"], info["days"]) == ("2026-11-19", "2026-11-20", 2)


def test_an_import_keeps_the_identity_of_a_journal_that_is_here(arte, elsewhere, parcel):
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    write_day(arte, FRIDAY - dt.timedelta(days=1), **new)
    before = arte("journal", "info", "--json", **new).data["id"]
    take_in(arte, out, parcel, **new)
    assert arte("journal", "info", "--json", **new).data["id"] == before


def test_undo_takes_a_whole_import_back(arte, elsewhere, parcel):
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    arte("today", "--answers", "-", given={"energy": 1}, now=NOON, **new)
    before = taken_out(arte, **new)
    take_in(arte, out, parcel, **new)
    assert taken_out(arte, **new) != before
    undone = arte("undo", **new)
    assert undone.status == 0
    # Ten answers came with it; six are named.
    assert undone.out.count("Deshecho: ") == 6
    assert undone.out.endswith("\nY 4 más.\n")
    assert taken_out(arte, **new) == before
    assert "¿Con cuánta energía" in arte("undo", **new).out
    assert arte("show", **new).status == 3


def test_undo_of_an_import_into_an_empty_home_leaves_it_empty(arte, elsewhere, parcel):
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    take_in(arte, out, parcel, **new)
    assert arte("undo", **new).status == 0
    assert arte("show", **new).status == 3
    assert take_in(arte, out, parcel, **new).out == f"{RECORDS} registros añadidos.\n"
    assert taken_out(arte, **new) == out


def test_a_snapshot_holds_what_was_there_before(arte, elsewhere, parcel):
    write_day(arte)
    out, new = taken_out(arte), elsewhere("new")
    home = Path(new["ARTE_HOME"])
    take_in(arte, out, parcel, **new)
    assert snapshots(home) == []  # there was nothing to keep
    write_day(arte, FRIDAY + dt.timedelta(days=3), **new)
    before = rows_of(home / "data" / "journal.db")
    take_in(arte, out, parcel, **new)
    (name,) = snapshots(home)
    assert name == "before-import-001.db"
    assert rows_of(home / "state" / "snapshots" / name) == before


# What does not fit: nothing is imported, and the line is named


@pytest.fixture
def lines(home, parcel) -> list[str]:
    """Return a good journal file: heading, journal, morning, five answers, closing, six."""
    play(home, [("today", 0, {**MORNING, "plan": True}), ("close", 0, CLOSING)])
    return out_of(home, parcel).decode().splitlines()


ENTRY, ENERGY, CHOICE, GREETING, CLOSING_ENTRY, POSTURE = 3, 4, 5, 6, 9, 11  # lines, from 1


def changed(field: str, value: object) -> Callable[[str], str]:
    return lambda line: json.dumps({**json.loads(line), field: value})


def without(field: str) -> Callable[[str], str]:
    return lambda line: json.dumps({k: v for k, v in json.loads(line).items() if k != field})


def written(old: str, new: str) -> Callable[[str], str]:
    def write(line: str) -> str:
        assert old in line
        return line.replace(old, new, 1)

    return write


def in_practice(field: str, value: object) -> Callable[[str], str]:
    def change(line: str) -> str:
        record = json.loads(line)
        return json.dumps({**record, "practice": {**record["practice"], field: value}})

    return change


BAD_LINES = {
    "no JSON": (ENERGY, lambda _line: "hola"),
    "cut off": (ENERGY, lambda line: line[:-5]),
    "empty": (ENERGY, lambda _line: ""),
    "two on one": (ENERGY, lambda line: line + line),
    "a list": (ENERGY, lambda line: f"[{line}]"),
    "a number": (ENERGY, lambda _line: "7"),
    "null": (ENERGY, lambda _line: "null"),
    "nested": (ENERGY, written('"choices": []', '"choices": ' + "[" * 50 + "]" * 50)),
    "nested deeper than any stack": (ENERGY, lambda _line: "[" * 100_000),
    "objects nested deeper": (ENERGY, lambda _line: '{"a":' * 40_000),
    "NaN": (ENERGY, written('"number": 4', '"number": NaN')),
    "infinity": (ENERGY, written('"number": 4', '"number": -Infinity')),
    "a number beyond floats": (ENERGY, written('"number": 4', '"number": 1e999')),
    "a number beyond SQLite": (ENERGY, written('"rev": 1', f'"rev": {10**30}')),
    "a number of 5,000 digits": (ENERGY, written('"rev": 1', '"rev": ' + "9" * 5000)),
    "an offset beyond SQLite": (ENERGY, written('"offset": -300', f'"offset": {2**64}')),
    "a revision beyond SQLite": (ENTRY, in_practice("rev", 2**63)),
    "a key twice": (ENERGY, written('"number": 4', '"number": 4, "number": 5')),
    "a lone surrogate": (GREETING, changed("text", "\ud800")),
    "half a pair in a key": (GREETING, written('"text"', '"\\udc00"')),
    "not UTF-8": (GREETING, None),
    "300 KB": (GREETING, changed("text", "a" * 300_000)),
    "300 KB of spaces": (GREETING, lambda line: line + " " * 300_000),
    "a text too long": (GREETING, changed("text", "a" * 20_001)),
    "a number as text": (ENERGY, changed("number", "4")),
    "a float": (ENERGY, changed("number", 4.0)),
    "a truth": (ENERGY, changed("number", True)),  # noqa: FBT003  # data
    "a rating of 6": (ENERGY, changed("number", 6)),
    "a rating of -1": (ENERGY, changed("number", -1)),
    "a rating of 0": (POSTURE, changed("number", 0)),
    "a rating without a number": (POSTURE, changed("number", None)),
    "a skip with a number": (POSTURE, changed("skipped", True)),  # noqa: FBT003  # data
    "a skip that is no truth": (ENERGY, changed("skipped", 0)),
    "choices that are text": (CHOICE, changed("choices", "back")),
    "choices that are numbers": (CHOICE, changed("choices", [1])),
    "text that is a list": (GREETING, changed("text", ["a"])),
    "another kind": (ENERGY, changed("kind", "sql")),
    "another type": (ENERGY, changed("type", "applause")),
    "no type": (ENERGY, without("type")),
    "no id": (ENERGY, without("id")),
    "an empty id": (ENERGY, changed("id", "")),
    "a long id": (ENERGY, changed("id", "a" * 65)),
    "no day": (ENERGY, without("day")),
    "an unknown field": (ENERGY, changed("checksum", "x")),
    "an unknown field of a practice": (ENTRY, in_practice("steps", [])),
    "a practice that is text": (ENTRY, changed("practice", "voice")),
    "reasons that are words": (ENTRY, in_practice("reasons", ["new"])),
    "reasons of three": (ENTRY, in_practice("reasons", [["new", 0, 1]])),
    "another sitting": (ENTRY, changed("sitting", "noon")),
    "another language": (ENTRY, changed("language", "fr")),
    "30 February": (ENTRY, changed("day", "2026-02-30")),
    "a day of the year 0": (ENTRY, changed("day", "0000-01-01")),
    "a day with an hour": (ENTRY, changed("day", "2026-11-20T00:00")),
    "a day in other digits": (ENTRY, changed("day", "٢٠٢٦-11-20")),
    "a day with a line end": (ENTRY, changed("day", "2026-11-20\n")),
    "an instant at 25 h": (ENTRY, changed("at", "2026-11-20T25:00:00.000Z")),
    "an instant of nowhere": (ENTRY, changed("at", "2026-11-20T12:00:00.000")),
    "an instant on 31 November": (ENTRY, changed("at", "2026-11-31T12:00:00.000Z")),
    "a beginning that is no instant": (2, changed("begun", "ayer")),
    "a beginning that is a number": (2, changed("begun", 0)),
    "an answer of another day": (ENERGY, changed("day", "2026-11-19")),
    "an answer of no entry": (ENERGY, changed("entry", "nobody")),
}
LINES = {
    "an answer before its entry": (3, lambda ls: [*ls[:2], ls[3], ls[2], *ls[4:]]),
    "an answer twice": (5, lambda ls: [*ls[:4], ls[3], *ls[4:]]),
    "a question answered twice": (5, lambda ls: [*ls[:4], changed("id", "x")(ls[3]), *ls[4:]]),
    "two answers of one id": (
        5,
        lambda ls: [*ls[:4], changed("id", json.loads(ls[3])["id"])(ls[4]), *ls[5:]],
    ),
    "two mornings of one day": (9, lambda ls: [*ls[:8], changed("id", "x")(ls[2]), *ls[8:]]),
    "two sittings of one id": (
        9,
        lambda ls: [line.replace(json.loads(ls[8])["id"], json.loads(ls[2])["id"]) for line in ls],
    ),
    "an empty line at the end": (16, lambda ls: [*ls, ""]),
    "another heading": (1, lambda ls: ['{"arte-journal": 2}', *ls[1:]]),
    "a heading in words": (1, lambda ls: ['{"arte-journal": "1"}', *ls[1:]]),
    "a heading that is a truth": (1, lambda ls: ['{"arte-journal": true}', *ls[1:]]),
    "no heading": (1, lambda ls: ls[1:]),
    "the heading again": (2, lambda ls: [ls[0], *ls]),
}


@pytest.fixture
def refuse(home, elsewhere, parcel, capsys) -> Callable[[bytes, int], None]:
    """Check that a file is refused and its line named, and that it made and changed nothing."""

    def check(text: bytes, line: int) -> None:
        parcel.write_bytes(text)
        new = Path(elsewhere("new")["ARTE_HOME"])
        before = rows_of(home / "data" / "journal.db")
        for place in (home, new):
            assert behind(place, lambda s: import_file(s, str(parcel))) == 2
            told = capsys.readouterr()
            assert told.out == ""
            assert len(told.err.splitlines()) == 1
            assert str(parcel) in told.err
            assert f"línea {line}:" in told.err or (line == 1 and "primera línea" in told.err)
        assert rows_of(home / "data" / "journal.db") == before
        assert snapshots(home) == []
        assert os.listdir(new) == ["cache"]

    return check


def in_bytes(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", BAD_LINES)
def test_one_bad_line_imports_nothing_and_is_named(lines, refuse, name):
    number, change = BAD_LINES[name]
    if change is None:
        bad = in_bytes(lines).replace(
            "Buenos días, Inés".encode(), "Buenos días, Inés".encode("cp1252")
        )
    else:
        lines[number - 1] = change(lines[number - 1])
        bad = in_bytes(lines)
    refuse(bad, number)


@pytest.mark.parametrize("name", LINES)
def test_lines_that_do_not_fit_together_import_nothing(lines, refuse, name):
    number, change = LINES[name]
    refuse(in_bytes(change(lines)), number)


def test_a_raw_surrogate_is_not_utf_8(lines, refuse):
    lines[GREETING - 1] = lines[GREETING - 1].replace("Buenos", "\ud800uenos")
    refuse(in_bytes(lines), GREETING)


@pytest.mark.parametrize(
    "content",
    [b"", b'{"arte-journal": 1}\n', b"\x00" * 100, b"SQLite format 3\x00", b"\n", b"day,week\n"],
)
def test_a_file_that_is_no_journal_is_refused_in_a_sentence(arte, parcel, home, content):
    refused = take_in(arte, content, parcel)
    assert (refused.status, refused.out) == (2, "")
    assert str(parcel) in refused.err
    assert len(refused.err.splitlines()) == 1
    assert not (home / "data").exists()


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(arte, tmp_path):
    for path in (tmp_path / "nowhere", tmp_path):
        refused = arte("journal", "import", str(path))
        assert (refused.status, refused.out) == (2, "")
        assert str(path) in refused.err


def test_quotes_without_an_end_are_refused_before_the_coffee_is_cold(home, parcel):
    """A line within the limit of 256 KiB; ten seconds are a thousand times what it may take."""
    parcel.write_bytes(b'{"arte-journal": 1}\n"' + b'\\"' * 100_000 + b"\n")
    done = subprocess.run(
        [sys.executable, "-m", "artesupremo", "journal", "import", str(parcel)],
        capture_output=True,
        check=False,
        timeout=10,
    )
    assert done.returncode == 2


def test_an_entry_that_is_here_on_another_day_takes_no_answers_of_this_one(
    arte, elsewhere, lines, parcel
):
    """Every answer belongs to a sitting of its own day; else reports and exports lose it."""
    morning, answer = json.loads(lines[ENTRY - 1]), json.loads(lines[GREETING - 1])
    new = elsewhere("new")
    moved = [{**record, "day": "2026-11-19"} for record in (morning, answer)]
    assert take_in(arte, in_bytes(lines[:ENERGY]), parcel, **new).status == 0
    taken = take_in(arte, in_bytes([*lines[:2], *map(json.dumps, moved)]), parcel, **new)
    kept = [json.loads(line) for line in taken_out(arte, **new).splitlines()][2:]
    days = {record["id"]: record["day"] for record in kept if record["type"] == "entry"}
    assert all(days[r["entry"]] == r["day"] for r in kept if r["type"] == "answer")
    assert "2 ya están aquí con otras palabras" in taken.out


# Ten years

TEN_YEARS = 3650
QUESTIONS = (
    ("energy", "scale", "morning"),
    ("greeting", "text", "morning"),
    ("message", "text", "morning"),
    ("plan", "plan", "morning"),
    ("good-moment", "text", "closing"),
    ("posture", "scale", "closing"),
    ("greetings", "scale", "closing"),
    ("messages", "scale", "closing"),
    ("practice", "practice", "closing"),
    ("next-time", "text", "closing"),
)


def years_of(days: int) -> Iterator[tuple[Entry, list[Answer]]]:
    """Yield the sittings of as many days."""
    chosen = Chosen("voice", "posture", 1, "Voz", "¿Y?", "suena", "respiro", (("new", 0),))
    for number in range(days):
        day = dt.date(2016, 1, 1) + dt.timedelta(days=number)
        when = (day, f"{day}T12:00:00.000Z", 0, "")
        for sitting in ("morning", "closing"):
            key = f"{sitting}-{number}"
            practice = chosen if sitting == "morning" else None
            entry = Entry(key, sitting, *when, "es", chosen=practice)
            yield (
                entry,
                [
                    Answer(
                        f"{question}-{number}",
                        key,
                        Asked(question, kind, f"¿{question}?", "es", 1),
                        Value(4)
                        if kind in ("scale", "practice")
                        else Value(text="palabra " * 100),
                        *when,
                        recalled=False,
                    )
                    for question, kind, of in QUESTIONS
                    if of == sitting
                ],
            )


MEASURED = """\
import sys, tracemalloc
from artesupremo.__main__ import main
main(["--help"])
tracemalloc.start()
status = main(sys.argv[1:])
print(status, tracemalloc.get_traced_memory()[1], file=sys.stderr)
"""


def write_years(folder: Path, days: int) -> dict[str, str]:
    journal = Journal(str(folder / "data" / "journal.db"), str(folder / "state" / "snapshots"))
    sittings = list(years_of(days))
    clerk = Clerk(Moment(dt.date(2016, 1, 1), "2026-01-01T12:00:00.000Z", 0), str)
    answers = [answer for _entry, given_ in sittings for answer in given_]
    journal.take_in(clerk, [entry for entry, _ in sittings], answers)
    journal.close()
    return {**os.environ, "ARTE_HOME": str(folder), "ARTE_LANG": "es"}


@pytest.mark.slow
def test_ten_years_take_hardly_more_memory_than_one(tmp_path):
    years = {days: write_years(tmp_path / str(days), days) for days in (365, TEN_YEARS)}
    for form in ("markdown", "jsonl", "csv"):
        peaks, sizes = {}, {}
        for days, environ in years.items():
            path = tmp_path / f"{days}.{form}"
            argv = ["export", "all", "--format", form, "-o", str(path)]
            child = [sys.executable, "-c", MEASURED, *argv]
            done = subprocess.run(child, env=environ, capture_output=True, check=True, text=True)
            status, peaks[days] = map(int, done.stderr.split()[-2:])
            assert status == 0
            sizes[days] = path.stat().st_size
        assert sizes[TEN_YEARS] > 9 * sizes[365]
        # What a report counts grows by some 300 bytes a rating; the pages are never held.
        assert peaks[TEN_YEARS] < peaks[365] + 0.5 * sizes[TEN_YEARS], form


@pytest.mark.slow
def test_ten_years_return_the_same(tmp_path):
    environ = write_years(tmp_path / "old", TEN_YEARS)
    arte = [sys.executable, "-m", "artesupremo"]
    for home, path in (("old", "one"), ("new", "two")):
        here = {**environ, "ARTE_HOME": str(tmp_path / home)}
        if home == "new":
            argv = [*arte, "journal", "import", str(tmp_path / "one")]
            subprocess.run(argv, env=here, check=True, capture_output=True)
        argv = [*arte, "export", "all", "--format", "jsonl", "-o", str(tmp_path / path)]
        subprocess.run(argv, env=here, check=True, capture_output=True)
    out = (tmp_path / "one").read_bytes()
    assert len(out.splitlines()) == 2 + TEN_YEARS * 12
    assert (tmp_path / "two").read_bytes() == out
