"""Which day it is anywhere on earth, ISO weeks, and days as people type them."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import sqlite3
import unicodedata
import zoneinfo
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from artesupremo.days import (
    iso_week,
    journal_day,
    moment,
    parse_day,
    past_day,
)
from artesupremo.errors import UsageError
from conftest import BOGOTA, FRIDAY, MORNING

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001  # a wall clock's, on purpose
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)
FIRST, LAST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
ZONES = sorted(zoneinfo.available_timezones())
TODAY = FRIDAY.date()

zones = st.sampled_from(ZONES).map(zoneinfo.ZoneInfo)
instants = st.integers(0, int((LAST - FIRST).total_seconds()) - 1).map(
    lambda seconds: FIRST + seconds * SECOND
)
day_ends = st.integers(0, 12 * 60 - 1).map(lambda minutes: dt.time(minutes // 60, minutes % 60))


@cache
def changes_of_clocks():
    """Return (zone, first UTC second on the new time) for all changes from 2024 to 2030."""
    found = []
    for name in ZONES:
        zone = zoneinfo.ZoneInfo(name)
        for before in (FIRST + days * DAY for days in range((LAST - FIRST).days)):
            low, high = before, before + DAY
            if offset_at(low, zone) == offset_at(high, zone):
                continue
            while high - low > SECOND:
                middle = low + (high - low) // SECOND // 2 * SECOND
                if offset_at(middle, zone) == offset_at(before, zone):
                    low = middle
                else:
                    high = middle
            found.append((zone, high))
    return found


def offset_at(instant, zone):
    return instant.astimezone(zone).utcoffset()


def wall_clock(instant, zone):
    """Return what the clock on the wall shows, by adding the offset to UTC by hand."""
    return instant.replace(tzinfo=None) + offset_at(instant, zone)


def day_by_hand(wall, ends):
    """Return the journal day as the day of a clock that is slow by `ends`."""
    seconds = (wall - EPOCH).total_seconds() - (ends.hour * 60 + ends.minute) * 60
    return EPOCH.date() + int(seconds // 86_400) * DAY


# Which day it is


@given(instant=instants, zone=zones, ends=day_ends)
def test_the_journal_day_is_the_local_date_less_one_before_the_day_ends(instant, zone, ends):
    day = journal_day(instant.astimezone(zone), ends)
    assert day == day_by_hand(wall_clock(instant, zone), ends)


def test_every_change_of_clocks_keeps_the_day_that_the_wall_shows():
    changes = changes_of_clocks()
    assert len(changes) > 1_000  # the search finds them
    hours = [dt.time(hour, minute) for hour in (0, 1, 2, 3, 4, 11) for minute in (0, 30, 59)]
    around = [seconds * SECOND for seconds in (-3_600, -1, 0, 1, 1_800, 3_600)]
    for (zone, change), step in itertools.product(changes, around):
        local, wall = (change + step).astimezone(zone), wall_clock(change + step, zone)
        kept = moment(local, local.date())
        assert dt.datetime.fromisoformat(kept.at) == change + step
        assert dt.timedelta(minutes=kept.offset) == wall - (change + step).replace(tzinfo=None)
        for ends in hours:
            assert journal_day(local, ends) == day_by_hand(wall, ends), (zone, local, ends)


@given(instant=instants, zone=zones, ends=day_ends)
def test_both_readings_of_a_repeated_hour_belong_to_one_day(instant, zone, ends):
    local = instant.astimezone(zone)
    assert journal_day(local.replace(fold=0), ends) == journal_day(local.replace(fold=1), ends)


@pytest.mark.parametrize(
    ("hour", "ends", "day"),
    [
        ((0, 0), "00:00", 20), ((23, 59), "00:00", 20), ((0, 0), "04:00", 19),
        ((3, 59), "04:00", 19), ((4, 0), "04:00", 20), ((11, 58), "11:59", 19),
        ((11, 59), "11:59", 20), ((23, 59), "11:59", 20),
    ],
)  # fmt: skip
def test_the_day_ends_at_the_hour_that_was_set(arte, hour, ends, day):
    now = dt.datetime(2026, 11, 20, *hour, tzinfo=BOGOTA)
    assert arte("--json", now=now, ARTE_DAY_ENDS=ends).data["day"] == f"2026-11-{day}"


@given(
    instant=instants,
    micro=st.integers(0, 999_999),
    zone=zones,
    day=st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)),
)
def test_a_moment_gives_the_wall_clock_back_to_the_millisecond(instant, micro, zone, day):
    instant = instant.replace(microsecond=micro)
    kept = moment(instant.astimezone(zone), day)
    assert (kept.day, kept.at[-1]) == (day, "Z")
    utc = dt.datetime.fromisoformat(kept.at).replace(tzinfo=None)
    milliseconds = micro // 1_000 * 1_000
    expected = wall_clock(instant, zone).replace(microsecond=milliseconds)
    assert utc + dt.timedelta(minutes=kept.offset) == expected


def test_a_moment_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="aware"):
        moment(FRIDAY.replace(tzinfo=None), TODAY)


@pytest.mark.parametrize(
    ("lived", "later", "hours", "day"),
    [
        ("Pacific/Auckland", "Pacific/Honolulu", 1, "2026-11-20"),  # local time goes back a day
        ("America/Bogota", "Asia/Tokyo", 1, "2026-11-20"),
        ("America/Bogota", "America/Bogota", -6, "2026-11-20"),  # the clock itself is set back
        ("Europe/Madrid", "Etc/GMT+12", 48, "2026-11-20"),
    ],
)
def test_a_stored_day_stays_whatever_zone_or_clock_comes_later(
    arte, home, lived, later, hours, day
):
    morning = dt.datetime(2026, 11, 20, 7, 55, tzinfo=zoneinfo.ZoneInfo(lived))
    arte("today", "--answers", "-", given=MORNING, now=morning)
    now = (morning + dt.timedelta(hours=hours)).astimezone(zoneinfo.ZoneInfo(later))
    shown = arte("show", day, "--json", now=now)
    assert (shown.status, shown.data["day"]) == (0, day)
    assert shown.data["sittings"][0]["offset"] * 60 == morning.utcoffset().total_seconds()
    with sqlite3.connect(home / "data" / "journal.db") as connection:
        assert connection.execute("SELECT DISTINCT day FROM answer").fetchall() == [(day,)]


# ISO weeks


def test_iso_weeks_follow_their_thursday_at_every_turn_of_the_year():
    for year in range(2020, 2042):
        for step in range(-12, 13):
            day = dt.date(year, 1, 1) + step * DAY
            thursday = day + (4 - day.isoweekday()) * DAY
            number = (thursday - dt.date(thursday.year, 1, 1)).days // 7 + 1
            assert iso_week(day) == f"{thursday.year}-W{number:02}"


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2020-12-31", "2020-W53"), ("2021-01-03", "2020-W53"), ("2021-01-04", "2021-W01"),
        ("2024-12-30", "2025-W01"), ("2026-11-20", "2026-W47"), ("2027-01-03", "2026-W53"),
    ],
)  # fmt: skip
def test_iso_weeks_of_known_days(day, week):
    assert iso_week(dt.date.fromisoformat(day)) == week


# Days as people type them

NEAR = {"today": 0, "hoy": 0, "yesterday": -1, "ayer": -1, "tomorrow": 1, "mañana": 1}
WEEKDAYS = {
    1: ("lunes", "monday"), 2: ("martes", "tuesday"), 3: ("miércoles", "wednesday"),
    4: ("jueves", "thursday"), 5: ("viernes", "friday"), 6: ("sábado", "saturday"),
    7: ("domingo", "sunday"),
}  # fmt: skip


def spellings(word):
    """Return `word` in any case, composed and decomposed, with accents and without."""
    plain = word.translate(str.maketrans("áéíóúñ", "aeioun"))
    for form in (word, unicodedata.normalize("NFD", word), plain):
        yield from (form, form.upper(), form.title(), form.swapcase(), f"  {form}\t")


@pytest.mark.parametrize(("word", "days"), NEAR.items())
def test_near_days_are_understood_in_every_spelling(word, days):
    for spelling in spellings(word):
        assert parse_day(spelling, TODAY) == TODAY + days * DAY


@pytest.mark.parametrize(
    ("number", "word"), [(number, word) for number, words in WEEKDAYS.items() for word in words]
)
def test_a_weekday_is_the_last_one_before_today(number, word):
    for spelling, step in itertools.product(spellings(word), range(7)):
        today = TODAY + step * DAY
        day = parse_day(spelling, today)
        assert day.isoweekday() == number
        assert 1 <= (today - day).days <= 7


@given(days=st.integers(-9_999, 9_999), today=st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)))
def test_signed_numbers_are_days_from_today(days, today):
    assert parse_day(f"{days:+d}", today) == today + days * DAY


@given(day=st.dates(dt.date(1000, 1, 1)))
def test_iso_dates_are_themselves(day):
    assert parse_day(day.isoformat(), TODAY) == day
    assert parse_day(f"{day.year}-{day.month}-{day.day}", TODAY) == day


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("2026-02-29", "2026-02-28"), ("2026-02-30", "2026-02-28"), ("2028-02-30", "2028-02-29"),
        ("2100-02-29", "2100-02-28"), ("2026-04-31", "2026-04-30"), ("2026-11-00", "2026-11-01"),
        ("2026-12-32", "2026-12-31"), ("2026-13-01", "2026-12-31"), ("2026-00-10", "2026-01-01"),
        ("9999-12-32", "9999-12-31"), ("0000-05-05", "0001-01-01"),
        ("2026-02-99999999999999999999", "2026-02-28"),
    ],
)  # fmt: skip
def test_an_impossible_date_names_the_nearest(words, nearest):
    with pytest.raises(UsageError) as caught:
        parse_day(words, TODAY)
    assert caught.value.values["nearest"] == dt.date.fromisoformat(nearest)


def test_the_program_names_the_nearest_date(arte):
    refused = arte("show", "2026-02-30")
    assert (refused.status, refused.out) == (2, "")
    assert "2026-02-28" in refused.err


@given(
    words=st.one_of(
        st.text(),
        st.from_regex(r"[+-]?\d{1,6}(-\d{1,12}){0,3}", fullmatch=True),
        st.from_regex(r"[a-zñáéíóú+ -]{1,12}", fullmatch=True),
    ),
)
@example(words="")
@example(words="-")
@example(words="²")
@example(words="9999-12-99")
@example(words="2026-99999999999-01")
@example(words=f"2026-{'9' * 5_000}-01")
def test_any_words_are_a_day_or_a_sentence_for_the_advisor(words):
    with contextlib.suppress(UsageError):
        assert isinstance(parse_day(words, TODAY), dt.date)


@pytest.mark.parametrize("words", ["today", "ayer", "-14", "2026-11-06", "2026-11-20", "viernes"])
def test_a_day_to_fill_in_is_one_of_the_last_fourteen(words):
    assert past_day(words, TODAY) == parse_day(words, TODAY)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("-15", "first"), ("2026-11-05", "first"), ("2025-11-20", "first"),
        ("mañana", "today"), ("+1", "today"), ("2026-11-21", "today"),
    ],
)  # fmt: skip
def test_days_to_come_and_days_long_past_cannot_be_filled_in(words, named):
    with pytest.raises(UsageError) as caught:
        past_day(words, TODAY)
    expected = {"first": TODAY - 14 * DAY, "today": TODAY}[named]
    assert caught.value.values[named] == expected


def test_another_limit_is_kept_to_the_day():
    assert past_day("-3", TODAY, within=3) == TODAY - 3 * DAY
    with pytest.raises(UsageError):
        past_day("-4", TODAY, within=3)


@pytest.mark.parametrize(("words", "named"), [("-15", "2026-11-06"), ("+1", "2026-11-20")])
def test_the_program_refuses_days_out_of_reach_and_keeps_nothing(arte, home, words, named):
    refused = arte("today", "--date", words, "--answers", "-", given=MORNING)
    assert (refused.status, refused.out) == (2, "")
    assert named in refused.err
    assert not (home / "data").exists()
