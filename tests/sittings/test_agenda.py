"""What is asked, which day is caught up, and the past as the chooser counts it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.calendar import Calendar
from artesupremo.journal.queries import Practised, Rated
from artesupremo.library.choose import History, Met
from artesupremo.library.model import Question
from artesupremo.sittings.agenda import (
    build_history,
    closing_agenda,
    day_to_catch_up,
    morning_agenda,
    open_questions,
)

# November 2026: Monday the 16th to Friday the 20th, the weekend, Monday the 23rd.
WEEK = Calendar(frozenset(range(5)))
MORNING = ("energy", "posture-now", "greeting", "message", "plan")
CLOSING = ("good-moment", "posture", "greetings", "messages", "practice", "next-time")


def nov(*days):
    return {dt.date(2026, 11, day) for day in days}


def day(number):
    return dt.date(2026, 11, number)


def questions(ids):
    return [
        Question(name, "practice" if name == "practice" else "text", {}, {}, 1, {}, {})
        for name in ids
    ]


def ids(asked):
    return tuple(question.id for question in asked)


# What is asked


def test_a_morning_asks_everything_and_a_short_one_energy_and_the_plan():
    assert ids(morning_agenda(questions(MORNING), short=False)) == MORNING
    assert ids(morning_agenda(questions(MORNING), short=True)) == ("energy", "plan")


def test_a_closing_asks_about_the_practice_only_if_there_was_one():
    asked = questions(CLOSING)
    assert ids(closing_agenda(asked, has_practice=True)) == CLOSING
    without = tuple(name for name in CLOSING if name != "practice")
    assert ids(closing_agenda(asked, has_practice=False)) == without


def test_catching_up_is_the_three_ratings_and_the_practice():
    asked = questions(CLOSING)
    four = ("posture", "greetings", "messages", "practice")
    assert ids(closing_agenda(asked, has_practice=True, catching_up=True)) == four
    assert ids(closing_agenda(asked, has_practice=False, catching_up=True)) == four[:3]


def test_answered_and_skipped_questions_are_not_open():
    assert open_questions(questions(MORNING), {"energy", "message"}) == [
        "posture-now", "greeting", "plan",
    ]  # fmt: skip


# Which day may be caught up


@pytest.mark.parametrize(
    ("today", "weekdays", "recorded", "expected"),
    [
        (20, range(5), (), 19),  # on Friday, Thursday
        (23, range(5), (), 20),  # on Monday, Friday
        (22, range(5), (), 20),  # on a Sunday, Friday too
        (23, range(5), (21,), 21),  # a Saturday worked is the last worked day
        (21, range(5), (21,), 20),  # today is never its own yesterday
        (20, (4, 0), (), 16),  # Monday and Friday: four days back
        (20, (4, 6), (), None),  # Sunday and Friday: five are too many
        (20, (), (), None),  # nothing scheduled
        (20, (), (16,), 16),
        (20, (), (15,), None),
        (20, range(7), (), 19),
    ],
)
def test_the_last_worked_day_is_caught_up_at_most_four_days_back(
    today, weekdays, recorded, expected
):
    calendar = Calendar(frozenset(weekdays))
    found = day_to_catch_up(day(today), calendar, nov(*recorded), begun=day(2))
    assert found == (expected and day(expected))


def test_nothing_before_the_journal_began_is_offered():
    assert day_to_catch_up(day(20), WEEK, set(), None) is None
    assert day_to_catch_up(day(20), WEEK, nov(20), day(20)) is None
    assert day_to_catch_up(day(20), WEEK, nov(19), day(19)) == day(19)


# The past in worked days


def practised(number, rating=None):
    return Practised(day(number), f"p{number}", "promises", rating)


def test_days_are_counted_in_worked_days_missed_ones_included():
    """Wednesday the 18th was worked and nothing recorded; the weekend was not worked."""
    past = [practised(16, 4), practised(17), practised(19, 0), practised(20, 5)]
    rated = [Rated(day(17), "posture", 3), Rated(day(20), "messages", 5)]
    history = build_history(past, rated, day(23), WEEK, nov(16, 17, 19, 20))
    assert history == History(
        [
            Met(5, "p16", "promises", 4),
            Met(4, "p17", "promises", None),
            Met(2, "p19", "promises", 0),
            Met(1, "p20", "promises", 5),
        ],
        [(4, "posture", 3), (1, "messages", 5)],
    )


def test_a_saturday_worked_counts_and_a_free_one_does_not():
    past = [practised(20), practised(21)]
    worked = build_history(past, [], day(23), WEEK, nov(20, 21))
    assert [met.ago for met in worked.met] == [2, 1]
    free = build_history(past[:1], [], day(23), WEEK, nov(20))
    assert [met.ago for met in free.met] == [1]


def test_ratings_may_reach_further_back_than_practices():
    history = build_history(
        [practised(20)], [Rated(day(16), "posture", 2)], day(23), WEEK, nov(16, 20)
    )
    assert (history.met[0].ago, history.ratings) == (1, [(5, "posture", 2)])


def test_today_and_later_are_no_past():
    past = [practised(19), practised(20), practised(23)]
    history = build_history(past, [Rated(day(20), "posture", 2)], day(20), WEEK, nov(19, 20, 23))
    assert history == History([Met(1, "p19", "promises", None)], [])
    assert build_history([], [], day(20), WEEK, set()) == History([], [])


@given(
    weekdays=st.frozensets(st.integers(0, 6)),
    recorded=st.sets(st.integers(1, 29), max_size=20),
    today=st.integers(2, 30),
)
def test_how_long_ago_is_the_number_of_worked_days_from_then_to_yesterday(
    weekdays, recorded, today
):
    calendar = Calendar(weekdays)
    past = [practised(number) for number in sorted(recorded)]
    history = build_history(past, [], day(today), calendar, nov(*recorded))
    expected = [
        sum(
            between in recorded or day(between).weekday() in weekdays
            for between in range(number, today)
        )
        for number in sorted(recorded)
        if number < today
    ]
    assert [met.ago for met in history.met] == expected
