"""What is counted, a subject at a time, against values worked out by hand in the comments."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.calendar import Calendar
from artesupremo.days import period_of
from artesupremo.i18n import language, speak
from artesupremo.journal.model import Note
from artesupremo.reports.faces.markdown import body
from artesupremo.reports.faces.pieces import print_view
from artesupremo.reports.faces.plain import progress_sentences
from artesupremo.reports.faces.progress import progress_view
from artesupremo.reports.figures.days import DaysKnown, build_year, build_years
from artesupremo.reports.figures.greetings import Greeted, build_greetings
from artesupremo.reports.figures.notes import build_notes
from artesupremo.reports.figures.practices import Ladder, PracticeDay, build_met, count_meetings
from artesupremo.reports.figures.ratings import Rating, build_ratings, compare, middle
from artesupremo.reports.progress import (
    Gathered,
    Past,
    Progress,
    Said,
    Scope,
    build_progress,
)

MON_TO_FRI = Calendar(frozenset(range(5)))
FIRST = dt.date(2026, 3, 2)  # a Monday
TODAY = dt.date(2026, 4, 1)


def day(number: int) -> dt.date:
    return dt.date(2026, 3, number)


def ratings(numbers: str, *, recalled: str = "") -> list[Rating]:
    """Return ratings of one day after another; those in `recalled` are from memory."""
    held = [Rating(FIRST + dt.timedelta(days=place), int(number), recalled=False)
            for place, number in enumerate(numbers)]  # fmt: skip
    after = FIRST + dt.timedelta(days=len(held))
    return held + [Rating(after + dt.timedelta(days=place), int(number), recalled=True)
                   for place, number in enumerate(recalled)]  # fmt: skip


# Ratings


@pytest.mark.parametrize(
    ("numbers", "change", "earlier"),
    [
        ("", None, None),
        ("5", None, None),
        ("111155555", None, None),  # nine: no word yet
        ("1111155555", "unclear", None),  # ten, of which two stand before the last eight
        ("111144444444", "unclear", None),  # four before: too few
        ("1111144444444", "above", 1.0),  # 1 1 [1] 1 1, then eight above 1
        ("1111144441444", "unclear", None),  # one of the eight is not above
        ("1113344443444", "above", 1.0),  # 1 1 [1] 3 3: all eight above it
        ("4545432323232", "below", 4.0),  # 4 4 [4] 5 5, then eight below 4
        ("4545432324232", "unclear", None),  # one stands on the median itself
        ("12123233333333", "above", 2.0),  # 1 1 [2 2] 2 3 before
        ("121232233333333", "above", 2.0),  # 1 1 2 [2] 2 2 3 before
        ("5555533333333555", "unclear", None),  # the eight on one side are not the last
    ],
)
def test_a_sustained_change_needs_eight_on_one_side_of_the_median_before(numbers, change, earlier):
    figures = build_ratings("posture", ratings(numbers))
    assert (figures.change, figures.earlier) == (change, earlier)


def test_what_was_given_from_memory_is_in_no_median_no_run_and_no_comparison():
    without = build_ratings("posture", ratings("1111144444444"))
    figures = build_ratings("posture", ratings("1111144444444", recalled="1111111111"))
    assert (figures.recalled, len(figures.ratings)) == (10, 23)
    assert figures[2:4] == without[2:4]
    assert figures[5:] == without[5:]
    assert compare("posture", figures.ratings) == compare("posture", without.ratings)


def test_a_comparison_sets_the_last_ten_beside_the_ten_before():
    # 1 | 2 2 2 2 2 2 2 2 2 3 | 4 4 4 4 4 5 5 5 5 5: medians 2 and 4.5, the first is out.
    compared = compare("posture", ratings("1" + "2222222223" + "4444455555"))
    assert (len(compared.latest.ratings), compared.latest.median) == (10, 4.5)
    assert (len(compared.before.ratings), compared.before.median) == (10, 2.0)


@pytest.mark.parametrize(
    ("numbers", "latest", "before"),
    [
        ("", (0, None), (0, None)),
        ("345", (3, None), (0, None)),
        ("23452", (5, 3.0), (0, None)),
        ("4442222222222", (10, 2.0), (3, None)),
    ],
)
def test_a_comparison_of_few_says_how_few(numbers, latest, before):
    compared = compare("posture", ratings(numbers))
    assert (len(compared.latest.ratings), compared.latest.median) == latest
    assert (len(compared.before.ratings), compared.before.median) == before


@given(st.lists(st.integers(1, 5), max_size=60), st.integers(0, 60))
def test_a_long_journal_has_the_figures_it_would_have_if_all_were_listed(numbers, listed):
    held = ratings("".join(map(str, numbers)))
    whole = build_ratings("posture", held)
    latest = held[len(held) - max(listed, 8) :] if len(held) > max(listed, 8) else held
    part = build_ratings("posture", latest, (whole.counts, whole.recalled))
    assert part._replace(ratings=whole.ratings) == whole
    if len(numbers) >= 5:
        assert whole.median == middle(numbers)


# Greetings


def greeted(texts: dict[int, str]) -> list[Greeted]:
    return [Greeted(day(number), text) for number, text in texts.items()]


def test_greetings_are_told_apart_without_names_accents_and_punctuation():
    said = {2: "Buenos días, Inés", 3: "buenos dias Leo!", 4: "Hola, Ana: ya vi su pedido",
            5: "Buenos días, Inés"}  # fmt: skip
    figures = build_greetings(greeted(said), [day(n) for n in (2, 3, 4, 5)], None)
    # Without the names 2, 3 and 5 are "buenos dias".
    assert (figures.total, figures.distinct, figures.cliches) == (4, 2, None)


@pytest.mark.parametrize(
    ("said", "recorded", "longest"),
    [
        ({}, (2, 3), 0),
        ({2: "a"}, (2,), 1),
        ({2: "a", 3: "b", 4: "a"}, (2, 3, 4), 1),
        ({2: "a", 3: "a", 4: "b", 5: "b", 6: "b"}, (2, 3, 4, 5, 6), 3),
        ({2: "a", 6: "a"}, (2, 6), 2),  # nothing was recorded in between
        ({2: "a", 6: "a"}, (2, 4, 6), 1),  # a recorded day without a greeting
    ],
)
def test_the_longest_repeat_is_on_recorded_days_that_follow_one_another(said, recorded, longest):
    assert build_greetings(greeted(said), [day(n) for n in recorded], None).repeat == longest


def test_set_phrases_are_counted_by_whoever_knows_them():
    said = greeted({2: "¿Cómo está?", 3: "Ya vi su nota", 4: "¿Cómo está?"})
    assert build_greetings(said, [], lambda text: "Cómo" in text).cliches == 2


# Practices


def test_each_practice_stands_once_with_how_it_went_and_when_it_comes_back():
    days = [
        PracticeDay(day(2), "voice", "Voice", 4),
        PracticeDay(day(3), "base", "Base", None),
        PracticeDay(day(10), "voice", "Voice", 0),
        PracticeDay(day(31), "voice", "The voice", 5),
    ]
    before = [PracticeDay(dt.date(2026, 2, 2), "base", "Base", 3)]
    meetings = count_meetings([*before, *days], day(31))
    met = build_met(days, meetings, Ladder(MON_TO_FRI, ()), TODAY, everything=False)
    voice, base = met.rows
    assert (voice.title, voice.times, voice.ratings, voice.absent) == ("The voice", 3, (4, 5), 1)
    # The third time was Tuesday 31 March: thirty worked days after it, six weeks, 12 May.
    assert (voice.due, voice.is_due) == (dt.date(2026, 5, 12), False)
    # Met twice, last on Tuesday 3: ten worked days later, Tuesday 17, it was due.
    assert (base.times, base.ratings, base.due, base.is_due) == (1, (), day(17), True)
    assert met.more == 0


def test_of_many_practices_the_eight_most_often_met_have_a_row():
    days = [PracticeDay(day(n), f"p{n % 9}", f"P{n % 9}", 3) for n in range(1, 32)]
    met = build_met(days, count_meetings(days, TODAY), Ladder(MON_TO_FRI, ()), TODAY,
                    everything=False)  # fmt: skip
    # Of 1 to 31, four leave each of the rests 1 to 4, three each of the others.
    assert [row.times for row in met.rows] == [4, 4, 4, 4, 3, 3, 3, 3]
    assert met.more == 1


# Notes


NUMBER = iter(range(1, 100_000))


def note(kind: str, number: int, text: str = "x", **details: Any) -> Note:
    return Note("", next(NUMBER), kind, text, details, "es", day(number), "", 0, "")


def notes(*held: Note, short: bool = False):
    return build_notes(held, worked=22, today=TODAY, short_period=short)


def test_nothing_noted_has_no_figure():
    assert notes() == (None,) * 6


def test_applause_is_counted_by_circle_and_form_and_its_words_kept():
    held = notes(
        note("applause", 2, "uno", circle="external", form="thanks"),
        note("applause", 3, "dos", circle="self", form="praise"),
        note("applause", 3, "tres", circle="family"),
        note("applause", 4, "cuatro", circle="external", form="thanks"),
        note("applause", 5, "cinco"),
        note("applause", 6, "seis", circle="work"),
    ).applause
    assert (held.total, held.worked) == (6, 22)
    assert held.circles == {"external": 2, "work": 1, "personal": 2}
    assert held.forms == {"thanks": 2, "praise": 1}
    assert [said.text for said in held.words] == ["dos", "tres", "cuatro", "cinco", "seis"]


def promise(number: int, **details: Any) -> Note:
    return note("promise", number, **details)


def test_promises_in_time_late_missed_open_and_overdue():
    held = notes(
        promise(2, outcome="kept"),  # without a day: in time
        promise(2, due="2026-03-06", outcome="kept", settled="2026-03-06T18:00:00"),  # in time
        promise(3, due="2026-03-06 10:00", outcome="kept", settled="2026-03-06T09:59:00"),
        promise(3, due="2026-03-06 10:00", outcome="kept", settled="2026-03-06T11:30:00"),  # 90'
        promise(4, due="2026-03-06", outcome="kept", settled="2026-03-08T08:00:00"),  # 2 days
        promise(4, due="2026-03-06 10:00", outcome="kept", settled="2026-03-07T08:00:00"),  # 1
        promise(5, due="2026-03-06", outcome="missed", settled="2026-03-09T08:00:00"),
        promise(6, due="2026-03-31"),  # the day before today: overdue
        promise(6, due="2026-04-01", moved=["2026-03-20", "2026-03-25"]),  # today: open
        promise(6),  # open, without a day
    ).promises
    assert (held.made, held.in_time, held.late, held.missed) == (10, 3, 3, 1)
    assert (held.open, held.overdue, held.moved) == (3, 1, 1)
    assert (held.late_days, held.late_days_median, held.late_minutes) == ((1, 2), None, (90,))
    assert held.made == held.in_time + held.late + held.missed + held.open


def test_from_five_late_promises_on_their_median_is_said():
    late = [
        promise(2, due="2026-03-06", outcome="kept", settled=f"2026-03-{6 + days:02}T08:00:00")
        for days in (1, 9, 2, 3, 3)
    ]
    held = notes(*late).promises
    assert (held.late_days, held.late_days_median) == ((1, 2, 3, 3, 9), 3.0)


def test_frictions_with_the_same_words_are_one_ranked_by_times():
    rows = notes(
        note("friction", 2, "Sellar a mano", times=2, effects=["delays"], proposal="sin sello"),
        note("friction", 3, "la clave", times=4, effects=["angers", "delays"]),
        note("friction", 4, "sellar  a MANO.", effects=["delays", "annoys"], proposal="digital"),
        note("friction", 5, "Séllar a mano", times=3, proposal="sin sello"),
    ).frictions.rows
    # 2 + 1 (none said) + 3 = 6 times in three notes; the key 4 times in one.
    assert [(row.text, row.notes, row.times) for row in rows] == [
        ("Séllar a mano", 3, 6), ("la clave", 1, 4),
    ]  # fmt: skip
    assert rows[0].effects == {"delays": 2, "annoys": 1}
    assert rows[0].proposals == ("sin sello", "digital")


def test_of_many_frictions_a_month_names_five_and_a_week_all():
    held = [note("friction", 2, f"friction {n}", times=n) for n in range(1, 8)]
    month, week = notes(*held).frictions, notes(*held, short=True).frictions
    assert ([row.times for row in month.rows], month.more) == ([7, 6, 5, 4, 3], 2)
    assert (len(week.rows), week.more) == (7, 0)


def test_repairs_by_how_soon_and_with_a_result():
    held = notes(
        note("repair", 2, soon="15min", result="llegó"),
        note("repair", 3, soon="later"),
        note("repair", 4, soon="15min", result=""),
        note("repair", 5),
    ).repairs
    assert (held.total, held.soon, held.with_result) == (4, {"15min": 2, "later": 1}, 1)


def test_contacts_stand_in_a_square_and_moods_beside_it():
    held = notes(
        note("contact", 2, solved="yes", treated=5, before=-2, after=1),  # +3
        note("contact", 3, solved="yes", treated=4, before=0, after=0),  # 0
        note("contact", 3, solved="yes", treated=3, before=1, after=0),  # -1
        note("contact", 4, solved="no", treated=4, before=-1, after=1),  # +2
        note("contact", 5, solved="no", treated=1, before=-1),
        note("contact", 6, solved="unknown", treated=5, before=-1, after=0),  # +1
        note("contact", 6, solved="yes"),
        note("contact", 6),
    ).contacts
    square = (held.solved_well, held.solved_badly, held.unsolved_well, held.unsolved_badly)
    assert (held.total, square, held.apart) == (8, (2, 1, 1, 1), 3)
    # -1 0 [1] 2 3
    assert (held.mood, held.mood_median) == ((3, 0, -1, 2, 1), 1.0)


def test_better_versions_and_what_was_found_for_every_ten():
    all_found = (["jargon", "blame"], ["jargon"], [], ["jargon", "servility", "blame"])
    held = [note("rewrite", 2, found=found) for found in all_found]
    four = notes(*held).rewrites
    assert (four.messages, four.findings, four.per_ten) == (4, 6, None)
    assert four.categories == (("jargon", 3), ("blame", 2), ("servility", 1))
    # Six findings in seven messages: 8.57… for every ten, to the half 8.5.
    seven = notes(*held, *(note("rewrite", 9) for _more in range(3))).rewrites
    assert (seven.messages, seven.findings, seven.per_ten) == (7, 6, 8.5)


KINDS = ("applause", "promise", "friction", "contact", "repair", "rewrite")
made_notes = st.lists(
    st.builds(
        lambda kind, number, text, details: note(kind, number, text, **details),
        st.sampled_from(KINDS),
        st.integers(1, 31),
        st.sampled_from(["Sello", "sello.", "clave", "tres"]),
        st.fixed_dictionaries(
            {},
            optional={
                "circle": st.sampled_from(["external", "work", "self", "family"]),
                "outcome": st.sampled_from(["kept", "missed"]),
                "due": st.sampled_from(["2026-03-10", "2026-03-12 10:00", "2026-05-01"]),
                "settled": st.sampled_from(["2026-03-10T09:00:00", "2026-03-12T11:00:00"]),
                "times": st.integers(1, 9),
                "solved": st.sampled_from(["yes", "no", "unknown"]),
                "treated": st.integers(1, 5),
                "before": st.integers(-2, 2),
                "after": st.integers(-2, 2),
                "soon": st.sampled_from(["15min", "shift", "later"]),
                "found": st.lists(st.sampled_from(["jargon", "blame"]), unique=True),
            },
        ),
    ),
    max_size=40,
)
COUNTS: dict[str, Callable[[Any], tuple[int, ...]]] = {
    "applause": lambda a: (a.total, sum(a.circles.values())),
    "promises": lambda p: (p.made, p.in_time, p.late, p.missed, p.open, p.overdue, p.moved),
    "frictions": lambda f: (sum(row.times for row in f.rows),),
    "repairs": lambda r: (r.total, sum(r.soon.values()), r.with_result),
    "contacts": lambda c: (c.total, *c[1:6], len(c.mood)),
    "rewrites": lambda r: (r.messages, r.findings),
}


def counted(held) -> dict[str, tuple[int, ...]]:
    return {name: COUNTS[name](figures) for name, figures in held._asdict().items() if figures}


@given(made_notes, st.integers(1, 31))
def test_counts_of_notes_are_additive_over_days(held, cut):
    before = counted(notes(*(n for n in held if n.day < day(cut)), short=True))
    after = counted(notes(*(n for n in held if n.day >= day(cut)), short=True))
    for name, total in counted(notes(*held, short=True)).items():
        parts = [part[name] for part in (before, after) if name in part]
        assert total == tuple(map(sum, zip(*parts, strict=True))), name


@given(made_notes, st.randoms(use_true_random=False))
def test_the_order_of_notes_changes_no_figure(held, draw):
    shuffled = draw.sample(held, len(held))
    assert notes(*shuffled) == notes(*held)


# A year made by hand: 2024, a leap year that begins on a Monday, Monday to Friday.
#
# The journal begins on Thursday 1 February. Every weekday of February is practised but for the
# 29th; the 6th in short, the 14th is off (rest), Saturday 17 is worked. On Monday 4 and Tuesday 5
# March something is written, and it is Friday 8 March before anything is written on it.
LEAP = 2024


def feb(number: int) -> dt.date:
    return dt.date(LEAP, 2, number)


OFF = frozenset({feb(14)})
RECORDED = {
    *(feb(n) for n in range(1, 29) if feb(n).weekday() < 5 and n != 14),
    feb(17), dt.date(LEAP, 3, 4), dt.date(LEAP, 3, 5),
}  # fmt: skip
YEAR_TODAY = dt.date(LEAP, 3, 8)


def leap_year():
    calendar = Calendar(frozenset(range(5)), off=OFF)
    known = DaysKnown(calendar, RECORDED, {feb(6)}, feb(1), YEAR_TODAY)
    return build_year(LEAP, known)


def test_each_day_of_a_hand_made_year_is_what_it_was():
    year = leap_year()
    # February 2024 has 21 weekdays (1–2, 5–9, 12–16, 19–23, 26–29); without 14 and 29 they are
    # 19; with Saturday 17 they are 20, one of them short. March adds two: 21 and 1.
    # Empty: 29 February, 1 March, 6 and 7 March. Rest: Saturdays and Sundays from 3 February to
    # 3 March, 10 days, without the 17th 9, and the 14th off: 10.
    # Outside: January 31, and from 8 March on 366 - 31 - 29 - 7 = 299.
    assert year.counts == {"practised": 21, "short": 1, "rest": 10, "empty": 4, "outside": 330}
    assert sum(year.counts.values()) == len(year.marks) == 366
    assert [(m.first.month, m.worked, m.practised) for m in year.months] == [
        (2, 21, 20),  # 20 practised and the 29th
        (3, 5, 2),  # 1, 4, 5, 6, 7
    ]


def test_the_report_of_the_hand_made_year_counts_as_its_map_does():
    past = Past(Calendar(frozenset(range(5)), off=OFF), frozenset(RECORDED), ())
    gathered = Gathered(short={feb(6)}, moments=[Said(feb(n), str(n)) for n in range(1, 9)])
    report = build_progress(period_of("year", YEAR_TODAY), gathered, past, today=YEAR_TODAY)
    assert (report.worked, report.practised) == (26, 22)
    assert report.year == leap_year()
    # The last 20 worked days before 8 March: 7 6 5 4 1 of March, 29 28 27 26 23 22 21 20 19 17
    # 16 15 13 12 9 of February; without an entry are 7, 6 and 1 March and 29 February.
    assert report.constancy == (16, 20)
    assert [said.text for said in report.moments] == ["4", "5", "6", "7", "8"]


@given(st.sets(st.integers(0, 365), max_size=80), st.integers(0, 365), st.integers(0, 366))
def test_the_days_of_a_year_add_up(recorded, begun, today):
    first = dt.date(LEAP, 1, 1)

    def at(number: int) -> dt.date:
        return first + dt.timedelta(days=number)

    days = {at(n) for n in recorded}
    known = DaysKnown(MON_TO_FRI, days, set(), min([at(begun), *days]), at(today))
    year = build_year(LEAP, known)
    counts = year.counts
    assert sum(counts.values()) == 366
    assert counts["practised"] == len(days) == sum(m.practised for m in year.months)
    assert counts["practised"] + counts["empty"] == sum(m.worked for m in year.months)


def test_years_are_counted_one_by_one():
    days = [dt.date(2025, 12, 30), dt.date(2025, 12, 31), dt.date(2026, 1, 2)]
    held = [(y.first.year, y.worked, y.practised) for y in build_years(days, [days[0], days[2]])]
    assert held == [(2025, 2, 1), (2026, 1, 1)]


# Circles and what a report is narrowed to

CIRCLES = {"mine": "self", "home": "family", "theirs": "external", "ours": "work", "every": "all"}


def narrowed(scope: Scope | None = None, kind: str = "month", **more: Any) -> Progress:
    practices = [PracticeDay(day(2 + n), key, key, 3) for n, key in enumerate(CIRCLES)]
    gathered = Gathered(
        ratings={area: ratings("345") for area in ("posture", "greetings", "messages", "energy")},
        practices=[met for met in practices if not scope or not scope.area or met.day < day(4)],
        circles=CIRCLES,
        greetings=greeted({2: "Hola", 3: "Buenos días"}),
        notes=[note(kind, 2, circle="work") for kind in KINDS],
        **more,
    )
    past = Past(MON_TO_FRI, frozenset(day(n) for n in range(2, 7)),
                count_meetings(practices, day(31)))  # fmt: skip
    return build_progress(period_of(kind, day(5)), gathered, past, today=day(31),
                          scope=scope or Scope())  # fmt: skip


def test_three_circles_of_which_what_is_for_all_is_none():
    assert narrowed().circles == (("external", 1, 0), ("work", 1, 1), ("personal", 2, 0))


@pytest.mark.parametrize(
    ("area", "rated", "kept"),
    [
        ("posture", ["posture"], set()),
        ("greetings", ["greetings"], {"greetings"}),
        ("messages", ["messages"], {"rewrites"}),
        ("promises", [], {"promises", "repairs"}),
        ("friction", [], {"frictions"}),
        ("details", [], {"applause"}),
        ("circles", [], set()),
    ],
)
def test_an_area_keeps_what_belongs_to_it(area, rated, kept):
    report = narrowed(Scope(area=area, name="X"))
    assert [figures.area for figures in report.daily] == rated
    held = {name for name, figures in report.notes._asdict().items() if figures}
    assert held | ({"greetings"} if report.greetings else set()) == kept
    assert [met.practice for met in report.practices] == ["mine", "home"]
    assert (report.energy, report.circles, report.year) == (None, (), None)


def test_a_practice_keeps_its_own_days_alone():
    report = narrowed(Scope(practice="ours", name="X"))
    assert [met.practice for met in report.practices] == ["ours"]
    assert [row.practice for row in report.met.rows] == ["ours"]
    assert (report.daily, report.greetings, any(report.notes)) == ((), None, False)
    assert not report.is_empty
    assert narrowed(Scope(practice="none", name="X")).is_empty


# One day of everything: no word of a trend in any face


@pytest.fixture(params=["es", "en"])
def lang(request):
    before = language()
    speak(request.param)
    yield request.param
    speak(before)


TREND = (
    "mediana", "median", "promedio", "average", "mean ", "tendencia", "trend", "mejor", "better",
    "peor", "worse", "subi", "bajó", "aument", "improv", "señal", "sign ", "cambio", "change",
    "sosten", "sustain", "%", "racha", "streak",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["week", "month", "year"])
@pytest.mark.parametrize("count", [1, 4])
def test_a_day_or_a_few_of_everything_have_no_word_of_a_trend(lang, kind, count, capsys):
    held = ratings("5432"[:count])
    gathered = Gathered(
        moments=[Said(FIRST, "Zubri")],
        ratings=dict.fromkeys(("posture", "greetings", "messages", "energy"), held),
        practices=[PracticeDay(FIRST, "one", "Ferkin", 5)],
        circles={"one": "work"},
        greetings=greeted({2: "Hola"}),
        notes=[note(kind, 2, circle="work", solved="yes", treated=5, before=0, after=1, times=2,
                    found=["jargon"], soon="15min") for kind in KINDS],
        before=dict.fromkeys(("posture", "energy"), held),
        is_cliche=lambda _text: False,
    )  # fmt: skip
    past = Past(MON_TO_FRI, frozenset({FIRST}),
                count_meetings(gathered.practices, FIRST))  # fmt: skip
    report = build_progress(
        period_of(kind, FIRST), gathered, past, today=FIRST + dt.timedelta(days=1), why=True
    )
    print_view(progress_view(report), width=80, colour=False)
    pages = (capsys.readouterr().out, *progress_sentences(report), *body(report, []))
    text = " ".join(pages).lower()
    assert [word for word in TREND if word in text] == []
    assert "zubri" in text


# No line wider than the terminal, whatever there is


@given(
    made_notes,
    st.lists(st.integers(1, 5), max_size=31),
    st.sampled_from(["week", "month", "year"]),
    st.sampled_from([120, 80, 40]),
    st.text(min_size=1, max_size=60).filter(str.strip),
)
def test_no_line_is_wider_than_the_terminal_whatever_is_counted(held, numbers, kind, width, title):
    from contextlib import redirect_stdout
    from io import StringIO

    from rich.cells import cell_len

    days = [FIRST + dt.timedelta(days=place) for place in range(len(numbers))]
    practices = [PracticeDay(one, f"p{one.day % 4}", title, one.day % 6) for one in days]
    gathered = Gathered(
        ratings={area: ratings("".join(map(str, numbers)), recalled="3")
                 for area in ("posture", "energy")},
        practices=practices,
        circles={"p1": "work", "p2": "self"},
        greetings=[Greeted(one, title) for one in days],
        notes=[one._replace(text=title) for one in held],
        before={"posture": ratings("".join(map(str, numbers)))},
    )  # fmt: skip
    past = Past(MON_TO_FRI, frozenset(days), count_meetings(practices, TODAY))
    report = build_progress(period_of(kind, FIRST), gathered, past, today=TODAY, why=True)
    out = StringIO()
    with redirect_stdout(out):
        print_view(progress_view(report), width=width, colour=False)
    assert [line for line in out.getvalue().split("\n") if cell_len(line) > width] == []


@given(made_notes, st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing_in_a_report(held, seed):
    draw = random.Random(seed)  # noqa: S311  # an order, no secret
    days = [day(n) for n in range(2, 20)]
    practices = [PracticeDay(one, f"p{one.day % 4}", "P", one.day % 6) for one in days]
    said = [Greeted(one, f"hola {one.day // 3}") for one in days]

    def report(order: Callable[[list], list]) -> Progress:
        gathered = Gathered(
            moments=order([Said(one, str(one.day)) for one in days]),
            ratings={"posture": order(ratings("123454321234"))},
            practices=order(practices),
            greetings=order(said),
            notes=order(held),
        )
        past = Past(MON_TO_FRI, frozenset(days), count_meetings(order(practices), TODAY))
        return build_progress(period_of("month", FIRST), gathered, past, today=TODAY, why=True)

    assert report(lambda rows: draw.sample(rows, len(rows))) == report(lambda rows: rows)
