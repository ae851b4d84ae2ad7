"""What scripts and readers may rely on (design/cli.md): names, statuses, JSON, plain, help."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import FRIDAY, MORNING
from talking import Talk

# "Commands" of the contract: English name, Spanish name; and the same beneath a group.
NAMES = {
    "today": "hoy", "close": "cierre", "log": "anotar", "promises": "promesas", "greet": "saludo",
    "check": "revisar", "week": "semana", "report": "informe", "export": "exportar", "show": "ver",
    "history": "historial", "search": "buscar", "edit": "editar", "delete": "borrar",
    "undo": "deshacer", "rest": "descanso", "nudge": "recuerda", "practices": "practicas",
    "setup": "preparar", "config": "ajustes", "journal": "diario", "doctor": "salud",
}  # fmt: skip
SUB_NAMES = {
    "practices": {
        "list": "lista", "show": "ver", "new": "nueva", "check": "revisar", "schema": "esquema",
    },
    "promises": {"kept": "cumplida", "missed": "fallida", "move": "mover"},
    "config": {
        "path": "ruta", "show": "ver", "get": "leer", "set": "poner", "edit": "editar",
    },
    "journal": {
        "path": "ruta", "info": "datos", "check": "revisar", "backup": "respaldo",
        "restore": "restaurar", "import": "importar", "purge": "purgar",
    },
    "log": {
        "applause": "aplauso", "promise": "promesa", "friction": "friccion",
        "contact": "contacto", "repair": "reparacion",
    },
}  # fmt: skip
CLOSING = {
    "good-moment": "Se rió al leer mi nota",
    "posture": "4 con la silla",
    "greetings": 3,
    "messages": 5,
    "practice": 0,
    "next-time": "Mirar antes de hablar",
}
CLOSING_IDS = tuple(CLOSING)
MORNING_IDS = (*MORNING, "plan")
CARD_KEYS = {
    "day", "morning", "closing", "greeting", "message", "practice", "plan", "ratings",
    "next_time", "constancy", "open_day", "promises", "intact",
}  # fmt: skip
ANSWER_KEYS = {
    "question", "kind", "wording", "skipped", "number", "choices", "text", "note", "private",
    "recalled", "intact",
}  # fmt: skip

# Walks the whole tree of commands through its own help, in one process of one language.
_ALL_HELP = """\
import contextlib, io, json, re, sys
from artesupremo.__main__ import main
pages = {}
def walk(path):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([*path, "--help"]) == 0
    pages[" ".join(path)] = out.getvalue()
    listed = re.split(r"^(?:Commands|Comandos):$", out.getvalue(), flags=re.M)[1:]
    for name in re.findall(r"^  (\\S+)", "".join(listed).partition("\\n\\n")[0], flags=re.M):
        walk([*path, name])
walk([])
json.dump(pages, sys.stdout)
"""
# Takes answers from a pipe that breaks with the advisor's words in its error.
_BROKEN_PIPE = """\
import io, sys
from artesupremo.__main__ import main
class Pipe(io.BytesIO):
    def read(self, *_size):
        raise RuntimeError("Buenos días, Inés")
sys.stdin = io.TextIOWrapper(Pipe())
sys.exit(main(["today", "--answers", "-"]))
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory) -> bytes:
    """Return the library as the program compiled it, once: it takes most of a test's time."""
    home = tmp_path_factory.mktemp("compiled")
    subprocess.run(
        [sys.executable, "-m", "artesupremo"],
        env={**os.environ, "ARTE_HOME": str(home), "ARTE_LANG": "es"},
        check=True,
        capture_output=True,
    )
    return (home / "cache" / "compiled.json").read_bytes()


@pytest.fixture(autouse=True)
def prepared(home, compiled) -> None:
    (home / "cache").mkdir(parents=True)
    (home / "cache" / "compiled.json").write_bytes(compiled)


def record_day(arte) -> None:
    for command, given in (("today", {**MORNING, "plan": True}), ("close", CLOSING)):
        assert arte(command, "--answers", "-", given=given).status == 0


def shown_day(arte, *words: str) -> str:
    return arte("show", *words, "--json").data["day"]


def run_child(code: str, lang: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "ARTE_LANG": lang, "PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=60,
        **options,
    )


# Exit status

STATUSES = [
    (0, [], {}),
    (0, ["--version"], {}),
    (0, ["--help"], {}),
    (0, ["today", "--answers", "-"], {"given": {}}),
    (2, ["tody"], {}),
    (2, ["today", "--answers", "-"], {"given": {"energy": 9}}),
    (2, ["show", "2026-02-30"], {}),
    (3, ["show"], {}),
    (3, ["undo"], {}),
    (3, ["today"], {}),
    (3, ["today", "--no-input"], {}),
    (0, ["nudge"], {}),
    (3, ["setup"], {}),
    (0, ["config", "show"], {}),
    (0, ["config", "set", "address", "tu"], {}),
    (2, ["config", "set", "address", "thou"], {}),
    (2, ["config", "get", "adress"], {}),
    (3, ["config", "get", "shift"], {}),
    (3, ["config", "edit"], {}),
    (4, [], {"ARTE_ADDRESS": "thou"}),
    (4, ["config", "show"], {"ARTE_SHIFT": "4"}),
]


@pytest.mark.parametrize(("status", "argv", "options"), STATUSES)
def test_exit_statuses(arte, status, argv, options):
    result = arte(*argv, **options)
    assert result.status == status
    assert bool(result.err) == bool(status)
    assert "Traceback" not in result.err


def test_exit_status_4_for_practices_5_for_the_journal(arte, home):
    (home / "config" / "practices").mkdir(parents=True)
    (home / "config" / "practices" / "mine.yaml").write_text("id: other\n")
    assert arte("practices", "check").status == 4
    (home / "data").mkdir()
    (home / "data" / "journal.db").write_text("not a journal")
    assert arte("show").status == 5


def test_exit_status_130_after_ctrl_c(home):
    assert Talk("today").leave("c") == 130


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("es", "Es un fallo de arte, no del teclado; quedó anotado en {log}.\n"),
        ("en", "This is a bug in arte, not a mistake of yours; it is noted in {log}.\n"),
    ],
)
def test_a_bug_is_70_one_sentence_and_a_log_without_the_answer(home, lang, sentence):
    log = home / "state" / "arte.log"
    for _time in range(2):
        bug = run_child(_BROKEN_PIPE, lang)
        assert (bug.returncode, bug.stdout, bug.stderr) == (70, "", sentence.format(log=log))
    noted = log.read_text("utf-8")
    assert noted.count("RuntimeError") == 2
    assert "_answer_bytes" in noted
    assert "Inés" not in noted


# Names


@pytest.fixture(scope="module")
def help_pages(tmp_path_factory) -> dict[str, dict[str, str]]:
    """Return the help of every command in each language, by what is typed for it."""
    pages = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARTE_HOME", str(tmp_path_factory.mktemp("help") / "home"))
        patch.setenv("COLUMNS", "80")
        for lang in ("es", "en"):
            done = run_child(_ALL_HELP, lang)
            assert done.returncode == 0, done.stderr
            pages[lang] = json.loads(done.stdout)
    return pages


def test_every_command_has_the_two_names_of_the_contract(help_pages):
    spanish, english = ([page.split() for page in help_pages[lang]] for lang in ("es", "en"))
    assert len(spanish) == len(english) > 1
    for theirs, ours in zip(spanish, english, strict=True):
        if ours[:1]:
            assert NAMES[ours[0]] == theirs[0]
        if ours[1:] and ours[0] in SUB_NAMES:
            assert SUB_NAMES[ours[0]][ours[1]] == theirs[1]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_both_names_of_every_command_are_understood_in_both_languages(arte, help_pages, lang):
    for path in {**help_pages["es"], **help_pages["en"]}:
        result = arte(*path.split(), "--help", lang=lang)
        assert (result.status, result.err) == (0, ""), path
        assert f" arte {path}".rstrip() in result.out


@pytest.mark.parametrize(
    ("english", "spanish", "given", "status"),
    [
        (["today", "--short", "--no-input"], ["hoy", "--corto", "--no-input"], None, 3),
        (["today", "--answers", "-"], ["hoy", "--answers", "-"], MORNING, 0),
        (["close", "--answers", "-"], ["cierre", "--answers", "-"], {"posture": 4}, 0),
        (["show", "yesterday"], ["ver", "ayer"], None, 0),
        (["undo"], ["deshacer"], None, 0),
        (["edit"], ["editar"], None, 3),
        (["practices", "check"], ["practicas", "revisar"], None, 0),
        (["nudge"], ["recuerda"], None, 0),
        (["setup"], ["preparar"], None, 3),
        (["config", "path"], ["ajustes", "ruta"], None, 0),
        (["config", "show"], ["ajustes", "ver"], None, 0),
        (["config", "get", "shift"], ["ajustes", "leer", "shift"], None, 3),
        (["config", "set", "address", "tú"], ["ajustes", "poner", "address", "tú"], None, 0),
        (
            ["config", "set", "shift", "--unset"],
            ["ajustes", "poner", "shift", "--quitar"],
            None,
            0,
        ),
        (["config", "edit"], ["ajustes", "editar"], None, 3),
        (["practices", "check"], ["Prácticas", "REVISAR"], None, 0),
    ],
)
def test_both_names_do_the_same(arte, english, spanish, given, status):
    yesterday = FRIDAY - dt.timedelta(days=1)
    for now in (yesterday, FRIDAY):  # two days alike, so that undo takes back the same
        arte("today", "--answers", "-", given={"greeting": "Hola"}, now=now)
    first = arte(*english, given=given)
    if given:
        arte("undo")
    second = arte(*spanish, given=given)
    assert (first.status, first.err) == (second.status, second.err)
    assert first.status == status
    if english != ["undo"]:  # which took back another day's
        assert first.out == second.out


# What is typed after the name of a command, in English and in Spanish, so that it does something;
# the others are typed alone.
TYPED = {
    "today": ("--short --answers -", "--corto --answers -"),
    "close": ("--answers -", "--answers -"),
    "log applause": ("Gracias", "Gracias"),
    "log promise": ("Llamar --date yesterday", "Llamar --date ayer"),
    "log friction": ("Dos claves --json", "Dos claves --json"),
    "log contact": ("Un cobro", "Un cobro"),
    "log repair": ("Otra talla", "Otra talla"),
    "promises kept": ("2 --date yesterday", "2 --date ayer"),
    "promises missed": ("2", "2"),
    "promises move": ("2 Friday 10:00", "2 viernes 10:00"),
    "report": ("month last", "mes pasado"),
    "show": ("--on-this-day", "--tal-dia"),
    "history": ("last", "pasada"),
    "search": ("ines --from Monday --to today --type answer --all",
               "ines --desde lunes --hasta hoy --tipo respuesta --todo"),
    "export": ("day yesterday -o -", "dia ayer -o -"),
    "edit": ("yesterday", "ayer"),
    "delete": ("today energy --yes", "hoy energy --si"),
    "undo": ("--list", "--lista"),
    "rest": ("tomorrow..Friday", "manana..viernes"),
    "practices show": ("voice", "voice"),
    "config get": ("shift", "shift"),
    "config set": ("shift --unset", "shift --quitar"),
    "journal import": ("nowhere.jsonl", "nowhere.jsonl"),
    "journal restore": ("--yes", "--si"),
    "journal purge": ("--yes", "--si"),
}  # fmt: skip
# What else is typed under one command, beneath the names that the walk already knows.
TYPED_TOO = [
    ("rest", "2026-11-19 --remove", "2026-11-19 --quitar"),
    ("rest", "--list", "--lista"),
    ("undo", "", ""),
    ("undo", "--redo", "--rehacer"),
    ("delete", "1 --yes", "1 --si"),
    ("delete", "yesterday --yes", "ayer --si"),
    ("show", "Thursday", "jueves"),
    ("report", "year", "año"),
    ("search", "gracias --type applause", "gracias --tipo aplauso"),
    ("journal purge", "--all --yes", "--todo --si"),
]
ACCENTED = {"practicas": "prácticas", "friccion": "fricción", "reparacion": "reparación"}
# Made anew on each run: ids, the checksums over them.
_NEW_EACH_TIME = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}|\b[0-9a-f]{16,64}\b"
)


@pytest.fixture
def lived_in(arte, home):
    """Fill a home, and return what runs a command in it and puts the home back as it was."""
    yesterday = FRIDAY - dt.timedelta(days=1)
    arte("today", "--answers", "-", given={**MORNING, "plan": True}, now=yesterday)
    arte("log", "applause", "Gracias por la llamada")
    arte("log", "promise", "Llamar a Inés")
    arte("promises", "move", "2", "+0")
    arte("rest", "2026-11-19")
    arte("today", "--answers", "-", given={"energy": 4, "greeting": "Hola, Inés"})
    arte("log", "applause", "De más")
    arte("undo")
    before = home.with_name("before")
    shutil.copytree(home, before)

    def run(typed: str, given: dict[str, int], lang: str):
        result = arte(*typed.split(), given=given, lang=lang, VISUAL="true", EDITOR="true")
        left = {str(path.relative_to(home)): held_in(path) for path in sorted(home.rglob("*"))}
        shutil.rmtree(home)
        shutil.copytree(before, home)
        said = [_NEW_EACH_TIME.sub("", text) for text in (result.out, result.err)]
        return result.status, said, left

    return run


def held_in(path: Path) -> str:
    """Return what a file of a home holds, without what is made anew each time."""
    if path.is_dir() or path.suffix in (".db-wal", ".db-shm"):
        return ""
    if path.suffix != ".db":
        return path.read_text("utf-8")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        tables = ("entry", "answer", "note", "rest", "change")
        rows = [row for t in tables for row in connection.execute(f"SELECT * FROM {t}")]  # noqa: S608  # ours
    return _NEW_EACH_TIME.sub("", repr(rows))


def spellings(path: str) -> list[str]:
    """Return a Spanish name as it may be typed: without accents, with them, in capitals."""
    accented = " ".join(ACCENTED.get(word, word) for word in path.split())
    return [path] if accented == path else [path, accented, accented.upper()]


def test_every_command_and_sub_verb_does_the_same_under_both_its_names(lived_in, help_pages):
    english, spanish = help_pages["en"], help_pages["es"]
    pairs = dict(zip(english, spanish, strict=True))
    groups = {path.rpartition(" ")[0] for path in english if path}
    alone = [path for path in english if path not in groups]
    assert {*TYPED} <= {*alone}
    runs = [(path, *TYPED.get(path, ("", ""))) for path in ["promises", *alone]] + TYPED_TOO
    outcomes = {}
    for number, (path, ours, theirs) in enumerate(runs):
        lang = ("es", "en")[number % 2]
        given = {"posture": 4} if path == "close" else {"energy": 2}
        expected = lived_in(f"{path} {ours}", given, lang)
        for name in spellings(pairs[path]):
            assert lived_in(f"{name} {theirs}", given, lang) == expected, name
        outcomes[path, ours] = expected[0]
    assert {run for run, status in outcomes.items() if status > 3} == set()
    # Nothing to show, nobody to ask, no such file: everything else is done.
    refused = {run: status for run, status in outcomes.items() if run[1] and status}
    assert refused == {
        ("report", "month last"): 3,
        ("show", "--on-this-day"): 3,
        ("history", "last"): 3,
        ("edit", "yesterday"): 3,
        ("config get", "shift"): 3,
        ("journal import", "nowhere.jsonl"): 2,
    }


# Options that every command takes


@pytest.mark.parametrize("option", [["--lang", "en"], ["--lang=en"]])
@pytest.mark.parametrize("argv", [["show"], ["today", "--no-input"], ["tody"], ["undo", "3"]])
def test_lang_is_taken_before_and_after_the_command(arte, argv, option):
    asked = arte(*argv, lang="en")
    assert arte(*option, *argv, lang="es") == asked
    assert arte(*argv, *option, lang="es") == asked
    assert arte(*argv, lang="es") != asked


def test_plain_and_no_color_are_taken_before_and_after_the_command(arte):
    record_day(arte)
    for argv in (["show"], ["today"], ["close"]):
        plain = arte("--plain", *argv)
        assert plain.status == 0
        assert arte(*argv, "--plain") == plain != arte(*argv)
        assert arte(*argv, ARTE_ACCESSIBLE="1") == plain
        assert arte("--no-color", *argv) == arte(*argv, "--no-color") == arte(*argv)


def test_language_is_chosen_by_option_then_variable_then_settings_then_locale(arte, home):
    def speaks(*argv: str, **environ: str) -> str:
        return "es" if "No hay" in arte("undo", *argv, **environ).err else "en"

    assert speaks("--lang", "en", lang="es") == "en"
    assert speaks(lang="es", LANG="en_US.UTF-8") == "es"
    assert speaks(lang="", LANG="en_GB.UTF-8") == "en"
    assert speaks(lang="", LANG="de_DE.UTF-8") == "es"
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text('language = "en"\n')
    assert speaks(lang="", LANG="es_CO.UTF-8") == "en"
    assert speaks(lang="es") == "es"


# Help


def words_of(page: str) -> set[str]:
    """Return the words of four letters and more that are no option and no name of a program."""
    prose = re.sub(r"--?[\w-]+", "", page)
    return {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", prose)}


def test_help_speaks_the_language_of_the_advisor(help_pages):
    both = {
        "chat",
        "ctrl",
        "error",
        "usted",
        "editor",
        "arte",
        "enter",
        "json",
        "jsonl",
        "lines",
        "markdown",
        "plan",
    }  # the same in either
    names = {name for path in help_pages["en"] for name in path.split()}
    for spanish, english in zip(help_pages["es"], help_pages["en"], strict=True):
        shared = words_of(help_pages["es"][spanish]) & words_of(help_pages["en"][english])
        assert shared - both - (names if not english else set()) == set(), spanish


@pytest.mark.parametrize(
    ("lang", "headings", "foreign"),
    [
        ("es", ("Uso: arte", "Opciones:", "Mostrar esta ayuda y salir."), ("Usage", "Options")),
        ("en", ("Usage: arte", "Options:", "Show this message and exit."), ("Uso", "Opciones")),
    ],
)
def test_every_help_has_its_headings_in_one_language(help_pages, lang, headings, foreign):
    for page in help_pages[lang].values():
        assert all(words in page for words in headings)
        assert not any(words in page for words in foreign)
        assert max(map(len, page.splitlines())) <= 80


@pytest.mark.parametrize("lang", ["es", "en"])
def test_help_and_version_need_nothing_and_make_nothing(program, home, help_pages, lang):
    for option in ("-h", "--help"):
        assert program(option, lang=lang, COLUMNS="80") == (0, help_pages[lang][""], "")
    version = program("--version", lang=lang)
    assert (version.status, version.err) == (0, "")
    assert re.fullmatch(r"arte \d+\.\d+\.\d+\S*\n", version.out)
    assert not (home / "data").exists()


# JSON


@pytest.mark.parametrize("lang", ["es", "en"])
def test_json_is_one_envelope_with_its_keys(arte, lang):
    record_day(arte)
    commands = {"": "card", "today": "today", "hoy": "today", "close": "close", "cierre": "close",
                "show": "show", "ver": "show"}  # fmt: skip
    for typed, command in commands.items():
        result = arte(*typed.split(), "--json", lang=lang)
        assert (result.status, result.err) == (0, "")
        assert set(result.json) == {"arte", "command", "data"}
        assert (result.json["arte"], result.json["command"]) == (1, command)
        assert result.data["day"] == "2026-11-20"
        keys = {"day", "sittings", "notes"} if command == "show" else CARD_KEYS
        assert set(result.data) == keys


def test_json_of_a_card_before_the_first_answer(arte):
    assert arte("--json").data == {
        "day": "2026-11-20",
        "morning": {"done": 0, "total": 5, "answered": 0},
        "closing": {"done": 0, "total": 5, "answered": 0},  # no practice to rate yet
        **dict.fromkeys(("greeting", "message", "practice", "plan", "next_time", "constancy")),
        "ratings": {},
        "open_day": None,
        "intact": True,
        "promises": [],
    }


def test_json_of_a_card_holds_what_was_answered(arte):
    record_day(arte)
    data = arte("--json").data
    assert data["morning"] == {"done": 5, "total": 5, "answered": 5}
    assert data["closing"] == {"done": 6, "total": 6, "answered": 6}
    assert (data["greeting"], data["message"]) == (MORNING["greeting"], MORNING["message"])
    assert data["ratings"] == {"posture": 4, "greetings": 3, "messages": 5}
    assert data["plan"].startswith("Si ")
    assert data["plan"].count(", entonces ") == 1
    after = arte("close", "--json").data
    assert after["next_time"] == "Mirar antes de hablar"
    monday = arte("--json", now=FRIDAY + dt.timedelta(days=4)).data  # Tuesday
    assert monday["constancy"] == {"practised": 1, "of": 2}
    assert monday["open_day"] == "2026-11-23"


def test_json_of_a_day_holds_each_answer(arte):
    record_day(arte)
    sittings = arte("show", "--json").data["sittings"]
    assert [part["sitting"] for part in sittings] == ["morning", "closing"]
    for part, ids in zip(sittings, (MORNING_IDS, CLOSING_IDS), strict=True):
        assert set(part) == {"sitting", "at", "offset", "short", "practice", "answers"}
        assert (part["at"], part["offset"], part["short"]) == (
            "2026-11-20T12:55:00.000Z",
            -300,
            False,
        )
        assert tuple(answer["question"] for answer in part["answers"]) == ids
        assert all(set(answer) == ANSWER_KEYS for answer in part["answers"])
    posture = sittings[1]["answers"][1]
    assert {key: posture[key] for key in ("kind", "number", "note", "recalled", "intact")} == {
        "kind": "scale", "number": 4, "note": "con la silla", "recalled": False, "intact": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "choices", "words"),
    [
        ("espalda, cara; la silla", ["back", "face"], "la silla"),
        ("1 y face", ["feet", "face"], None),
        ("la silla, 24/7", [], "la silla, 24/7"),
    ],
)
def test_choices_take_numbers_keys_and_labels_and_other_words_as_they_are(
    arte, typed, choices, words
):
    assert arte("today", "--answers", "-", given={"posture-now": typed}).status == 0
    answer = arte("show", "--json").data["sittings"][0]["answers"][0]
    assert (answer["choices"], answer["text"]) == (choices, words)


def test_json_with_no_input_prints_the_card_and_names_what_is_open(arte):
    given = {"energy": 4, "message": None}
    result = arte("today", "--answers", "-", "--json", "--no-input", given=given)
    assert result.status == 3
    assert result.data["morning"] == {"done": 2, "total": 5, "answered": 1}  # one was skipped
    assert result.err == "Sin responder: posture-now, greeting, plan.\n"


# Plain sentences


@pytest.mark.parametrize("lang", ["es", "en"])
def test_plain_is_one_sentence_a_line_without_signs(arte, lang):
    pages = [arte("--plain", lang=lang)]
    for command, given in (("today", {**MORNING, "plan": True}), ("close", CLOSING)):
        pages.append(arte(command, "--plain", "--answers", "-", given=given, lang=lang))
    pages += [arte("--plain", lang=lang), arte("undo", "--plain", lang=lang)]
    for page in pages:
        assert page.status == 0
        for line in page.out.splitlines():
            assert re.fullmatch(r"\S.*[.?!]", line), line
            assert not re.search(r"[●○│─\x1b]|  ", line), line


def test_plain_gives_ratings_as_words(arte):
    record_day(arte)
    assert "Postura: 4 de 5.\n" in arte("close", "--plain").out
    assert "Posture: 4 out of 5.\n" in arte("close", "--plain", lang="en").out


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_plain_day_is_a_line_an_answer(arte, lang):
    record_day(arte)
    lines = arte("show", "--plain", lang=lang).out.splitlines()
    assert len(lines) == 1 + 2 + len(MORNING_IDS) + len(CLOSING_IDS)
    assert not any(re.search(r"[●○│─\x1b]|  ", line) for line in lines)


# Days

DAYS = [
    (["2026-11-19", "ayer", "yesterday", "jueves", "THURSDAY", "-1"], "2026-11-19"),
    (["2026-11-20", "hoy", "today", "+0"], "2026-11-20"),
    (["miércoles", "miercoles", "Wednesday", "-2"], "2026-11-18"),
    (["viernes", "friday", "-7"], "2026-11-13"),
]


@pytest.mark.parametrize(("word", "day"), [(w, day) for words, day in DAYS for w in words])
def test_show_understands_every_way_to_name_a_day(arte, word, day):
    date = dt.date.fromisoformat(day)
    assert arte("today", "--date", day, "--answers", "-", given={"energy": 3}).status == 0
    shown = arte("show", word, "--json")
    assert shown.status == 0, shown.err
    assert shown.data["day"] == str(date)


@pytest.mark.parametrize("command", ["today", "close"])
@pytest.mark.parametrize(
    ("word", "day", "recalled"),
    [
        ("hoy", "2026-11-20", False),
        ("ayer", "2026-11-19", False),
        ("-2", "2026-11-18", True),
        ("2026-11-06", "2026-11-06", True),  # 14 days back
    ],
)
def test_date_fills_a_day_and_marks_it_recalled_beyond_one_day(arte, command, word, day, recalled):
    given = {"energy": 3} if command == "today" else {"posture": 3}
    filled = arte(command, "--date", word, "--json", "--answers", "-", given=given)
    assert (filled.status, filled.data["day"]) == (0, day)
    answers = arte("show", day, "--json").data["sittings"][0]["answers"]
    assert [(answer["number"], answer["recalled"]) for answer in answers] == [(3, recalled)]
    for face in ([], ["--plain"]):
        assert ("(de memoria)" in arte("show", day, *face).out) == recalled
        assert ("(recalled)" in arte("show", day, *face, lang="en").out) == recalled


def test_show_without_a_date_goes_to_the_last_day_and_says_so(arte):
    arte("today", "--date", "-3", "--answers", "-", given={"energy": 3})
    shown = arte("show", "--json")
    assert shown.data["day"] == "2026-11-17"
    assert shown.err == "Hoy aún no hay nada; esto es del martes 17 de noviembre.\n"


# Options of a sitting


@pytest.mark.parametrize(
    ("lang", "new", "low"),
    [
        ("es", "Todavía no había salido.", "Hay poca energía: hoy nada de dificultad 3."),
        ("en", "It has not come up before.", "Energy is low: nothing of difficulty 3 today."),
    ],
)
def test_why_gives_the_reasons_for_the_practice(arte, lang, new, low):
    given = {"energy": 1, "plan": True}
    silent = arte("today", "--answers", "-", given=given, lang=lang)
    told = arte("today", "--answers", "-", "--why", given=given, lang=lang)
    assert told.out.startswith(silent.out)
    reasons = told.out.removeprefix(silent.out)
    assert new not in silent.out
    assert new in reasons
    assert low in reasons


def test_no_input_names_exactly_what_nobody_answered(arte):
    def unanswered(*argv: str) -> list[str]:
        result = arte(*argv, "--no-input", lang="en")
        if result.status == 0:
            return []
        assert result.status == 3
        named = re.fullmatch(r"Unanswered: (.+)\.\n", result.err)
        assert named
        return named[1].split(", ")

    without_practice = [name for name in CLOSING_IDS if name != "practice"]
    assert unanswered("today") == list(MORNING_IDS)
    assert unanswered("today", "--short") == ["energy", "plan"]
    assert unanswered("close") == without_practice
    arte("today", "--answers", "-", given={"energy": None, "plan": True})  # skipped is not open
    assert unanswered("today") == ["posture-now", "greeting", "message"]
    assert unanswered("today", "--short") == []
    assert unanswered("close") == list(CLOSING_IDS)
    arte("close", "--answers", "-", given=dict.fromkeys(CLOSING_IDS))
    assert unanswered("close") == []


# Private files


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_folders_are_0700_and_files_0600_whatever_the_umask(tmp_path, monkeypatch, umask):
    fresh = tmp_path / "fresh"
    monkeypatch.setenv("ARTE_HOME", str(fresh))
    answers = tmp_path / "answers.json"
    answers.write_text('{"energy": 3}')
    run = f"from artesupremo.__main__ import main; main(['today', '--answers', {str(answers)!r}])"
    assert run_child(run, "es", umask=umask).returncode == 0
    assert run_child(_BROKEN_PIPE, "es", umask=umask).returncode == 70
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [fresh, *fresh.rglob("*")]}
    assert {"journal.db", "compiled.json", "arte.log"} <= {path.name for path in modes}
    for path, mode in modes.items():
        assert mode == (0o700 if path.is_dir() else 0o600), path
