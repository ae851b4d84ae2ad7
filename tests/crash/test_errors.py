"""A full disk, failing calls, a folder that may not be written: G4, and modes under it: G13.

G4: ENOSPC and EIO at ≥ 300 points, once and from there on, and a disk of 256 KiB that fills: 0
acknowledged answers lost, 0 tracebacks, one sentence, exit status 5 (2 for an export's file), the
answer that could not be saved is shown back; with room again the same command goes on.
One answer more than was acknowledged may be there: when only the sync of the folder fails after
the rollback journal is gone, SQLite says that the disk failed, and the answer is saved.
G13: with umask 000, 022 and 077 every file is 0600 and every folder 0700, also as it is made.

Controls: a fault must show in strace's log as injected, and without a rollback journal the same
walk must find damage.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from faults import (
    ARTE,
    LINES,
    VALUES,
    Run,
    Tally,
    converse,
    copy_home,
    counted,
    environment,
    fail,
    look_at,
    make_home,
    mounted,
    needs_mount,
    needs_root,
    needs_strace,
    remount,
    run,
    side_by_side,
    spread,
    watch,
    write_days,
    write_first_schema,
)

pytest_plugins = ("faults",)

SENTENCES = (
    "The disk is full: make room and repeat the last answer",
    "The disk did not take the answer: check it, then repeat",
    "cannot be written: check the permissions of the file and its folder.",
    "is damaged or cannot be read; keep the file and a copy of it.",
    "Another arte is writing in the journal",
    "cannot be written: is there room, and may it be written?",
)
# What can fail, and how; "read" and "openat" only where they meet the files of the home.
FAULTS = {
    "pwrite64": ("ENOSPC", "EIO"),
    "write": ("ENOSPC", "EIO"),
    "pread64": ("EIO",),
    "read": ("EIO",),
    "fdatasync": ("EIO", "ENOSPC"),
    "fsync": ("EIO",),
    "ftruncate": ("EIO",),
    "openat": ("ENOSPC", "EIO"),
    "mkdir": ("ENOSPC", "EACCES"),
    "unlink": ("EIO",),
    "rename": ("EIO", "ENOSPC"),
}
_FAST = 1  # the fast set: each call fails once in the middle, and from its first on

Attempt = Callable[[Path, Sequence[str]], Run]
Check = Callable[[Path, Run], None]


def met(home: Path) -> list[Path]:
    """Return the files and folders of `home` where a call is to fail."""
    journal = home / "data" / "journal.db"
    return [home, journal, Path(f"{journal}-journal"), journal.parent, home / "all.jsonl",
            home / "state", home / "state" / "snapshots"]  # fmt: skip


class Walk:
    """One command made to fail at each of its calls."""

    def __init__(
        self, start: Path, attempt: Attempt, check: Check, tally: Tally, limit: int
    ) -> None:
        self.start, self.attempt, self.check = start, attempt, check
        self.tally, self.limit = tally, limit
        self.room = start.parent

    def go(self) -> None:
        """Fail every call once, and some of them from there on."""
        home, log = copy_home(self.start, self.room / "whole"), self.room / "log"
        whole = self.attempt(home, watch(log, FAULTS, met(home)))
        assert whole.status == 0, whole.said
        points = []
        for call, count in counted(log).items():
            for error in FAULTS[call] if self.limit > _FAST else FAULTS[call][:1]:
                once = spread(count, self.limit) if self.limit > _FAST else [(count + 1) // 2]
                points += [(call, error, str(k)) for k in once]
                points += [(call, error, f"{k}+") for k in spread(count, self.limit // 2)]
        side_by_side(self.strike, points)

    def strike(self, point: tuple[str, str, str]) -> None:
        call, error, when = point
        home = copy_home(self.start, self.room / "-".join(point).replace("+", "on"))
        strace = fail(call, error, when, met(home))
        log = home / "cache" / "strace.log"
        strace[strace.index("/dev/null")] = str(log)
        left = self.attempt(home, strace)
        struck = "(INJECTED)" in log.read_text(errors="replace")
        self.tally.add("points" if struck else "never came to it")
        try:
            assert_is_a_sentence(left)
            self.check(home, left)
        except AssertionError as problem:
            raise AssertionError(f"{' '.join(point)}: {problem}\n{left}") from problem
        self.tally.add("refused" if left.status else "did without")
        shutil.rmtree(home)


def assert_is_a_sentence(left: Run) -> None:
    """Nothing but one sentence, and what could not be saved; never a traceback or a bug."""
    assert "Traceback" not in left.said
    assert "bug in arte" not in left.said
    assert left.status in (0, 2, 5)
    if left.status:
        told = [part for part in SENTENCES if part in " ".join(left.said.split())]
        assert len(told) == 1, "not one sentence of ours"


some_or_many = pytest.mark.parametrize(
    "limit", [_FAST, pytest.param(20, marks=pytest.mark.slow)], ids=["some", "many"]
)


# A sitting


def check_sitting(command: str) -> Check:
    """Return what finds every acknowledged answer, what is shown back, and a way on."""
    expected, lines = VALUES[command], LINES[command]

    def check(home: Path, left: Run) -> None:
        path = home / "data" / "journal.db"
        got = look_at(path).of(expected)
        assert len(got) - left.acknowledged in (0, 1), got
        assert list(got.items()) == list(expected.items())[: len(got)]
        if left.status == 5 and "Not saved" in left.said:
            check_shown_back(left)
        resumed = converse(home, command, lines[len(got) :])
        assert (resumed.status, resumed.prompts) == (0, len(lines) - len(got)), resumed
        assert look_at(path).of(expected) == expected

    def check_shown_back(left: Run) -> None:
        typed = lines[left.prompts - 1] if left.prompts else ""
        words = " ".join(left.said.rpartition("Not saved: ")[2].split())
        spoken = typed.removeprefix("4 ").removeprefix("2 ")
        assert spoken in words or words == "skipped", f"not shown back: {words}"

    return check


@needs_strace
@some_or_many
def test_a_sitting_on_a_failing_disk_loses_nothing_it_acknowledged(tmp_path, tally, limit):
    start = make_home(tmp_path / "start")
    assert converse(start, "today", LINES["today"]).status == 0

    def attempt(home: Path, before: Sequence[str]) -> Run:
        return converse(home, "close", LINES["close"], before=before)

    Walk(start, attempt, check_sitting("close"), tally("G4"), limit).go()


@needs_strace
@some_or_many
def test_a_first_answer_on_a_failing_disk_is_saved_or_shown_back(tmp_path, tally, limit):
    start = make_home(tmp_path / "start")

    def attempt(home: Path, before: Sequence[str]) -> Run:
        return converse(home, "today", LINES["today"], before=before)

    few = min(limit, 8)
    Walk(start, attempt, check_sitting("today"), tally("G4"), few).go()


@needs_strace
def test_control_without_a_rollback_journal_a_failing_disk_does_damage(tmp_path, tally):
    start = make_home(tmp_path / "start")
    assert converse(start, "today", LINES["today"]).status == 0
    damaged = 0
    for when in range(3, 60, 8):
        home = copy_home(start, tmp_path / str(when))
        left = converse(home, "close", LINES["close"], before=fail("pwrite64", "EIO", f"{when}+"),
                        ARTE_WEAKEN="journal_mode=OFF")  # fmt: skip
        try:
            check_sitting("close")(home, left)
        except Exception:  # noqa: BLE001  # damage shows itself in many ways
            damaged += 1
    tally("G4").add("control: points that do damage", damaged)
    assert damaged


# An export, an import, a migration


@needs_strace
@some_or_many
def test_an_export_on_a_failing_disk_leaves_the_old_file(tmp_path, tally, limit):
    start = make_home(tmp_path / "start")
    write_days(start, 2, "some words that make it longer " * 60)

    def attempt(home: Path, before: Sequence[str]) -> Run:
        argv = ("export", "all", "--format", "jsonl", "-o", str(home / "all.jsonl"))
        return run(home, *argv, before=before)

    assert attempt(start, ()).status == 0
    old = (start / "all.jsonl").read_bytes()
    assert run(start, "today", "--answers", "-", given='{"energy": 5}').status == 0
    attempt(other := copy_home(start, tmp_path / "new"), ())
    new = (other / "all.jsonl").read_bytes()

    def check(home: Path, left: Run) -> None:
        file = home / "all.jsonl"
        assert file.read_bytes() in ((old, new) if left.status else (new,))
        assert not list(home.glob("*.tmp")), "half a file is left"
        assert attempt(home, ()).status == 0
        assert file.read_bytes() == new

    Walk(start, attempt, check, tally("G4"), limit).go()


@needs_strace
@some_or_many
def test_an_import_on_a_failing_disk_is_all_or_nothing(tmp_path, tally, limit):
    other = make_home(tmp_path / "other")
    write_days(other, 2, "from elsewhere")
    parcel = tmp_path / "all.jsonl"
    assert run(other, "export", "all", "--format", "jsonl", "-o", str(parcel)).status == 0
    start = make_home(tmp_path / "start")
    assert run(start, "today", "--answers", "-", given='{"energy": 5}').status == 0
    before = look_at(start / "data" / "journal.db")

    def attempt(home: Path, strace: Sequence[str]) -> Run:
        return run(home, "journal", "import", str(parcel), before=strace)

    def check(home: Path, left: Run) -> None:
        path = home / "data" / "journal.db"
        whole = look_at(path)
        assert len(whole.answers) in ((1, 23) if left.status else (23,)), "halved"
        for snapshot in (home / "state").glob("snapshots/*.db"):
            assert look_at(snapshot) == before
        assert attempt(home, ()).status == 0
        assert len(look_at(path).answers) == 23

    Walk(start, attempt, check, tally("G4"), limit).go()


@needs_strace
@some_or_many
def test_a_migration_on_a_failing_disk_leaves_the_old_schema_or_the_new(tmp_path, tally, limit):
    start = make_home(tmp_path / "start")
    before = look_at(write_first_schema(start, days=4))

    def attempt(home: Path, strace: Sequence[str]) -> Run:
        return run(home, "show", "yesterday", before=strace)

    def check(home: Path, left: Run) -> None:
        path = home / "data" / "journal.db"
        held = look_at(path)
        assert held == before or (held.version, held.answers) == (2, before.answers)
        for snapshot in (home / "state").glob("snapshots/*.db"):
            assert look_at(snapshot) == before
        assert attempt(home, ()).status == 0
        assert look_at(path).version == 2

    Walk(start, attempt, check, tally("G4, G7"), min(limit, 10)).go()


# A disk that fills


@needs_mount
def test_a_small_disk_that_fills_keeps_every_acknowledged_answer(tmp_path, tally):
    counts = tally("G4")
    with mounted(tmp_path / "disk", 256) as disk:
        home = make_home(tmp_path / "home")
        (home / "data").symlink_to(disk)
        kept: list[str] = []
        while (left := note(home, len(kept))).status == 0:
            kept.append(f"Thanks {len(kept)}")
        assert left.status == 5
        assert_is_a_sentence(left)
        assert notes(home) == kept
        assert len(kept) > 20
        full = converse(home, "today", ["4"])
        assert full.status == 5
        assert_is_a_sentence(full)
        assert "Not saved: 4" in full.said
        remount(disk, "size=1024k")
        assert note(home, len(kept)).status == 0
        assert converse(home, "today", LINES["today"]).status == 0
        assert notes(home) == [*kept, f"Thanks {len(kept)}"]
        assert look_at(home / "data" / "journal.db").of(VALUES["today"]) == VALUES["today"]
        counts.add("notes until full", len(kept))


def note(home: Path, number: int) -> Run:
    return run(home, "log", "applause", f"Thanks {number}")


def notes(home: Path) -> list[str]:
    held = look_at(home / "data" / "journal.db").rows["note"]
    return [str(row[3]) for row in sorted(held, key=lambda row: int(str(row[0])))]


# Where nothing may be written


@needs_mount
@pytest.mark.parametrize("hot", [False, True], ids=["settled", "cut-off"])
def test_on_a_read_only_disk_one_reads_and_is_told_so_when_writing(tmp_path, tally, hot):
    counts = tally("G4")
    home = make_home(tmp_path / "home")
    with mounted(home / "data", 1024) as disk:
        write_days(home, 2)
        before = look_at(disk / "journal.db").answers
        if hot:
            cut_off(disk / "journal.db")
        remount(disk, "ro")
        for argv in (("today", "--answers", "-"), ("undo",), ("rest", "today", "--yes"),
                     ("log", "applause", "Thanks"), ("show", "yesterday"), ("export", "all",
                     "-o", "-"), ()):  # fmt: skip
            left = run(home, *argv, given='{"energy": 3}')
            assert_is_a_sentence(left)
            reads = argv[:1] in ((), ("show",), ("export",)) and not hot
            assert left.status == (0 if reads else 5), (argv, left)
            counts.add("commands")
        left = converse(home, "today", ["4"])
        assert left.status == 5
        assert_is_a_sentence(left)
        remount(disk, "rw")
        assert converse(home, "today", LINES["today"]).status == 0
        held = look_at(disk / "journal.db")
        assert held.answers.items() >= before.items()


def cut_off(path: Path) -> None:
    """Leave what a SIGKILL within a transaction leaves: a rollback journal to be played."""
    script = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('UPDATE answer SET text = ?', ('x' * 50_000,))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert Path(f"{path}-journal").stat().st_size


@needs_root
@pytest.mark.parametrize("what", ["data", "data/journal.db", "state/snapshots", "."])
def test_without_the_right_to_write_one_is_told_so(tmp_path, tally, what):
    counts = tally("G4")
    home = make_home(tmp_path / "home")
    write_days(home, 1)
    (home / "state" / "snapshots").mkdir(parents=True, mode=0o700)
    parcel = tmp_path / "all.jsonl"
    assert run(home, "export", "all", "--format", "jsonl", "-o", str(parcel)).status == 0
    before = look_at(home / "data" / "journal.db")
    place = home / what
    place.chmod(0o400 if place.is_file() else 0o500)
    as_anyone = ["setpriv", "--bounding-set=-dac_override,-dac_read_search",
                 "--inh-caps=-dac_override,-dac_read_search"]  # fmt: skip
    for argv in (("log", "applause", "Thanks"), ("journal", "import", str(parcel)), ("show",),
                 ("export", "all", "-o", str(home / "page.md"))):  # fmt: skip
        left = run(home, *argv, before=as_anyone)
        assert_is_a_sentence(left)
        counts.add("commands")
    if what.startswith("data"):
        assert look_at(home / "data" / "journal.db") == before
    place.chmod(0o600 if place.is_file() else 0o700)
    assert run(home, "log", "applause", "Thanks").status == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.xfail(
    strict=True,
    reason="standard output on a full disk: exit 70 “a bug in arte”, and an export blames the"
    " journal; the nearest mend is to take OSError from sys.stdout apart in __main__",
)
@pytest.mark.parametrize("argv", [(), ("show",), ("export", "all", "-o", "-"), ("report",)])
def test_standard_output_on_a_full_disk_is_one_sentence(tmp_path, argv):
    home = make_home(tmp_path / "home")
    assert run(home, "today", "--answers", "-", given='{"energy": 5}').status == 0
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*ARTE, *argv], env=environment(home), stdout=full,
                              stderr=subprocess.PIPE, check=False)  # fmt: skip
    said = done.stderr.decode()
    assert "bug in arte" not in said
    assert "journal" not in said
    assert done.returncode in (2, 5)


# Modes


@needs_strace
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_every_file_is_private_as_it_is_made(tmp_path, tally, umask):
    home, log = tmp_path / "home", tmp_path / "log"
    parcel = tmp_path / "all.jsonl"
    program = ["sh", "-c", f'umask {umask:03o}; exec "$@"', "sh", *ARTE]
    made = Tally("", "")
    acts = (
        ("today", "--answers", "-"), ("log", "applause", "Thanks"),
        ("export", "all", "--format", "jsonl", "-o", str(parcel)),
        ("journal", "import", str(parcel)), ("export", "all"),
    )  # fmt: skip
    for argv in acts:
        strace = watch(log, ["openat", "mkdir", "creat"])
        done = run(home, *argv, given='{"energy": 3}', program=program, before=strace)
        assert done.status == 0, done.said
        for call in log.read_text().splitlines():
            if str(tmp_path) not in call or "= -1" in call:
                continue
            mode = re.search(r", 0(\d+)\) ", call)
            if "O_CREAT" in call or "mkdir(" in call:
                made.add("calls")
                wanted = "700" if "mkdir(" in call else "600"
                assert mode, call
                # SQLite asks for the mode of the journal; an export's draft for 0600.
                assert mode[1] == wanted or umask_hides(int(mode[1], 8), wanted), call
    files = [path for path in [home, *home.rglob("*"), parcel] if not path.is_symlink()]
    for path in files:
        wanted_mode = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted_mode, path
    counts = tally("G13")
    counts.add("files and folders", len(files))
    counts.add("made under watch", made.counts["calls"])


def umask_hides(mode: int, wanted: str) -> bool:
    """Tell whether the program's own umask (077) makes `mode` the one that is wanted."""
    return mode & ~0o077 == int(wanted, 8)
