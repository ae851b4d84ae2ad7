"""Today's practice: limits first, then the score, then ties; all histories are made by hand."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artesupremo.library.choose import (
    Circumstances,
    History,
    Met,
    choose_practice,
    due_reason,
    find_gaps,
)
from artesupremo.library.model import Area, Library, Practice

DAILY = ("posture", "greetings", "messages")
OTHERS = ("preparation", "responses", "promises", "details", "circles", "friction")
# evidence §7: 3·due + 2·focus + 1.5·gap + 1·new
DUE, FOCUS, GAP, NEW = 3, 2, 1.5, 1


def practice(name, *, hard=False):
    """Return the practice "area/name", of difficulty 3 if `hard`, else 1."""
    return Practice(
        id=name, area=name.partition("/")[0], ideas=[], circle="external", dimension="empathy",
        difficulty=3 if hard else 1, minutes=1, rev=1, title={}, aim={}, steps={}, morning={},
        closing={}, plan={}, anchors={},
    )  # fmt: skip


def library(*practices):
    areas = {p.area: Area(p.area, {}, {}, []) for p in practices}
    return Library(areas, {p.id: p for p in practices}, (), ())


def full_library(each=4, hard=1):
    """Return nine areas with `each` practices, the last `hard` of them of difficulty 3."""
    return library(
        *(
            practice(f"{area}/{number}", hard=number >= each - hard)
            for area, number in itertools.product((*DAILY, *OTHERS), range(each))
        )
    )


def met(*meetings):
    """Return a history of ("area/name", worked days ago) or ("area/name", ago, rating)."""
    return History(
        [
            Met(ago, name, name.partition("/")[0], *(rating or (4,)))
            for name, ago, *rating in sorted(meetings, key=lambda meeting: -meeting[1])
        ]
    )


def chosen(shelf, history=History(), **circumstances):  # noqa: B008  # an immutable value
    choice = choose_practice(shelf, history, Circumstances("j", "2026-11-20", **circumstances))
    return choice.practice if choice else None


# Limits come first


def test_the_area_of_the_previous_day_never_returns_whatever_speaks_for_it():
    shelf = library(practice("promises/due"), practice("promises/last"), practice("details/old"))
    history = met(("promises/due", 4), ("details/old", 60), ("promises/last", 1))
    assert chosen(shelf, history, focus="promises") == "details/old"
    two_days_ago = met(("promises/due", 4), ("promises/last", 2), ("details/old", 1))
    assert chosen(shelf, two_days_ago, focus="promises") == "promises/due"


@pytest.mark.parametrize(
    ("energy", "name"),
    [(1, "promises/easy"), (2, "promises/easy"), (3, "promises/hard"), (5, "promises/hard"),
     (None, "promises/hard")],
)  # fmt: skip
def test_nothing_hard_on_low_energy_even_when_it_is_due(energy, name):
    shelf = library(practice("promises/hard", hard=True), practice("promises/easy"))
    assert chosen(shelf, met(("promises/hard", 3)), energy=energy) == name


def test_if_everything_is_hard_a_low_day_has_no_practice():
    shelf = library(practice("promises/hard", hard=True))
    assert chosen(shelf, energy=2) is None
    assert chosen(shelf, energy=3) == "promises/hard"


def must_be_daily(past):
    """Tell whether another area today would leave two in five out of reach, whatever follows."""
    days = [*past, False]
    for future in itertools.product((True, False), repeat=4):
        run = [*days, *future]
        if all(sum(run[at : at + 5]) >= 2 for at in range(len(run) - 4)):
            return False
    return True


@pytest.mark.parametrize(
    "past",
    [
        past
        for length in range(5)
        for past in itertools.product((True, False), repeat=length)
        if not any(must_be_daily(past[:day]) and not past[day] for day in range(length))
    ],
    ids=lambda past: "".join("d" if daily else "o" for daily in past) or "none",
)
def test_a_daily_area_comes_when_two_in_five_would_else_be_out_of_reach(past):
    """Everything speaks for "promises", which is new and in focus; only the limit can stop it."""
    kinds = {True: itertools.cycle(DAILY), False: itertools.cycle(OTHERS)}
    days = [
        (f"{'details' if (area := next(kinds[daily])) == 'promises' else area}/gone", ago)
        for daily, ago in zip(past, range(len(past), 0, -1), strict=True)
    ]
    choice = chosen(full_library(), met(*days), focus="promises")
    expected = DAILY if must_be_daily(past) else ("promises",)
    assert choice.partition("/")[0] in expected


@given(
    journal=st.text("abc", min_size=1, max_size=3),
    mornings=st.lists(
        st.tuples(
            st.integers(1, 5),
            st.sampled_from([None, *DAILY, *OTHERS]),
            st.sampled_from([None, 0, 3]),
            st.booleans(),
        ),
        min_size=12,
        max_size=30,
    ),
)
def test_the_limits_hold_whatever_the_mornings_are_like(journal, mornings):
    shelf = full_library()
    past: list[tuple[str, int | None]] = []
    for number, (energy, focus, rating, swapped) in enumerate(mornings):
        history = met(*((name, len(past) - i, how) for i, (name, how) in enumerate(past)))
        day = (dt.date(2026, 1, 1) + dt.timedelta(days=number)).isoformat()
        now = Circumstances(journal, day, energy, focus)
        choice = choose_practice(shelf, history, now)
        if swapped:
            first = choice.practice
            choice = choose_practice(shelf, history, now._replace(without=frozenset({first})))
            assert choice.practice != first
        assert energy > 2 or shelf.practices[choice.practice].difficulty < 3
        past.append((choice.practice, rating))
    areas = [name.partition("/")[0] for name, _rating in past]
    assert all(one != other for one, other in itertools.pairwise(areas))
    daily = [area in DAILY for area in areas]
    assert all(sum(daily[at : at + 5]) >= 2 for at in range(len(daily) - 4))


# Then the score decides

MATES = [("posture/a", 1), ("greetings/a", 2), ("messages/a", 3), ("posture/b", 4),
         ("greetings/b", 5), ("messages/b", 6), ("circles/a", 7)]  # fmt: skip
STATES = list(itertools.product(("due", "new", "through"), (False, True), (False, True)))


def meetings_of(name, state, *, gap):
    """Return meetings that put the practice in `state`, and its area in a gap or not."""
    days = {"due": (43, 40, 30), "new": (), "through": (90, 87, 77, 47)}[state]
    mate = f"{name.partition('/')[0]}/mate"
    return [*((name, ago) for ago in days), (mate, 20), *([] if gap else [(mate, 8)])]


def score(state, *, focus, gap):
    # What is neither due nor new waits until nothing is.
    waits = -100 * (state == "through")
    return waits + DUE * (state == "due") + NEW * (state == "new") + FOCUS * focus + GAP * gap


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (one, other)
        for one, other in itertools.combinations(STATES, 2)
        if not (one[1] and other[1])
    ],
    ids=lambda state: f"{state[0]}{'+focus' * state[1]}{'+gap' * state[2]}",
)
def test_the_higher_score_wins(one, other):
    """Two candidates, every combination of reasons; "friction", never met, measures the gap."""
    names = ("promises/x", "details/y")
    shelf = library(
        *(practice(name) for name in names),
        *(practice(f"{area}/mate") for area in ("friction", "circles")),
        *(practice(f"{area}/a") for area in DAILY),
    )
    states = dict(zip(names, (one, other), strict=True))
    days = [
        meeting
        for name, (state, _focus, gap) in states.items()
        for meeting in meetings_of(name, state, gap=gap)
    ]
    focus = next((name.partition("/")[0] for name, state in states.items() if state[1]), None)
    scores = {name: score(state, focus=f, gap=gap) for name, (state, f, gap) in states.items()}
    if len(set(scores.values())) == 1:
        return  # a tie is not decided here
    without = frozenset(shelf.practices) - set(names)
    choice = chosen(shelf, met(*MATES, *days), focus=focus, without=without)
    assert choice == max(scores, key=scores.__getitem__)


def test_the_reasons_are_those_that_counted_weightiest_first():
    shelf = library(practice("promises/x"), practice("details/y"), practice("posture/a"))
    history = met(("promises/x", 3), ("posture/a", 1))
    choice = choose_practice(
        shelf, history, Circumstances("j", "2026-11-20", energy=2, focus="promises")
    )
    assert choice.practice == "promises/x"
    assert [tuple(reason) for reason in choice.reasons] == [
        ("due", 3),
        ("focus", "promises"),
        ("low_energy", 0),
    ]
    first = choose_practice(shelf, History(), Circumstances("j", "2026-11-20"))
    assert [reason.code for reason in first.reasons] == ["new"]


# Ties


def test_of_equals_the_one_met_longest_ago_comes():
    through = [(f"{area}/x", ago) for area in ("promises", "details", "circles")
               for ago in (90, 87, 77)]  # fmt: skip
    shelf = library(*(practice(f"{area}/x") for area in ("promises", "details", "circles")))
    history = met(*through, ("promises/x", 34), ("details/x", 35), ("circles/x", 33))
    assert chosen(shelf, history) == "details/x"


def test_the_same_morning_gives_the_same_practice_in_whatever_order_files_are_read():
    shelf = full_library()
    turned = shelf._replace(practices=dict(reversed(shelf.practices.items())))
    for day in range(1, 29):
        now = Circumstances("j", f"2026-02-{day:02}")
        assert choose_practice(shelf, History(), now) == choose_practice(turned, History(), now)


def test_days_and_journals_differ_in_what_they_begin_with():
    shelf = full_library()
    days = {
        choose_practice(shelf, History(), Circumstances("j", f"2026-02-{day:02}")).practice
        for day in range(1, 29)
    }
    journals = {
        choose_practice(shelf, History(), Circumstances(f"j{number}", "2026-02-01")).practice
        for number in range(28)
    }
    assert len(days) > 10
    assert len(journals) > 10


# Swapping, and shelves with little on them


def test_a_swap_gives_another_practice_within_the_limits():
    shelf = library(practice("promises/a"), practice("promises/b"), practice("details/a"))
    first = chosen(shelf)
    assert chosen(shelf, without=frozenset({first})) in set(shelf.practices) - {first}
    assert chosen(shelf, without=frozenset(shelf.practices)) is None


def test_an_empty_library_gives_none():
    assert chosen(library()) is None
    assert chosen(library(), met(("promises/gone", 1))) is None


def test_a_single_practice_comes_every_day():
    shelf = library(practice("promises/only"))
    history = met(*(("promises/only", ago) for ago in range(9, 0, -1)))
    assert chosen(shelf, history) == "promises/only"


def test_without_daily_areas_the_others_take_their_place():
    shelf = library(practice("promises/a"), practice("details/a"))
    history = met(("promises/a", 4), ("details/a", 3), ("promises/a", 2), ("details/a", 1))
    assert chosen(shelf, history) == "promises/a"


def test_practices_that_left_the_library_do_no_harm():
    history = met(*(("gone/x", ago) for ago in range(20, 0, -1)))
    assert chosen(full_library(), history) in full_library().practices


# The ladder: 3, 10 and 30 worked days


@pytest.mark.parametrize(
    ("meetings", "ago"),
    [
        ([], None),
        ([(2, 4)], None), ([(3, 4)], 3), ([(5, 4)], 5), ([(3, None)], 3),
        ([(12, 4), (9, 4)], None), ([(13, 4), (10, 4)], 10), ([(40, 1), (11, 5)], 11),
        ([(42, 4), (39, 4), (29, 4)], None), ([(43, 4), (40, None), (30, 4)], 30),
        ([(95, 4), (92, 4), (82, 4), (52, 4)], None),
        ([(95, 4), (92, 4), (82, 4), (52, 4), (31, 4)], None),
        # a day on which the occasion did not come counts as one
        ([(2, 0)], None), ([(3, 0)], 3), ([(14, 0), (9, 4)], None), ([(14, 0), (10, 0)], 10),
        ([(90, 0), (80, 0), (70, 0), (30, 0)], None),
    ],
)  # fmt: skip
def test_a_practice_returns_three_ten_and_thirty_worked_days_after_the_last_time(meetings, ago):
    days = [("promises/x", *meeting) for meeting in meetings]
    others = [("details/y", 3), ("promises/z", 30)]
    reason = due_reason("promises/x", met(*days, *others).met)
    assert (reason and tuple(reason)) == (ago and ("due", ago))


# Gaps


def ratings(**by_area):
    return History(
        ratings=[
            (ago, area, rating)
            for area, given in by_area.items()
            for ago, rating in enumerate(reversed(given), start=1)
        ]
    )


@pytest.mark.parametrize(
    ("given", "low"),
    [
        # the medians are three and four
        ({"posture": (3, 3, 3, 4, 5), "greetings": (4, 4, 4, 1, 5)}, {"posture"}),
        # three and a half against three: of six, the two in the middle
        ({"posture": (1, 3, 3, 4, 5, 5), "greetings": (3, 3, 3, 3, 3)}, {"greetings"}),
        # two, two and four
        (
            {"posture": (2, 2, 2, 2, 2), "greetings": (1, 1, 2, 5, 5), "messages": (4,) * 5},
            {"posture", "greetings"},
        ),
        # four ratings are too few to speak of
        ({"posture": (1, 1, 1, 1), "greetings": (4,) * 5}, set()),
        ({"posture": (1, 1, 1, 1), "greetings": (4,) * 5, "messages": (3,) * 5}, {"messages"}),
        # nothing to compare with, or no difference
        ({"posture": (1, 1, 1, 1, 1)}, set()),
        ({"posture": (3, 3, 3, 3, 3), "greetings": (1, 2, 3, 4, 5)}, set()),
        # only the last fifteen worked days: the fives before do not lift the median of 2
        ({"posture": (5,) * 20 + (2,) * 15, "greetings": (3,) * 15}, {"posture"}),
        # … and five ratings of which one is older are four
        ({"posture": (1,) + (5,) * 11 + (1,) * 4, "greetings": (4,) * 15}, {"greetings"}),
        ({}, set()),
    ],
)  # fmt: skip
def test_the_daily_area_with_the_lowest_median_has_a_gap(given, low):
    assert find_gaps(full_library(), ratings(**given)) == dict.fromkeys(low, "low")


def test_the_areas_practised_least_have_a_gap_once_five_practices_can_be_compared():
    shelf = library(*(practice(f"{area}/x") for area in ("posture", "promises", "details")))
    four = [("posture/x", 1), ("promises/x", 2), ("posture/x", 3), ("promises/x", 4)]
    assert find_gaps(shelf, met(*four)) == {}
    assert find_gaps(shelf, met(*four, ("posture/x", 5))) == {"details": "few"}
    assert find_gaps(shelf, met(*four, ("details/x", 5))) == {"details": "few"}
    two = met(*four, ("details/x", 5), ("details/x", 6))
    assert find_gaps(shelf, two) == {"posture": "few", "promises": "few", "details": "few"}
    # A practice sixteen worked days ago no longer counts.
    assert find_gaps(shelf, met(*four, ("details/x", 16))) == {}
    assert find_gaps(shelf, met(*four, ("details/x", 15))) == {"details": "few"}
