"""What was typed and could not be saved is shown back and kept, wherever there is room."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from talking import Talk

from conftest import FRIDAY, MORNING

# Notes something while no file may grow beyond so many bytes.
CRAMPED = f"""\
import datetime, resource, sys
from artesupremo.__main__ import main
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.exit(main(sys.argv[2:], now=datetime.datetime.fromisoformat("{FRIDAY}")))
"""
WORDS = "Gracias por explicármelo otra vez"
NAME = "rescue-2026-11-20-0755.md"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limits to files there")


@pytest.fixture
def begun(arte, home, tmp_path, monkeypatch) -> Path:
    """Begin a journal; nothing of other tests is in the shared folders."""
    for name in ("TMPDIR", "XDG_RUNTIME_DIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    assert arte("today", "--answers", "-", given=MORNING).status == 0
    return home


def note(*argv: str, limit: int = 8192) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CRAMPED, str(limit), *argv]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "ARTE_LANG": "es"},
    )  # fmt: skip


def block(folder: Path) -> None:
    """Let nothing be written in `folder` any more, even by root: a file stands there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")


def test_a_note_the_disk_does_not_take_is_shown_and_kept(arte, begun):
    failed = note("log", "applause", *WORDS.split())
    assert failed.returncode == 5
    path = begun / "data" / NAME
    lines = failed.stderr.splitlines()
    assert lines[1:] == [
        f"Sin guardar: {WORDS}",
        f"Queda en {path} hasta que se escriba de nuevo.",
    ]
    assert (
        path.read_text("utf-8") == f"# 2026-11-20 07:55\n\n{lines[0]}\n\n## Aplauso\n\n{WORDS}\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_one_in_the_same_minute_takes_nothing_from_the_first(arte, begun):
    for words in ("Una", "Otra"):
        note("log", "applause", words)
    kept = [(begun / "data" / name).read_text("utf-8") for name in (NAME, f"{NAME[:-3]}-2.md")]
    assert [text.splitlines()[-1] for text in kept] == ["Una", "Otra"]


def test_the_card_and_the_morning_name_it_until_it_is_gone(arte, begun):
    note("log", "applause", WORDS)
    path = begun / "data" / NAME
    said = (
        f"Hay palabras sin guardar en {path}: arte editar las recoge y después se puede borrar el"
        " archivo.\n"
    )
    assert arte().err == said
    assert arte("today", "--answers", "-", given={}).err == said
    assert arte("close", "--answers", "-", given={}).err == said
    assert arte("show").err == ""
    path.with_name("rescue-2026-11-20-0755-2.md").write_text("x")
    assert "2 archivos, el primero" in arte().err
    path.with_name("rescue-2026-11-20-0755-2.md").unlink()
    path.unlink()
    assert arte().err == ""


@pytest.mark.parametrize("blocked", [1, 2, 3])
def test_where_one_folder_takes_nothing_the_next_one_does(arte, begun, blocked, tmp_path):
    """The journal's own folder cannot be blocked: there would be no journal to write to."""
    own = {"state": begun / "state"}
    shared = [tmp_path / "XDG_RUNTIME_DIR", tmp_path / "TMPDIR"]
    for number in range(100):  # the journal's folder has every name already
        name = f"{NAME[:-3]}-{number}.md" if number > 1 else NAME
        (begun / "data" / name).write_text("")
    for folder in [own["state"], *shared][: blocked - 1]:
        block(folder)
    failed = note("log", "applause", WORDS)
    expected = [own["state"], *shared][blocked - 1]
    path = Path(failed.stderr.splitlines()[-1].removeprefix("Queda en ").split(" hasta")[0])
    assert path.name == NAME
    assert expected in path.parents
    assert WORDS in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "100 archivos" in arte().err or "99 archivos" in arte().err


def test_where_nothing_takes_it_only_the_screen_has_it(arte, begun, tmp_path):
    for number in range(100):
        name = f"{NAME[:-3]}-{number}.md" if number > 1 else NAME
        (begun / "data" / name).write_text("")
    for folder in (begun / "state", tmp_path / "XDG_RUNTIME_DIR", tmp_path / "TMPDIR"):
        block(folder)
    failed = note("log", "applause", WORDS)
    assert failed.stderr.splitlines()[1:] == [
        f"Sin guardar: {WORDS}",
        "No se pudo guardar en ningún archivo: solo lo tiene esta pantalla.",
    ]


def test_a_folder_that_somebody_else_could_have_made_is_not_used(arte, begun, tmp_path):
    note("log", "applause", WORDS)
    (begun / "data" / NAME).unlink()
    for number in range(100):
        name = f"{NAME[:-3]}-{number}.md" if number > 1 else NAME
        (begun / "data" / name).write_text("")
    block(begun / "state")
    first = note("log", "applause", WORDS)
    path = Path(first.stderr.splitlines()[-1].removeprefix("Queda en ").split(" hasta")[0])
    path.unlink()
    path.parent.chmod(0o777)
    second = note("log", "applause", WORDS)
    assert str(tmp_path / "TMPDIR") in second.stderr
    path.parent.rmdir()
    path.parent.symlink_to(tmp_path)
    third = note("log", "applause", WORDS)
    assert str(tmp_path / "TMPDIR") in third.stderr
    assert list(tmp_path.glob("*.md")) == []


def test_personal_data_is_masked_in_it_too(arte, begun):
    note("log", "applause", "Llamar", "al", "300", "123", "4567")
    kept = (begun / "data" / NAME).read_text("utf-8")
    assert "4567" not in kept
    assert "[teléfono]" in kept


def test_what_comes_from_a_script_is_kept_by_the_script(arte, begun, tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text('{"message": "una respuesta"}')
    failed = note("close", "--answers", str(answers))
    failed = note("today", "--date", "2026-11-19", "--answers", str(answers))
    assert failed.returncode == 5
    assert "Sin guardar" not in failed.stderr
    assert list((begun / "data").glob("*.md")) == []


# At the terminal


@pytest.fixture
def small_disk(home):
    """Mount a disk of 240 KiB where the journal goes."""
    data = home / "data"
    data.mkdir(parents=True)
    argv = ["mount", "-t", "tmpfs", "-o", "size=240k", "tmpfs", str(data)]
    if not shutil.which("mount") or subprocess.run(argv, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield data
    subprocess.run(["umount", "--lazy", str(data)], check=True)  # noqa: S607  # as it is installed


def fill(disk: Path) -> None:
    """Leave no room on `disk`."""
    with (disk / "filler").open("wb", buffering=0) as file:
        for size in (4096, 512, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue


SITTINGS = [
    (["today"], ["4", ""], "Buenas, Inés: la leo"),
    (["log", "friction"], [], "Dos claves, Inés"),
    (["greet"], [], "Hola, Inés, cuénteme"),
]


@pytest.mark.parametrize(("command", "before", "typed"), SITTINGS)
def test_a_full_disk_in_the_middle_of_a_sitting_loses_no_word(
    arte, small_disk, command, before, typed
):
    arte("log", "applause", "Gracias")
    talk = Talk(*command)
    for line in before:
        talk.answer(line)
    fill(small_disk)
    talk.answer(typed)
    assert talk.status() == 5
    assert f"Sin guardar: {typed}" in " ".join(talk.output.split())
    (path,) = (small_disk.parent / "state").glob("rescue-*.md")
    assert path.read_text("utf-8").endswith(f"\n\n{typed}\n")
    (small_disk / "filler").unlink()
    assert str(path) in arte().err
    with contextlib.closing(sqlite3.connect(small_disk / "journal.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_skipped_question_leaves_no_file(arte, home, small_disk):
    arte("log", "applause", "Gracias")
    talk = Talk("today")
    fill(small_disk)
    talk.answer("")
    assert talk.status() == 5
    assert "Sin guardar" not in talk.output
    assert list(home.rglob("rescue-*")) == []
