"""When the program fails, what was written stays where it was written (G12).

A function deep in the program is made to raise an error whose text, whose locals and whose notes
hold the private words; then everything that is left behind is searched for them.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from evil import run

from talking import Talk, spare_compiling

CANARY = "zanahoria"
GIVEN = f'{{"energy": "4 {CANARY}", "greeting": "hola {CANARY}", "plan": "{CANARY}"}}'.encode()
CLOSING = f'{{"good-moment": "{CANARY}", "posture": "3 {CANARY}"}}'.encode()
WEEK = f'{{"week-forward": "{CANARY}", "week-wish": "{CANARY}"}}'.encode()
TYPED = f"n\n{CANARY}\n4 {CANARY}\n" + f"{CANARY}\n" * 12
STORE = "artesupremo.journal.store:Journal"
ACT = "artesupremo.journal.act:Act"
PIECES = "artesupremo.reports.faces.pieces"

# What is run, what is typed (text) or piped (bytes), and the function that fails.
BROKEN: list[tuple[str, str | bytes, str]] = [
    ("", b"", "artesupremo.reports.faces.lines:clean"),
    ("--json", b"", "artesupremo.cli.cards:plan_sentence"),
    ("today --answers -", GIVEN, f"{STORE}.record"),
    ("today --answers -", GIVEN, "artesupremo.masking:mask"),
    ("today --answers -", GIVEN, "artesupremo.content:_check_nesting"),
    ("today --answers -", GIVEN, "artesupremo.sittings.answers:parse_given"),
    ("today", TYPED, f"{ACT}._put"),
    ("today", TYPED, "artesupremo.sittings.values:clean"),
    ("close --answers -", CLOSING, f"{ACT}.put_answer"),
    ("close", TYPED, "artesupremo.sittings.values:_rating"),
    ("week --answers -", WEEK, f"{ACT}.put_answer"),
    ("week", f"{CANARY}\n" * 2, "artesupremo.sittings.values:masked"),
    ("edit", TYPED, "artesupremo.sittings.ask:describe"),
    ("log applause", TYPED, f"{ACT}.add_note"),
    ("log friction", TYPED, "artesupremo.sittings.notes:masked"),
    ("edit 1", TYPED, f"{ACT}.replace_note"),
    ("greet", TYPED, "artesupremo.sittings.gym:novelty"),
    ("greet --gallery", b"", "artesupremo.cli.output:clean"),
    ("promises", b"", "artesupremo.reports.faces.terminal:due_words"),
    ("promises kept 1", b"", f"{ACT}.replace_note"),
    ("promises move 1 mañana", b"", f"{ACT}.replace_note"),
    ("delete 1 --yes", b"", f"{ACT}.delete_rows"),
    ("undo", b"", "artesupremo.cli.undoing:_words"),
    ("undo --list", b"", "artesupremo.cli.undoing:note_line"),
    ("show", b"", f"{PIECES}:clean"),
    ("show --json", b"", "artesupremo.reports.faces.data:note_data"),
    ("show --plain", b"", "artesupremo.reports.faces.plain:answer_words"),
    ("history", b"", "artesupremo.reports.faces.terminal:day_summary"),
    ("search hola", b"", "artesupremo.reports.faces.found:_marked"),
    ("report week", b"", "artesupremo.reports.faces.progress:sections"),
    ("report all --json", b"", "artesupremo.reports.progress:_ahead"),
    *(
        (f"export all --format {form} -o -", b"", where)
        for form, where in {
            "markdown": "artesupremo.reports.faces.markdown:escape",
            "csv": "artesupremo.reports.faces.table:safe_cell",
            "json": "artesupremo.reports.faces.data:note_data",
            "jsonl": "artesupremo.journal.exchange:_text",
        }.items()
    ),
    ("export week", b"", "artesupremo.reports.faces.markdown:quote"),
    ("export week --share", b"", "artesupremo.reports.sharing:fold"),
    ("check -", f"Estimado cliente {CANARY}".encode(), "artesupremo.cli.check:_one_a_sentence"),
    ("check - --json", f"Hola {CANARY}".encode(), "artesupremo.reports.faces.data:checked_data"),
    ("journal import -", b"PARCEL", f"{ACT}.take_answer"),
    ("journal import -", b"PARCEL", "artesupremo.journal.exchange:_checked"),
    ("config show", b"", "artesupremo.cli.config:_said"),
    ("config set leave_with hola", b"", "artesupremo.cli.config:with_setting"),
    ("setup", "\n\n\n\n" + CANARY + "\n", "artesupremo.cli.setup:typed_value"),
]


def secret() -> str:
    return CANARY


def fails(*args: Any, **named: Any) -> NoReturn:
    """Raise an error that holds the canary in its text, its notes, its cause and its locals."""
    held = [secret(), args, named]
    error = RuntimeError(f"on purpose: {held}")
    error.add_note(f"a note: {CANARY}")
    raise error from KeyError(CANARY)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory) -> tuple[dict[str, str], bytes]:
    """Return the environment of a home that holds the canary everywhere, and its journal file."""
    home = tmp_path_factory.mktemp("canary")
    spare_compiling(home, rules=True)
    environ = {"ARTE_HOME": str(home), "ARTE_LANG": "es", "VISUAL": "true"}
    environ["ARTE_SHARE_NAMES"] = "Inés"
    run("log", "promise", CANARY, environ=environ)
    run("log", "applause", CANARY, environ=environ)
    for argv, given in (("today", GIVEN), ("close", CLOSING), ("week", WEEK)):
        assert run(argv, "--answers", "-", given=given, environ=environ).status == 0
    typed = f"{CANARY}\n{CANARY}\n{CANARY}\n1\n1\n"
    assert run("greet", typed=typed, environ=environ).status == 0
    assert run("check", "-", given=b"Hola", environ=environ).status in (0, 1)
    parcel = run("export", "all", "--format", "jsonl", "-o", "-", environ=environ, terminal=False)
    assert parcel.out.count(CANARY) > 8
    return environ, parcel.out.encode()


def broken_at(patch: pytest.MonkeyPatch, where: str, fail: Callable[..., Any] = fails) -> None:
    module, _colon, path = where.partition(":")
    owner: Any = import_module(module)
    *outer, last = path.split(".")
    for name in outer:
        owner = getattr(owner, name)
    assert callable(getattr(owner, last)), where
    patch.setattr(owner, last, fail)


def left_behind(*folders: Path) -> Iterator[Path]:
    """Yield the files that hold the canary, but for those the advisor wrote."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and CANARY.encode() in path.read_bytes():
                yield path


def is_kept_on_purpose(path: Path) -> bool:
    return path.name in ("journal.db", "config.toml") or "snapshots" in path.parts


@pytest.mark.parametrize(("line", "given", "where"), BROKEN)
def test_a_failure_says_nothing_of_what_was_written(  # noqa: PLR0913, PLR0917  # fixtures
    home, tmp_path, monkeypatch, lived_in, line, given, where
):
    environ, parcel = lived_in
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    data = parcel if given == b"PARCEL" else given
    if "import" in line:
        environ = {**environ, "ARTE_HOME": str(tmp_path / "other")}
    typed = data if isinstance(data, str) else None
    piped = data if isinstance(data, bytes) else None
    broken_at(monkeypatch, where)
    seen = run(*line.split(), typed=typed, given=piped, environ=environ)
    assert seen.status == 70, (seen.out, seen.err)
    assert CANARY not in seen.err
    assert "on purpose" not in seen.page
    assert len(seen.err.splitlines()) <= 2
    log = Path(environ["ARTE_HOME"], "state", "arte.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert CANARY not in log
    left = left_behind(Path(environ["ARTE_HOME"]), tmp_path)
    assert [path for path in left if not is_kept_on_purpose(path)] == []


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError(CANARY),
        sqlite3.IntegrityError(f"CHECK constraint failed: {CANARY}"),
        sqlite3.DatabaseError(CANARY),
        UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY),
        UnicodeEncodeError("utf-8", CANARY, 0, 1, CANARY),
        ValueError(CANARY),
        MemoryError(CANARY),
        RecursionError(CANARY),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_error_of_the_journal_brings_its_words(home, monkeypatch, lived_in, error):
    environ, _parcel = lived_in

    def fail(*_args: Any, **_named: Any) -> NoReturn:
        raise error

    broken_at(monkeypatch, f"{ACT}.put_answer", fail)
    seen = run("close", "--answers", "-", given=CLOSING, environ=environ)
    assert seen.status in (5, 70)
    assert CANARY not in seen.page


@pytest.mark.parametrize(
    "given",
    [f'{{"energy": "{CANARY}"}}', f'{{"plan": ["{CANARY}"]}}', f'{{"energy": "4" {CANARY}',
     f'"{CANARY}"', f'{{"greeting": {{"{CANARY}": 1}}}}'],
)  # fmt: skip
def test_a_wrong_answer_is_named_and_not_repeated(home, lived_in, given):
    environ, _parcel = lived_in
    seen = run("today", "--answers", "-", given=given.encode(), environ=environ)
    assert seen.status == 2
    assert CANARY not in seen.page


def test_a_wrong_line_of_a_journal_file_is_named_and_not_repeated(home, lived_in):
    environ, parcel = lived_in
    for place in range(2, 12, 3):
        lines = parcel.decode().splitlines()
        for hurt in (lines[place].replace('"day": "', f'"day": "{CANARY}'), f"{CANARY} {{"):
            data = "\n".join([*lines[:place], hurt, *lines[place + 1 :]]).encode()
            seen = run("journal", "import", "-", given=data, environ=environ)
            assert seen.status == 2
            assert CANARY not in seen.page


# What others on the machine can see while it runs


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="reads the list of processes in /proc")
def test_the_list_of_processes_and_the_environment_show_nothing(home, tmp_path):
    """The editor notes how it, and the program that called it, stand in the list of processes."""
    script = tmp_path / "editor.sh"
    script.write_text(
        f"#!/bin/sh\nfor part in cmdline environ; do cat /proc/$$/$part /proc/$PPID/$part; done "
        f'> "{tmp_path}/seen"\nls "{tmp_path}" /tmp > "{tmp_path}/listed"\n'
        f'grep -c . "$1"; echo "{CANARY[::-1]}" | rev > "$1"\n'
    )
    script.chmod(0o700)
    talk = Talk("log", "applause", VISUAL=str(script))
    talk.answer(f"uno {CANARY}")
    talk.answer("", "")
    assert talk.status() == 0
    talk = Talk("edit", "1", VISUAL=str(script))
    talk.answer("e", "", "")
    assert talk.status() == 0
    seen = (tmp_path / "seen").read_bytes()
    assert b"editor.sh" in seen
    assert b"ARTE_HOME" in seen
    assert CANARY.encode() not in seen
    assert CANARY not in (tmp_path / "listed").read_text()
    assert re.search(rb"borrador-\d+\.md", seen)


_INTERRUPTED = f"""\
import sys
import artesupremo.journal.act as act
def stop(*_args, **_named):
    held = "{CANARY}"
    raise KeyboardInterrupt(held)
act.Act.put_answer = stop
from artesupremo.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_ctrl_c_in_the_middle_of_a_write_shows_nothing(home):
    done = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED, "today", "--answers", "-"],
        input=GIVEN,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 130
    assert CANARY.encode() not in done.stdout + done.stderr


# The controls


def test_the_control_a_traceback_with_locals_leaks():
    try:
        fails()
    except RuntimeError as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
    page = "".join(told.format())
    assert page.count(CANARY) > 3


def test_the_control_what_is_left_behind_is_found(tmp_path):
    (tmp_path / "draft.md").write_text(f"lo de {CANARY}")
    assert list(left_behind(tmp_path)) == [tmp_path / "draft.md"]
    assert not is_kept_on_purpose(tmp_path / "draft.md")
