"""The day of an answer is that of the clock on the wall, and stays it wherever it is read."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import shutil
import tempfile
import time
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tzlocal import get_localzone_name

from artesupremo.cli.session import linked_zone
from artesupremo.days import journal_day, moment
from artesupremo.journal.exchange import export_lines, import_parcel, read_parcel
from artesupremo.journal.model import Asked, Clerk, Sitting, Value
from artesupremo.journal.queries import answers_between
from artesupremo.journal.store import Journal
from conftest import FRIDAY, Arte

FIRST, LAST = (int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp()) for year in (2024, 2031))
DAY_SECONDS = 86_400
MEMORY = "/dev/shm"  # noqa: S108  # a folder in memory, on Linux
EVER = (dt.date.min, dt.date.max)
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001  # the arithmetic of walls has no zones
# Where a journal may be opened later: the two ends of the calendar, and a place between.
ELSEWHERE = ("Pacific/Kiritimati", "Pacific/Niue", "America/Bogota")


class Turn(NamedTuple):
    """The clocks of a zone are put forward or back; offsets in seconds east of UTC."""

    zone: str
    at: int  # the first second of the new offset, counted from 1970
    before: int
    after: int


class Answered(NamedTuple):
    """What has to be found for an answer, worked out without the program."""

    day: dt.date
    at: str
    offset: int
    zone: str


@functools.cache
def turns(zone: str) -> list[Turn]:
    """Return every turn of the clocks of `zone`, found by halving the days that hold one."""
    info = zoneinfo.ZoneInfo(zone)

    def offset(at: int) -> int:
        found = dt.datetime.fromtimestamp(at, info).utcoffset()
        assert found is not None
        return int(found.total_seconds())

    found, before = [], offset(FIRST)
    for end in range(FIRST + DAY_SECONDS, LAST + 1, DAY_SECONDS):
        after = offset(end)
        if after != before:
            low, high = end - DAY_SECONDS, end
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == before else (low, middle)
            found.append(Turn(zone, high, before, after))
        before = after
    return found or [Turn(zone, FIRST, before, before)]  # a new year, where clocks never turn


def wall(at: int, offset: int) -> dt.datetime:
    return EPOCH + dt.timedelta(seconds=at + offset)


def day_ends(turn: Turn, number: int) -> dt.time:
    """Return an hour for the journal day to end: the usual one, or one that the turn hits."""
    after = wall(turn.at, turn.after)
    middle = after + dt.timedelta(seconds=(turn.before - turn.after) / 2)
    return (dt.time(4), after.time(), middle.time())[number % 3]


def record_around(journal: Journal, every: list[Turn]) -> dict[str, Answered]:
    """Record an answer a second before and right at each turn; return what has to be found."""
    wanted: dict[str, Answered] = {}
    for number, turn in enumerate(every):
        ends = day_ends(turn, number)
        hours = dt.timedelta(hours=ends.hour, minutes=ends.minute, seconds=ends.second)
        info = zoneinfo.ZoneInfo(turn.zone)
        for at, offset in ((turn.at - 1, turn.before), (turn.at, turn.after)):
            now = dt.datetime.fromtimestamp(at, info)
            day = journal_day(now, ends)
            name = f"{turn.zone}@{at}"
            journal.record(
                Clerk(moment(now, day), lambda zone=turn.zone: zone),
                Sitting("morning", day, "en"),
                [(Asked(name, "text", name, "en", 1), Value(text=name))],
            )
            wanted[name] = Answered(
                (wall(at, offset) - hours).date(),
                f"{wall(at, 0):%Y-%m-%dT%H:%M:%S}.000Z",
                offset // 60,
                turn.zone,
            )
    return wanted


def read(journal: Journal) -> dict[str, Answered]:
    answers = list(answers_between(journal, *EVER))
    assert all(answer.intact for answer in answers)
    return {a.asked.question: Answered(a.day, a.at, a.offset, a.zone) for a in answers}


def open_journal(home: Path) -> Journal:
    return Journal(str(home / "data" / "journal.db"), str(home / "state" / "snapshots"))


@pytest.fixture
def home(home, monkeypatch) -> Iterator[Path]:
    """Keep the journal in memory where the system can: thousands of syncs prove nothing here."""
    if not os.path.isdir(MEMORY):
        yield home
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        monkeypatch.setenv("ARTE_HOME", folder)
        yield Path(folder)


@pytest.fixture
def live_in() -> Iterator[Callable[[str], None]]:
    """Return a function that moves this process to another zone."""
    settle_in = getattr(time, "tzset", lambda: None)  # Windows has none
    with pytest.MonkeyPatch.context() as patch:

        def move(zone: str) -> None:
            patch.setenv("TZ", zone)
            settle_in()

        yield move
    settle_in()


def assert_days_stay(
    every: list[Turn], home: Path, live_in: Callable[[str], None], program: Arte
) -> None:
    """Record around `every` turn and read it here, elsewhere, and after a journey as a file."""
    journal = open_journal(home)
    live_in("Europe/Madrid")
    wanted = record_around(journal, every)
    assert len(wanted) == 2 * len(every)
    assert read(journal) == wanted
    lines = list(export_lines(journal, *EVER))
    journal.close()

    for zone in ELSEWHERE:
        live_in(zone)
        again = open_journal(home)
        assert read(again) == wanted
        assert list(export_lines(again, *EVER)) == lines
        again.close()
        taken = open_journal(home / zone)
        clerk = Clerk(moment(FRIDAY, FRIDAY.date()), lambda zone=zone: zone)
        parcel = read_parcel([line.encode() for line in lines], "file")
        assert import_parcel(taken, clerk, parcel).added == len(lines) - 2
        assert read(taken) == wanted
        taken.close()

        told = program("export", "all", "--format", "jsonl", "-o", "-", TZ=zone)
        assert told.out.splitlines() == lines
        day = min(answered.day for answered in wanted.values())
        shown = program("show", str(day), "--json", TZ=zone).data
        assert shown["day"] == str(day)
        assert {a["question"] for part in shown["sittings"] for a in part["answers"]} == {
            name for name, answered in wanted.items() if answered.day == day
        }


def test_every_zone_keeps_its_days_around_its_first_and_last_turn(home, live_in, program):
    every = [
        turn
        for zone in sorted(zoneinfo.available_timezones())
        for turn in dict.fromkeys((turns(zone)[0], turns(zone)[-1]))
    ]
    assert len({turn.zone for turn in every}) == len(zoneinfo.available_timezones()) > 400
    assert_days_stay(every, home, live_in, program)


@pytest.mark.slow
def test_every_turn_of_every_zone_from_2024_to_2030_keeps_its_days(home, live_in, program):
    every = [turn for zone in sorted(zoneinfo.available_timezones()) for turn in turns(zone)]
    # Since 1996 the clocks of Madrid turn twice a year, on a Sunday at 01:00 in Greenwich.
    madrid = [wall(turn.at, 0) for turn in every if turn.zone == "Europe/Madrid"]
    assert len(madrid) == 14
    assert {(at.isoweekday(), at.hour, at.minute, at.second) for at in madrid} == {(7, 1, 0, 0)}
    assert_days_stay(every, home, live_in, program)


# By hand, through the whole program: the last second of the old offset and the first of the new
# one, when the journal day ends, and the journal day of both.
BY_HAND = [
    # forward over the end of the day: 01:59:59 is still Saturday's, 03:00 is Sunday's
    ("Europe/Madrid", "2026-03-29T01:00", "03:00", "2026-03-28", "2026-03-29"),
    ("Antarctica/Troll", "2026-03-29T01:00", "02:00", "2026-03-28", "2026-03-29"),  # by 2 hours
    ("Australia/Lord_Howe", "2026-10-03T15:30", "02:15", "2026-10-03", "2026-10-04"),  # by half
    ("America/Havana", "2026-03-08T05:00", "00:30", "2026-03-07", "2026-03-08"),  # no midnight
    ("America/Havana", "2026-03-08T05:00", "04:00", "2026-03-07", "2026-03-07"),
    # back over the end of the day: 02:59:59 was Sunday's, 02:00 is Saturday's again
    ("Europe/Madrid", "2026-10-25T01:00", "02:30", "2026-10-25", "2026-10-24"),
    ("Europe/Madrid", "2026-10-25T01:00", "04:00", "2026-10-24", "2026-10-24"),
    ("Europe/Dublin", "2026-10-25T01:00", "01:00", "2026-10-25", "2026-10-25"),
    # back over midnight: 23:59:59 and then 23:00 of the same day
    ("America/Santiago", "2026-04-05T03:00", "00:00", "2026-04-04", "2026-04-04"),
    ("Asia/Almaty", "2024-02-29T18:00", "00:00", "2024-02-29", "2024-02-29"),
]


def test_the_days_around_some_turns_are_those_worked_out_by_hand(arte, home):
    for case in BY_HAND:
        assert_days_by_hand(arte, *case)
        for folder in ("data", "state"):
            shutil.rmtree(home / folder)


def assert_days_by_hand(
    arte: Arte, zone: str, turn: str, ends: str, before: str, after: str
) -> None:
    info = zoneinfo.ZoneInfo(zone)
    at = dt.datetime.fromisoformat(turn).replace(tzinfo=dt.UTC)
    moments = [(at - dt.timedelta(seconds=1), "energy", 4), (at, "greeting", "Hola")]
    assert len({now.astimezone(info).utcoffset() for now, _question, _value in moments}) == 2
    for now, question, value in moments:
        local = now.astimezone(info)
        options = {"given": {question: value}, "now": local, "ARTE_DAY_ENDS": ends}
        assert arte("today", "--answers", "-", **options).status == 0
    for question, day in (("energy", before), ("greeting", after)):
        shown = arte("show", day, "--json", ARTE_DAY_ENDS="04:00").data
        given = [a["question"] for part in shown["sittings"] for a in part["answers"]]
        assert question in given, (zone, turn, ends)


def test_a_later_change_of_when_the_day_ends_moves_no_answer(arte, home):
    early = dt.datetime(2026, 11, 20, 2, 0, tzinfo=FRIDAY.tzinfo)
    assert arte("today", "--answers", "-", given={"energy": 4}, now=early).status == 0
    for ends in ("00:00", "04:00"):
        shown = arte("show", "2026-11-19", "--json", ARTE_DAY_ENDS=ends).data
        assert shown["day"] == "2026-11-19"
    exported = arte("export", "all", "--format", "jsonl", "-o", "-", ARTE_DAY_ENDS="00:00").out
    days = {json.loads(line).get("day") for line in exported.splitlines()}
    assert days == {None, "2026-11-19"}
    assert not os.path.exists(home / "reflections")


def test_the_zone_that_the_system_links_to_is_the_one_that_is_searched_for(monkeypatch):
    monkeypatch.delenv("TZ", raising=False)
    linked = linked_zone()
    if not linked:
        pytest.skip("no link to the rules of a zone here")
    assert linked == get_localzone_name()
    monkeypatch.setenv("TZ", "America/Bogota")
    assert linked_zone() == ""
