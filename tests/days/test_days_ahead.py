"""Days to come as people type them: when a promise is due, days off, months, the nearest date."""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from artesupremo.days import (
    nearest_date,
    parse_day,
    parse_days_ahead,
    parse_due,
    parse_period,
)
from artesupremo.errors import UsageError
from conftest import FRIDAY

TODAY = FRIDAY.date()  # 20 November 2026
DAY = dt.timedelta(days=1)
WEEKDAYS = {
    "lunes": 1, "monday": 1, "martes": 2, "TUESDAY": 2, "miércoles": 3, "wednesday": 3,
    "jueves": 4, "Thursday": 4, "viernes": 5, "friday": 5, "sabado": 6, "saturday": 6,
    "domingo": 7, "Sunday": 7,
}  # fmt: skip
near = st.integers(-400, 400).map(lambda days: TODAY + days * DAY)
years = st.dates(dt.date(1000, 1, 1), dt.date(9998, 12, 31))
hours = st.times().map(lambda time: time.replace(second=0, microsecond=0))
hostile = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"[a-zñáéíóú0-9:.+ -]{0,20}", fullmatch=True),
    st.from_regex(r"(el |on )?[a-z]{3,8},? (a las?|at) [0-9]{1,3}(:[0-9]{1,3})?[ap]?m?h?"),
    st.from_regex(r"[0-9]{1,5}-[0-9]{1,3}-[0-9]{1,3}( [0-9]{1,2}:[0-9]{2})?", fullmatch=True),
)


def next_day(number: int, after: dt.date) -> dt.date:
    """Walk to the first day of ISO weekday `number` after `after`."""
    day = after + DAY
    while day.isoweekday() != number:
        day += DAY
    return day


# By when a promise is due

DUE = [
    # words, day, hour
    ("hoy", "2026-11-20", None),
    ("today", "2026-11-20", None),
    ("mañana", "2026-11-21", None),
    ("Tomorrow", "2026-11-21", None),
    ("ayer", "2026-11-19", None),
    ("+3", "2026-11-23", None),
    ("-1", "2026-11-19", None),
    ("viernes", "2026-11-27", None),  # today is one
    ("sábado", "2026-11-21", None),
    ("jueves", "2026-11-26", None),
    ("2026-12-24", "2026-12-24", None),
    ("2026-12-24 10:00", "2026-12-24", "10:00"),
    ("viernes 10:00", "2026-11-27", "10:00"),
    ("viernes, 10:00", "2026-11-27", "10:00"),
    ("el viernes a las 10", "2026-11-27", "10:00"),
    ("el viernes a la 1", "2026-11-27", "01:00"),
    ("para el viernes a las 10:30", "2026-11-27", "10:30"),
    ("by Friday at 10", "2026-11-27", "10:00"),
    ("on the 2026-12-24 at 9", "2026-12-24", "09:00"),
    ("mañana a las 10", "2026-11-21", "10:00"),
    ("mañana 9:05", "2026-11-21", "09:05"),
    ("tomorrow 5pm", "2026-11-21", "17:00"),
    ("tomorrow 5:30pm", "2026-11-21", "17:30"),
    ("+3 8h", "2026-11-23", "08:00"),
    ("+3 8h30", "2026-11-23", "08:30"),
    ("+3 17:00h", "2026-11-23", "17:00"),
    ("lunes 17.45", "2026-11-23", "17:45"),
    ("10:00", "2026-11-20", "10:00"),
    ("a las 22", "2026-11-20", "22:00"),
    ("5pm", "2026-11-20", "17:00"),
    ("12am", "2026-11-20", "00:00"),
    ("12pm", "2026-11-20", "12:00"),
    ("0:00", "2026-11-20", "00:00"),
    ("23:59", "2026-11-20", "23:59"),
    ("  VIERNES   10:00 ", "2026-11-27", "10:00"),
]


@pytest.mark.parametrize(("words", "day", "hour"), DUE)
def test_a_due_day_and_its_hour(words, day, hour):
    expected = dt.date.fromisoformat(day), dt.time.fromisoformat(hour) if hour else None
    assert parse_due(words, TODAY) == expected


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "pronto", "viernes 24:00", "viernes 10:60", "viernes 13pm", "viernes 0am",
        "viernes 10:00 mañana", "10:00 10:00", "a las", "el", "viernes viernes", "²", "10",
        "25", "viernes -1:00", "10:", ":30",
    ],
)  # fmt: skip
def test_what_is_no_day_and_no_hour_is_refused_in_the_words_typed(words):
    with pytest.raises(UsageError) as caught:
        parse_due(words, TODAY)
    assert caught.value.values["words"] == words.strip()


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("2026-11-31", "2026-11-30"), ("2027-02-29 10:00", "2027-02-28"),
        ("el 2026-02-30 a las 10", "2026-02-28"), ("2026-13-05", "2026-12-31"),
        ("2026-00-05 9h", "2026-01-01"),
    ],
)  # fmt: skip
def test_an_impossible_due_day_names_the_nearest(words, nearest):
    with pytest.raises(UsageError) as caught:
        parse_due(words, TODAY)
    assert caught.value.values["nearest"] == dt.date.fromisoformat(nearest)
    assert caught.value.values["words"] == words


@given(word=st.sampled_from([*WEEKDAYS]), today=years)
def test_a_weekday_is_the_next_one(word, today):
    expected = next_day(WEEKDAYS[word], today)
    assert 1 <= (expected - today).days <= 7
    assert parse_due(word, today) == (expected, None)
    assert parse_day(word, today, ahead=True) == expected


@given(day=years, hour=hours, today=near)
def test_every_day_and_hour_is_understood_as_it_is_kept(day, hour, today):
    assert parse_due(f"{day} {hour:%H:%M}", today) == (day, hour)
    assert parse_due(f"{day} {hour.hour}:{hour:%M}", today) == (day, hour)
    half = f"{hour.hour % 12 or 12}:{hour:%M}{'am' if hour.hour < 12 else 'pm'}"
    assert parse_due(f"{day} {half}", today) == (day, hour)


@given(words=hostile)
@example(words="+9999 23:59")
@example(words="9999-12-99 10:00")
@example(words="a la a la 10")
@example(words="10:00\n")
def test_any_words_are_a_due_day_or_a_sentence(words):
    with contextlib.suppress(UsageError):
        day, hour = parse_due(words, TODAY)
        assert isinstance(day, dt.date)
        assert hour is None or isinstance(hour, dt.time)


@given(words=st.one_of(st.integers(-9999, 9999).map("{:+d}".format), st.sampled_from(["mañana"])))
def test_a_day_beyond_the_calendar_is_a_sentence(words):
    for today in (dt.date.min, dt.date.max):
        with contextlib.suppress(UsageError):
            parse_due(words, today)
            parse_days_ahead(words, today)


# Days off

AHEAD = [
    ("hoy", "2026-11-20", "2026-11-20"),
    ("viernes", "2026-11-27", "2026-11-27"),
    ("2026-12-24..2027-01-02", "2026-12-24", "2027-01-02"),
    ("2026-12-24...2027-01-02", "2026-12-24", "2027-01-02"),  # a dot too many
    ("2026-12-24 .. 2027-01-02", "2026-12-24", "2027-01-02"),
    ("lunes..viernes", "2026-11-23", "2026-11-27"),
    ("viernes..lunes", "2026-11-27", "2026-11-30"),
    ("friday..friday", "2026-11-27", "2026-12-04"),  # the next one after it
    ("hoy..domingo", "2026-11-20", "2026-11-22"),
    ("2026-12-24..domingo", "2026-12-24", "2026-12-27"),
    # Words that count from today count from today on both sides.
    ("hoy..mañana", "2026-11-20", "2026-11-21"),
    ("ayer..hoy", "2026-11-19", "2026-11-20"),
    ("mañana..mañana", "2026-11-21", "2026-11-21"),
    ("-3..-1", "2026-11-17", "2026-11-19"),
    ("+1..+3", "2026-11-21", "2026-11-23"),
]


@pytest.mark.parametrize(("words", "first", "last"), AHEAD)
def test_a_range_of_days_off(words, first, last):
    expected = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert parse_days_ahead(words, TODAY) == expected


@given(first=years, length=st.integers(0, 9))
def test_a_range_written_out_is_itself(first, length):
    last = first + length * DAY
    assert parse_days_ahead(f"{first}..{last}", TODAY) == (first, last)


@given(first=near, back=st.integers(1, 4_000))
def test_a_range_that_ends_before_it_begins_is_refused(first, back):
    last = first - back * DAY
    with pytest.raises(UsageError) as caught:
        parse_days_ahead(f"{first}..{last}", TODAY)
    assert caught.value.values == {"first": first, "last": last}


@given(begins=st.sampled_from([*WEEKDAYS]), ends=st.sampled_from([*WEEKDAYS]), today=near)
def test_weekdays_are_the_next_and_then_the_next_after_it(begins, ends, today):
    first = next_day(WEEKDAYS[begins], today)
    last = next_day(WEEKDAYS[ends], first)
    assert parse_days_ahead(f"{begins}..{ends}", today) == (first, last)


@pytest.mark.parametrize(
    ("words", "nearest"),
    [("2026-11-31", "2026-11-30"), ("2026-12-24..2027-02-29", "2027-02-28")],
)
def test_an_impossible_day_off_names_the_nearest(words, nearest):
    with pytest.raises(UsageError) as caught:
        parse_days_ahead(words, TODAY)
    assert caught.value.values["nearest"] == dt.date.fromisoformat(nearest)


@given(words=st.one_of(hostile, st.tuples(hostile, hostile).map("..".join)))
@example(words="..")
@example(words="hoy..")
@example(words="..hoy")
@example(words="hoy..mañana..ayer")
def test_any_words_are_days_off_or_a_sentence(words):
    with contextlib.suppress(UsageError):
        first, last = parse_days_ahead(words, TODAY)
        assert first <= last


# The nearest date that exists

NEAREST = [
    ((2026, 11, 20), "2026-11-20"),
    ((2026, 11, 31), "2026-11-30"),
    ((2026, 2, 29), "2026-02-28"),
    ((2028, 2, 29), "2028-02-29"),
    ((2028, 2, 30), "2028-02-29"),
    ((2100, 2, 29), "2100-02-28"),
    ((2000, 2, 29), "2000-02-29"),
    ((2026, 4, 0), "2026-04-01"),
    ((2026, 4, -5), "2026-04-01"),
    ((2026, 12, 32), "2026-12-31"),
    ((2026, 12, 0), "2026-12-01"),
    ((2026, 13, 1), "2026-12-31"),
    ((2026, 99, -1), "2026-12-31"),
    ((2026, 0, 15), "2026-01-01"),
    ((2026, -3, 99), "2026-01-01"),
    ((0, 5, 5), "0001-01-01"),
    ((9999, 12, 40), "9999-12-31"),
]


@pytest.mark.parametrize(("numbers", "nearest"), NEAREST)
def test_the_nearest_date(numbers, nearest):
    assert nearest_date(*numbers) == dt.date.fromisoformat(nearest)


@given(year=st.integers(1, 9999), month=st.integers(1, 12), day=st.integers(-9_999, 9_999))
def test_within_a_month_the_nearest_date_is_its_first_its_last_or_the_day_itself(year, month, day):
    _weekday, last = calendar.monthrange(year, month)
    assert nearest_date(year, month, day) == dt.date(year, month, min(max(day, 1), last))


@given(st.integers(-9, 9_999), st.integers(-99, 9_999), st.integers(-99, 9_999))
def test_any_numbers_have_a_nearest_date_and_it_is_its_own_nearest(year, month, day):
    nearest = nearest_date(year, month, day)
    assert nearest_date(nearest.year, nearest.month, nearest.day) == nearest
    assert nearest.year == max(year, 1)


# A month that does not exist


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("2026-13", "2026"), ("2026-00", "2026"), ("2026-99", "2026"), ("0000-05", "0001"),
        ("9999-13", "9999"),
    ],
)  # fmt: skip
def test_a_month_that_does_not_exist_names_the_months_there_are(words, year):
    with pytest.raises(UsageError) as caught:
        parse_period("month", words, TODAY)
    assert caught.value.values == {"words": words, "year": year}


@given(year=st.integers(1, 9998), month=st.integers(1, 12))
def test_a_month_holds_each_of_its_days(year, month):
    for name in (f"{year:04}-{month:02}", f"{year:04}-{month}"):
        period = parse_period("month", name, TODAY)
        assert (period.kind, period.name) == ("month", f"{year:04}-{month:02}")
        assert period.first == dt.date(year, month, 1)
        assert period.last == dt.date(year, month, calendar.monthrange(year, month)[1])


def test_the_program_names_the_months_there_are(arte):
    assert arte("log", "applause", "Gracias").status == 0
    for argv in (("report", "month", "2026-13"), ("export", "mes", "2026-13", "-o", "-")):
        refused = arte(*argv)
        assert (refused.status, refused.out) == (2, "")
        assert "2026-01" in refused.err
        assert "2026-12" in refused.err
