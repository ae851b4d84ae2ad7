"""Looking back: `arte history`, `arte report`, `arte journal path|info`, in both languages."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pexpect
import pytest

from artesupremo.days import Moment
from artesupremo.journal.model import Asked, Value
from artesupremo.journal.store import Clerk, Journal, Sitting
from conftest import FRIDAY, MORNING
from talking import STYLE, ZONE, _spare_compiling, days_ago, today, write_morning

NOV = dt.date(2026, 11, 20)  # a Friday, of week 47


@pytest.fixture(autouse=True)
def prepared(home) -> None:
    _spare_compiling("es")


@pytest.fixture
def write(home) -> Callable[..., None]:
    """Record a greeting that names its day, on each day given."""

    def record(*days: dt.date, text: str = "Saludo del {day}") -> None:
        journal = Journal(str(home / "data" / "journal.db"), str(home / "state" / "snapshots"))
        for day in days:
            clerk = Clerk(Moment(day, f"{day}T12:00:00.000Z", 0), str)
            asked = Asked("greeting", "text", "¿Con qué saludo?", "es", 1)
            value = Value(text=text.format(day=day))
            journal.record(clerk, Sitting("morning", day, "es"), [(asked, value)])
        journal.close()

    return record


# The history at a terminal


ASKS = {
    "es": "Enter: la semana anterior · q: terminar › ",
    "en": "Enter: the week before · q: end › ",
}


class Pager:
    """`arte history` at a terminal: `shown` is the page that came, without its prompt."""

    def __init__(self, *argv: str, lang: str = "es", columns: int = 80) -> None:
        own = {"ARTE_LANG": lang, "TERM": "xterm", "LC_ALL": "C.UTF-8", "TZ": ZONE}
        environ = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        self.asks = ASKS[lang]
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "artesupremo", "history", *argv],
            env={**environ, **own},
            dimensions=(50, columns),
            encoding="utf-8",
            timeout=30,
        )
        self.child.delaybeforesend = None
        self._listen()

    def _listen(self) -> None:
        self.asking = self.child.expect_exact([self.asks, pexpect.EOF]) == 0
        self.shown = STYLE.sub("", self.child.before).replace("\r\n", "\n")

    def press(self, key: str) -> str:
        assert self.asking, self.shown
        self.child.sendline(key)
        self._listen()
        return self.shown

    def press_control(self, key: str) -> None:
        assert self.asking, self.shown
        self.child.sendcontrol(key)
        self._listen()

    def status(self) -> int:
        assert not self.asking, "it still asks"
        self.child.wait()
        return int(self.child.exitstatus)


def greetings(page: str) -> list[str]:
    return re.findall(r"Saludo del (\S+)", page)


@pytest.fixture
def three_weeks(write) -> list[str]:
    """Write in this week and in those of 14 and 35 days ago; return the days, latest first."""
    days = [today(), days_ago(14), days_ago(35)]
    write(*days)
    return [str(day) for day in days]


def test_the_history_pages_back_a_week_at_a_time_and_over_empty_ones(three_weeks):
    pager = Pager()
    assert greetings(pager.shown) == [three_weeks[0]]
    assert greetings(pager.press("")) == [three_weeks[1]]
    assert greetings(pager.press("")) == [three_weeks[2]]
    assert pager.status() == 0


@pytest.mark.parametrize("key", ["q", "n", "fin"])
def test_anything_but_enter_ends_the_history(three_weeks, key):
    pager = Pager()
    assert greetings(pager.press(key)) == []
    assert pager.status() == 0


@pytest.mark.parametrize("key", ["c", "d"])
def test_ctrl_c_and_ctrl_d_end_the_history_without_an_error(three_weeks, key):
    pager = Pager()
    pager.press_control(key)
    assert pager.status() in (0, 130)
    assert pager.shown.strip("^CD\n\r ") == ""


def test_a_history_of_one_week_asks_nothing(write):
    write(today())
    pager = Pager()
    assert greetings(pager.shown) == [str(today())]
    assert pager.status() == 0


def test_the_history_asks_in_the_advisors_language(three_weeks):
    assert Pager(lang="en").asking


def test_a_page_names_its_week_and_fits_the_terminal(write):
    write(today(), text="Una frase larga que da la vuelta " * 4)
    for columns in (120, 80, 40):
        page = Pager(columns=columns).shown
        year, week, _ = today().isocalendar()
        assert f"Semana {week} de {year}" in page
        assert max(map(columns_of, page.splitlines())) <= columns


def columns_of(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in line)


# The history in a pipe


def test_in_a_pipe_all_of_the_history_comes_latest_week_first(arte, write):
    days = [NOV, NOV - dt.timedelta(days=1), dt.date(2026, 10, 5), dt.date(2024, 2, 29)]
    write(*days)
    history = arte("history")
    assert (history.status, history.err) == (0, "")
    assert greetings(history.out) == [str(days[1]), str(days[0]), str(days[2]), str(days[3])]
    weeks = re.findall(r"^Semana \d+ de \d+", history.out, re.MULTILINE)
    assert weeks == ["Semana 47 de 2026", "Semana 41 de 2026", "Semana 9 de 2024"]


@pytest.mark.parametrize("when", ["2026-W41", "2026-10-05", "2026-10-11"])
def test_the_history_begins_at_the_week_that_is_named(arte, write, when):
    write(NOV, dt.date(2026, 10, 5), dt.date(2024, 2, 29))
    assert greetings(arte("history", when).out) == ["2026-10-05", "2024-02-29"]


def test_the_history_of_a_week_without_entries_says_so(arte, write):
    write(NOV)
    told = arte("history", "2026-W46")
    assert (told.status, told.out) == (3, "")
    assert "semana 46 de 2026" in told.err


def test_the_history_in_plain_sentences(arte, write):
    write(NOV)
    lines = arte("history", "--plain").out.splitlines()
    assert lines[-1] == "Viernes 20 de noviembre: Saludo del 2026-11-20"
    assert not re.search(r"[●○·│\x1b]|  ", "\n".join(lines))


def test_a_day_of_skips_alone_is_no_gap_in_the_paging(arte, write):
    write(NOV)
    earlier = FRIDAY - dt.timedelta(days=14)
    arte("today", "--answers", "-", given={"energy": None}, now=earlier)
    assert "Semana 45 de 2026" in arte("history").out


# The report


def report(arte, *argv: str, now: dt.datetime = FRIDAY):
    told = arte("report", *argv, "--json", now=now)
    assert told.status == 0, told.err
    return told


def test_a_bare_report_is_the_week(arte, write):
    write(NOV)
    assert report(arte).data["name"] == "2026-W47"
    assert arte("report").out == arte("report", "week").out


@pytest.mark.parametrize(
    ("kind", "name"),
    [("week", "2026-W47"), ("month", "2026-11"), ("year", "2026"), ("all", "all")],
)
def test_without_a_when_the_current_period_is_shown_and_nothing_said(arte, write, kind, name):
    write(NOV, NOV - dt.timedelta(days=7))
    told = report(arte, kind)
    assert (told.data["name"], told.err) == (name, "")


@pytest.mark.parametrize(
    ("kind", "name", "named"),
    [
        ("week", "2026-W47", "semana 47 de 2026"),
        ("month", "2026-11", "noviembre de 2026"),
        ("year", "2026", "2026"),
    ],
)
def test_without_entries_now_the_last_period_with_some_is_shown_and_named(
    arte, write, kind, name, named
):
    write(NOV, dt.date(2025, 3, 3))
    told = report(arte, kind, now=FRIDAY + dt.timedelta(days=400))
    assert told.data["name"] == name
    assert named in told.err
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (("week", "last"), "2026-W46"),
        (("week", "pasada"), "2026-W46"),
        (("week", "2026-W45"), "2026-W45"),
        (("week", "2026-11-02"), "2026-W45"),
        (("week", "ayer"), "2026-W47"),
        (("week", "lunes"), "2026-W47"),
        (("month", "last"), "2026-10"),
        (("month", "2026-10"), "2026-10"),
        (("month", "2026-10-31"), "2026-10"),
        (("year", "last"), "2025"),
        (("year", "2025"), "2025"),
        (("year", "2025-12-31"), "2025"),
    ],
)
def test_a_period_may_be_named_by_its_name_by_last_or_by_a_day_in_it(arte, write, argv, name):
    month = dt.timedelta(days=30)
    write(NOV, NOV - dt.timedelta(days=7), NOV - dt.timedelta(days=18), NOV - month,
          dt.date(2025, 6, 2))  # fmt: skip
    assert report(arte, *argv).data["name"] == name


def test_all_is_from_the_first_day_to_the_last(arte, write):
    write(NOV, dt.date(2024, 2, 29))
    data = report(arte, "all").data
    assert (data["period"], data["first"], data["last"]) == ("all", "2024-02-29", "2026-11-20")


def test_an_old_journal_reports_its_last_week_and_not_one_to_come(arte, write):
    """A day that was dated ahead (a clock set wrong) is not the week that is shown."""
    write(NOV, dt.date(2027, 5, 3))
    assert report(arte, now=FRIDAY + dt.timedelta(days=14)).data["name"] == "2026-W47"


@pytest.mark.parametrize("argv", [("week", "2026-W46"), ("month", "2026-10"), ("year", "2020")])
def test_a_period_without_entries_is_a_sentence(arte, write, argv):
    write(NOV)
    told = arte("report", *argv)
    assert (told.status, told.out) == (3, "")
    assert len(told.err.splitlines()) == 1
    assert "arte historial" in told.err


@pytest.mark.parametrize(
    "argv", [("week", "neverday"), ("month", "2026-13"), ("week", "2026-W54")]
)
def test_a_when_that_is_none_is_a_usage_error(arte, write, argv):
    write(NOV)
    told = arte("report", *argv)
    assert (told.status, told.out) == (2, "")
    assert len(told.err.splitlines()) == 1


def test_the_report_of_the_issues_morning_in_the_terminal(arte):
    arte("today", "--answers", "-", given={**MORNING, "plan": True})
    page = arte("report").out
    assert page.splitlines()[0] == "Semana 47 de 2026 · 16–22 de noviembre"
    assert re.search(r"Lo que avanzó\n  1 de 1 jornada\n", page)
    assert "Autoinforme" in page
    assert "\x1b" not in page


def test_an_imported_journal_cannot_drive_the_terminal(arte, write):
    """What a text holds is shown, never obeyed, wherever it came from."""
    write(NOV, text="a\x1b]0;título\x07b\x9b31mc\u202ed {day}")
    for command in ("report", "show", "history"):
        page = arte(command).out
        assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page) == [], command


# Names in both languages


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        (("informe",), ("report",)),
        (("informe", "semana"), ("report", "week")),
        (("informe", "mes"), ("report", "month")),
        (("informe", "año"), ("report", "year")),
        (("informe", "ano"), ("report", "year")),
        (("informe", "AÑO"), ("report", "year")),
        (("informe", "todo"), ("report", "all")),
        (("informe", "semana", "pasada"), ("report", "week", "last")),
        (("exportar", "-o", "-"), ("export", "-o", "-")),
        (("exportar", "día", "-o", "-"), ("export", "day", "-o", "-")),
        (("exportar", "dia", "-o", "-"), ("export", "day", "-o", "-")),
        (("exportar", "semana", "-o", "-"), ("export", "week", "-o", "-")),
        (("exportar", "mes", "-o", "-"), ("export", "month", "-o", "-")),
        (("exportar", "año", "-o", "-"), ("export", "year", "-o", "-")),
        (("exportar", "todo", "-o", "-"), ("export", "all", "-o", "-")),
        (("historial",), ("history",)),
        (("historial", "pasada"), ("history", "last")),
        (("diario", "ruta"), ("journal", "path")),
        (("diario", "datos"), ("journal", "info")),
        (("diario", "importar", "nada"), ("journal", "import", "nada")),
    ],
)
def test_every_command_has_its_name_in_either_language(arte, write, spanish, english):
    write(NOV, NOV - dt.timedelta(days=7))
    said = arte(*spanish)
    assert said == arte(*english)
    assert said.status == (2 if "nada" in spanish else 0)
    assert said.out or said.err


def test_both_names_work_whichever_language_is_spoken(arte, write):
    write(NOV)
    for argv in (("informe", "mes"), ("exportar", "todo", "-o", "-"), ("diario", "datos")):
        assert arte(*argv, lang="en").status == 0


@pytest.mark.parametrize("command", ["report", "export"])
def test_a_word_that_is_no_period_gets_those_there_are_in_good_spelling(arte, write, command):
    write(NOV)
    spanish, english = (arte(command, "lustro", lang=lang) for lang in ("es", "en"))
    assert (spanish.status, english.status) == (2, 2)
    assert re.findall(r"\w+", spanish.err)[-4:] == ["semana", "mes", "año", "todo"]
    assert re.findall(r"\w+", english.err)[-4:] == ["week", "month", "year", "all"]
    if command == "export":
        assert "día" in spanish.err


# The journal's file


def test_the_path_of_the_journal_is_one_line_even_before_there_is_one(arte, home):
    path = home / "data" / "journal.db"
    told = arte("journal", "path")
    assert (told.status, told.out, told.err) == (0, f"{path}\n", "")
    assert not path.exists()


def test_info_of_no_journal_is_a_kind_sentence(arte):
    told = arte("journal", "info")
    assert (told.status, told.out) == (3, "")
    assert told.err == "Todavía no hay nada escrito: se empieza con arte hoy.\n"


def test_info_as_data_has_its_keys(arte, write, home):
    write(NOV, NOV - dt.timedelta(days=3))
    info = arte("journal", "info", "--json")
    assert (info.json["arte"], info.json["command"]) == (1, "journal-info")
    path = home / "data" / "journal.db"
    assert UUID(info.data["id"]).version == 7
    assert info.data == {
        "path": str(path),
        "id": info.data["id"],
        "schema": 2,
        "bytes": path.stat().st_size,
        "first": "2026-11-17",
        "last": "2026-11-20",
        "days": 2,
        "answers": 2,
        "notes": 0,
        "snapshots": 0,
    }


def test_info_counts_snapshots_and_days_with_an_answer(arte, write, home, tmp_path):
    write(NOV)
    arte("today", "--date", "2026-11-19", "--answers", "-", given={"energy": None})
    arte("export", "all", "--format", "jsonl", "-o", str(tmp_path / "journal.jsonl"))
    arte("journal", "import", str(tmp_path / "journal.jsonl"))
    data = arte("journal", "info", "--json").data
    # On Thursday all was skipped: it is in the span and in the answers, and no practised day.
    assert (data["first"], data["days"], data["answers"], data["snapshots"]) == (
        "2026-11-19", 1, 2, 2,  # the day's, and the one before the import
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("es", ("Archivo: ", "Del 2026-11-17 al 2026-11-20: 2 días, 2 respuestas", "Copias: 0")),
        ("en", ("File: ", "From 2026-11-17 to 2026-11-20: 2 days, 2 answers", "Snapshots: 0")),
    ],
)
def test_info_in_words_tells_where_and_how_much_but_never_an_answer(
    arte, write, home, lang, words
):
    write(NOV, NOV - dt.timedelta(days=3))
    info = arte("journal", "info", lang=lang)
    assert info.status == 0
    for word in (*words, str(home / "data" / "journal.db"), str(Path(home, "state", "snapshots"))):
        assert word in info.out
    assert "Saludo" not in info.out


def test_a_morning_of_today_is_in_the_history_and_the_report(arte):
    """The same through the real clock, as the advisor has it."""
    write_morning(arte, today(), MORNING)
    page = Pager().shown
    assert MORNING["message"] in page or MORNING["greeting"] in page
