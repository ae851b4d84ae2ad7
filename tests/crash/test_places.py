"""A disk that fills, folders that may not be written: G4; modes as files are made: G13.

G4: a disk of 256 KiB that fills keeps every acknowledged answer, and what could not be saved is
shown back; on a read-only disk and without the right to write one reads, and is told so when
writing. G13: with umask 000, 022 and 077 every file is 0600 and every folder 0700, also as it is
made. Controls: the small disk must really fill, the writes must really be refused, and a file
made with open() must be found.
"""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from faults import mounted, needs_mount, needs_root, needs_strace, remount, watch
from homes import JOURNAL, do_all, look_at, make_home, write_days
from programs import ARTE, Run, converse, environment, run
from sentences import assert_is_a_sentence
from talks import SITTINGS

pytest_plugins = ("counts",)

TODAY, CLOSE = SITTINGS["today"], SITTINGS["close"]


# A disk that fills


@needs_mount
def test_a_small_disk_that_fills_keeps_every_acknowledged_answer(room, tally):
    counts = tally("G4")
    with mounted(room / "disk", 256) as disk:
        home = make_home(room / "home")
        (home / "data").symlink_to(disk)
        written = do_all(home, [note(number) for number in range(1_000)])
        count = written.said.count("\ndone\n")
        assert written.status == 5, "the disk did not fill"
        assert_is_a_sentence(Run(5, written.said.rpartition("\ndone\n")[2]))
        assert notes(home) == [note(number)[-1] for number in range(count)]
        assert count > 20
        full = converse(home, TODAY.argv, ["4"])
        assert full.status == 5
        assert_is_a_sentence(full)
        assert "Not saved: 4" in full.said
        remount(disk, "size=1024k")
        assert run(home, *note(count)).status == 0
        assert converse(home, TODAY.argv, TODAY.lines).status == 0
        assert notes(home) == [note(number)[-1] for number in range(count + 1)]
        held = look_at(home / JOURNAL).of(TODAY.asked)
        assert held == TODAY.expected({}, len(TODAY.lines))
        counts.add("notes until full", count)


def note(number: int) -> tuple[str, ...]:
    return ("log", "applause", f"Thanks {number}")


def notes(home: Path) -> list[str]:
    held = look_at(home / JOURNAL).rows["note"]
    return [row["text"] for row in sorted(held, key=lambda row: int(row["number"]))]


# Where nothing may be written


@needs_mount
@pytest.mark.parametrize("hot", [False, True], ids=["settled", "cut-off"])
def test_on_a_read_only_disk_one_reads_and_is_told_so_when_writing(room, tally, hot):
    counts = tally("G4")
    home = make_home(room / "home")
    with mounted(home / "data", 1024) as disk:
        write_days(home, 2)
        before = look_at(disk / "journal.db").answers
        if hot:
            cut_off(disk / "journal.db")
        remount(disk, "ro")
        for argv in (("today", "--answers", "-"), ("undo",), ("rest", "today", "--yes"),
                     ("log", "applause", "Thanks"), ("delete", "yesterday", "--yes"),
                     ("week", "--answers", "-"), ("show", "yesterday"), ("report", "all"),
                     ("export", "all", "-o", "-"), ()):  # fmt: skip
            left = run(home, *argv, given="{}" if "week" in argv else '{"energy": 3}')
            assert_is_a_sentence(left)
            reads = argv[:1] in ((), ("show",), ("report",), ("export",)) and not hot
            reads |= argv[:1] == ("week",) and not hot  # no answers: nothing to write
            assert left.status == (0 if reads else 5), (argv, left)
            counts.add("commands")
        left = converse(home, TODAY.argv, ["4"])
        assert left.status == 5
        assert_is_a_sentence(left)
        remount(disk, "rw")
        assert converse(home, TODAY.argv, TODAY.lines).status == 0
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
def test_without_the_right_to_write_one_is_told_so(room, tally, what):
    counts = tally("G4")
    home = make_home(room / "home")
    write_days(home, 1)
    (home / "state" / "snapshots").mkdir(parents=True, mode=0o700, exist_ok=True)
    parcel = room / "all.jsonl"
    assert run(home, "export", "all", "--format", "jsonl", "-o", str(parcel)).status == 0
    before = look_at(home / JOURNAL)
    place = home / what
    place.chmod(0o400 if place.is_file() else 0o500)
    as_anyone = ["setpriv", "--bounding-set=-dac_override,-dac_read_search",
                 "--inh-caps=-dac_override,-dac_read_search"]  # fmt: skip
    refused = 0
    for argv in (("log", "applause", "Thanks"), ("journal", "import", str(parcel)), ("show",),
                 ("export", "all", "-o", str(home / "page.md"))):  # fmt: skip
        left = run(home, *argv, before=as_anyone)
        assert_is_a_sentence(left, (2, 5) if "export" in argv else (5,))
        refused += left.status != 0
        counts.add("commands")
    assert refused
    if what.startswith("data"):
        assert look_at(home / JOURNAL) == before
    place.chmod(0o600 if place.is_file() else 0o700)
    assert run(home, "log", "applause", "Thanks").status == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("argv", [(), ("show",), ("export", "all", "-o", "-"), ("report",)])
def test_standard_output_on_a_full_disk_is_one_sentence(room, argv):
    home = make_home(room / "home")
    assert run(home, "today", "--answers", "-", given='{"energy": 5}').status == 0
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*ARTE, *argv], env=environment(home), stdout=full,
                              stderr=subprocess.PIPE, check=False)  # fmt: skip
    said = done.stderr.decode()
    assert "bug in arte" not in said
    assert "journal" not in said
    assert done.returncode in (2, 5)


# Modes


_MODE = re.compile(r", 0(\d+)\)")
_UMASK = 0o077  # the program's own, from its first line on
_MORNING = json.dumps({"energy": 3, "greeting": "Hello"})


@needs_strace
@pytest.mark.parametrize(
    "umask",
    [0o000, *(pytest.param(umask, marks=pytest.mark.slow) for umask in (0o022, 0o077))],
    ids=lambda umask: f"{umask:03o}",
)
def test_every_file_is_private_as_it_is_made(room, tally, umask):
    home, log, counts = room / "home", room / "log", tally("G13")
    parcel = home / "all.jsonl"
    acts = (
        ("today", "--answers", "-"), ("log", "applause", "Thanks"), ("undo",),
        ("config", "set", "language", "en"), ("check", "-"), ("week", "--answers", "-"),
        ("export", "all", "--format", "jsonl", "-o", str(parcel)),
        ("journal", "import", str(parcel)), ("export", "all"), ("rest", "tomorrow", "--yes"),
    )  # fmt: skip
    before = ["sh", "-c", f'umask {umask:03o}; exec "$@"', "sh"]
    for argv in acts:
        given = _MORNING if argv[0] == "today" else "{}"
        done = run(home, *argv, given=given, before=[*before, *watch(log, _MAKING)])
        assert done.status == 0, done.said
        counts.add("made under watch", check_calls(log, room, _UMASK))
    lines = ["e", *CLOSE.lines]  # with the editor, which gets a draft
    assert converse(home, CLOSE.argv, lines, before=[*before, *watch(log, _MAKING)]).status == 0
    counts.add("made under watch", check_calls(log, room, _UMASK))
    for path in [home, *home.rglob("*")]:
        check_mode(path)
        counts.add("files and folders")
    assert counts.counts["made under watch"] > len(acts)


_MAKING = ("openat", "mkdir", "mkdirat", "creat")


def check_calls(log: Path, under: Path, umask: int) -> int:
    """Every file is made `under` there, as 0600, every folder as 0700; return how many were."""
    made = [call for call in log.read_text().splitlines()
            if "= -1" not in call and ("O_CREAT" in call or "mkdir" in call)]  # fmt: skip
    for call in made:
        if '"/dev/null"' in call:
            continue
        assert f'"{under}' in call, f"made elsewhere: {call}"
        mode = _MODE.search(call)
        assert mode, call
        wanted = 0o700 if "mkdir" in call else 0o600
        assert int(mode[1], 8) & ~umask == wanted, call
    return len(made)


def check_mode(path: Path) -> None:
    wanted = 0o700 if path.is_dir() else 0o600
    assert stat.S_IMODE(path.stat().st_mode) == wanted, path


@needs_strace
def test_control_a_file_that_others_may_read_is_found(room, tally):
    log, path = room / "log", room / "open"
    script = f'umask 022; : > "{path}"; chmod 644 "{path}"'
    subprocess.run([*watch(log, _MAKING), "sh", "-c", script], check=True)  # ours
    with pytest.raises(AssertionError, match="0666"):
        check_calls(log, room, 0o022)
    with pytest.raises(AssertionError):
        check_mode(path)
    tally("G13").add("control: found", 2)
