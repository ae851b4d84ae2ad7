"""Which days count: weekdays, shifts, days off; and that days off change no figure."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from artesupremo.calendar import (
    Calendar,
    Shift,
    constancy,
    last_worked_day,
    parse_shift,
    reach_back,
    shift_text,
    worked_days,
)
from artesupremo.days import period_of
from artesupremo.journal.queries import Practised, Rated
from artesupremo.reports.figures.practices import Ladder
from artesupremo.reports.progress import (
    Gathered,
    Past,
    PracticeDay,
    build_progress,
    count_meetings,
)
from artesupremo.sittings.agenda import build_history
from conftest import FRIDAY

DAY = dt.timedelta(days=1)
TODAY = FRIDAY.date()

calendars = st.frozensets(st.integers(0, 6)).map(Calendar)
near_days = st.integers(-60, 60).map(lambda days: TODAY + days * DAY)
shifts = st.builds(
    Shift,
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=3).map(
        lambda pairs: tuple(itertools.chain(*pairs))
    ),
    st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31)),
)
working = st.one_of(
    st.frozensets(st.integers(0, 6), min_size=1).map(Calendar),
    shifts.map(lambda shift: Calendar(frozenset(range(5)), shift)),
)


def cycle_of(calendar):
    """Return the days after which the calendar begins again."""
    return sum(calendar.shift.blocks) if calendar.shift else 7


# Shifts


@given(shift=shifts, forward=st.booleans())
def test_a_shift_is_its_blocks_laid_end_to_end_both_ways(shift, forward):
    """By hand: go from the first day block by block, or back from the day before it."""
    calendar = Calendar(frozenset(), shift)
    kinds = list(zip(shift.blocks, itertools.cycle([True, False]), strict=False))
    step, day = (DAY, shift.first) if forward else (-DAY, shift.first - DAY)
    for length, works in itertools.islice(itertools.cycle(kinds if forward else kinds[::-1]), 80):
        for _ in range(length):
            assert calendar.schedules(day) == works
            day += step


def test_four_on_two_off_over_a_leap_day_and_before_its_first_day():
    calendar = Calendar(frozenset(range(5)), parse_shift("4-2 2028-02-26"))
    february = [day for day in range(1, 30) if calendar.schedules(dt.date(2028, 2, day))]
    # 26 to 29 on, 24 and 25 off, 20 to 23 on, 18 and 19 off, 14 to 17 on, …
    assert february == [2, 3, 4, 5, 8, 9, 10, 11, 14, 15, 16, 17, 20, 21, 22, 23, 26, 27, 28, 29]
    assert not any(calendar.schedules(dt.date(2028, 3, day)) for day in (1, 2))
    assert calendar.schedules(dt.date(2028, 3, 3))


def test_blocks_of_different_lengths_follow_each_other():
    calendar = Calendar(frozenset(), parse_shift("4 on 2 off 3 on 3 off from 2026-11-03"))
    worked = worked_days(dt.date(2026, 11, 1), dt.date(2026, 11, 30), calendar, ())
    assert [day.day for day in worked] == [3, 4, 5, 6, 9, 10, 11, 15, 16, 17, 18, 21, 22, 23,
                                           27, 28, 29, 30]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "4-2 2026-11-03", "4x2 2026-11-03", "4/2 2026-11-03", "4 2 2026-11-03", "04-02 2026-11-03",
        "4 on 2 off from 2026-11-03", "4 sí 2 no desde 2026-11-03", " 4 ON, 2 off 2026-11-03",
        "4 días trabajo, 2 libres desde el 2026-11-03", "4 de trabajo y 2 de descanso 2026-11-03",
    ],
)  # fmt: skip
def test_a_shift_is_read_from_what_people_type(words):
    assert parse_shift(words) == Shift((4, 2), dt.date(2026, 11, 3))


@pytest.mark.parametrize(
    "words",
    [
        "", "4-2", "2026-11-03", "4 2026-11-03", "4-2-3 2026-11-03", "4-0 2026-11-03",
        "4-2 2026-02-30", "4-2 3/11/2026", "300-67 2026-11-03", "4--2 2026-11-03",
        "-4-2 2026-11-03", "lunes a viernes", "4-2 2026-11-03 2026-11-04", "٤-٢ 2026-11-03",
    ],
)  # fmt: skip
def test_what_is_no_shift_is_none(words):
    assert parse_shift(words) is None


@given(shift=shifts)
def test_a_shift_reads_back_as_it_is_written(shift):
    assert parse_shift(shift_text(shift)) == shift


@given(words=st.text())
@example(words="9" * 5_000)
def test_any_words_are_a_shift_or_none(words):
    assert parse_shift(words) is None or shift_text(parse_shift(words))


# Which days count


@given(
    first=near_days, length=st.integers(-3, 40), calendar=calendars, recorded=st.sets(near_days)
)
def test_worked_days_are_those_scheduled_or_recorded(first, length, calendar, recorded):
    last = first + (length - 1) * DAY
    every = {first + step * DAY for step in range(max(length, 0))}
    scheduled = {day for day in every if day.isoweekday() - 1 in calendar.weekdays}
    expected = sorted(scheduled | (every & recorded))
    assert list(worked_days(first, last, calendar, recorded)) == expected


@given(
    before=near_days, within=st.integers(0, 20), calendar=calendars, recorded=st.sets(near_days)
)
def test_the_last_worked_day_is_found_walking_back_day_by_day(before, within, calendar, recorded):
    expected = None
    for back in range(within, 0, -1):
        day = before - back * DAY
        if day in recorded or day.weekday() in calendar.weekdays:
            expected = day
    assert last_worked_day(before, calendar, recorded, within=within) == expected


def constancy_by_hand(today, calendar, practised):
    """Walk back from today, counting up to twenty worked days, to the first practised one."""
    past = sorted(day for day in practised if day <= today)
    if not past:
        return None
    seen: list[bool] = []
    day = today
    while day >= past[0] and len(seen) < 20:
        if day in past:
            seen.append(True)
        elif day != today and day.weekday() in calendar.weekdays:
            seen.append(False)
        day -= DAY
    return sum(seen), len(seen)


@given(today=near_days, calendar=calendars, practised=st.sets(near_days, max_size=40))
def test_constancy_is_what_counting_by_hand_gives(today, calendar, practised):
    assert constancy(today, calendar, practised) == constancy_by_hand(today, calendar, practised)


@given(
    pattern=st.lists(st.booleans(), min_size=1, max_size=45),
    calendar=calendars,
    start=near_days,
    rest=st.integers(0, 9),
)
def test_days_off_change_no_figure(pattern, calendar, start, rest):
    """The same worked days, laid over any weekly calendar, give the same figure."""
    assume(calendar.weekdays)
    pattern = [True, *pattern]
    free = (start + step * DAY for step in itertools.count())
    worked = list(itertools.islice((d for d in free if calendar.schedules(d)), len(pattern)))
    practised = {day for day, done in zip(worked, pattern, strict=True) if done}
    counted = (pattern if pattern[-1] else pattern[:-1])[-20:]
    expected = (sum(counted), len(counted))
    assert constancy(worked[-1], calendar, practised) == expected
    # … and so on each day off that follows; the last worked day is over by then.
    counted, today = pattern[-20:], worked[-1] + DAY
    while not calendar.schedules(today) and rest:
        assert constancy(today, calendar, practised) == (sum(counted), len(counted))
        today, rest = today + DAY, rest - 1


def test_a_weekend_costs_nothing_and_a_saturday_worked_counts():
    week = Calendar(frozenset(range(5)))
    practised = {dt.date(2026, 11, day) for day in (16, 17, 18, 19, 20)}
    for day in (20, 21, 22, 23):
        assert constancy(dt.date(2026, 11, day), week, practised) == (5, 5)
    assert constancy(dt.date(2026, 11, 24), week, practised) == (5, 6)  # Monday was missed
    saturday = practised | {dt.date(2026, 11, 21)}
    assert constancy(dt.date(2026, 11, 22), week, saturday) == (6, 6)


# Days off


@given(calendar=working, off=st.frozensets(near_days), recorded=st.sets(near_days))
def test_a_day_off_is_worked_only_if_something_was_recorded_on_it(calendar, off, recorded):
    first, last = TODAY - 70 * DAY, TODAY + 70 * DAY
    worked = set(worked_days(first, last, calendar._replace(off=off), recorded))
    assert worked == set(worked_days(first, last, calendar, recorded)) - (off - recorded)


@given(today=near_days, calendar=working, off=st.frozensets(near_days), count=st.integers(1, 40))
def test_reaching_back_holds_as_many_scheduled_days_and_not_one_more(today, calendar, off, count):
    calendar = calendar._replace(off=off)
    since = reach_back(today, calendar, count)
    held = list(worked_days(since, today - DAY, calendar, ()))
    assert (len(held), held[0]) == (count, since)


def test_reaching_back_ends_where_the_calendar_does():
    assert reach_back(dt.date(1, 1, 9), Calendar(frozenset(range(7))), 20) == dt.date.min
    assert (TODAY - reach_back(TODAY, Calendar(frozenset()), 20)).days >= 20 * 366


class Lived:
    """What an advisor did by some day, and the figures of it."""

    def __init__(self, calendar, today, recorded):
        self.calendar, self.today, self.recorded = calendar, today, frozenset(recorded)

    def with_vacation(self, cut, gap):
        """Return the same life with `gap` days off before `cut`; all before them is earlier."""

        def moved(day):
            return day if day >= cut else day - gap * DAY

        vacation = {cut - (step + 1) * DAY for step in range(gap)}
        off = vacation | {moved(day) for day in self.calendar.off}
        calendar = self.calendar._replace(off=frozenset(off))
        return Lived(calendar, self.today, map(moved, self.recorded))

    def figures(self):
        past = sorted(day for day in self.recorded if day <= self.today)
        met = [PracticeDay(day, f"p{place}", "P", 3) for place, day in enumerate(past)]
        history = build_history(
            [Practised(day, "p", "greetings", 3) for day in past],
            [Rated(day, "posture", 4) for day in past],
            self.today, self.calendar, self.recorded,
        )  # fmt: skip
        whole = build_progress(
            period_of("all", self.today), Gathered(practices=met),
            Past(self.calendar, self.recorded, count_meetings(met, self.today)), today=self.today,
        )  # fmt: skip
        return (
            constancy(self.today, self.calendar, self.recorded),
            self.last_worked(),
            history,
            (whole.worked, whole.practised, whole.constancy),
            [self.due(day) for day in past],
            sum(day >= reach_back(self.today, self.calendar, 15) for day in past),
        )

    def last_worked(self):
        """Return how many of the recorded days are the last worked day or before it."""
        day = last_worked_day(self.today, self.calendar, self.recorded, within=400)
        return day and (day in self.recorded, sum(other <= day for other in self.recorded))

    def due(self, day):
        """Return the worked days from today until what was met on `day` comes back."""
        due = Ladder(self.calendar, self.recorded).back(day, 2)
        return len([*worked_days(day + DAY, due, self.calendar, self.recorded)])


@given(
    calendar=working,
    off=st.frozensets(near_days, max_size=9),
    today=near_days,
    recorded=st.sets(near_days, max_size=30),
    back=st.integers(0, 50),
    times=st.integers(1, 8),
)
def test_a_vacation_changes_no_figure(calendar, off, today, recorded, back, times):
    """Whole cycles are taken off: the days around them are scheduled as they were."""
    lived = Lived(calendar._replace(off=off), today, recorded)
    later = lived.with_vacation(today - back * DAY, times * cycle_of(calendar))
    assert later.figures() == lived.figures()


@given(
    calendar=working,
    today=near_days,
    recorded=st.sets(near_days, min_size=1, max_size=40),
    more=st.frozensets(st.integers(-300, 300).map(lambda days: TODAY + days * DAY), max_size=80),
)
def test_days_off_that_were_worked_or_free_or_outside_change_no_figure(
    calendar, today, recorded, more
):
    begun = min(recorded)
    outside = {
        day
        for day in more
        if day in recorded or not calendar.schedules(day) or day < begun or day > today
    }
    lived = Lived(calendar, today, recorded)
    same = Lived(calendar._replace(off=frozenset(outside)), today, recorded)
    for one, other in zip(same.figures()[:4], lived.figures()[:4], strict=True):
        assert one == other


@given(calendar=working, today=near_days, recorded=st.sets(near_days, max_size=40))
def test_what_is_read_back_to_is_enough_for_every_figure_of_it(calendar, today, recorded):
    """The last 20 worked days lie after the day the card reads back to."""
    assume(recorded)
    since = reach_back(today, calendar, 20)
    last = list(worked_days(min(recorded), today - DAY, calendar, recorded))[-20:]
    assert all(day >= since for day in last)
