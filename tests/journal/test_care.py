"""Daily care: everything checked after the card, a snapshot a day, old ones let go."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.journal.checksums import PLACES, columns_of, damaged_rows, suspicious_rows
from artesupremo.journal.rotation import snapshot_day, snapshot_name, to_remove
from artesupremo.journal.safety import check_structure, reading
from artesupremo.journal.schema import migrate
from conftest import FRIDAY, MORNING

DAY = "day-2026-11-20.db"
DAMAGED = "Algo en el diario está dañado: arte diario revisar dice qué, y el paso siguiente.\n"
# Closes the day of the tests, in a process that can be cut off.
PROGRAM = f"""\
import datetime, sys
from artesupremo.__main__ import main
sys.exit(main(["close"], now=datetime.datetime.fromisoformat("{FRIDAY}")))
"""


@pytest.fixture
def snapshots(home) -> Path:
    return home / "state" / "snapshots"


@pytest.fixture
def journal(home) -> Path:
    return home / "data" / "journal.db"


def dump(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def spoil(path: Path, sql: str) -> None:
    """Change a row behind the program's back."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute(sql).rowcount == 1
        connection.commit()


def tomorrow(days: int = 1) -> dt.datetime:
    return FRIDAY + dt.timedelta(days=days)


# Once a day


@pytest.mark.parametrize("argv", [["today"], ["today", "--short"], ["close"]])
def test_after_the_card_there_is_a_whole_private_copy(arte, journal, snapshots, argv):
    done = arte(*argv, "--answers", "-", given={})
    assert (done.status, snapshots.exists()) == (0, False)  # nothing was written yet
    arte("today", "--answers", "-", given=MORNING, now=tomorrow(-1))
    done = arte(*argv, "--answers", "-", given={})
    assert (done.status, done.err) == (0, "")
    assert sorted(os.listdir(snapshots)) == ["day-2026-11-19.db", DAY]
    assert dump(snapshots / DAY) == dump(journal)
    assert stat.S_IMODE((snapshots / DAY).stat().st_mode) == 0o600
    assert stat.S_IMODE(snapshots.stat().st_mode) == 0o700


def test_it_is_taken_once_a_journal_day(arte, snapshots):
    arte("today", "--answers", "-", given=MORNING)
    first = (snapshots / DAY).read_bytes()
    arte("close", "--answers", "-", given={"posture": 4})
    arte("close", "--answers", "-", given={}, now=FRIDAY.replace(hour=23, minute=59))
    arte("close", "--answers", "-", given={}, now=tomorrow().replace(hour=3))  # still Friday
    assert os.listdir(snapshots) == [DAY]
    assert (snapshots / DAY).read_bytes() == first
    arte("close", "--answers", "-", given={}, now=tomorrow().replace(hour=4))
    assert sorted(os.listdir(snapshots)) == [DAY, "day-2026-11-21.db"]


def test_nothing_else_takes_one(arte, snapshots):
    arte("log", "applause", "Gracias")
    for argv in ([], ["show"], ["nudge"], ["undo"], ["undo", "--redo"], ["report"], ["history"]):
        assert arte(*argv).status == 0
    assert not snapshots.exists()


# What is damaged

SPOILT = [
    "UPDATE answer SET text = 'Otra cosa' WHERE question = 'greeting'",
    "UPDATE answer SET number = NULL WHERE question = 'energy'",
    "UPDATE answer SET text = CAST(x'ff42' AS TEXT) WHERE question = 'greeting'",
    "UPDATE answer SET checksum = '0' WHERE question = 'energy'",
    "UPDATE entry SET plan_then = 'corro' WHERE sitting = 'morning'",
    "UPDATE note SET details = '[]' WHERE number = 1",
    "UPDATE rest SET day = '2026-11-25'",
    "UPDATE change SET after = replace(after, 'Inés', 'Ines') WHERE place = 'note'",
    "UPDATE change SET undone = 1 WHERE place = 'rest'",
]


@pytest.fixture
def lived(arte, home, snapshots) -> Path:
    """Keep a day with something in every table, and its snapshot."""
    arte("log", "promise", "Llamar a Inés")
    arte("rest", "2026-11-24")
    arte("today", "--answers", "-", given={**MORNING, "plan": True})
    return home


@pytest.mark.parametrize("with_baseline", [True, False])
@pytest.mark.parametrize("sql", SPOILT)
def test_any_row_changed_behind_our_back_is_noticed(
    arte, lived, journal, snapshots, sql, with_baseline
):
    spoil(journal, sql)
    with reading(str(journal)) as connection:
        check_structure(connection)  # the control: SQLite itself notices nothing
    if not with_baseline:
        (snapshots / DAY).unlink()
    before = {path: path.read_bytes() for path in snapshots.iterdir()}
    done = arte("today", "--answers", "-", given={}, now=tomorrow())
    assert (done.status, done.err) == (0, DAMAGED)
    assert {path: path.read_bytes() for path in snapshots.iterdir()} == before


def test_a_page_overwritten_is_noticed_and_lets_no_snapshot_go(arte, lived, journal, snapshots):
    for day in range(1, 20):
        shutil.copy(snapshots / DAY, snapshots / f"day-2024-11-{day:02}.db")
    held = sorted(os.listdir(snapshots))
    data = bytearray(journal.read_bytes())
    with contextlib.closing(sqlite3.connect(journal)) as connection:
        page = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'change_by_act'"
        ).fetchone()[0]
    data[(page - 1) * 4096 : page * 4096] = bytes(range(256)) * 16
    journal.write_bytes(data)
    done = arte("today", "--answers", "-", given={}, now=tomorrow())
    assert (done.status, done.err) == (0, DAMAGED)
    assert sorted(os.listdir(snapshots)) == held


def test_a_damaged_snapshot_makes_no_whole_journal_suspect(arte, lived, journal, snapshots):
    (snapshots / DAY).write_bytes(b"SQLite format 3\0" + os.urandom(9000))
    done = arte("today", "--answers", "-", given={"energy": 2}, now=tomorrow())
    assert (done.status, done.err) == (0, "")
    assert dump(snapshots / "day-2026-11-21.db") == dump(journal)


def make_empty(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("BEGIN")
    migrate(connection, "01890a5d-ac96-774b-bcce-b302099a8057", "2026-11-20T12:55:00.000Z")
    connection.execute("COMMIT")
    return connection


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_whatever_is_written_is_seen_to_be_whole_at_first_sight(tmp_path_factory, text):
    """The quick way, in SQLite, makes the very JSON that the checksums are taken over."""
    from artesupremo.journal.model import Note
    from artesupremo.journal.rows import note_row

    with contextlib.closing(make_empty(tmp_path_factory.mktemp("quick") / "journal.db")) as held:
        row = note_row(Note("id", 1, "applause", text, {"to": text}, "es", FRIDAY.date(),
                            "2026-11-20T12:55:00.000Z", -300, "x"))  # fmt: skip
        marks = ", ".join("?" * len(row))
        held.execute(f"INSERT INTO note ({', '.join(row)}) VALUES ({marks})", [*row.values()])  # noqa: S608  # ours
        assert suspicious_rows(held, "note") == []
        held.execute("UPDATE note SET zone = 'y'")
        assert len(list(damaged_rows(held, "note"))) == 1


# Rotation


def days(*words: str) -> list[str]:
    return [snapshot_name(dt.date.fromisoformat(word)) for word in words]


def test_a_hand_worked_year_keeps_7_days_4_weeks_12_months():
    every_day = [dt.date(2025, 6, 1) + dt.timedelta(days=n) for n in range(538)]
    assert every_day[-1] == dt.date(2026, 11, 20)
    kept = {*map(snapshot_name, every_day)} - {*to_remove(map(snapshot_name, every_day))}
    assert sorted(kept) == days(
        # the newest of each of the last 12 months
        "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
        "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31",
        # the Sundays of the weeks before that of the 20th
        "2026-11-01", "2026-11-08",
        # the last 7 days, with the Sunday of W46 among them
        "2026-11-14", "2026-11-15", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19",
        "2026-11-20",
    )  # fmt: skip


def test_a_long_holiday_ages_nothing():
    """Counted over the snapshots there are: after two years away the old ones are still there."""
    held = days("2024-01-10", "2024-02-10", "2024-02-11", "2024-02-12", "2026-11-20")
    assert to_remove(held) == []


def test_iso_weeks_are_those_of_the_year_they_belong_to():
    """The last days of 2026 and the first of 2027 are one week: 2026-W53."""
    week = [f"2026-12-{day}" for day in range(28, 32)] + [f"2027-01-0{day}" for day in (1, 2, 3)]
    later = [f"2027-02-{day:02}" for day in range(1, 8)]
    gone = to_remove(days(*week, *later))
    assert gone == days("2027-01-02", "2027-01-01", "2026-12-30", "2026-12-29", "2026-12-28")


def test_of_each_kind_before_a_risk_the_newest_three_stay():
    names = [f"before-{kind}-{n:03}.db" for kind in ("import", "migration") for n in (1, 2, 3, 4)]
    names += ["before-import-1000.db", "damaged-2026-11-20-001.db", "mine.db", "day-2026-13-01.db"]
    assert sorted(to_remove(names)) == [
        "before-import-001.db", "before-import-002.db", "before-migration-001.db",
    ]  # fmt: skip


DATES = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


@given(held=st.sets(DATES, max_size=400), strange=st.lists(st.text(max_size=30), max_size=5))
def test_rotation_keeps_what_it_says(held, strange):
    names = [*map(snapshot_name, held), *strange]
    gone = {snapshot_day(name) for name in to_remove(names)}
    kept = sorted(held - gone, reverse=True)
    assert gone <= held
    assert kept[:7] == sorted(held, reverse=True)[:7]
    spans: list[tuple[Callable[[dt.date], Any], int]] = [
        (lambda day: day.isocalendar()[:2], 4),
        (lambda day: (day.year, day.month), 12),
    ]
    wanted = {*sorted(held)[-7:]}
    for span, count in spans:
        for value in sorted({span(day) for day in held})[-count:]:
            wanted.add(max(day for day in held if span(day) == value))
    assert {*kept} == wanted
    assert to_remove(map(snapshot_name, kept)) == []


@given(first=DATES, length=st.integers(1, 120))
def test_day_after_day_the_newest_is_never_let_go(first, length):
    held: list[str] = []
    for number in range(length):
        held.append(snapshot_name(first + dt.timedelta(days=number)))
        gone = {*to_remove(held)}
        held = [name for name in held if name not in gone]
        assert held[-1] not in gone
    assert len(held) <= 7 + 4 + 12


def test_the_program_lets_old_snapshots_go(arte, lived, snapshots):
    for day in range(1, 20):
        shutil.copy(snapshots / DAY, snapshots / f"day-2024-11-{day:02}.db")
    arte("today", "--answers", "-", given={}, now=tomorrow())
    assert sorted(os.listdir(snapshots)) == days(
        # the Sunday before, and of the last seven the five that are from then
        "2024-11-10", "2024-11-15", "2024-11-16", "2024-11-17", "2024-11-18", "2024-11-19",
        "2026-11-20", "2026-11-21",
    )  # fmt: skip


# What stands in the way


def test_a_folder_that_cannot_be_written_spoils_no_sitting(arte, home, snapshots):
    (home / "state").mkdir(parents=True)
    snapshots.write_text("in the way")
    done = arte("today", "--answers", "-", given=MORNING)
    assert done.status == 0
    assert done.out.startswith("Mañana guardada")
    assert done.err == (
        f"Hoy no se pudo guardar una copia del diario en {snapshots}: conviene ver si hay sitio y"
        " permiso.\n"
    )


@pytest.fixture
def small_disk(snapshots):
    """Mount a disk of 64 KiB where the snapshots go."""
    snapshots.mkdir(parents=True)
    argv = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(snapshots)]
    if not shutil.which("mount") or subprocess.run(argv, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield snapshots
    subprocess.run(["umount", "--lazy", str(snapshots)], check=True)  # noqa: S607  # as it is installed


def test_a_full_disk_spoils_no_sitting_and_leaves_nothing(arte, small_disk):
    done = arte("today", "--answers", "-", given=MORNING)
    assert (done.status, done.err.count("\n")) == (0, 1)
    assert f"una copia del diario en {small_disk}" in done.err
    assert os.listdir(small_disk) == []


@pytest.fixture
def big(home) -> Path:
    """Make a journal whose care takes long enough to be cut off in the middle."""
    bench = Path(__file__).parents[2] / "bench"
    if not bench.exists():
        pytest.skip("the benchmarks are not at hand")
    argv = [sys.executable, str(bench / "make_journal.py"), str(home), "4", "5"]
    subprocess.run(argv, check=True, capture_output=True)
    return home


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
def test_care_that_is_cut_off_leaves_nothing_under_a_final_name(arte, big, snapshots, by):
    snapshots.mkdir(parents=True)
    arte()  # the library is compiled
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while child.poll() is None and not os.listdir(snapshots):
        time.sleep(0.001)
    child.send_signal(by)
    out, err = child.communicate(timeout=60)
    assert "Traceback" not in err.decode()
    assert out.decode().startswith("Jornada cerrada")  # the card came first
    assert list(snapshots.glob("*.db")) == []
    left = os.listdir(snapshots)
    if by == signal.SIGINT:
        assert (child.returncode, left) == (130, [])
        return
    assert [name.endswith(".tmp") for name in left] == [True]
    arte("close", "--answers", "-", given={})
    assert {DAY, *left} == {*os.listdir(snapshots)}  # somebody may still be writing
    os.utime(snapshots / left[0], (0, 0))
    arte("close", "--answers", "-", given={}, now=tomorrow())
    assert sorted(os.listdir(snapshots)) == [DAY, "day-2026-11-21.db"]


def test_every_place_of_a_checksum_is_looked_at(tmp_path):
    with contextlib.closing(make_empty(tmp_path / "journal.db")) as held:
        tables = held.execute("SELECT name FROM pragma_table_list WHERE schema = 'main'")
        names = [row["name"] for row in tables]
        sealed = {name for name in names if "checksum" in columns_of(held, name)}
    assert sealed == {*PLACES}
