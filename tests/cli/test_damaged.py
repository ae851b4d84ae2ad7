"""Records that are not what was saved: marked where they are shown, left out of files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
from pathlib import Path

import pytest

from artesupremo.journal.rows import checksum
from conftest import FRIDAY, MORNING
from talking import Talk, _spare_compiling, days_ago, now

CLOSING = {"good-moment": "Se rió", "posture": 4, "practice": 2, "next-time": "Mirar antes"}
ANSWERS = 9  # five of the morning, four of the closing
LEFT_OUT = {
    "es": {1: "Quedó fuera 1 registro dañado: arte diario revisar lo nombra.\n",
           2: "Quedaron fuera 2 registros dañados: arte diario revisar los nombra.\n"},
    "en": {1: "1 damaged record was left out: arte journal check names it.\n",
           2: "2 damaged records were left out: arte journal check names them.\n"},
}  # fmt: skip
MARK = {"es": "(dañada: no es lo que se guardó)", "en": "(damaged: it is not what was saved)"}
JSONL = ("export", "all", "--format", "jsonl", "-o", "-")
CSV = ("export", "all", "--format", "csv", "-o", "-")


@pytest.fixture
def written(arte, home):
    """Return what changes rows of a written day, behind the program's back."""
    _spare_compiling("es")
    for command, given in (("today", {**MORNING, "plan": True}), ("close", CLOSING)):
        assert arte(command, "--answers", "-", given=given).status == 0
    for acts in (("log", "applause", "Gracias"), ("rest", "2026-12-24"), ("rest", "2026-12-28")):
        assert arte(*acts).status == 0

    def change(*statements: str) -> None:
        with sqlite3.connect(home / "data" / "journal.db") as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for sql in statements:
                assert connection.execute(sql).rowcount
        connection.close()

    return change


def records(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def of_type(out: str, kind: str) -> list[dict[str, object]]:
    return [record for record in records(out) if record.get("type") == kind]


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def seal_answers(home: Path) -> None:
    """Give every answer the checksum of what it is now."""
    with sqlite3.connect(home / "data" / "journal.db") as connection:
        connection.row_factory = sqlite3.Row
        for row in connection.execute("SELECT * FROM answer").fetchall():
            sql = "UPDATE answer SET checksum = ? WHERE id = ?"
            connection.execute(sql, (checksum(dict(row)), row["id"]))
    connection.close()


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_damaged_note_and_day_off_are_left_out_of_a_journal_file(arte, written, lang):
    whole = arte(*JSONL)
    assert (whole.status, whole.err) == (0, "")
    written(
        "UPDATE note SET text = 'Nada'",
        "UPDATE rest SET day = '2031-01-01' WHERE day < '2026-12-28'",
    )
    left = arte(*JSONL, lang=lang)
    assert (left.status, left.err) == (5, LEFT_OUT[lang][2])
    gone = ("applause", "2026-12-24")
    kept = [line for line in whole.out.splitlines() if not any(word in line for word in gone)]
    assert left.out.splitlines() == kept


def test_a_file_with_a_damaged_answer_is_written_all_the_same(arte, written, tmp_path):
    written("UPDATE answer SET text = 'Nada' WHERE question = 'greeting'")
    for kind, ending in (("jsonl", "jsonl"), ("csv", "csv")):
        path = tmp_path / f"todo.{ending}"
        told = arte("export", "all", "--format", kind, "-o", str(path))
        assert (told.status, told.out, told.err) == (5, f"{path}\n", LEFT_OUT["es"][1])
        held = path.read_text("utf-8")
        assert MORNING["message"] in held
        assert "Nada" not in held


def test_whole_answers_stay_when_their_sitting_is_damaged(arte, written, home, tmp_path):
    before = of_type(arte(*JSONL).out, "answer")
    written("UPDATE entry SET title = 'Nada', day = '2026-11-02' WHERE sitting = 'morning'")
    told = arte(*JSONL)
    assert (told.status, told.err) == (5, LEFT_OUT["es"][1])
    assert "Nada" not in told.out
    assert len(before) == ANSWERS
    assert sorted(of_type(told.out, "answer"), key=str) == sorted(before, key=str)
    morning = next(one for one in of_type(told.out, "entry") if one["sitting"] == "morning")
    assert (morning["day"], morning["practice"]) == ("2026-11-20", None)
    other = {"ARTE_HOME": str(tmp_path / "other")}
    assert arte("journal", "import", "-", given=told.out, **other).status == 0
    again = arte(*JSONL, **other)
    assert (again.status, of_type(again.out, "answer")) == (0, of_type(told.out, "answer"))


def test_no_two_sittings_of_a_file_have_one_name(arte, written, home):
    """A closing of which only a morning's question is left would be taken for the morning."""
    written(
        "DELETE FROM answer WHERE entry IN (SELECT id FROM entry WHERE sitting = 'closing')"
        " AND question <> 'posture'",
        "UPDATE answer SET question = 'own-question' WHERE question = 'posture'",
        "UPDATE entry SET short = 1 WHERE sitting = 'closing'",
    )
    seal_answers(home)
    told = arte(*JSONL)
    assert (told.status, told.err) == (5, LEFT_OUT["es"][2])
    assert [one["sitting"] for one in of_type(told.out, "entry")] == ["morning"]
    assert "own-question" not in told.out


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE answer SET text = 'Nada' WHERE question = 'greeting'",
        "UPDATE answer SET day = '9999-99-99' WHERE question = 'greeting'",
        "UPDATE answer SET entry = 'nobody' WHERE question = 'greeting'",
    ],
)
def test_a_damaged_answer_is_left_out_of_every_file_and_counted(arte, written, sql):
    written(sql)
    for argv in (JSONL, CSV):
        told = arte(*argv)
        assert (told.status, told.err) == (5, LEFT_OUT["es"][1])
        assert MORNING["message"] in told.out
        assert MORNING["greeting"] not in told.out


def test_two_sittings_of_one_name_lose_no_answer_of_those_after_them(arte, written):
    monday = FRIDAY.replace(day=23)
    assert arte("today", "--answers", "-", given=MORNING, now=monday).status == 0
    written("UPDATE entry SET sitting = 'clos' WHERE sitting = 'closing'")
    told = arte(*CSV, now=monday)
    assert {row["day"] for row in rows(told.out)} == {"2026-11-20", "2026-11-23"}
    assert (told.status, len(rows(told.out))) == (0, ANSWERS + len(MORNING))


def test_damaged_answers_shared_or_of_a_week_are_counted_as_well(arte, written):
    written("UPDATE answer SET text = 'Nada' WHERE question = 'greeting'")
    told = arte("export", "week", "--format", "csv", "--share", "-o", "-")
    assert told.status == 5
    assert told.err.endswith(LEFT_OUT["es"][1])
    assert "Nada" not in told.out


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_damaged_day_off_is_left_out_of_the_list(arte, written, lang):
    written("UPDATE rest SET day = '2031-01-01' WHERE day = '2026-12-24'")
    told = arte("rest", "--list", lang=lang)
    assert (told.status, told.out, told.err) == (5, "2026-12-28\n", LEFT_OUT[lang][1])
    assert arte("rest", "--list", "--json").data == ["2026-12-28"]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_is_damaged_is_marked_in_a_search_and_nothing_else_is(arte, written, lang):
    written("UPDATE answer SET note = 'Gracias, sin más' WHERE question = 'posture'")
    found = {item["type"]: item["intact"] for item in arte("search", "gracias", "--json").data}
    assert found == {"applause": True}  # the index still holds what was saved
    written("UPDATE note SET text = 'Gracias, sin más'")
    assert [item["intact"] for item in arte("search", "gracias", "--json").data] == [False]
    for face in ((), ("--plain",)):
        said = " ".join(arte("search", "gracias", *face, lang=lang).out.split())
        assert said.count(MARK[lang]) == 1
        said = " ".join(arte("search", MORNING["message"], *face, lang=lang).out.split())
        assert MARK[lang] not in said


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_card_marks_what_is_damaged_and_cuts_the_words_not_the_mark(arte, written, lang):
    long = "buenas tardes " * 40
    written(f"UPDATE answer SET text = '{long}' WHERE question = 'greeting'")  # noqa: S608
    card = arte(lang=lang)
    lines = card.out.splitlines()
    assert MARK[lang] in " ".join(card.out.split())
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 9  # one more than a card has
    assert arte("--plain", lang=lang).out.count(MARK[lang]) == 1
    assert arte("--json").data["intact"] is False


def test_a_damaged_practice_marks_its_plan(arte, written):
    assert arte("--json").data["intact"] is True
    written("UPDATE entry SET plan_then = 'hago otra cosa' WHERE sitting = 'morning'")
    plan = next(line for line in arte("--plain").out.splitlines() if "otra cosa" in line)
    assert plan.endswith(f"{MARK['es']}.")
    assert arte("--json").data["intact"] is False


BEHIND = {
    "es": {1: "1 de los registros de este informe está dañado: arte diario revisar lo nombra.",
           2: "2 de los registros de este informe están dañados: arte diario revisar los nombra."},
    "en": {1: "1 of the records behind this report is damaged: arte journal check names it.",
           2: "2 of the records behind this report are damaged: arte journal check names them."},
}  # fmt: skip
FACES = (("report",), ("--plain", "report"), ("export",))


def page(arte, face: tuple[str, ...], period: str, **options) -> str:
    more = ("-o", "-") if face == ("export",) else ()
    done = arte(*face, period, *more, **options)
    assert (done.status, done.err) == (0, "")
    return " ".join(done.out.split())


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("period", ["week", "month", "year", "all"])
def test_a_report_says_how_many_of_the_records_behind_it_are_damaged(arte, written, face, period):
    assert arte("log", "friction", "Dos claves").status == 0
    assert "dañado" not in page(arte, face, period)
    assert arte("report", period, "--json").data["damaged"] == 0
    written("UPDATE answer SET text = 'Nada' WHERE question = 'good-moment'")
    assert BEHIND["es"][1] in page(arte, face, period)
    written("UPDATE note SET text = 'Nada' WHERE kind = 'applause'")
    assert BEHIND["es"][2] in page(arte, face, period)
    assert BEHIND["en"][2] in page(arte, face, period, lang="en")
    written("UPDATE note SET text = 'Nada' WHERE kind = 'friction'")
    assert arte("report", period, "--json").data["damaged"] == 3
    written("UPDATE entry SET title = 'Nada' WHERE sitting = 'morning'")
    assert arte("report", period, "--json").data["damaged"] == 4


@pytest.mark.parametrize(("period", "damaged"), [("week", 1), ("month", 1), ("year", 0)])
def test_a_rating_that_is_damaged_is_known_where_each_is_said(arte, written, period, damaged):
    written("UPDATE answer SET number = 1 WHERE question = 'posture'")
    assert arte("report", period, "--json").data["damaged"] == damaged


def test_a_proposal_of_a_friction_is_checked_beside_its_latest_words(arte, written):
    monday = FRIDAY.replace(day=23)
    given = {"text": "Dos claves", "proposal": "Una sola"}
    record = {
        "type": "friction", "id": "f-1", "day": "2026-11-19", "at": "2026-11-19T15:00:00.000Z",
        "offset": -300, "zone": "", "language": "es", "recalled": False, "number": 40,
        "private": False, "effects": [], "times": None, **given,
    }  # fmt: skip
    parcel = "\n".join(map(json.dumps, [{"arte-journal": 1}, record]))
    assert arte("journal", "import", "-", given=parcel).status == 0
    assert arte("log", "friction", "Dos claves", now=monday).status == 0
    assert "Una sola" in page(arte, ("report",), "all", now=monday)
    written("UPDATE note SET details = replace(details, 'Una sola', 'Nada') WHERE id = 'f-1'")
    assert BEHIND["es"][1] in page(arte, ("report",), "all", now=monday)


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_morning_does_not_begin_with_words_that_are_damaged(arte, home, written, is_damaged):
    yesterday = str(days_ago(1))
    given = {"next-time": "Mirar antes"}
    done = arte("close", "--date", yesterday, "--answers", "-", given=given, now=now())
    assert done.status == 0, done.err
    if is_damaged:
        written("UPDATE answer SET text = 'Mirar nada' WHERE question = 'next-time'")
    talk = Talk("today")
    assert ("Para hoy quedó: Mirar" in talk.shown) is not is_damaged
    talk.die()


@pytest.mark.parametrize("acts", [("kept", "2"), ("move", "2", "+3")])
def test_a_damaged_note_is_not_made_true_by_changing_it(arte, written, acts):
    assert arte("log", "promise", "Llamar a Ana").status == 0
    written("UPDATE note SET text = text || ' FALSO'")
    refused = arte("promises", *acts)
    assert (refused.status, refused.out) == (5, "")
    assert "La nota 2 está dañada" in refused.err
    assert arte("journal", "check").status == 5
    assert arte("delete", "1", "--yes").status == 0


# What no type can hold any more


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE answer SET day = '2026-11-2x' WHERE question = 'posture'",
        "UPDATE answer SET day = '2026-11-2x' WHERE question = 'greeting'",
        "UPDATE answer SET day = '2026-11-2x'",
        "UPDATE entry SET day = '2026-11-1x' WHERE sitting = 'morning'",
        "UPDATE entry SET at = '2026-11-20Tx' WHERE sitting = 'morning'",
        "UPDATE note SET day = '2026-11-2x', at = '2026T'",
        "UPDATE rest SET day = '2026-13-01', at = '2026T' WHERE day > '2026-12-24'",
        "UPDATE change SET at = '2026-11-20Tx'",
        "UPDATE change SET after = '[]', before = '{}'",
    ],
)
def test_a_day_that_is_none_is_no_bug_of_ours(arte, written, sql):
    written(sql)
    later = FRIDAY + dt.timedelta(days=1)
    for line in (
        "", "today --answers -", "close --answers -", "show", "show 2026-11-20", "history",
        "report week", "report month", "report year", "report all --why", "report week --json",
        "report --area posture", "report --compare", "search gracias", "search ajá", "promises",
        "rest", "undo --list", "nudge", "week --no-input", "practices list", "greet --gallery",
        "export all -o - --format jsonl", "export all -o - --format csv", "export all -o -",
        "edit 1", "undo", "undo --redo", "journal check", "doctor",
    ):  # fmt: skip
        told = arte(*line.split(), given={"energy": 3}, now=later)
        assert told.status in (0, 1, 2, 3, 5), (line, told)
        assert "Traceback" not in told.err
