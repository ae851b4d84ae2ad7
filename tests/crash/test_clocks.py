"""Every zone's changes of the clock, travel, and a clock set back: G16.

G16: all zones, every transition 2024–2030, 0 days skipped, doubled or out of order by the journal
day's cutoff; what was stored keeps its day whatever the clock says later. Control: "now minus 24
hours" must fail to be yesterday somewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from homes import JOURNAL, look_at, make_home

from artesupremo.days import journal_day

pytest_plugins = ("counts",)

ENDS = dt.time(4)
FIRST, LAST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
STEP, AROUND = dt.timedelta(minutes=30), dt.timedelta(hours=36)


@cache
def zones() -> list[ZoneInfo]:
    names = {name for name in available_timezones() if "/" in name and "posix" not in name}
    return [ZoneInfo(name) for name in sorted(names) if not name.startswith("right/")]


def transitions(zone: ZoneInfo) -> Iterator[dt.datetime]:
    """Yield the days (in UTC) within which the zone's clock changes."""
    days = [FIRST + dt.timedelta(days=k) for k in range((LAST - FIRST).days)]
    for before, after in pairwise(days):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield before


def around(change: dt.datetime, zone: ZoneInfo) -> Iterator[dt.datetime]:
    moment = change - AROUND
    while moment < change + AROUND + dt.timedelta(days=1):
        yield moment.astimezone(zone)
        moment += STEP


@pytest.mark.parametrize(
    "every", [25, pytest.param(1, marks=pytest.mark.slow)], ids=["some", "every"]
)
def test_no_change_of_the_clock_skips_or_doubles_a_day(tally, every):
    counts = tally("G16")
    wrong_yesterdays = 0
    for zone in zones()[::every]:
        counts.add("zones")
        for change in transitions(zone):
            counts.add("transitions")
            moments = list(around(change, zone))
            days = [journal_day(moment, ENDS) for moment in moments]
            steps = {(after - before).days for before, after in pairwise(days)}
            assert steps <= {0, 1}, (zone, change, steps)
            for moment in moments:
                gone = (moment.astimezone(dt.UTC) - dt.timedelta(days=1)).astimezone(zone)
                wrong_yesterdays += (moment.date() - gone.date()).days != 1
    counts.add("control: wrong yesterdays of “now minus 24 hours”", wrong_yesterdays)
    assert wrong_yesterdays


@pytest.mark.parametrize("back", [dt.timedelta(hours=1), dt.timedelta(days=365)])
@pytest.mark.parametrize("to", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"])
def test_what_was_stored_keeps_its_day_whatever_the_clock_says(arte, home, tally, back, to):
    make_home(home)
    here = dt.datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/Madrid"))  # before the change
    assert arte("today", "--answers", "-", now=here, given={"energy": 4}).status == 0
    journal = home / JOURNAL
    before = look_at(journal)
    assert list(before.answers) == [("2026-10-24", "energy")]
    for later in (here + dt.timedelta(hours=3), here - back, here.astimezone(ZoneInfo(to))):
        assert arte(now=later).status == 0
        assert arte("show", "2026-10-24", "--json", now=here).data["sittings"]
        recorded = arte("today", "--answers", "-", now=later, given={"greeting": "Hello"})
        assert recorded.status == 0
        held = look_at(journal)
        assert held.answers.items() >= before.answers.items()
        assert all(row in held.rows["answer"] for row in before.rows["answer"])
    tally("G16").add("clocks", 3)
