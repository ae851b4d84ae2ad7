"""`arte export`: what it writes, where, what it refuses, and what it leaves out for others."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import random
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.cli.export import ExportOptions, export
from artesupremo.cli.session import GlobalOptions, Session
from artesupremo.days import Moment
from artesupremo.errors import ArteError
from artesupremo.i18n import language, speak
from artesupremo.journal.model import Answer, Asked, Value
from artesupremo.journal.store import Clerk, Journal, Sitting
from artesupremo.reports.faces.table import table_lines
from conftest import BOGOTA, FRIDAY, MORNING
from talking import _spare_compiling

CLOSING = {
    "good-moment": "Se rió al leer mi nota",
    "posture": "4 con la silla",
    "greetings": 3,
    "messages": 5,
    "practice": 0,
    "next-time": "Mirar antes de hablar",
}
PAGE = "reflexion-2026-W47.md"
FORMATS = {"markdown": "md", "json": "json", "jsonl": "jsonl", "csv": "csv"}


@pytest.fixture(autouse=True)
def prepared(home) -> None:
    _spare_compiling("es")


@pytest.fixture
def folder(home) -> Path:
    """Return where exports go unless told otherwise."""
    return home / "reflections"


def write_day(arte, morning=MORNING, closing=CLOSING, now: dt.datetime = FRIDAY) -> None:
    assert arte("today", "--answers", "-", given={**morning, "plan": True}, now=now).status == 0
    assert arte("close", "--answers", "-", given=closing, now=now).status == 0


def write_days(home: Path, *days: dt.date) -> None:
    """Record one answer on each of `days`, past the conversation."""
    journal = Journal(str(home / "data" / "journal.db"), str(home / "state" / "snapshots"))
    for day in days:
        clerk = Clerk(Moment(day, f"{day}T12:00:00.000Z", 0), str)
        asked = Asked("energy", "scale", "¿Con cuánta energía?", "es", 1)
        journal.record(clerk, Sitting("morning", day, "es"), [(asked, Value(4))])
    journal.close()


def run_export(kind: str, when: str | None, options: ExportOptions, now: dt.datetime) -> int:
    """Run the export behind the command line, which takes most of a call's time."""
    speaking = language()
    session = Session(now, os.environ, GlobalOptions())
    speak(session.lang)
    try:
        return export(session, kind, when, options)
    except ArteError as error:
        return error.status
    finally:
        session.journal.close()
        speak(speaking)


def parts(page: str) -> tuple[dict[str, object], str]:
    """Return the front matter of a page as data, and its body."""
    start, matter, body = page.split("---\n", 2)
    assert start == ""
    return yaml.safe_load(matter), body


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files_beneath(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()}


# The page


def test_the_morning_of_the_issue_is_printed_as_markdown(arte, home):
    arte("today", "--answers", "-", given=MORNING)
    exported = arte("export", "week", "-o", "-")
    assert (exported.status, exported.err) == (0, "")
    matter, body = parts(exported.out)
    assert matter["name"] == "2026-W47"
    assert body.startswith("\n# Semana 47 de 2026 · 16–22 de noviembre\n")
    for words in (
        "### Viernes 20 de noviembre",
        "#### Mañana",
        "¿Con cuánta energía empiezas?\n\n> 4  \n",
        "> espalda  \n",
        "> Buenos días, Inés: ya vi su pedido  \n",
        "> La respuesta a Leo  \n",
    ):
        assert words in body
    assert not (home / "reflections").exists()


def test_what_moved_forward_is_the_first_heading_in_either_language(arte):
    write_day(arte)
    for lang, heading in (("es", "## Lo que avanzó"), ("en", "## What moved forward")):
        page = arte("export", "week", "-o", "-", lang=lang).out
        assert re.findall("^## .*", page, re.MULTILINE)[0] == heading


def test_the_front_matter_is_yaml_with_its_figures_and_the_digest_of_the_body(arte):
    write_day(arte)
    matter, body = parts(arte("export", "week", "-o", "-").out)
    assert matter == {
        "title": "Semana 47 de 2026 · 16–22 de noviembre",
        "date": dt.date(2026, 11, 22),
        "period": "week",
        "name": "2026-W47",
        "start": dt.date(2026, 11, 16),
        "end": dt.date(2026, 11, 22),
        "lang": "es",
        "tags": ["arte", "arte/week"],
        "worked_days": 1,
        "practised_days": 1,
        "posture_n": 1,
        "greetings_n": 1,
        "messages_n": 1,
        "arte_digest": hashlib.sha256(body.encode()).hexdigest(),
    }


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_journal_gives_the_same_bytes(arte, folder, form):
    write_day(arte)
    later = FRIDAY + dt.timedelta(hours=9)
    printed = arte("export", "week", "--format", form, "-o", "-").out
    assert arte("export", "week", "--format", form, "-o", "-", now=later).out == printed
    path = Path(arte("export", "week", "--format", form).out.strip())
    assert path.read_bytes() == printed.encode()


def test_a_week_that_is_over_stays_the_same_page(arte):
    write_day(arte)
    pages = {
        arte("export", "week", "2026-W47", "-o", "-", now=FRIDAY + dt.timedelta(days=days)).out
        for days in (3, 33)
    }
    assert len(pages) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_a_reader_that_has_seen_enough_is_no_error(arte, form):
    """`arte export all -o - | head -1`: more than a pipe holds, and nobody reads on."""
    long = "漢" * 9_000
    morning = {**MORNING, "greeting": long, "message": long}
    write_day(arte, morning, {**CLOSING, "good-moment": long, "next-time": long})
    argv = [sys.executable, "-m", "artesupremo", "export", "all", "--format", form, "-o", "-"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(1)
        child.stdout.close()
        assert (child.wait(timeout=60), child.stderr.read()) == (0, b"")


# Names and places


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("day", "2026-11-20"),
        ("week", "2026-W47"),
        ("month", "2026-11"),
        ("year", "2026"),
        ("all", {"es": "todo", "en": "all"}),
    ],
)
def test_the_file_is_named_after_its_period_and_its_path_printed(arte, folder, kind, name, lang):
    write_days(folder.parent, FRIDAY.date())
    stem = "reflexion" if lang == "es" else "reflection"
    path = folder / f"{stem}-{name[lang] if isinstance(name, dict) else name}.md"
    exported = arte("export", kind, lang=lang)
    assert (exported.status, exported.out, exported.err) == (0, f"{path}\n", "")
    assert files_beneath(folder) == {Path(path.name)}


@pytest.mark.parametrize(("form", "ending"), FORMATS.items())
def test_the_ending_tells_the_format(arte, folder, form, ending):
    write_days(folder.parent, FRIDAY.date())
    exported = arte("export", "week", "--format", form)
    assert exported.out == f"{folder / 'reflexion-2026-W47'}.{ending}\n"


def test_another_format_is_refused_with_the_ones_there_are(arte):
    refused = arte("export", "week", "--format", "pdf")
    assert refused.status == 2
    assert "markdown, jsonl, json" in refused.err


@pytest.mark.parametrize(
    ("output", "lands"),
    [
        ("page.md", "page.md"),
        ("new/deep/page.md", "new/deep/page.md"),
        ("new/", f"new/{PAGE}"),
        ("there", f"there/{PAGE}"),
        ("~/page.md", "page.md"),
    ],
)
def test_o_takes_a_file_or_a_folder(arte, home, tmp_path, monkeypatch, output, lands):
    write_days(home, FRIDAY.date())
    place = tmp_path / "place"
    (place / "there").mkdir(parents=True)
    monkeypatch.chdir(place)
    exported = arte("export", "week", "-o", output, HOME=str(place))
    assert (exported.status, exported.out) == (0, f"{place / lands}\n")
    assert files_beneath(place) == {Path(lands)}
    assert not (home / "reflections").exists()


def test_the_export_folder_is_a_setting(arte, home, tmp_path):
    write_days(home, FRIDAY.date())
    exported = arte("export", ARTE_EXPORT_FOLDER=str(tmp_path / "mine"))
    assert exported.out == f"{tmp_path / 'mine' / PAGE}\n"


@pytest.mark.parametrize("form", FORMATS)
def test_files_and_new_folders_are_the_advisors_alone(arte, home, tmp_path, form):
    write_days(home, FRIDAY.date())
    path = Path(arte("export", "--format", form, "-o", str(tmp_path / "a" / "b") + "/").out[:-1])
    assert mode(path) == 0o600
    assert [mode(folder) for folder in path.parents[:2]] == [0o700, 0o700]


def test_nothing_written_yet_is_a_kind_sentence(arte, home):
    for command in (("export", "week"), ("export", "all"), ("report",), ("history",)):
        told = arte(*command)
        assert (told.status, told.out) == (3, "")
        assert told.err == "Todavía no hay nada escrito: se empieza con arte hoy.\n"
    assert not (home / "reflections").exists()
    assert not (home / "data").exists()


@pytest.mark.parametrize(
    ("kind", "when"),
    [("day", "2026-11-19"), ("week", "2026-W46"), ("month", "2026-10"), ("year", "2025")],
)
def test_a_period_without_entries_is_named_and_makes_no_file(arte, home, kind, when):
    write_days(home, FRIDAY.date())
    told = arte("export", kind, when)
    assert (told.status, told.out) == (3, "")
    assert "arte historial" in told.err
    assert not (home / "reflections").exists()


def test_without_a_when_the_last_period_with_entries_is_taken_and_named(arte, home, folder):
    write_days(home, FRIDAY.date())
    later = FRIDAY + dt.timedelta(days=40)
    exported = arte("export", now=later)
    assert exported.out == f"{folder / PAGE}\n"
    assert "semana 47 de 2026" in exported.err


def test_a_day_may_be_named_as_everywhere_else(arte, home, folder):
    write_days(home, dt.date(2026, 11, 19))
    names = {
        arte("export", "day", word, "-o", "-").out.split("name: ")[1][:10]
        for word in ("ayer", "yesterday", "jueves", "Thursday", "2026-11-19", "-1")
    }
    assert names == {"2026-11-19"}


# What is there already


def test_an_unedited_page_is_written_anew(arte, folder):
    arte("today", "--answers", "-", given=MORNING)
    arte("export")
    arte("close", "--answers", "-", given=CLOSING)
    assert arte("export").status == 0
    assert "Mirar antes de hablar" in (folder / PAGE).read_text()


def test_an_edited_page_is_refused_until_forced(arte, folder):
    write_day(arte)
    arte("export")
    fresh = (folder / PAGE).read_text()
    edited = fresh + "\nMi propia conclusión\n"
    (folder / PAGE).write_text(edited)
    refused = arte("export")
    assert (refused.status, refused.out) == (2, "")
    for words in (str(folder / PAGE), "--force", "-o"):
        assert words in refused.err
    assert (folder / PAGE).read_text() == edited
    assert arte("export", "--force").status == 0
    assert (folder / PAGE).read_text() == fresh


@pytest.mark.parametrize(
    "edit",
    [
        lambda page: page.replace("Se rió", "Se  rió"),
        lambda page: page[:-1],
        lambda page: page + "\n",
        lambda page: page.replace("\n", "\r\n"),
        lambda page: re.sub("arte_digest: .*\n", "", page),
        lambda page: re.sub("arte_digest: .", "arte_digest: g", page),
        lambda page: "\ufeff" + page,
    ],
)
def test_the_slightest_edit_is_an_edit(arte, folder, edit):
    write_day(arte)
    arte("export")
    page = edit((folder / PAGE).read_bytes().decode()).encode()
    (folder / PAGE).write_bytes(page)
    assert arte("export").status == 2
    assert (folder / PAGE).read_bytes() == page


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Mis notas\n",
        b"---\n",
        b"---\ntitle: x\n---\nhola\n",
        b"\xff\xfe\x00",
        b"---\n" * 300,
    ],
)
def test_a_file_that_is_not_ours_is_refused(arte, home, tmp_path, content):
    write_days(home, FRIDAY.date())
    notes = tmp_path / "notas.md"
    notes.write_bytes(content)
    refused = arte("export", "-o", str(notes))
    assert refused.status == 2
    assert "--force" in refused.err
    assert notes.read_bytes() == content


def test_a_folder_in_the_way_is_refused_even_when_forced(arte, home, folder):
    write_days(home, FRIDAY.date())
    (folder / PAGE).mkdir(parents=True)
    for force in ((), ("--force",)):
        assert arte("export", *force).status == 2
    assert files_beneath(folder) == set()


@pytest.mark.parametrize("form", ["markdown", "csv"])
def test_a_pipe_in_the_way_is_no_reason_to_wait_for_ever(home, tmp_path, form):
    write_days(home, FRIDAY.date())
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = subprocess.run(
        [sys.executable, "-m", "artesupremo", "export", "all", "--format", form, "-o", str(pipe)],
        capture_output=True,
        check=False,
        timeout=10,
    )
    assert done.returncode == 2
    assert stat.S_ISFIFO(pipe.stat().st_mode)


LIMITED = """\
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
from artesupremo.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("form", FORMATS)
def test_a_write_that_fails_leaves_the_old_file_whole(arte, home, tmp_path, form):
    """A file that may not grow beyond 300 bytes stands for a disk that is full."""
    write_day(arte)
    path = tmp_path / "page"
    arte("export", "all", "--format", form, "-o", str(path))
    before = path.read_bytes()
    argv = ["export", "all", "--force", "--format", form, "-o", str(path)]
    failed = subprocess.run(
        [sys.executable, "-c", LIMITED, *argv], capture_output=True, check=False, timeout=60
    )
    assert (failed.returncode, failed.stdout) == (2, b"")
    assert str(path) in failed.stderr.decode()
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir() if "page" in entry.name] == ["page"]


# Planted links


@pytest.fixture
def victim(tmp_path) -> Path:
    """Lend somebody's file."""
    path = tmp_path / "victim"
    path.write_text("lo de otro")
    path.chmod(0o644)
    return path


def is_untouched(victim: Path) -> bool:
    return victim.read_text() == "lo de otro" and mode(victim) == 0o644


@pytest.mark.parametrize("form", FORMATS)
def test_a_planted_symbolic_link_is_not_followed(arte, home, tmp_path, victim, form):
    write_days(home, FRIDAY.date())
    link = tmp_path / "out" / f"reflexion-2026-W47.{FORMATS[form]}"
    link.parent.mkdir()
    link.symlink_to(victim)
    if form == "markdown":
        assert arte("export", "-o", str(link.parent)).status == 2
        assert link.is_symlink()
    assert arte("export", "--format", form, "-o", str(link.parent), "--force").status == 0
    assert not link.is_symlink()
    assert mode(link) == 0o600
    assert is_untouched(victim)


def test_a_link_to_a_page_of_ours_is_replaced_and_the_page_left_alone(arte, tmp_path):
    arte("today", "--answers", "-", given=MORNING)
    page, link = tmp_path / "page.md", tmp_path / "link.md"
    arte("export", "-o", str(page))
    before = page.read_bytes()
    link.symlink_to(page)
    arte("close", "--answers", "-", given=CLOSING)
    arte("export", "-o", str(link))
    assert page.read_bytes() == before


def test_a_link_to_nowhere_makes_nothing_there(arte, home, tmp_path):
    write_days(home, FRIDAY.date())
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "nowhere")
    assert arte("export", "-o", str(link)).status == 2
    assert arte("export", "-o", str(link), "--force").status == 0
    assert not (tmp_path / "nowhere").exists()
    assert not link.is_symlink()


@pytest.mark.parametrize("plant", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_a_link_planted_where_the_draft_goes_is_not_written_through(
    arte, home, tmp_path, victim, plant
):
    write_days(home, FRIDAY.date())
    out = tmp_path / "out"
    out.mkdir()
    plant(victim, out / f"{PAGE}.{os.getpid()}.tmp")
    arte("export", "-o", str(out))
    assert is_untouched(victim)


# For somebody else's eyes

NAMED = "INES y ines, María José, MARIA  JOSÉ, inés; pero Inesita, José y María no"
UNNAMED = "[nombre] y [nombre], [nombre], [nombre], [nombre]; pero Inesita, José y María no"
SHARED_MORNING = {
    "energy": "4 dormí en casa de Inés",
    "posture-now": "espalda",
    "greeting": NAMED,
    "message": "privado: lo de mi madre",
}
SHARED_CLOSING = {"posture": "2 privado: me dolía", "greetings": "5 gracias a Inés", "messages": 3}
NAMES = {"ARTE_SHARE_NAMES": "Inés, María José ,Zoë"}


def export_shared(arte, *argv: str):
    write_day(arte, SHARED_MORNING, SHARED_CLOSING)
    return arte("export", "week", "--share", *argv, **NAMES)


@pytest.mark.parametrize("form", ["markdown", "json", "csv"])
def test_share_leaves_out_what_is_private_and_replaces_names(arte, form):
    shared = export_shared(arte, "--format", form, "-o", "-")
    assert shared.status == 0
    text = shared.out.replace("\\[", "[").replace("\\]", "]")
    for words in ("dormí", "mi madre", "me dolía", "INES", "inés", "María José", "JOSÉ"):
        assert words not in text
    for words in (UNNAMED, "gracias a [nombre]", "espalda" if form == "markdown" else "back"):
        assert words in text


@pytest.mark.parametrize("form", ["markdown", "json", "csv"])
def test_share_says_how_much_it_left_out_and_replaced(arte, form):
    # Private: energy by its mark in daily.yaml, the message and the posture by "privado:".
    # Names: five in the greeting, one in the note of the greetings.
    shared = export_shared(arte, "--format", form, "-o", "-")
    assert shared.err == "Para compartir: 3 respuestas privadas fuera, 6 nombres cambiados.\n"


def test_what_is_private_enters_no_figure_that_is_shared(arte):
    shared = json.loads(export_shared(arte, "--format", "json", "-o", "-").out)
    daily = shared["data"]["report"]["daily"]
    assert {area: figures["n"] for area, figures in daily.items()} == {
        "posture": 0,
        "greetings": 1,
        "messages": 1,
    }


def test_what_is_shared_has_a_name_of_its_own_and_leaves_the_whole_page_alone(arte, folder):
    write_day(arte, SHARED_MORNING, SHARED_CLOSING)
    whole = arte("export").out
    assert "mi madre" in Path(whole.strip()).read_text()
    for lang, name in (("es", "reflexion-2026-W47-compartida.md"),
                       ("en", "reflection-2026-W47-shared.md")):  # fmt: skip
        shared = arte("export", "--share", lang=lang, **NAMES)
        assert shared.out == f"{folder / name}\n"
        matter, body = parts((folder / name).read_text())
        assert matter["shared"] is True
        assert matter["arte_digest"] == hashlib.sha256(body.encode()).hexdigest()
    assert "mi madre" in Path(whole.strip()).read_text()


def test_a_journal_file_is_never_a_part_of_it(arte):
    refused = export_shared(arte, "--format", "jsonl")
    assert (refused.status, refused.out) == (2, "")
    assert "--share" in refused.err


def test_without_names_and_private_answers_share_still_says_so(arte, home):
    write_day(arte, {"greeting": "Buenas"}, {"messages": 3})
    shared = arte("export", "--share", "-o", "-")
    assert shared.err == "Para compartir: 0 respuestas privadas fuera, 0 nombres cambiados.\n"
    assert "Buenas" in shared.out


# Tables and data

COLUMNS = (
    "day", "week", "question", "wording", "skipped", "number", "choices", "text", "note",
    "recalled", "private", "at", "offset", "zone",
)  # fmt: skip
MARKS = tuple("=+-@|%\t\r\n＝＋－＠")


def read_table(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def test_csv_has_a_row_an_answer(arte):
    write_day(arte, {**MORNING, "message": None}, {**CLOSING, "posture": "4 =1+1"})
    heading, *rows = read_table(arte("export", "--format", "csv", "-o", "-").out)
    assert tuple(heading) == COLUMNS
    table = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [row["question"] for row in table] == [*MORNING, "plan", *CLOSING]
    by_question = {row["question"]: row for row in table}
    assert by_question["posture"]["number"] == "4"
    assert by_question["posture"]["note"] == "'=1+1"
    assert by_question["posture-now"]["choices"] == "back"
    assert by_question["message"]["skipped"] == "yes"
    assert by_question["practice"]["number"] == "0"
    assert {(row["day"], row["week"]) for row in table} == {("2026-11-20", "2026-W47")}
    assert {row["offset"] for row in table} == {"UTC-5"}


def make_answer(text: str) -> Answer:
    asked = Asked("greeting", "text", text, "es", 1)
    value = Value(None, (), text, text)
    return Answer("i", "e", asked, value, FRIDAY.date(), "2026-11-20T12:55:00.000Z", -300, text,
                  recalled=False)  # fmt: skip


starts = st.sampled_from(["", *MARKS, " =", "\n=", "\u00a0=", "\u200b=", "\x00=", "'=", '"=', '"'])
texts = st.builds(str.__add__, starts, st.text(max_size=20))


@given(texts)
def test_no_cell_of_a_table_starts_a_formula(text):
    table = read_table("\n".join(table_lines([make_answer(text)])))
    assert [len(row) for row in table] == [len(COLUMNS)] * 2
    for cell in table[1]:
        assert not cell.lstrip(" ").startswith(MARKS), cell


def test_an_answer_of_several_lines_stays_in_its_cell(arte):
    write_day(arte, {**MORNING, "greeting": "uno\n=1+1\n\ntres"})
    rows = read_table(arte("export", "--format", "csv", "-o", "-").out)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert "uno\n'=1+1\n\ntres" in [row[COLUMNS.index("text")] for row in rows]


@pytest.mark.parametrize("text", ["a;=1+1", "a;+1", "a\t=1+1", '";=1+1;"', "a;@x"])
def test_no_cell_starts_a_formula_where_tables_are_parted_otherwise(text):
    """A spreadsheet in Spanish parts a CSV at semicolons (OWASP, CSV injection)."""
    lines = "\n".join(table_lines([make_answer(text)]))
    for delimiter in ";\t":
        for row in read_table(lines, delimiter):
            for cell in row:
                assert not cell.lstrip(' "').startswith(MARKS), cell


def test_json_has_the_report_and_the_days_in_one_envelope(arte):
    write_day(arte)
    envelope = json.loads(arte("export", "--format", "json", "-o", "-").out)
    assert envelope.keys() == {"arte", "command", "data"}
    assert (envelope["arte"], envelope["command"]) == (1, "export")
    assert envelope["data"].keys() == {"report", "days"}
    assert envelope["data"]["report"] == arte("report", "--json").data
    assert envelope["data"]["days"] == [arte("show", "--json").data]


def test_jsonl_is_an_object_a_line_with_its_heading_first(arte):
    write_day(arte)
    lines = arte("export", "--format", "jsonl", "-o", "-").out.splitlines()
    records = [json.loads(line) for line in lines]
    assert lines[0] == '{"arte-journal": 1}'
    kinds = [record["type"] for record in records[1:]]
    assert kinds == ["journal", "entry", *["answer"] * 5, "entry", *["answer"] * 6]


# Hostile words and names

WORDS = [
    "9999-W52", "9999-W53", "9999-12-31", "9999-12", "9999", "0000", "0001", "0001-W01",
    "0000-W01", "0001-01-01", "+9999", "-9999", "2026-W00", "2026-W54", "2026-W99999",
    "2026-13", "2026-00", "2026-02-30", "2026-11-20T00:00", "../../etc/passwd", "..", "/etc/x",
    "C:\\x", "a/b", "\x1b]0;x\x07", "%s%n", "{0}", "{words}", "2026-W47/../x", "2026-W47\n",
    " 2026-W47 ", "２０２６-W47", "last last", "", " ", "-", "--", "+", "W47", "47", "1e3", "NaN",
    "0x7e", "2026-w47", "2026W47", "20261120", "٢٠٢٦-11-20", "\udcff", "\ud800", "a" * 5000,
    "1" * 5000, "2026-W" + "1" * 100, "mañana", "tomorrow", "+1", "-1", "pasada", "last",
]  # fmt: skip
SIGNS = "0123456789-W/.\\ \t\n\r+:~%{}\x1b\x7f\u202e'\"$`;|&<>*?ñ漢\udcff"


def hostile_words(count: int) -> Iterator[str]:
    """Yield `count` words that might name a period, always the same ones."""
    draw = random.Random(count)  # noqa: S311  # a set of words, no secret
    yield from WORDS
    for _number in range(count - len(WORDS)):
        letters = list(draw.choice((*WORDS, "2026-W47", "2026-11-20", "2026-11", "2026"))[:40])
        for _change in range(draw.randint(1, 4)):
            place = draw.randint(0, len(letters))
            letters[place : place + draw.randint(0, 2)] = draw.choices(SIGNS, k=draw.randint(0, 3))
        yield "".join(letters)


def check_words(home: Path, tmp_path: Path, count: int) -> None:
    write_days(home, FRIDAY.date())
    out = tmp_path / "out"
    out.mkdir()
    before = files_beneath(tmp_path)
    kinds = ("day", "week", "month", "year")
    for number, word in enumerate(hostile_words(count)):
        kind, form = kinds[number % 4], list(FORMATS)[number // 4 % 4]
        options = ExportOptions(form, f"{out}/", force=True)
        assert run_export(kind, word, options, FRIDAY) in (0, 2, 3), word
    new = files_beneath(tmp_path) - before
    assert {path.parent for path in new} == {Path("out")}
    assert all(re.fullmatch(r"reflexion-2026[-W0-9]*\.(md|jsonl?|csv)", path.name) for path in new)


def test_500_hostile_periods_write_nothing_outside_the_folder(home, tmp_path):
    check_words(home, tmp_path, 500)


@pytest.mark.slow
def test_5_000_hostile_periods_write_nothing_outside_the_folder(home, tmp_path):
    check_words(home, tmp_path, 5_000)


@pytest.mark.parametrize(
    "word",
    ["9999-W52", "9999-12-31", "1" * 5000, "../../x", "\udcff"],
    ids=lambda w: ascii(w)[:12],
)
@pytest.mark.parametrize("command", ["export", "report"])
def test_a_week_that_cannot_be_is_a_sentence_on_the_command_line_too(arte, home, command, word):
    write_days(home, FRIDAY.date())
    told = arte(command, "week", word)
    assert told.status in (2, 3), told.err
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


def hostile_names(count: int) -> Iterator[str]:
    """Yield `count` names of files as a file system takes them: any bytes but "/" and NUL."""
    draw = random.Random(count)  # noqa: S311  # a set of names, no secret
    pieces = [
        b"..", b".", b"~", b"-", b"-o", b"$HOME", b"%2e%2e%2f", b"\\..\\", b"\n", b"\x1b[31m",
        b"con", b"a b", b"*", b".md", b"\xff", "ñ".encode(), "\u202e".encode(), b"{x}", b"`id`",
        b"\r", b"'", b'"', b"|", b"a" * 90,
    ]  # fmt: skip
    for _number in range(count):
        name = b"".join(draw.choices(pieces, k=draw.randint(1, 4)))
        if draw.random() < 0.3:
            name = bytes(draw.choice(range(1, 256)) for _byte in range(draw.randint(1, 30)))
        name = name.replace(b"/", b"_")
        if name not in (b".", b".."):
            yield os.fsdecode(name)


def check_names(home: Path, tmp_path: Path, count: int) -> None:
    write_days(home, FRIDAY.date())
    out = tmp_path / "out"
    out.mkdir()
    before = files_beneath(tmp_path)
    for number, name in enumerate(hostile_names(count)):
        form = list(FORMATS)[number % 4]
        options = ExportOptions(form, str(out / name), force=True)
        status = run_export("week", None, options, FRIDAY)
        assert status == (2 if len(os.fsencode(name)) > 240 else 0), name
        new = files_beneath(tmp_path) - before
        assert new == ({Path("out") / name} if status == 0 else set()), name
        if status == 0:
            (out / name).unlink()


def test_500_hostile_names_write_nothing_outside_the_folder(home, tmp_path):
    check_names(home, tmp_path, 500)


@pytest.mark.slow
def test_5_000_hostile_names_write_nothing_outside_the_folder(home, tmp_path):
    check_names(home, tmp_path, 5_000)


# Weeks at the turn of the year, 2024 to 2032


def monday_of(year: int, week: int) -> dt.date:
    """Return the Monday of an ISO week, counted from the week that holds 4 January."""
    fourth = dt.date(year, 1, 4)
    return fourth + dt.timedelta(days=7 * (week - 1) - fourth.weekday())


def weeks_of(year: int) -> int:
    """Return 53 for years that begin on a Thursday, or leap years on a Wednesday; else 52."""
    leap = year % 4 == 0
    begins = dt.date(year, 1, 1).weekday()
    return 53 if begins == 3 or (leap and begins == 2) else 52


WEEKS = [(year, week) for year in range(2024, 2033) for week in (1, 52, 53)]
REAL = [(year, week) for year, week in WEEKS if week <= weeks_of(year)]


def test_the_years_with_53_weeks_are_those_of_the_calendar():
    assert [year for year, week in REAL if week == 53] == [2026, 2032]


@pytest.mark.parametrize(("year", "week"), REAL)
def test_names_ranges_and_defaults_of_a_week_are_right(home, capsys, year, week):
    monday = monday_of(year, week)
    sunday = monday + dt.timedelta(days=6)
    around = (monday - dt.timedelta(days=1), sunday + dt.timedelta(days=1))
    write_days(home, around[0], monday, sunday, around[1])
    name = f"{year}-W{week:02d}"
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    # Named, by any of its days, on any of its days without a name, and as "last" afterwards.
    asked = [(name, sunday), *((str(day), sunday) for day in days), *((None, day) for day in days)]
    asked += [("last", around[1]), (f"{year}W{week}", sunday), (f"{year}-w{week}", sunday)]
    for when, today in asked:
        now = dt.datetime.combine(today, dt.time(12), BOGOTA)
        options = ExportOptions(output="-")
        assert run_export("week", when, options, now) == 0, (when, today)
        matter, body = parts(capsys.readouterr().out)
        assert (matter["name"], matter["start"], matter["end"]) == (name, monday, sunday)
        assert body.count("\n### ") == 2, "the days around the week are none of its days"
    assert run_export("week", name, ExportOptions(), now) == 0
    assert capsys.readouterr().out == f"{home / 'reflections' / f'reflexion-{name}.md'}\n"


@pytest.mark.parametrize("year", range(2024, 2033))
def test_a_week_that_does_not_exist_is_refused_with_the_weeks_there_are(arte, home, year):
    write_days(home, FRIDAY.date())
    last = weeks_of(year)
    for command, week in (("export", last + 1), ("report", last + 1), ("export", 0)):
        refused = arte(command, "week", f"{year}-W{week:02d}")
        assert (refused.status, refused.out) == (2, "")
        assert f"{year}-W{week:02d}" in refused.err
        assert f"{year}-W01" in refused.err
        assert f"{year}-W{last}" in refused.err
