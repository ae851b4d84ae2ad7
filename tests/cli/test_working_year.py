"""A year of a night shift, public holidays, and what a calendar changes on the screen."""

from __future__ import annotations

import datetime as dt
import json
import sys
from zoneinfo import ZoneInfo

import pytest

from artesupremo.library.choose import choose_practice
from artesupremo.sittings import morning
from conftest import FRIDAY, MORNING

MADRID = ZoneInfo("Europe/Madrid")
DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2027, 9, 1), dt.date(2028, 8, 31)  # 366 days: 61 blocks of 4 on, 2 off
# By hand. 366 days from the first of a block are 61 × 4 = 244 nights, plus none left over.
# Three blocks of vacation from a first day, 18 days, take 3 × 4 = 12 of them.
VACATION = {dt.date(2028, 2, 16) + step * DAY for step in range(18)}  # over 29 February
# Of Madrid's holidays in that year (counted from the calendar on the wall, n days after
# 1 September, n % 6 < 4 being a night): 12 Oct 41→5 free; 1 Nov 61→1; 6 Dec 96→0; 8 Dec 98→2;
# 25 Dec 115→1; 1 Jan 122→2; 6 Jan 127→1; 13 Apr 225→3; 14 Apr 226→4 free; 1 May 243→3;
# 2 May 244→4 free; 15 Aug 349→1. (9 Nov is the city's own, not the region's.)
FREE_NIGHTS = {
    dt.date(2027, 11, 1), dt.date(2027, 12, 6), dt.date(2027, 12, 8), dt.date(2027, 12, 25),
    dt.date(2028, 1, 1), dt.date(2028, 1, 6), dt.date(2028, 4, 13), dt.date(2028, 5, 1),
    dt.date(2028, 8, 15),
}  # fmt: skip
CHRISTMAS = dt.date(2027, 12, 25)  # worked all the same
# 244 − 12 on vacation − 9 holidays + Christmas, worked = 224.
WORKED = 244 - 12 - 9 + 1
SETTINGS = {
    "ARTE_SHIFT": "4-2 2026-09-06",  # 60 blocks before the first of September 2027
    "ARTE_HOLIDAYS": "ES-MD",
    "ARTE_DAY_ENDS": "10:00",
}


def nights():
    """Yield the worked nights in order, by counting alone."""
    for number in range(366):
        night = FIRST + number * DAY
        free = night in FREE_NIGHTS and night != CHRISTMAS
        if number % 6 < 4 and not free and night not in VACATION:
            yield night


def is_practised(place):
    """Tell whether the advisor wrote on the worked night `place`: on six of seven."""
    return place % 7 != 3


@pytest.fixture
def night_arte(arte):
    def run(*argv, at, given=None):
        return arte(*argv, now=at, given=given, **SETTINGS)

    vacation = f"{min(VACATION)}..{max(VACATION)}"
    assert run("rest", vacation, "--yes", at=evening(FIRST)).status == 0
    return run


def evening(night):
    return dt.datetime.combine(night, dt.time(21, 40), MADRID)


def next_morning(night, hour=9):
    return dt.datetime.combine(night + DAY, dt.time(hour, 30), MADRID)


def test_a_year_of_nights(night_arte):
    worked = list(nights())
    assert len(worked) == WORKED
    done = [night for place, night in enumerate(worked) if is_practised(place)]
    for night in done:
        recorded = night_arte(
            "today", "--short", "--answers", "-", at=evening(night), given={"energy": 3}
        )
        assert recorded.status == 0, recorded.err
    for place in (0, 5, 20, 21, 85, 115, 116, 150, len(worked) - 1):
        night = worked[place]
        # At half past nine in the morning it still is the night before.
        card = night_arte("--json", at=next_morning(night)).data
        assert card["day"] == str(night)
        seen = [is_practised(other) for other in range(place + is_practised(place))][-20:]
        expected = {"practised": sum(seen), "of": len(seen)} if len(seen) > 1 else None
        assert card["constancy"] == expected, night
    report = night_arte("report", "all", "--json", at=next_morning(LAST)).data
    assert (report["worked"], report["practised"]) == (WORKED, len(done))
    # By hand: of the places 204 to 223, 206, 213 and 220 (3 more than a multiple of 7) are gaps.
    assert report["constancy"] == {"practised": 17, "of": 20}
    # Of so many days only the latest are listed: what is not counted of all of them is not said.
    assert None in {row["absent"] for row in report["met"]["rows"]}
    why = night_arte("report", "all", "--why", "--json", at=next_morning(LAST)).data
    used = {basis["figure"]: basis["days"] for basis in why["why"]}
    assert used["energy"] == used["practices"] == list(map(str, done))
    assert {row["absent"] for row in why["met"]["rows"]} == {0}
    assert (why["circles"], why["energy"]["n"]) == (report["circles"], report["energy"]["n"])


def test_the_last_worked_night_is_offered_across_the_two_free_days_only(night_arte):
    """Its closing is missing: asked for four days later at the most."""
    block = [FIRST + step * DAY for step in range(7)]  # four nights, two free, the next block

    def open_day(night):
        return night_arte("--json", at=evening(night)).data["open_day"]

    night_arte("today", "--answers", "-", at=evening(block[3]), given=MORNING)
    assert [open_day(night) for night in block[4:]] == [str(block[3])] * 3
    before = min(VACATION) - 3 * DAY  # the last night before the vacation; then two free days
    night_arte("today", "--answers", "-", at=evening(before), given=MORNING)
    assert open_day(min(VACATION)) == str(before)
    assert open_day(min(VACATION) + 2 * DAY) is None
    assert open_day(max(VACATION) + DAY) is None


def test_a_vacation_does_not_hide_the_ratings_that_choose_the_practice(night_arte, monkeypatch):
    """The last fifteen worked nights count, however long ago on the wall."""
    seen = []

    def choose(library, history, now):
        seen.append(history)
        return choose_practice(library, history, now)

    monkeypatch.setattr(morning, "choose_practice", choose)
    for night in [night for night in nights() if night < min(VACATION)][-12:]:
        given = {"posture": 1, "greetings": 5, "messages": 5}
        night_arte("close", "--answers", "-", at=next_morning(night), given=given)
    back = evening(max(VACATION) + DAY)
    night_arte("today", "--answers", "-", at=back, given={"plan": True})
    assert [ago for ago, question, _rating in seen[-1].ratings if question == "posture"] == [
        *range(12, 0, -1)
    ]


# Public holidays

CHRISTMAS_MORNING = dt.datetime(2026, 12, 25, 8, tzinfo=FRIDAY.tzinfo)  # a Friday


def test_public_holidays_are_off_only_if_asked_for(arte):
    for day in range(21, 25):
        now = CHRISTMAS_MORNING.replace(day=day)
        arte("today", "--answers", "-", given=MORNING, now=now)
    monday = CHRISTMAS_MORNING.replace(day=28)
    assert arte("--json", now=monday).data["constancy"] == {"practised": 4, "of": 5}
    colombia = arte("--json", now=monday, ARTE_HOLIDAYS="CO").data
    assert colombia["constancy"] == {"practised": 4, "of": 4}
    assert colombia["open_day"] == "2026-12-24"
    week = arte("report", "week", "2026-12-25", "--json", now=monday, ARTE_HOLIDAYS="CO").data
    assert (week["worked"], week["practised"]) == (4, 4)


def test_the_holidays_of_a_region_are_more_than_its_countrys(arte):
    now = dt.datetime(2026, 5, 3, 8, tzinfo=MADRID)
    for day in (28, 29):
        begun = dt.datetime(2026, 4, day, 8, tzinfo=MADRID)
        arte("today", "--answers", "-", given=MORNING, now=begun)
    every_day = "mon,tue,wed,thu,fri,sat,sun"  # 30 April, 1 and 2 May
    counted = [
        arte("--json", now=now, ARTE_WORK_DAYS=every_day, ARTE_HOLIDAYS=code).data["constancy"]
        for code in ("ES", "ES-MD")
    ]
    assert counted == [{"practised": 2, "of": 4}, {"practised": 2, "of": 3}]


def test_holidays_are_compiled_once_a_year(arte, home, monkeypatch):
    def held():
        _seal, text = (home / "cache" / "compiled.json").read_text().split("\n")
        return json.loads(text)["holidays"]

    arte(ARTE_HOLIDAYS="CO")
    days = held()["data"]["days"]
    assert {"2025-12-25", "2026-12-25", "2027-12-25"} <= set(days)
    monkeypatch.setitem(sys.modules, "holidays", None)  # as where it is not installed
    assert arte(ARTE_HOLIDAYS="CO").err == ""
    next_year = arte(ARTE_HOLIDAYS="CO", now=FRIDAY.replace(year=2027))
    assert next_year.status == 0
    assert "pip install" in next_year.err
    assert held()["data"]["days"] == days


@pytest.mark.parametrize("lang", ["es", "en"])
def test_without_the_package_one_sentence_and_the_morning_goes_on(arte, monkeypatch, lang):
    monkeypatch.setitem(sys.modules, "holidays", None)
    for argv in ([], ["today", "--answers", "-"]):
        done = arte(*argv, given=MORNING, lang=lang, ARTE_HOLIDAYS="CO")
        assert done.status == 0
        assert done.err.count("\n") == 1
        assert "pip install" in done.err
