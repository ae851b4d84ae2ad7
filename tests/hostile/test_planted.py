"""Whatever stands where the program writes is left as it is, and never waited for (G11)."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from evil import Seen, run

from artesupremo.journal.store import Journal
from talking import Talk

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")

RUN = "import sys; from artesupremo.__main__ import main; sys.exit(main(sys.argv[1:]))"
OTHER = "lo de otro"
PARCEL = (
    '{"arte-journal": 1}\n{"type": "journal", "id": "x", "begun": "2026-01-01T00:00:00.000Z"}\n'
)
JOURNAL = ("data/journal.db", "data/journal.db-journal")
SNAPSHOT = "state/snapshots/before-import-009.db"  # later than any that is whole
TARGETS = (
    SNAPSHOT, "data/journal.db", "data/journal.db-journal", "state/snapshots", "state/drafts",
    "state/arte.log", "cache/compiled.json", "cache/rules.json", "config/config.toml",
    "config/practices/own.yaml", "reflections", "cache", "data", "state",
)  # fmt: skip
COMMANDS = {
    "close": (["close", "--answers", "-"], b'{"posture": 3}'),
    "import": (["journal", "import", "-"], PARCEL.encode()),
    "set": (["config", "set", "address", "vos"], b""),
    "export": (["export", "week"], b""),
    "check": (["check", "-"], b"Hola"),
    "doctor": (["doctor"], b""),
    "look": (["journal", "check"], b""),
    "restore": (["journal", "restore", "--yes"], b""),
    "backup": (["journal", "backup"], b""),
    "purge": (["journal", "purge", "--yes"], b""),
    "bug": (["show"], b""),
}


def arte(home: Path, command: str) -> Seen:
    """Run a command in this process; "bug" is one that fails in its middle."""
    argv, given = COMMANDS[command]
    with pytest.MonkeyPatch.context() as patch:
        if command == "bug":
            patch.setattr(Journal, "rows", _fail)
        environ = {"ARTE_HOME": str(home), "ARTE_LANG": "es"}
        return run(*argv, given=given, environ=environ, terminal=False)


def _fail(*_held: object) -> None:
    raise RuntimeError("on purpose")


def arte_apart(home: Path, command: str) -> Seen:
    """Run a command in a process of its own; one that waits for ever is ended, and fails."""
    argv, given = COMMANDS[command]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *argv],
        input=given,
        capture_output=True,
        env={**os.environ, "ARTE_HOME": str(home), "ARTE_LANG": "es"},
        check=False,
        timeout=60,
    )
    return Seen(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory) -> Path:
    """Return a home with a day, settings, a practice of one's own, and everything compiled."""
    home = tmp_path_factory.mktemp("lived-in")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "80")
        for command in ("close", "set", "check"):
            assert arte(home, command).status in (0, 1)
    (home / "config" / "practices").mkdir()
    return home


@pytest.fixture
def planted(home, lived_in) -> Path:
    shutil.copytree(lived_in, home)
    return home


def is_untouched(victim: Path) -> bool:
    return victim.read_text() == OTHER and stat.S_IMODE(victim.stat().st_mode) == 0o644


def plant(path: Path, kind: str, victim: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    victim.write_text(OTHER)
    victim.chmod(0o644)
    if kind == "link":
        path.symlink_to(victim)
    elif kind == "hard link":
        os.link(victim, path)
    elif kind == "link to nothing":
        path.symlink_to(victim.parent / "nothing")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
        (path / "inside").write_text(OTHER)
    else:
        path.write_text(OTHER)


KINDS = ("link", "hard link", "link to nothing", "pipe", "folder", "file")
FOLDERS = ("cache", "data", "state", "reflections")
RARER = ("cache/rules.json", "cache", "state", "reflections")  # rules take a second to compile
# Who sets a setting through a link keeps it in a file of his own, and means that file.
MEANT = {("config/config.toml", "link to nothing")}


CASES = [
    pytest.param(
        target,
        kind,
        id=f"{target}-{kind}",
        marks=()
        if kind in ("link", "link to nothing", "pipe") and target not in RARER
        else pytest.mark.slow,
    )
    for target in TARGETS
    for kind in KINDS
    if target not in FOLDERS or kind not in ("pipe", "folder")  # a folder is what stands there
]


@pytest.mark.parametrize(("target", "kind"), CASES)
def test_what_was_planted_is_left_alone_and_not_waited_for(planted, tmp_path, target, kind):
    victim, path = tmp_path / "victim", planted / target
    plant(path, kind, victim)
    for command in _commands_for(target):
        # SQLite goes on waiting where Python would be told to stop.
        by_sqlite = kind == "pipe" and target in (*JOURNAL, SNAPSHOT)
        ended = (arte_apart if by_sqlite else arte)(planted, command)
        assert ended.status in ((70,) if command == "bug" else (0, 1, 2, 3, 4, 5)), ended.err
        assert "Traceback" not in ended.err
        assert len(ended.err.splitlines()) <= 4
        assert is_untouched(victim), command
        assert (target, kind) in MEANT or not (tmp_path / "nothing").exists(), command
    if kind == "folder" and target not in ("state/snapshots", "state/drafts"):
        assert (path / "inside").read_text() == OTHER
    if kind == "pipe" and target not in ("cache/compiled.json", "cache/rules.json", SNAPSHOT):
        assert stat.S_ISFIFO(path.lstat().st_mode)


def _commands_for(target: str) -> Iterator[str]:
    """Yield the commands that write at `target`, or read there."""
    yield "close"
    if target in ("data/journal.db", "data/journal.db-journal", SNAPSHOT):
        yield from ("look", "doctor", "restore", "purge")
    if target in ("data/journal.db", "state/snapshots"):
        yield from ("import", "backup")
    if target.startswith("config"):
        yield "set"
    if target == "reflections":
        yield "export"
    if target in ("state", "state/arte.log"):
        yield "bug"
    if target in ("cache", "cache/rules.json"):
        yield "check"


@pytest.mark.parametrize("kind", ["link", "hard link", "file", "link to nothing"])
@pytest.mark.parametrize("name", ["cache/compiled.json.{}.tmp", "config/config.toml.{}.tmp"])
def test_a_draft_that_was_planted_is_not_written_through(planted, tmp_path, name, kind):
    victim = tmp_path / "victim"
    plant(planted / name.format(os.getpid()), kind, victim)
    assert arte(planted, "set").status == 0
    assert arte(planted, "close").status == 0  # which compiles the settings anew
    assert is_untouched(victim)
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("kind", ["link", "file", "link to nothing"])
def test_a_snapshot_does_not_write_through_what_was_planted(planted, tmp_path, kind):
    victim = tmp_path / "victim"
    for name in ("before-import-001.db.tmp", "before-import-001.db"):
        plant(planted / "state" / "snapshots" / name, kind, victim)
    ended = arte(planted, "import")
    assert ended.status == 0, ended.err
    assert is_untouched(victim)
    assert not (tmp_path / "nothing").exists()


def test_a_link_to_a_journal_is_followed(planted, tmp_path):
    """Who keeps the journal on another disk has a link here."""
    path, elsewhere = planted / "data" / "journal.db", tmp_path / "elsewhere.db"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert arte(planted, "close").status == 0
    assert path.is_symlink()
    assert elsewhere.stat().st_size > 10_000


def test_the_control_would_see_a_victim_that_was_written_to(tmp_path):
    victim, path = tmp_path / "victim", tmp_path / "path"
    plant(path, "link", victim)
    path.write_text("mío")
    assert not is_untouched(victim)


# Drafts of an editor


def test_a_draft_is_gone_after_its_editor_was_killed(planted, tmp_path):
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\necho secreto > "$1"; cp "$1" "$1~"; kill -KILL $$\n')
    editor.chmod(0o700)
    talk = Talk("log", "applause", VISUAL=str(editor))
    talk.answer("e", "", "")
    assert talk.status() == 0
    assert os.listdir(planted / "state" / "drafts") == []


def test_a_draft_left_by_a_kill_is_swept_at_the_next_start(planted, tmp_path):
    folder = planted / "state" / "drafts"
    editor = tmp_path / "editor.sh"
    # Vim keeps a swap file beside the text.
    editor.write_text(
        '#!/bin/sh\necho secreto > "$1"; d=$(dirname "$1"); b=$(basename "$1")\n'
        'cp "$1" "$d/.$b.swp"; cp "$1" "$1.99.tmp"; kill -KILL $PPID\n'
    )
    editor.chmod(0o700)
    talk = Talk("log", "applause", VISUAL=str(editor))
    talk.answer("e")
    assert talk.killed_by() == signal.SIGKILL
    left = sorted(os.listdir(folder))
    assert len(left) == 3
    (folder / "mine.txt").write_text("not a draft")
    (folder / f"borrador-{os.getpid()}.md").write_text("of a program that runs")
    assert arte(planted, "set").status == 0
    assert sorted(os.listdir(folder)) == [f"borrador-{os.getpid()}.md", "mine.txt"]


def test_an_editor_that_hangs_on_is_not_robbed_of_its_text(planted):
    """What another arte has open in an editor stays."""
    own = planted / "state" / "drafts" / f"borrador-{os.getpid()}.md"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("abierto")
    assert arte(planted, "close").status == 0
    assert own.read_text() == "abierto"
