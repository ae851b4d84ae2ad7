"""What goes wrong around the program: a sentence, the status of the contract, nothing lost."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import MORNING, Result
from talking import Talk, is_whole, kept, today, write_morning

LANGUAGES = pytest.mark.parametrize("lang", ["es", "en"])
POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and limits of POSIX")

PRACTICE = """\
id: my-own
area: posture
ideas: []
circle: self
dimension: empathy
difficulty: 1
minutes: 2
rev: 1
title: {es: Lo mío}
aim: {es: Probar algo}
steps: {es: [uno, dos]}
morning: {es: "¿Cuándo lo haré?"}
closing: {es: "¿Cuándo lo hice?"}
plan: {es: {if: suena el teléfono, then: respiro}}
anchors: {es: {1: nunca, 3: una vez, 5: varias}}
"""
REWORDED = 'morning:\n  - id: energy\n    ask: {es: "¿Cómo llegas?", en: "How are you?"}\n'

# Runs the program as one to whom the modes of files apply: root gives up two capabilities
# (CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, dropped for good by PR_CAPBSET_DROP and an exec).
_AS_ANYBODY = """\
import ctypes, os, sys
if os.geteuid() == 0:
    for capability in (1, 2):
        assert ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, "-m", "artesupremo", *sys.argv[1:]])
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


@pytest.fixture
def data(home) -> Path:
    """Return the folder of the journal, made."""
    folder = home / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def own(home) -> Path:
    """Return the folder of the advisor's own practices, made."""
    folder = home / "config" / "practices"
    folder.mkdir(parents=True)
    return folder


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Return each file of `folder`: its bytes, the time of its last change, its mode."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_one_sentence(result: Result, status: int, *words: str) -> None:
    """Check that `result` is nothing but one sentence on standard error that holds `words`."""
    assert (result.status, result.out) == (status, ""), result.err
    assert re.fullmatch(r"\S[^\n]*[.?!)]\n", result.err), result.err
    for word in words:
        assert word in result.err


def assert_not_our_fault(result: Result) -> None:
    assert result.status != 70
    assert "Traceback" not in result.err


# A file in the journal's place that is not ours

FOREIGN: dict[str, str | tuple[str, ...]] = {
    "a short text": "mis notas",
    "a long text": "mis notas\n" * 1_000,
    "a database": (),
    "a database with a version": ("user_version = 1",),
    "a database of another program": ("application_id = 7",),
    "a database in WAL mode": ("journal_mode = WAL",),
    "a database that keeps its rollback journal": ("journal_mode = PERSIST",),
}


def plant(path: Path, content: str | tuple[str, ...]) -> None:
    """Put a text at `path`, or a database of another program with those pragmas."""
    if isinstance(content, str):
        path.write_text(content)
        return
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in content:
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript("CREATE TABLE notes (x); INSERT INTO notes VALUES ('theirs');")
    connection.close()


def everything(arte, lang: str) -> Iterator[Result]:
    """Run what reads and what writes the journal."""
    for argv in ([], ["show"], ["undo"], ["today", "--no-input"]):
        yield arte(*argv, lang=lang)
    for command, given in (("today", {"energy": 5}), ("close", {"posture": 3})):
        yield arte(command, "--answers", "-", given=given, lang=lang)


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_that_is_no_journal_of_ours_is_refused_and_left_alone(arte, data, kind):
    path = data / "journal.db"
    plant(path, FOREIGN[kind])
    before = snapshot(data)
    for result in everything(arte, "es"):
        assert_one_sentence(result, 5, str(path), "no es un diario de arte")
    assert_one_sentence(arte(lang="en"), 5, str(path), "not a journal of arte")
    assert snapshot(data) == before


@LANGUAGES
def test_a_folder_in_the_journals_place_is_told(arte, data, lang):
    (data / "journal.db").mkdir()
    for result in everything(arte, lang):
        assert_one_sentence(result, 5, str(data / "journal.db"))


@pytest.mark.parametrize(
    ("lang", "words"), [("es", "arte más nuevo; no se tocó nada"), ("en", "newer arte; nothing")]
)
def test_a_journal_of_a_newer_arte_is_refused_and_left_alone(arte, home, lang, words):
    arte("today", "--answers", "-", given=MORNING)
    path = home / "data" / "journal.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = snapshot(home / "data")
    assert list(before) == [str(path)]
    for result in everything(arte, lang):
        assert_one_sentence(result, 5, str(path), words)
    assert snapshot(home / "data") == before


# No permission


@pytest.fixture
def anybody(home):
    """Run the program as one to whom the modes of files apply, even if root runs the tests."""

    def run(*argv: str, given: str = "", lang: str = "es") -> Result:
        done = subprocess.run(
            [sys.executable, "-c", _AS_ANYBODY, *argv],
            input=given,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "ARTE_LANG": lang},
            check=False,
            timeout=60,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    yield run
    for path in (home, *home.rglob("*")):  # pytest has to clear it away
        path.chmod(0o700)


WRITTEN = {"es": "no se puede escribir", "en": "cannot be written"}


@POSIX
@pytest.mark.parametrize(
    ("file", "folder", "lang"), [(0o400, 0o700, "es"), (0o600, 0o500, "en"), (0o400, 0o500, "es")]
)
def test_a_journal_that_may_only_be_read_is_read_and_kept(arte, anybody, home, file, folder, lang):
    arte("today", "--answers", "-", given=MORNING)
    path = home / "data" / "journal.db"
    before = path.read_bytes()
    path.chmod(file)
    path.parent.chmod(folder)
    refused = anybody("today", "--answers", "-", given='{"energy": 1}', lang=lang)
    assert_one_sentence(refused, 5, str(path), WRITTEN[lang])
    shown = anybody("show", "2026-11-20", lang=lang)
    assert (shown.status, shown.err) == (0, "")
    assert MORNING["greeting"] in shown.out
    assert (path.read_bytes(), os.listdir(path.parent)) == (before, ["journal.db"])


@POSIX
@pytest.mark.parametrize(("file", "folder", "lang"), [(0o000, 0o700, "es"), (0o600, 0o000, "en")])
def test_a_journal_that_may_not_be_read_is_told(arte, anybody, home, file, folder, lang):
    arte("today", "--answers", "-", given=MORNING)
    path = home / "data" / "journal.db"
    path.chmod(file)
    path.parent.chmod(folder)
    for argv in (["show"], ["today", "--answers", "-"]):
        result = anybody(*argv, given='{"energy": 1}', lang=lang)
        assert_one_sentence(result, 5, str(path))
    path.parent.chmod(0o700)
    path.chmod(0o600)
    assert arte("show").status == 0


@POSIX
@LANGUAGES
def test_a_home_that_may_not_be_written_is_told_at_the_first_answer(anybody, home, lang):
    home.chmod(0o500)
    assert anybody(lang=lang).status == 0
    refused = anybody("today", "--answers", "-", given='{"energy": 1}', lang=lang)
    assert_one_sentence(refused, 5, str(home / "data"), WRITTEN[lang])
    home.chmod(0o700)
    assert os.listdir(home) == ["cache"]


# A full disk


@contextlib.contextmanager
def small_files() -> Iterator[None]:
    """Let no file grow beyond 1 KiB in what is started here; a write beyond it fails."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextlib.contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Move `folder` to a disk of 256 KiB and fill what is left of it."""
    held = snapshot(folder)
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=256k", "none", folder], check=True)
    try:
        for path, (content, _time, _mode) in held.items():
            Path(path).write_bytes(content)
        with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))
        yield
        (folder / "filler").unlink()
        held = snapshot(folder)
    finally:
        subprocess.run(["/bin/umount", folder], check=True)
        for path, (content, _time, _mode) in held.items():
            Path(path).write_bytes(content)


NO_ROOM = {
    ("small files", "es"): "El disco no aceptó la respuesta",
    ("small files", "en"): "The disk did not take the answer",
    ("full disk", "es"): "El disco está lleno",
    ("full disk", "en"): "The disk is full",
}
UNSAVED = {"es": "Sin guardar: espalda", "en": "Not saved: back"}


@POSIX
@LANGUAGES
@pytest.mark.parametrize("kind", ["small files", "full disk"])
def test_an_answer_without_room_is_shown_back_and_the_earlier_ones_stay(arte, home, kind, lang):
    if kind == "full disk" and (sys.platform != "linux" or os.geteuid()):
        pytest.skip("only root mounts a disk")
    write_morning(arte, today(), {"energy": 4})
    room = small_files() if kind == "small files" else full_disk(home / "data")
    with room:
        talk = Talk("today", lang=lang)
        assert talk.question == "2"
        shown = talk.answer("espalda").splitlines()
        assert talk.status() == 5
        assert NO_ROOM[kind, lang] in " ".join(shown)
        assert shown[-1] == UNSAVED[lang]
        assert "Traceback" not in talk.output
    assert [(name, answer.number) for name, answer in kept(arte).items()] == [("energy", 4)]
    assert is_whole(home)
    again = Talk("today", lang=lang)
    assert again.question == "2"
    again.answer("espalda")
    assert kept(arte)["posture-now"].choices == ("back",)


@POSIX
@LANGUAGES
def test_answers_from_a_file_without_room_are_refused_whole(arte, program, home, lang):
    arte("today", "--answers", "-", given={"energy": 4})
    before = snapshot(home / "data")
    with small_files():
        refused = program("today", "--answers", "-", given=json.dumps(MORNING), lang=lang)
    assert_one_sentence(refused, 5, NO_ROOM["small files", lang])
    after = snapshot(home / "data")
    assert {path: kept[0] for path, kept in after.items()} == {
        path: kept[0] for path, kept in before.items()
    }


# Another program writes


def test_a_journal_another_program_writes_in_is_waited_for_and_then_told(arte, program, home):
    arte("today", "--answers", "-", given=MORNING)
    path = home / "data" / "journal.db"
    before = path.read_bytes()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused = program("today", "--answers", "-", given='{"energy": 1}')
    assert_one_sentence(refused, 5, "Otro arte está escribiendo en el diario")
    shown = program("show", "2026-11-20")  # reading goes on
    assert (shown.status, shown.err) == (0, "")
    other.execute("ROLLBACK")
    other.close()
    assert path.read_bytes() == before
    assert program("today", "--answers", "-", given='{"energy": 1}').status == 0


# Broken practices and daily questions

BROKEN_WORD = {
    "es": "1 archivo de prácticas tiene un error y sirve su última versión buena: arte practicas"
    " revisar muestra dónde.\n",
    "en": "1 practice file has a mistake and its last good version serves: arte practices check"
    " shows where.\n",
}


@LANGUAGES
def test_a_broken_own_practice_never_stops_a_day(arte, own, lang):
    (own / "my-own.yaml").write_text(PRACTICE)
    good = arte("today", "--answers", "-", given={"energy": 3}, lang=lang)
    assert (good.status, good.err) == (0, "")
    (own / "my-own.yaml").write_text(PRACTICE.replace("minutes: 2", "minutes: two"))
    for argv in ([], ["today", "--answers", "-"], ["close", "--answers", "-"], ["show"]):
        result = arte(*argv, given={}, lang=lang)
        assert (result.status, result.err) == (0, BROKEN_WORD[lang])
        assert result.out


@LANGUAGES
def test_broken_own_daily_questions_leave_the_last_good_ones(arte, own, lang):
    (own / "daily.yaml").write_text(REWORDED)
    arte(lang=lang)
    (own / "daily.yaml").write_text(REWORDED + "  - id: [\n")
    result = arte("today", "--answers", "-", given={"energy": 3}, lang=lang)
    assert (result.status, result.err) == (0, BROKEN_WORD[lang])
    wording = arte("show", "--json", lang=lang).data["sittings"][0]["answers"][0]["wording"]
    assert wording == {"es": "¿Cómo llegas?", "en": "How are you?"}[lang]


@LANGUAGES
def test_practices_check_names_every_mistake_with_file_line_and_field(arte, own, lang):
    one, two, daily = own / "my-own.yaml", own / "two.yaml", own / "daily.yaml"
    one.write_text(PRACTICE.replace("minutes: 2", "minutes: two").replace("rev: 1", "rev: 0"))
    two.write_text(PRACTICE.replace("my-own", "two").replace("aim: {es: Probar algo}\n", ""))
    daily.write_text("morning:\n  - id: energy\n    kind: text\n")
    words = {
        "es": (
            "Hay errores en las prácticas:",
            f"{daily}, línea 2, morning.0.id: es de tipo scale y así queda; hace falta otro id",
            f"{one}, línea 7, minutes: tiene que ser un número entero",
            f"{one}, línea 8, rev: tiene que ser 1 o más",
            f"{two}, línea 1, aim: falta",
        ),
        "en": (
            "The practices hold mistakes:",
            f"{daily}, line 2, morning.0.id: is of kind scale and stays so; take another id",
            f"{one}, line 7, minutes: must be a whole number",
            f"{one}, line 8, rev: must be at least 1",
            f"{two}, line 1, aim: is missing",
        ),
    }
    for argv in (["practices", "check"], ["practices", "check", str(own)]):
        checked = arte(*argv, lang=lang)
        assert (checked.status, checked.out) == (4, "")
        found = checked.err.splitlines()
        assert set(words[lang][2:]) <= set(found)
        assert found[0] == words[lang][0]
    assert words[lang][1] in arte("practices", "check", lang=lang).err


def test_practices_check_of_one_file_sees_what_the_whole_library_sees(arte, own):
    path = own / "my-own.yaml"
    path.write_text(PRACTICE.replace("area: posture", "area: posturre"))
    checked = arte("practices", "check", str(path))
    assert checked.status == 4
    assert f"{path}, línea 2, area: " in checked.err
    (own / "daily.yaml").write_text(REWORDED)
    good = arte("practices", "check", str(own / "daily.yaml"))
    assert (good.status, good.out, good.err) == (0, "1 archivo, sin errores.\n", "")
    assert_one_sentence(arte("practices", "check", str(own / "none.yaml")), 2, "none.yaml")


def test_practices_check_finds_no_mistake_in_a_good_own_folder(arte, own):
    (own / "area.yaml").write_text("id: craft\ntitle: {es: Oficio}\nwhy: {es: Porque sí}\n")
    (own / "my-own.yaml").write_text(PRACTICE.replace("area: posture", "area: craft"))
    (own / "daily.yaml").write_text(REWORDED)
    checked = arte("practices", "check")
    assert (checked.status, checked.err) == (0, "")


def test_practices_check_names_the_file_and_line_of_a_habit_not_kept(arte, own):
    path = own / "my-own.yaml"
    path.write_text(PRACTICE.replace("[uno, dos]", f"[uno, {'x' * 150}]"))
    for argv in (["practices", "check"], ["practices", "check", str(path)]):
        checked = arte(*argv)
        assert checked.status == 4
        assert f"{path}, línea 11, steps.es.1: " in checked.err


def test_own_wording_with_control_characters_never_reaches_the_terminal_raw(arte, own):
    wording = r'"\e[31m¿Cómo \u202Ellegas\u2066?\x9B2J"'
    (own / "daily.yaml").write_text(
        f"morning:\n  - id: energy\n    ask: {{es: {wording}}}\n", "utf-8"
    )
    recorded = arte("today", "--answers", "-", given={"energy": 3})
    for page in (recorded, arte("show"), arte("show", "--plain"), arte("undo")):
        assert_not_our_fault(page)
        assert raw_controls(page.out + page.err) == set()


def test_own_wording_that_no_journal_can_hold_is_no_bug(arte, own):
    (own / "daily.yaml").write_text(
        'morning:\n  - id: energy\n    ask: {es: "¿Cómo \\uD800llegas?"}\n'
    )
    assert_not_our_fault(arte("today", "--answers", "-", given={"energy": 3}))
    assert_not_our_fault(arte("show"))


# Broken settings

SETTINGS = {
    "a value that does not fit": ('# mine\naddress = "usté"\n', [(2, "address")]),
    "a language that is not": ('language = "fr"\n', [(1, "language")]),
    "another kind of value": ("day_ends = 4\n", [(1, "day_ends")]),
    "an hour that is not": ('day_ends = "12:00"\n', [(1, "day_ends")]),
    "two days that are not": ('work_days = ["lun", "mar"]\n', [(1, "work_days")]),
    "no day at all": ("work_days = []\n", [(1, "work_days")]),
    "an unknown setting": ('address = "tu"\n\nadress = "tu"\n', [(3, "adress")]),
    "an unknown table": ('address = "tu"\n\n[mine]\nx = 1\n', [(3, "mine")]),
    "two mistakes": ('language = "fr"\naddress = 3\n', [(1, "language"), (2, "address")]),
    "no TOML": ('address = "tu"\nlanguage = en\n', [(2, "")]),
    "no TOML up to the end": ('address = "tu"\n\nwork_days = [\n', [(3, "")]),
    "a setting twice": ('address = "tu"\naddress = "vos"\n', [(2, "")]),
    "not UTF-8": (b"address = \xff\n", [(1, "")]),
    "text, not settings": ("háblame de tú\n", [(1, "")]),
}
HEADING = {"es": "Hay un error en los ajustes.", "en": "The settings hold a mistake."}


@pytest.mark.parametrize("case", SETTINGS)
def test_broken_settings_are_named_with_file_and_line(arte, home, case):
    text, places = SETTINGS[case]
    path = home / "config" / "config.toml"
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for lang, line in (("es", "línea"), ("en", "line")):
        for argv in ([], ["today"], ["show"]):
            result = arte(*argv, lang="", LANG=f"{lang}.UTF-8")
            assert (result.status, result.out) == (4, "")
            heading, *found = result.err.splitlines()
            assert heading == HEADING[lang]
            assert [row.partition(": ")[0] for row in found] == [
                ", ".join(filter(None, [str(path), f"{line} {number}", field]))
                for number, field in places
            ]
    assert not (home / "data").exists()


@LANGUAGES
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ARTE_ADDRESS", "usté"),
        ("ARTE_WORK_DAYS", "lun,mar"),
        ("ARTE_WORK_DAYS", ","),
        ("ARTE_DAY_ENDS", "25:00"),
    ],
)
def test_a_wrong_variable_is_named(arte, lang, variable, value):
    result = arte("show", lang=lang, **{variable: value})
    assert (result.status, result.out) == (4, "")
    heading, *found = result.err.splitlines()
    assert heading == HEADING[lang]
    assert [row.partition(": ")[0] for row in found] == [variable]
    assert "Traceback" not in result.err


def test_a_wrong_language_in_the_variable_is_named(arte):
    result = arte("show", lang="fr")
    assert (result.status, result.out) == (4, "")
    assert result.err == "Hay un error en los ajustes.\nARTE_LANG: es «es» o «en»\n"


@LANGUAGES
def test_help_and_version_work_whatever_the_settings(program, home, lang):
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text("broken")
    for argv in (["--help"], ["-h"], ["today", "--help"], ["--version"]):
        result = program(*argv, lang=lang, ARTE_ADDRESS="wrong")
        assert (result.status, result.err) == (0, "")
        assert "arte" in result.out


# Dates

DATES = [
    (["show", "2026-02-30"], "2026-02-28"),
    (["today", "--date", "2026-02-30"], "2026-02-28"),
    (["close", "--date", "2026-11-31"], "2026-11-30"),
    (["edit", "2028-02-30"], "2028-02-29"),  # a leap year
    (["show", "2026-13-01"], "2026-13-01"),
    (["show", "2026-00-10"], "2026-00-10"),
    (["show", "2026-11-00"], "2026-11-01"),
    (["show", "0000-01-01"], "0000-01-01"),
    (["show", "never"], "never"),
    (["today", "--date", "20-11-2026"], "20-11-2026"),
    (["today", "--date", "2026-11-2٠"], "2026-11-2٠"),
    (["today", "--date", ""], "2026-11-20"),
    (["today", "--date", "2026-11-21"], "2026-11-21"),
    (["close", "--date", "mañana"], "2026-11-21"),
    (["close", "--date", "+3"], "2026-11-23"),
    (["today", "--date", "2026-11-05"], "2026-11-06"),  # 15 days back; 14 is the earliest
    (["close", "--date", "-15"], "2026-11-06"),
    (["show", "2026-11-" + "9" * 5_000], "2026-11-9"),
    (["show", "+99999"], "+99999"),
    (["show", "2026-11-20\x1b[31m"], "2026-11-20"),
]


@LANGUAGES
@pytest.mark.parametrize(("argv", "word"), DATES, ids=[" ".join(a)[:40] for a, _word in DATES])
def test_an_impossible_date_is_refused_and_the_nearest_named(arte, home, argv, word, lang):
    answered = [] if argv[0] in ("show", "edit") else ["--answers", "-"]
    assert_one_sentence(arte(*argv, *answered, given={"energy": 4}, lang=lang), 2, word)
    assert not (home / "data").exists()


# Nobody at the keyboard

NOBODY = {"es": "No hay nadie al teclado", "en": "Nobody is at the keyboard"}


@pytest.mark.parametrize(
    ("command", "lang"), [("today", "es"), ("close", "en"), ("edit", "es"), ("hoy", "en")]
)
def test_a_pipe_that_never_speaks_is_refused_and_not_waited_for(arte, home, command, lang):
    arte("today", "--answers", "-", given={"energy": 3})
    child = subprocess.Popen(
        [sys.executable, "-m", "artesupremo", command, *(["2026-11-20"] * (command == "edit"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "ARTE_LANG": lang},
    )
    with child:
        assert child.wait(60) == 3  # its standard input is still open
        assert NOBODY[lang] in child.stderr.read()
        assert child.stdout.read() == ""


@POSIX
@pytest.mark.parametrize(
    ("argv", "lang"),
    [("today", "es"), ("close", "en"), ("today --answers FILE", "es"), ("show", "en")],
)
def test_a_closed_standard_input_is_no_bug(arte, tmp_path, home, argv, lang):
    arte("today", "--answers", "-", given={"energy": 3})
    (tmp_path / "answers.json").write_text('{"message": "Leo"}')
    command = argv.replace("FILE", str(tmp_path / "answers.json"))
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m artesupremo {command} <&-', sys.executable],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "ARTE_LANG": lang},
        check=False,
        timeout=60,
    )
    asks = argv in ("today", "close")
    assert done.returncode == (3 if asks else 0), done.stderr
    assert (NOBODY[lang] in done.stderr) == asks


# Answers files

BAD_JSON: dict[str, str | bytes] = {
    "empty": "",
    "no JSON": "energy: 4",
    "cut off": '{"energy": 4',
    "two objects": '{"energy": 4}{"energy": 4}',
    "a list": '[{"energy": 4}]',
    "a text": '"energy"',
    "null": "null",
    "not a number": '{"energy": NaN}',
    "infinity": '{"energy": -Infinity}',
    "a key twice": '{"energy": 4, "energy": 5}',
    "20 levels": '{"energy": ' + "[" * 20 + "]" * 20 + "}",
    "100,000 brackets": "[" * 100_000,
    "a number of 5,000 digits": '{"energy": ' + "4" * 5_000 + "}",
    "half a surrogate pair": '{"greeting": "\\ud800"}',
    "UTF-16": '{"energy": 4}'.encode("utf-16"),
    "Latin-1": '{"greeting": "Inés"}'.encode("latin-1"),
    "zeros": b"\0" * 100,
    "10 MB": '{"greeting": "' + "x" * 10_000_000 + '"}',
}
WRONG_VALUES: dict[str, tuple[str, Any]] = {
    "a rating above": ("energy", 6),
    "a rating below": ("energy", 0),
    "a large number": ("energy", 10**18),
    "a fraction": ("energy", 4.0),
    "true for a rating": ("energy", True),
    "words for a rating": ("energy", "mucha"),
    "an object": ("energy", {"number": 4}),
    "a number for a text": ("greeting", 4),
    "a list for a text": ("greeting", ["Hola"]),
    "a text too long": ("greeting", "x" * 10_001),
    "false for the plan": ("plan", False),
    "a number for the plan": ("plan", 3.5),
    "an object among choices": ("posture-now", [{"feet": 1}]),
    "null among choices": ("posture-now", [None]),
    "true among choices": ("posture-now", ["feet", True]),
    "a list among choices": ("posture-now", [["feet"]]),
    "an unknown id": ("enrgy", 4),
    "an id of the closing": ("posture", 4),
    "an id that is obeyed by terminals": ("\x1b[31menergy", 4),
}


@pytest.mark.parametrize("case", BAD_JSON)
def test_answers_that_are_no_json_of_answers_are_refused(arte, home, tmp_path, case):
    path = tmp_path / "answers.json"
    text = BAD_JSON[case]
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    from_file = arte("today", "--answers", str(path))
    assert_one_sentence(from_file, 2, "no se guardó nada")
    assert len(from_file.err) < 300
    if isinstance(text, str):
        from_pipe = arte("today", "--answers", "-", given=text, lang="en")
        assert_one_sentence(from_pipe, 2, "nothing was saved")
    assert not (home / "data").exists()


@LANGUAGES
def test_an_answers_file_that_is_not_there_or_a_folder_is_named(arte, home, tmp_path, lang):
    for path in (tmp_path / "none.json", tmp_path, tmp_path / "\x1b[31m.json"):
        result = arte("today", "--answers", str(path), lang=lang)
        assert_one_sentence(result, 2, str(path).replace("\x1b", "␛"))
    assert not (home / "data").exists()


@pytest.mark.parametrize("case", WRONG_VALUES)
def test_a_wrong_value_is_named_and_nothing_is_kept(arte, home, case):
    key, value = WRONG_VALUES[case]
    for lang, marks, words in (("es", "«{}»", "No se guardó nada"), ("en", "“{}”", "Nothing")):
        given = {"message": "Leo", key: value}
        result = arte("today", "--answers", "-", given=given, lang=lang)
        assert_one_sentence(result, 2, marks.format(key.replace("\x1b", "␛")), words)
        assert raw_controls(result.err) == set()
    assert not (home / "data").exists()


def test_a_byte_order_mark_is_accepted(arte, tmp_path):
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xef\xbb\xbf" + '{"greeting": "Buenos días, Inés"}'.encode())
    assert arte("today", "--answers", str(path)).status == 0
    assert arte("today", "--answers", "-", given="\ufeff" + '{"message": "Leo"}').status == 0
    texts = [a["text"] for a in arte("show", "--json").data["sittings"][0]["answers"]]
    assert texts == ["Buenos días, Inés", "Leo"]


# What a terminal could obey

MARKUP = "[red]x[/red] [/] :smile: {name} %s \\x1b"
HOSTILE = (
    "\x1b[31mrojo\x1b[0m \x1b]0;título\x07 \x00\x08\x0b\x7f \x9b2J \x85 "
    f"\u202egnp.\u2066 \u200fx\u2028y \ufeff \U000e0041 {MARKUP}\r\nfin"
)


def raw_controls(text: str) -> set[str]:
    """Return what a terminal would obey in `text`: controls but line ends, and turns of text."""
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {char for char in text if char != "\n" and unicodedata.category(char) in unseen}


@pytest.fixture
def hostile(arte) -> None:
    """Record a day whose every text holds HOSTILE; of a choice, other words part of it."""
    texts = dict.fromkeys(("greeting", "message", "plan"), HOSTILE)
    morning = {"energy": f"4 {HOSTILE}", "posture-now": "cara; \x1b[31mrojo [red]", **texts}
    ratings = dict.fromkeys(("posture", "greetings", "messages", "practice"), f"3 {HOSTILE}")
    closing = {"good-moment": HOSTILE, **ratings, "next-time": HOSTILE}
    for command, given in (("today", morning), ("close", closing)):
        recorded = arte(command, "--answers", "-", given=given)
        assert recorded.status == 0
        assert raw_controls(recorded.out + recorded.err) == set()


FACES = (
    [], ["--plain"], ["today"], ["today", "--plain"], ["today", "--why"], ["close"],
    ["close", "--plain"], ["show"], ["show", "--plain"], ["undo"],
)  # fmt: skip


@LANGUAGES
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_no_face_lets_a_control_character_through(arte, hostile, encoding, lang):
    for argv in FACES:
        page = arte(*argv, encoding=encoding, lang=lang)
        assert (page.status, page.err) == (0, ""), argv
        assert raw_controls(page.out) == set(), argv
        if "show" in argv:
            assert " ".join(page.out.split()).count(MARKUP) == 10


@pytest.mark.parametrize("argv", [["--json"], ["today", "--json"], ["show", "--json"]])
def test_json_holds_no_control_character_but_escaped_line_ends(arte, hostile, argv):
    page = arte(*argv)
    assert page.status == 0
    assert raw_controls(page.out) == set()
    texts = [text for text in strings_in(page.data) if "rojo" in text]
    assert texts
    for text in texts:
        assert raw_controls(text) == set()
        assert MARKUP in text or "[red]" in text


def strings_in(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    if isinstance(tree, dict):
        tree = list(tree.values())
    for item in tree if isinstance(tree, list) else []:
        yield from strings_in(item)


# Terminals that cannot show everything

TYPED = "«Buenos días», “Inés” ‘ya’ → ¿qué? 💧 日本 — …"


@LANGUAGES
@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_nothing_fails_where_signs_cannot_be_shown(arte, home, encoding, lang):
    def run(*argv: str, given: Any = None) -> Result:
        return arte(*argv, given=given, encoding=encoding, lang=lang)

    morning = dict.fromkeys(MORNING, TYPED) | {"energy": f"4 {TYPED}", "plan": TYPED}
    ratings = dict.fromkeys(("posture", "greetings", "messages", "practice"), f"3 {TYPED}")
    closing = {"good-moment": TYPED, **ratings, "next-time": TYPED}
    for command, given in (("today", morning), ("close", closing)):
        recorded = run(command, "--answers", "-", given=given)
        assert (recorded.status, recorded.err) == (0, "")
    for argv in FACES:
        page = run(*argv)
        assert (page.status, page.err) == (0, ""), argv
        assert "?" * 8 not in page.out
    for argv in (["tody"], ["today", "--date", "2026-02-30"], ["--lang", "ñ"]):
        assert_one_sentence(run(*argv), 2)
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text('address = "«tú»"', "utf-8")
    assert run().status == 4


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize(
    "argv", [["--json"], ["today", "--no-input", "--json"], ["show", "--json"]]
)
def test_json_says_the_same_whatever_the_stream_can_show(arte, argv, encoding):
    arte("today", "--answers", "-", given={"greeting": TYPED, "message": TYPED})
    page = arte(*argv, "--json", encoding=encoding)
    assert page.json == arte(*argv, "--json").json
    assert TYPED in strings_in(page.json)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_help_is_printed_where_signs_cannot_be_shown(program, lang):
    page = program("today", "--help", lang=lang, PYTHONIOENCODING="ascii")
    assert (page.status, page.err) == (0, "")
    assert "arte today" in page.out


# Mistyped commands

MISTYPED = [
    (["tody"], "arte today"),
    (["hoi"], "arte hoy"),
    (["cirre"], "arte cierre"),
    (["sohw", "ayer"], "arte show"),
    (["practices", "chekc"], "arte practices check"),
    (["practicas", "revisr"], "arte practicas revisar"),
    (["xyzzy"], "arte --help"),
    (["practices", "xyzzy"], "arte practices --help"),
    (["today", "--awnsers", "x"], "arte today --help"),
    (["cierre", "--corto"], "arte cierre --help"),
    (["-x"], "arte --help"),
    (["today", "--date"], "arte today --help"),
    (["today", "--answers"], "arte today --help"),
    (["undo", "3"], "arte undo --help"),
    (["show", "ayer", "hoy"], "arte show --help"),
    (["--lang", "fr", "show"], "es"),
    (["show", "--lang=fr"], "en"),
    (["show", "--lang"], "es"),
]


@LANGUAGES
@pytest.mark.parametrize(("argv", "hint"), MISTYPED, ids=[" ".join(a) for a, _hint in MISTYPED])
def test_a_mistyped_command_gets_a_sentence_with_a_way_on(arte, argv, hint, lang):
    result = arte(*argv, lang=lang)
    assert_one_sentence(result, 2, hint)
    english = re.search(r"\b(?:No such|Usage|Error|Missing|requires|unexpected|Try)\b", result.err)
    assert english is None


@pytest.mark.parametrize(
    ("argv", "es", "en"),
    [
        (["tody"], "No existe «tody»", "There is no “tody”"),
        (["today", "--awnsers"], "ninguna opción --awnsers", "no option --awnsers"),
        (["today", "--date"], "--date necesita un valor", "--date needs a value"),
        (["--lang", "fr"], "--lang admite es o en, no «fr»", "--lang takes es or en, not “fr”"),
    ],
)
def test_a_mistyped_word_is_named_in_the_language_of_the_advisor(arte, argv, es, en):
    assert es in arte(*argv).err
    assert en in arte(*argv, lang="en").err


def test_a_mistyped_command_with_control_characters_is_named_without_obeying_them(arte):
    for argv in (["\x1b[31mhoy"], ["today", "--\x1b[31m"], ["--lang", "\x1b[31m"]):
        result = arte(*argv)
        assert_one_sentence(result, 2)
        assert raw_controls(result.err) == set()
