"""The figures of a month made by hand, of one day, and of the edges of both."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable

import pytest

from artesupremo.calendar import Calendar, Constancy
from artesupremo.days import Moment, Period, period_of
from artesupremo.i18n import language, speak
from artesupremo.journal.model import Answer, Asked, Chosen, Entry, Value
from artesupremo.journal.store import Clerk, Journal, Sitting
from artesupremo.library.model import DAILY_AREAS
from artesupremo.reports.faces.markdown import body
from artesupremo.reports.faces.plain import progress_sentences
from artesupremo.reports.figures.greetings import Greeted
from artesupremo.reports.progress import (
    ENERGY,
    Gathered,
    Past,
    PracticeDay,
    Progress,
    Rating,
    Said,
    build_progress,
    count_meetings,
)
from conftest import BOGOTA

MON_TO_FRI = Calendar(frozenset(range(5)))
TWO_DAYS = Calendar(frozenset({0, 1}))

# November 2026 of somebody who works from Monday to Friday and began on Monday 2; seen on
# Monday 30, before anything was written on it.
#
# day, practice of the morning ("." no morning, "skipped" a morning of skips alone); then the
# closing ("-" none, "no" its offer was declined): rating of the practice, posture, greetings,
# messages ("." not asked, "s" skipped, "1r" given from memory).
NOVEMBER = """
 2  voice    4   3   3   2
 3  base     3   3   2   4
 4  name     4   4   2   4
 6  base     5   4   4   s
 9  voice    -
10  name     0r  1r  5r  1r
12  skipped  -
13  can      no
14  .        .   5   4   .
16  base     4   4   3   s
17  can      s   s   s   s
18  craft    2   2   4   3
20  voice    0   3   4   .
23  can      3   3   .   .
25  name     4   4   4   .
26  craft    -
27  base     5   5   3   .
"""
MOMENTS = {2: "uno", 3: "dos", 6: "tres", 14: "cuatro", 18: "cinco", 20: "seis", 25: "siete"}
NEXT_TIME = {3: "respirar", 16: "leer dos veces", 25: "mirar antes"}
# Days with an answer, Saturday 14 too; on Thursday 12 everything was skipped.
RECORDED = (2, 3, 4, 6, 9, 10, 13, 14, 16, 17, 18, 20, 23, 25, 26, 27)
# From Monday 2 to Friday 27 there are 4 weeks of 5 days, and Saturday 14 was worked: 21 days.
# 16 of them were practised (RECORDED); 5, 11, 12, 19 and 24 were not.
WORKED, PRACTISED = 21, 16
# The last 20 worked days begin on Tuesday 3 and hold the same five gaps: 15 of 20.
CONSTANCY = Constancy(15, 20)
PRACTICES = [
    (2, "voice", 4), (3, "base", 3), (4, "name", 4), (6, "base", 5), (9, "voice", None),
    (10, "name", 0), (13, "can", None), (16, "base", 4), (17, "can", None), (18, "craft", 2),
    (20, "voice", 0), (23, "can", 3), (25, "name", 4), (26, "craft", None), (27, "base", 5),
]  # fmt: skip
# Posture:   3 3 4 4 5 4 2 3 3 4 5 → 2 3 3 3 3 [4] 4 4 4 5 5; with the recalled 1 it would be 3.5.
# Greetings: 3 2 2 4 4 3 4 4 4 3   → 2 2 3 3 [3 4] 4 4 4 4;   with the recalled 5 it would be 4.
# Messages:  2 4 4 3               → four are too few;        with the recalled 1 they were five.
MEDIANS = {"posture": (11, 4.0), "greetings": (10, 3.5), "messages": (4, None)}
UNCLOSED = (9, 13, 26)  # none, declined, none; 17 was closed with skips, 12 was no practised day


def nov(day: int) -> dt.date:
    return dt.date(2026, 11, day)


TODAY = nov(30)
MONTH = period_of("month", TODAY)
WEEK = period_of("week", nov(20))  # 16–22; the next one is worked from 23 to 27


def make_entry(day: dt.date, sitting: str, practice: str = "", *, declined: bool = False) -> Entry:
    chosen = None
    if practice:
        title = practice.capitalize()
        chosen = Chosen(practice, "posture", 1, title, "¿Y?", "suena", "respiro", (("new", 0),))
    at = f"{day}T12:00:00.000Z"
    return Entry(
        f"{sitting}-{day}", sitting, day, at, 0, "", "es", declined=declined, chosen=chosen
    )


def make_answer(entry: Entry, question: str, written: str) -> Answer:
    """Return the answer written "4", "s", "1r", or as words."""
    kind = "practice" if question == "practice" else "scale" if written[0].isdigit() else "text"
    value = None
    if written != "s":
        value = Value(number=int(written[0])) if kind != "text" else Value(text=written)
    return Answer(
        f"{question}-{entry.day}",
        entry.id,
        Asked(question, kind, f"¿{question}?", "es", 1),
        value,
        entry.day,
        entry.at,
        0,
        "",
        recalled=kind != "text" and written.endswith("r"),
    )


def make_day(line: str) -> list[tuple[Entry, list[Answer]]]:
    """Return the sittings of a line of NOVEMBER."""
    number, practice, *closing = line.split()
    day = nov(int(number))
    sittings = []
    if practice != ".":
        morning = make_entry(day, "morning", practice if practice != "skipped" else "")
        answer = make_answer(morning, "greeting", "s" if practice == "skipped" else "Hola")
        sittings.append((morning, [answer]))
    if closing == ["no"]:
        sittings.append((make_entry(day, "closing", declined=True), []))
    elif closing != ["-"]:
        entry = make_entry(day, "closing")
        given = dict(zip(("practice", *DAILY_AREAS), closing, strict=True))
        given |= {
            question: words[day.day]
            for question, words in (("good-moment", MOMENTS), ("next-time", NEXT_TIME))
            if day.day in words
        }
        answers = [
            make_answer(entry, q, written) for q, written in given.items() if written != "."
        ]
        sittings.append((entry, answers))
    return sittings


def make_month() -> tuple[list[Entry], list[Answer]]:
    sittings = [sitting for line in NOVEMBER.split("\n") if line for sitting in make_day(line)]
    return [entry for entry, _ in sittings], [a for _, answers in sittings for a in answers]


def gather(entries: Iterable[Entry], answers: Iterable[Answer], **more) -> Gathered:
    """Return what there is to count of `entries` and `answers`, read another way than ours."""
    given = [answer for answer in answers if answer.value]

    def said(question: str) -> list[Said]:
        held = (a for a in given if a.asked.question == question and a.value.text)
        return [Said(answer.day, answer.value.text) for answer in held]

    went = {a.day: a.value.number for a in given if a.asked.question == "practice"}
    closed = {e.day for e in entries if e.sitting == "closing" and not e.declined}
    return Gathered(
        moments=said("good-moment"),
        next_time=said("next-time"),
        ratings={
            area: [
                Rating(a.day, a.value.number, a.recalled)
                for a in given
                if a.asked.question == area and a.value.number
            ]
            for area in (*DAILY_AREAS, ENERGY)
        },
        practices=[
            PracticeDay(e.day, e.chosen.practice, e.chosen.title, went.get(e.day))
            for e in entries
            if e.chosen
        ],
        greetings=[Greeted(*held) for held in said("greeting")],
        unclosed={answer.day for answer in given} - closed,
        **more,
    )


def past_of(
    recorded: Iterable[dt.date],
    met: Iterable[PracticeDay] = (),
    until: dt.date = dt.date.max,
    calendar: Calendar = MON_TO_FRI,
) -> Past:
    """Return a past in which each of `met` was met."""
    return Past(calendar, frozenset(recorded), count_meetings(met, until))


def practice_day(day: int, practice: str, rating: int | None) -> PracticeDay:
    return PracticeDay(nov(day), practice, practice.capitalize(), rating)


def november(
    period: Period = MONTH, today: dt.date = TODAY, calendar: Calendar = MON_TO_FRI
) -> Progress:
    entries, answers = make_month()
    met = [practice_day(*met) for met in PRACTICES]
    return build_progress(
        period,
        gather(
            [entry for entry in entries if period.first <= entry.day <= period.last],
            [answer for answer in answers if period.first <= answer.day <= period.last],
        ),
        past_of(map(nov, RECORDED), met, min(period.last, today), calendar),
        today=today,
    )


def figures(report: Progress) -> dict[str, object]:
    """Return everything that is counted, and nothing that only depends on an order."""
    return {
        "worked": report.worked,
        "practised": report.practised,
        "constancy": report.constancy,
        "medians": {f.area: (f.n, f.median) for f in report.daily},
        "ratings": {f.area: frozenset(f.ratings) for f in report.daily},
        "practices": {met.day: met for met in report.practices},
        "unclosed": frozenset(report.ahead.unclosed),
    }


@pytest.fixture(params=["es", "en"])
def lang(request):
    before = language()
    speak(request.param)
    yield request.param
    speak(before)


# The month


def test_worked_and_practised_days_and_constancy_are_those_counted_by_hand():
    report = november()
    assert (report.worked, report.practised) == (WORKED, PRACTISED)
    assert report.constancy == CONSTANCY


def test_medians_leave_out_what_was_skipped_or_given_from_memory():
    assert {f.area: (f.n, f.median) for f in november().daily} == MEDIANS


def test_ratings_from_memory_are_kept_apart_on_their_day():
    ratings = [(f.area, rating) for f in november().daily for rating in f.ratings]
    recalled = [(area, r.day.day, r.number) for area, r in ratings if r.recalled]
    assert recalled == [("posture", 10, 1), ("greetings", 10, 5), ("messages", 10, 1)]


def test_every_practice_is_there_with_zero_and_no_rating_told_apart():
    report = november()
    assert list(report.practices) == [practice_day(*met) for met in PRACTICES]
    assert [met.day.day for met in report.well_practised] == [2, 4, 6, 16, 25, 27]


def test_the_latest_five_moments_of_a_month_and_all_of_a_week():
    assert [(said.day.day, said.text) for said in november().moments] == [
        (6, "tres"), (14, "cuatro"), (18, "cinco"), (20, "seis"), (25, "siete"),
    ]  # fmt: skip
    assert [said.text for said in november(WEEK).moments] == ["cinco", "seis"]


def test_the_open_ends_are_the_last_next_time_and_the_days_without_a_closing():
    ahead = november().ahead
    assert [(said.day.day, said.text) for said in ahead.next_time] == [(25, "mirar antes")]
    assert tuple(day.day for day in ahead.unclosed) == UNCLOSED


def test_a_week_of_the_month_counts_its_own_days():
    # 16, 17, 18 and 20 of five days. The last 20 worked days up to Friday 20 are all 16 since
    # Monday 2 (5 + 5 and Saturday + 5), of which 5, 11, 12 and 19 were gaps.
    report = november(WEEK)
    assert (report.worked, report.practised) == (5, 4)
    assert report.constancy == Constancy(12, 16)
    assert {f.area: (f.n, f.median) for f in report.daily} == {
        "posture": (3, None),
        "greetings": (3, None),
        "messages": (1, None),
    }


def test_what_moved_forward_comes_first(lang):
    report = november()
    for page in (list(progress_sentences(report)), list(body(report, []))):
        places = [
            next(place for place, line in enumerate(page) if words in line)
            for words in ("siete", "n = 4", "Craft", "mirar antes")
        ]
        assert places == sorted(places)


def test_the_month_has_the_same_figures_through_the_journal_and_the_program(arte, home):
    journal = Journal(str(home / "data" / "journal.db"), str(home / "state" / "snapshots"))
    for line in filter(None, NOVEMBER.split("\n")):
        for entry, answers in make_day(line):
            clerk = Clerk(Moment(entry.day, entry.at, 0), str)
            recalled = any(answer.recalled for answer in answers)
            sitting = Sitting(entry.sitting, entry.day, "es", recalled)
            if entry.declined:
                journal.decline(clerk, sitting)
            else:
                given = [(answer.asked, answer.value) for answer in answers]
                journal.record(clerk, sitting, given, entry.chosen)
    journal.close()
    morning = dt.datetime(2026, 11, 30, 7, 55, tzinfo=BOGOTA)
    data = arte("report", "month", "--json", now=morning).data
    assert (data["worked"], data["practised"]) == (WORKED, PRACTISED)
    assert data["constancy"] == CONSTANCY._asdict()
    assert {area: (f["n"], f["median"]) for area, f in data["daily"].items()} == MEDIANS
    met = [(dt.date.fromisoformat(p["day"]).day, p["practice"], p["rating"])
           for p in data["practices"]]  # fmt: skip
    assert met == PRACTICES
    assert [said["text"] for said in data["moments"]] == list(MOMENTS.values())[-5:]
    assert data["ahead"]["next_time"] == [{"day": "2026-11-25", "text": "mirar antes"}]
    assert data["ahead"]["unclosed"] == [str(nov(day)) for day in UNCLOSED]


# What changes no figure


@pytest.mark.parametrize("day", [27, 28, 29, 30], ids=["Friday", "Saturday", "Sunday", "Monday"])
def test_a_weekend_and_a_day_not_yet_begun_change_no_figure(day):
    assert november(today=nov(day)) == november()


@pytest.mark.parametrize("before", [0, 1, 2])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_days_off_around_a_period_change_no_figure(before, after):
    first, last = nov(2) - dt.timedelta(days=before), nov(27) + dt.timedelta(days=after)
    assert figures(november(Period("all", "all", first, last))) == figures(november())


def test_days_before_the_first_one_written_change_no_figure():
    year = november(period_of("year", TODAY))
    assert figures(year) == figures(november())


def test_days_off_never_count_against_anyone():
    # Without Thursdays the gaps of 5, 12 and 19 go; Thursday 26 was worked after all.
    # 18 worked days are fewer than 20: constancy counts them all.
    report = november(calendar=Calendar(frozenset({0, 1, 2, 4})))
    assert (report.worked, report.practised) == (18, 16)
    assert report.constancy == Constancy(16, 18)


def test_a_week_long_after_the_last_entry_has_a_constancy_of_none_as_its_month_has():
    # Only Monday 5 January 2026 was practised; the week of 16 November has a note, no answer.
    past = past_of([dt.date(2026, 1, 5)])
    for period in (WEEK, MONTH):
        report = build_progress(period, Gathered(), past, today=TODAY)
        assert (report.practised, report.constancy) == (0, Constancy(0, 20))
    # Before the first entry there is nothing to count.
    early = period_of("week", dt.date(2025, 11, 20))
    assert build_progress(early, Gathered(), past, today=TODAY).constancy is None


def test_a_gap_on_the_last_day_of_a_past_period_counts_as_any_other():
    # Seen from December, Monday 30 was worked and not practised: 22 days, 16 practised. The last
    # 20 of them begin on Wednesday 4 and hold six gaps: 5, 11, 12, 19, 24 and 30.
    report = november(today=dt.date(2026, 12, 10))
    assert (report.worked, report.practised) == (22, 16)
    assert report.constancy == Constancy(14, 20)


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_rows_changes_no_figure(seed):
    entries, answers = make_month()
    draw = random.Random(seed)  # noqa: S311  # an order, no secret
    draw.shuffle(entries)
    draw.shuffle(answers)
    met = [practice_day(*met) for met in PRACTICES]
    draw.shuffle(met)
    past = past_of(map(nov, RECORDED), met)
    assert build_progress(MONTH, gather(entries, answers), past, today=TODAY) == november()


# Small numbers


def report_of(ratings: list[str], practices: tuple[PracticeDay, ...] = ()) -> Progress:
    """Return the week with `ratings` of posture from Monday on."""
    entries = [make_entry(nov(16 + place), "closing") for place in range(len(ratings))]
    answers = [
        make_answer(entry, "posture", rating)
        for entry, rating in zip(entries, ratings, strict=True)
    ]
    past = past_of((entry.day for entry in entries), practices)
    gathered = gather(entries, answers)._replace(practices=practices)
    return build_progress(WEEK, gathered, past, today=nov(22))


@pytest.mark.parametrize(
    ("ratings", "n", "median"),
    [
        ("", 0, None),
        ("5", 1, None),
        ("1 2 3 4", 4, None),
        ("1 2 3 4 5r", 4, None),
        ("1 2 3 s 5", 4, None),
        ("5 1 1 2 4", 5, 2.0),  # 1 1 [2] 4 5
        ("1 5 3 2 4 5", 6, 3.5),  # 1 2 [3 4] 5 5
        ("1 5 3 2 3 5", 6, 3.0),  # 1 2 [3 3] 5 5
        ("5r 1 2 1 4 5 5r", 5, 2.0),  # 1 1 [2] 4 5
    ],
)
def test_a_median_needs_five_ratings_given_on_their_day(ratings, n, median):
    posture = report_of(ratings.split()).daily[0]
    assert (posture.n, posture.median) == (n, median)


TREND = (
    "mediana", "median", "promedio", "average", "media ", "mean", "tendencia", "trend", "mejor",
    "better", "peor", "worse", "sub", "baj", "aument", "improv", "up ", "down", "más que",
    "than", "señal", "cambio", "change", "%", "racha", "streak",
)  # fmt: skip


def test_one_day_has_no_median_and_no_word_of_a_trend(lang):
    report = report_of(["5"], (practice_day(16, "voice", 5),))
    assert (report.worked, report.practised, report.constancy) == (5, 1, Constancy(1, 5))
    assert [(f.n, f.median) for f in report.daily] == [(1, None), (0, None), (0, None)]
    for page in (progress_sentences(report), body(report, [])):
        text = " ".join(page).lower()
        assert [word for word in TREND if word in text] == []


def test_a_journal_that_began_today_owes_nothing():
    entry = make_entry(nov(20), "closing")
    gathered = gather([entry], [make_answer(entry, "posture", "3")])
    report = build_progress(WEEK, gathered, past_of([nov(20)]), today=nov(20))
    assert (report.worked, report.practised, report.constancy) == (1, 1, None)
    assert report.ahead.unclosed == ()


# What comes back: 3, 10 and 30 worked days after the latest time, attempt by attempt


def returning(*met: tuple[dt.date, int | None], calendar: Calendar = MON_TO_FRI) -> bool:
    """Tell whether "voice", met as told, comes back in the week after WEEK."""
    days = [PracticeDay(day, "voice", "Voice", rating) for day, rating in met]
    past = past_of((day for day, _rating in met), days, calendar=calendar)
    report = build_progress(WEEK, Gathered(), past, today=nov(22))
    assert report.ahead.returning in ((), ("Voice",))
    return bool(report.ahead.returning)


def back(*days: str) -> list[tuple[dt.date, int | None]]:
    return [(dt.date.fromisoformat(f"2026-{day}"), 4) for day in days]


@pytest.mark.parametrize(
    ("day", "comes"),
    [
        ("11-16", True),  # Tuesday 17, Monday 23, Tuesday 24: three
        ("11-17", False),  # Monday 23, Tuesday 24: two
    ],
)
def test_after_one_attempt_a_practice_returns_in_three_worked_days(day, comes):
    assert returning(*back(day), calendar=TWO_DAYS) is comes


@pytest.mark.parametrize(
    ("day", "comes"),
    [
        ("11-13", True),  # 16–20 and 23–27: ten
        ("11-16", False),  # 17–20 and 23–27: nine
    ],
)
def test_after_two_attempts_a_practice_returns_in_ten_worked_days(day, comes):
    assert returning(*back("10-01", day)) is comes


@pytest.mark.parametrize(
    ("day", "comes"),
    [
        ("10-16", True),  # the six weeks from 19 October to 27 November: thirty
        ("10-19", False),  # one less
    ],
)
def test_after_three_attempts_a_practice_returns_in_thirty_worked_days(day, comes):
    assert returning(*back("09-01", "09-08", day)) is comes


def test_after_four_attempts_a_practice_has_come_back_enough():
    assert not returning(*back("02-02", "03-02", "04-01", "05-04"))


def test_an_occasion_that_did_not_come_has_had_its_day_as_an_unrated_one_has():
    (friday, _), (monday, _) = back("11-13", "11-16")
    # Met twice: ten worked days would be needed, nine are there.
    assert not returning((friday, 4), (monday, 0))
    assert not returning((friday, 4), (monday, None))
    assert returning((monday, 0))


def test_a_saturday_that_was_worked_is_a_day_of_the_ladder():
    saturday = nov(21)
    met = [PracticeDay(day, "voice", "Voice", 4) for day, _ in back("10-01", "11-16")]
    past = past_of({*(day.day for day in met), saturday}, met)
    report = build_progress(WEEK, Gathered(), past, today=nov(22))
    assert report.ahead.returning == ("Voice",)  # nine days and the Saturday


def test_what_was_met_after_the_period_changes_nothing_in_it():
    met = [PracticeDay(day, "voice", "Voice", 4) for day, _ in back("11-13", "11-25")]
    past = past_of((day.day for day in met), met, WEEK.last)
    report = build_progress(WEEK, Gathered(), past, today=nov(30))
    assert report.ahead.returning == ("Voice",)


def test_only_a_week_says_what_comes_back():
    assert november().ahead.returning == ()
    assert november(period_of("year", TODAY)).ahead.returning == ()
