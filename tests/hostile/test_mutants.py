"""Damaged and malicious files are told with their place, and nothing ever raises (G9)."""

from __future__ import annotations

import io
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from evil import leaks, run
from mutants import WHOLE, mutants
from scene import TODAY, clerk, write_journal

from artesupremo import content
from artesupremo.cli.config import parse_settings
from artesupremo.cli.output import problem_line
from artesupremo.compiled import Compiled
from artesupremo.content import MAX_BYTES, MAX_EVENTS, parse_json, read_yaml
from artesupremo.errors import ContentError, Problem, UsageError
from artesupremo.i18n import speak
from artesupremo.journal.exchange import export_lines, import_parcel, lines_of, read_parcel
from artesupremo.journal.store import Journal
from artesupremo.library.load import check_files, find_files, shipped_folder
from artesupremo.settings import VARIABLES
from artesupremo.settings_edit import with_setting
from artesupremo.settings_file import check_settings
from artesupremo.wording.rules import find_files as find_rules
from artesupremo.wording.rules import read_rule
from talking import spare_compiling

SMALL = 6_000  # bytes: the reader is pure Python
SETTINGS = """\
# the settings of an advisor
language = "es"
address = "usted"
work_days = ["mon", "tue", "sat"]
shift = "4-2 2026-11-03"
day_ends = "05:30"
export_folder = "~/arte"
share_names = ["Inés", "Leo"]
leave_with = "Que se vayan tranquilos"
channel = "chat"
region = "MX"
rules_off = ["jargon"]
allowed_words = [
  "Stock Center",  # the name of a shop
]
"""
ANSWERS = """\
{
  "energy": "4 dormí bien",
  "posture-now": ["espalda", 2],
  "greeting": "Buenos días, Inés: ya vi su pedido",
  "message": null,
  "plan": true
}
"""


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    speak("es")
    yield
    speak("en")


def check_problems(problems: list[Problem], path: Path, data: bytes) -> None:
    """Check that each problem names its file and a line of it, in one harmless line."""
    lines = len(re.split(rb"\r\n?|\n|\xc2\x85|\xe2\x80[\xa8\xa9]", data))
    for problem in problems:
        assert problem.file == str(path)
        assert 0 <= problem.line <= lines + 1, problem
        told = problem_line(problem)
        assert told.startswith(str(path))
        assert "\n" not in told
        assert leaks(told) == []


# Practices, areas, questions


def shipped_texts() -> list[str]:
    texts = [Path(path).read_text("utf-8") for path in find_files(shipped_folder())]
    return [text for text in texts if len(text) < SMALL]


NAMES = ("own.yaml", "area.yaml", "daily.yaml", "weekly.yaml")


def check_practices(folder: Path, count: int, seed: int) -> None:
    told = 0
    for number, data in enumerate(mutants(shipped_texts(), count, seed)):
        path = folder / NAMES[number % 4]
        path.write_bytes(data)
        problems = [*read_yaml(str(path)).problems, *check_files([str(path)]).problems]
        told += bool(problems)
        check_problems(problems, path, data)
    assert told > count / 2


# Rules


def check_rules(folder: Path, count: int, seed: int) -> None:
    found = [*find_rules(os.path.join(shipped_folder(), "wording"))]
    texts = [Path(file.path).read_text("utf-8") for file in found]
    texts = [text for text in texts if len(text) < SMALL]
    path = folder / "wording" / "es" / "own.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    for data in mutants(texts, count, seed):
        path.write_bytes(data)
        (file,) = find_rules(str(folder / "wording"))
        _document, _rule, problems = read_rule(file)
        check_problems(problems, path, data)


# Settings


def check_settings_files(folder: Path, count: int, seed: int) -> None:
    path, told = folder / "config.toml", 0
    for number, data in enumerate(mutants([SETTINGS], count, seed)):
        path.write_bytes(data)
        try:
            check_settings(str(path), {})
        except ContentError as error:
            told += 1
            check_problems(error.problems, path, data)
        else:
            check_setting(data.decode("utf-8-sig"), list(VARIABLES)[number % len(VARIABLES)])
    assert told > count / 2


def check_setting(text: str, key: str) -> None:
    """Check that one setting of a good file can be changed, and nothing else changes."""
    values = parse_settings(text, "file").values
    changed = parse_settings(with_setting(text, key, "x"), "file").values
    assert changed == {**values, key: "x"}
    assert parse_settings(with_setting(text, key, None), "file").values == {
        name: value for name, value in values.items() if name != key
    }


# Answers and journal files


def check_answers(_folder: Path, count: int, seed: int) -> None:
    told = 0
    for data in mutants([ANSWERS], count, seed):
        refused = refusal_of(lambda data=data: json.dumps(parse_json(data, "answers.json")))
        told += refused is not None
        assert refused is None or refused.values["source"] == "answers.json"
    assert told > count / 2


def refusal_of(act: Callable[[], object]) -> UsageError | None:
    """Return the error that `act` is refused with, None if it is not."""
    try:
        act()
    except UsageError as error:
        return error
    return None


def take_in_and_back(journal: Journal, data: bytes) -> None:
    parcel = read_parcel(lines_of(io.BytesIO(data)), "diario.jsonl")
    import_parcel(journal, clerk(), parcel)
    assert list(export_lines(journal, TODAY.replace(year=1), TODAY.replace(year=9999)))
    journal.undo(clerk())


def check_parcels(folder: Path, count: int, seed: int) -> None:
    journal = Journal(str(folder / "journal.db"), str(folder / "snapshots"))
    write_journal(folder, ["Inés dijo: «gracias»", "hola"])
    source = Journal(str(folder / "data" / "journal.db"), str(folder / "snapshots"))
    lines = list(export_lines(source, TODAY.replace(year=2000), TODAY))
    source.close()
    assert len(lines) > 20
    starts = [n for n, line in enumerate(lines) if '"type": "answer"' not in line][2:]
    texts = ["\n".join([*lines[:2], *lines[n : n + 7]]) for n in starts]
    told = 0
    for data in mutants(texts, count, seed):
        refused = refusal_of(lambda data=data: take_in_and_back(journal, data))
        if refused:
            told += 1
            assert refused.values["source"] == "diario.jsonl"
            assert 1 <= int(str(refused.values.get("line", 1))) <= data.count(b"\n") + 5
    journal.close()
    assert count / 2 < told < count  # some of what is hurt still fits


# What the program compiled, damaged


def check_compiled(folder: Path, count: int, seed: int) -> None:
    path = folder / "compiled.json"
    saved, anew = {"language": "es", "problems": []}, {"language": "en"}
    for name in ("settings", "library"):
        Compiled(str(path), "1").section(name, [["a", 1, 2]], lambda _last: saved)
    text = path.read_text()
    for data in mutants([text], count, seed):
        path.write_bytes(data)
        made = Compiled(str(path), "1").section("settings", [["a", 1, 2]], lambda _last: anew)
        assert made == (saved if data == text.encode() else anew)


CHECKS: dict[str, tuple[Callable[[Path, int, int], None], int]] = {
    "practices": (check_practices, 300),
    "rules": (check_rules, 200),
    "settings": (check_settings_files, 500),
    "answers": (check_answers, 500),
    "parcels": (check_parcels, 300),
    "compiled": (check_compiled, 200),
}


@pytest.mark.parametrize("kind", CHECKS)
def test_2_000_mutants_are_told_and_never_raise(tmp_path, kind):
    check, count = CHECKS[kind]
    check(tmp_path, count, 9)


@pytest.mark.slow
@pytest.mark.parametrize("kind", CHECKS)
def test_100_000_mutants_are_told_and_never_raise(tmp_path, kind):
    check, count = CHECKS[kind]
    check(tmp_path, 50 * count, 10)


# Bounds, counted and not timed


def test_a_reader_stops_at_its_bounds(tmp_path, monkeypatch):
    """However large a file is, only so many bytes and events of it are taken."""
    events, parse = Counter[str](), yaml.parse

    def counted(text: str, **options: object) -> Iterator[yaml.Event]:
        for event in parse(text, **options):
            events["taken"] += 1
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    path = tmp_path / "own.yaml"
    for data in (*(make("a: b\n") for make in WHOLE), b"[1," * 80_000, b"a: 1\n" * 50_000):
        events.clear()
        path.write_bytes(data)
        problems = read_yaml(str(path)).problems
        assert events["taken"] <= MAX_EVENTS + 2
        assert problems or len(data) < MAX_BYTES
        if len(data) > MAX_BYTES:
            assert events["taken"] == 0


def test_a_journal_file_without_line_ends_is_not_read_to_its_end():
    class Endless(io.RawIOBase):
        taken = 0

        def readline(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            self.taken += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(UsageError):
        read_parcel(lines_of(endless), "pipe")  # type: ignore[arg-type]  # all that is read of it
    assert endless.taken < 2**20


def test_the_answers_of_a_pipe_are_not_read_to_their_end():
    with pytest.raises(UsageError):
        parse_json(b"[" + b" " * content.MAX_JSON_BYTES, "pipe")


# Days at the ends of the calendar


@pytest.mark.parametrize("day", ["0001-01-01", pytest.param("9999-12-31", marks=pytest.mark.slow)])
def test_a_day_at_the_end_of_the_calendar_is_no_bug(home, tmp_path, day):
    spare_compiling(home)
    write_journal(tmp_path, ["hola"])
    journal = Journal(str(tmp_path / "data" / "journal.db"), "")
    lines = [line.replace("2026-11-20", day) for line in
             export_lines(journal, TODAY, TODAY)]  # fmt: skip
    journal.close()
    environ = {"ARTE_HOME": str(home), "ARTE_LANG": "es"}
    came = run("journal", "import", "-", given="\n".join(lines).encode(), environ=environ)
    assert came.status in (0, 2), came.err
    for argv in ((), ("show", day), ("history",), ("history", day), ("report", "all", "--why"),
                 *(("report", period, day) for period in ("week", "month", "year")),
                 ("week", day, "--no-input"), ("undo", "--list"), ("export", "all"), ("nudge",),
                 ("search", "hola", "--from", day), ("practices", "list"), ("rest", day),
                 ("rest", "--list")):  # fmt: skip
        seen = run(*argv, environ=environ)
        assert seen.status in (0, 2, 3), (argv, seen.err)


# The controls


def test_the_control_safe_load_fails_on_the_same_files():
    """The usual way to read YAML raises what is no YAML error, and takes aliases for granted."""
    raised = Counter[str]()
    for data in (*mutants(shipped_texts()[:20], 200), b"a: 2026-13-45", b"a: " + b"1" * 5_000):
        if len(data) > MAX_BYTES or data.startswith((b"[[[", b"{a: {a", b"- - -")):
            continue  # it would not come to an end
        try:
            tree = yaml.safe_load(data)
        except yaml.YAMLError:
            continue
        except (ValueError, RecursionError, OverflowError, TypeError, KeyError) as error:
            raised[type(error).__name__] += 1
        else:
            raised["bomb"] += "a19" in (tree if isinstance(tree, dict) else {})
    assert raised["ValueError"] > 0
    assert raised["bomb"] > 0


def test_the_control_a_deep_file_breaks_the_usual_reader():
    with pytest.raises(RecursionError):
        yaml.safe_load("[" * 2_000)
