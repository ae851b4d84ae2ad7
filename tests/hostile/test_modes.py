"""Every file is its owner's alone, from the moment it is made, whatever the umask (G13)."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from talking import spare_compiling

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")

UMASKS = ("000", "022", "077")
# A life of the program for each umask, in a home of its own: all that makes files and folders.
_LIVES = """\
import io, os, sys
from pathlib import Path
from artesupremo.__main__ import main
from artesupremo.journal.store import Journal
from artesupremo.sittings.terminal import edit_text

def live(umask, home):
    def arte(*argv, given=b""):
        os.umask(int(umask, 8))
        sys.stdin = io.TextIOWrapper(io.BytesIO(given), "utf-8")
        return main(argv)

    os.environ["ARTE_HOME"] = str(home)
    assert arte("today", "--answers", "-", given=b'{"energy": 4, "greeting": "hola"}') == 0
    assert arte("close", "--answers", "-", given=b'{"posture": 3}') == 0
    assert arte("log", "promise", "llamar") == 0
    assert arte("config", "set", "address", "vos") == 0
    if umask == "000":  # it compiles the rules, which takes a while
        assert arte("check", "-", given=b"Hola") in (0, 1)
    for form in ("markdown", "csv", "json", "jsonl"):
        assert arte("export", "all", "--format", form) == 0
    (parcel,) = home.rglob("*.jsonl")
    assert arte("journal", "import", str(parcel)) == 0
    assert arte("undo") == 0
    assert arte("export", "week", "-o", str(home / "a" / "b" / "page.md")) == 0
    os.umask(int(umask, 8))
    assert edit_text(str(home / "state" / "drafts"), "hola", "true") == "hola"
    rows, Journal.rows = Journal.rows, None
    assert arte("show") == 70
    Journal.rows = rows

for umask in sys.argv[2:]:
    live(umask, Path(sys.argv[1], umask))
"""
MADE = {
    "journal.db", "compiled.json", "config.toml", "arte.log", "page.md", "before-import-001.db",
}  # fmt: skip


class Lived(NamedTuple):
    """Where the lives were lived, and what they asked the system for."""

    folder: Path
    trace: str  # "" without strace


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> Lived:
    folder = tmp_path_factory.mktemp("lives")
    for umask in UMASKS[1:]:  # once is enough to see what compiling makes
        spare_compiling(folder / umask)
        for path in (folder / umask, folder / umask / "cache"):
            path.chmod(0o700)
        (folder / umask / "cache" / "compiled.json").chmod(0o600)
    log = tmp_path_factory.mktemp("trace") / "trace"
    calls = "trace=open,openat,creat,mkdir,mkdirat,chmod,fchmod,fchmodat"
    traced = ["strace", "-f", "-e", calls, "-o", str(log)] if shutil.which("strace") else []
    done = subprocess.run(
        [*traced, sys.executable, "-c", _LIVES, str(folder), *UMASKS],
        capture_output=True,
        text=True,
        env={**os.environ, "ARTE_LANG": "es"},
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return Lived(folder, log.read_text() if traced else "")


def test_files_are_0600_and_folders_0700_whatever_the_umask(lived):
    for umask in UMASKS:
        home = lived.folder / umask
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (home, *home.rglob("*"))}
        assert {path.name for path in modes} >= MADE
        for path, mode in modes.items():
            assert mode == (0o700 if path.is_dir() else 0o600), path
    assert (lived.folder / "000" / "cache" / "rules.json").exists()


_CREATED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]+)", [A-Z_|]*O_CREAT[A-Z_|]*, (\d+)\)')
_MADE = re.compile(r'mkdir(?:at)?\((?:AT_FDCWD, )?"([^"]+)", (\d+)\)')


def asked_for(trace: str, folder: Path) -> list[tuple[str, str, str]]:
    """Return (path, mode, mode that is due) of each file and folder that was made in `folder`.

    SQLite opens what is there already as if it might have to make it: the first time counts.
    """
    created = dict(reversed(_CREATED.findall(trace)))
    found = [(path, mode, "0600") for path, mode in created.items()]
    found += [(path, mode, "0700") for path, mode in _MADE.findall(trace)]
    return [made for made in found if made[0].startswith(str(folder))]


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace to see what is asked for")
def test_they_are_so_from_the_moment_they_are_made(lived):
    """A mode that is mended afterwards leaves a moment in which others can open the file."""
    made = asked_for(lived.trace, lived.folder)
    assert len(made) > 60
    assert {Path(path).name for path, _mode, _due in made} >= {"journal.db", "journal.db-journal"}
    for path, mode, due in made:
        assert mode == due, path
    assert "creat(" not in lived.trace
    assert not re.search(rf'chmod[a-z]*\([^\n]*"{re.escape(str(lived.folder))}', lived.trace)


def test_the_control_would_see_a_mode_that_is_too_wide(tmp_path):
    trace = (
        f'1 openat(AT_FDCWD, "{tmp_path}/x", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3\n'
        f'1 mkdir("{tmp_path}/y", 0777) = 0\n1 openat(AT_FDCWD, "/dev/null", O_RDONLY) = 3\n'
    )
    assert asked_for(trace, tmp_path) == [
        (f"{tmp_path}/x", "0666", "0600"),
        (f"{tmp_path}/y", "0777", "0700"),
    ]
