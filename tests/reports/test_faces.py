"""Every face of a report says the same figures, within its width and in its language."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator

import pytest
import yaml

from artesupremo.calendar import Calendar, Constancy
from artesupremo.days import Period, period_of
from artesupremo.i18n import language, speak
from artesupremo.reports.day import DayReport, Line, Part
from artesupremo.reports.faces.data import day_data, progress_data
from artesupremo.reports.faces.markdown import body, front_matter
from artesupremo.reports.faces.plain import day_sentences, history_sentences, progress_sentences
from artesupremo.reports.faces.terminal import (
    day_view,
    history_view,
    print_view,
    progress_view,
)
from artesupremo.reports.figures.days import DaysKnown, Span, build_year
from artesupremo.reports.figures.greetings import GreetingFigures
from artesupremo.reports.figures.notes import (
    Applause,
    Contacts,
    Friction,
    Frictions,
    NoteFigures,
    Promises,
    Repairs,
    Rewrites,
)
from artesupremo.reports.figures.practices import PracticeMet, PracticesMet
from artesupremo.reports.figures.ratings import build_ratings, compare
from artesupremo.reports.progress import (
    Basis,
    Circle,
    DailyFigures,
    OpenEnds,
    PracticeDay,
    Progress,
    Rating,
    Said,
)


def nov(day: int) -> dt.date:
    return dt.date(2026, 11, day)


def rated(area: str, *days: tuple[int, int, bool]) -> DailyFigures:
    return build_ratings(area, (Rating(nov(day), number, rec) for day, number, rec in days))


# Words that belong to no language, so that what is left in a face are its own words.
MOMENT, ANOTHER, NEXT = "Zubri arkana", "Omvex talu\nsegga linia", "Kiproda vanu"
REMEMBERED = "Tolva merindo"
TITLES = ("Ferkin dolu", "Hembra tiko", "Wastri polen")
# 4 of 5 worked days of the week, 18 of the last 20.
WEEK = Progress(
    period_of("week", nov(20)),
    worked=5,
    practised=4,
    constancy=Constancy(18, 20),
    moments=(Said(nov(16), MOMENT), Said(nov(19), ANOTHER)),
    daily=(
        rated("posture", *((16 + n, r, False) for n, r in enumerate((2, 3, 4, 5, 3)))),
        rated("greetings", *((16 + n, r, False) for n, r in enumerate((1, 2, 3, 4, 5, 4)))),
        rated("messages", (16, 1, True), (17, 2, False), (18, 3, False)),
    ),
    practices=(
        PracticeDay(nov(16), "one", TITLES[0], 4),
        PracticeDay(nov(17), "two", TITLES[1], 0, recalled=True),
        PracticeDay(nov(18), "three", TITLES[2], None),
    ),
    ahead=OpenEnds((Said(nov(20), NEXT),), (TITLES[0], TITLES[2]), (nov(19),)),
    remembered=Said(dt.date(2025, 10, 8), REMEMBERED),
)
MET = PracticesMet(
    (
        PracticeMet(
            "one", TITLES[0], 3, (4, 2), (False, True), 2, 1, nov(16), nov(26), is_due=False
        ),
        PracticeMet("two", TITLES[1], 1, (), (), 0, 1, nov(17), nov(20), is_due=True),
        PracticeMet("three", TITLES[2], 1, (), (), 0, 0, nov(18), None, is_due=False),
    ),
    more=7,
)
DAYS_USED = (nov(2), nov(3), nov(16))
NOTES = NoteFigures(
    Applause(6, 21, (Said(nov(18), "Vorna selpi"),), {"external": 4, "personal": 2},
             {"thanks": 5, "gesture": 1}, DAYS_USED),
    Promises(13, 5, 4, 1, 3, 2, 8, (1, 3, 6), None, (20, 130), DAYS_USED),
    Frictions((Friction("Trelu mando", 2, 17, {"delays": 2, "angers": 1}, ("Sorvi plen",)),), 9,
              DAYS_USED),
    Repairs(14, {"15min": 11, "later": 3}, 12, DAYS_USED),
    Contacts(26, 15, 2, 3, 1, 5, (2, 1, -1), None, DAYS_USED),
    Rewrites(8, 19, 24.0, (("jargon", 10), ("blame", 9)), DAYS_USED),
)  # fmt: skip
MONTH = WEEK._replace(
    period=period_of("month", nov(20)),
    worked=21,
    practised=17,
    met=MET,
    energy=rated("energy", *((day, 3 + day % 2, day == 9) for day in range(2, 28))),
    greetings=GreetingFigures(22, 18, 3, 6, DAYS_USED),
    notes=NOTES,
    circles=(Circle("external", 41, 4), Circle("work", 31, 0), Circle("personal", 28, 2)),
    compared=(
        compare("posture", [Rating(nov(d), 1 + d % 5, recalled=False) for d in range(1, 17)]),
    ),
    bases=tuple(
        Basis(figure, DAYS_USED)
        for figure in ("practised", "constancy", "posture", "greetings-rated", "energy",
                       "practices", "greetings", *NOTES._fields, "circles", "compared")
    ),
)  # fmt: skip
KNOWN = DaysKnown(
    Calendar(frozenset(range(5))),
    recorded={nov(day) for day in (2, 3, 4, 6, 16)},
    short={nov(3)},
    begun=nov(2),
    today=nov(20),
)
YEAR = MONTH._replace(
    period=period_of("year", nov(20)), worked=210, practised=170,
    year=build_year(2026, KNOWN),
)  # fmt: skip
ALL = MONTH._replace(
    period=Period("all", "all", nov(2), nov(27)),
    years=(Span(dt.date(2025, 1, 1), 209, 181), Span(dt.date(2026, 1, 1), 188, 167)),
)
REPORTS = {"week": WEEK, "month": MONTH, "year": YEAR, "all": ALL}

WORDS = {
    "es": {
        "practised": {"week": "4 de 5 jornadas", "month": "17 de 21 jornadas"},
        "constancy": "18 de las últimas 20 jornadas",
        "medians": ("mediana 3 (n = 5)", "mediana 3,5 (n = 6)", "n = 2"),
        "areas": ("Postura", "Saludos", "Mensajes"),
        "went": ("4", "la ocasión no llegó (de memoria)", "sin valorar"),
    },
    "en": {
        "practised": {"week": "4 of 5 working days", "month": "17 of 21 working days"},
        "constancy": "18 of the last 20 working days",
        "medians": ("median 3 (n = 5)", "median 3.5 (n = 6)", "n = 2"),
        "areas": ("Posture", "Greetings", "Messages"),
        "went": ("4", "the occasion did not come (recalled)", "not rated"),
    },
}
DAYS = {"es": ("lun 16", "mar 17", "mié 18"), "en": ("Mon 16", "Tue 17", "Wed 18")}
UNCLOSED = {"es": "jue 19", "en": "Thu 19"}
DIGITS = (["2", "3", "4", "5", "3"], ["1", "2", "3", "4", "5", "4"], ["1", "2", "3"])


@pytest.fixture(params=["es", "en"])
def lang(request) -> Iterator[str]:
    before = language()
    speak(request.param)
    yield request.param
    speak(before)


@pytest.fixture
def seen(capsys):
    """Return what a view shows at a width."""

    def show(view, width: int = 80) -> str:
        print_view(view, width=width, colour=False)
        return capsys.readouterr().out

    return show


def faces(report: Progress, seen, width: int = 80) -> dict[str, str]:
    """Return the three faces in words, each line end and indent taken as a space."""
    written = {
        "terminal": seen(progress_view(report), width),
        "plain": "\n".join(progress_sentences(report)),
        "markdown": "\n".join(body(report, [])),
    }
    return {face: re.sub(r"\s+", " ", text) for face, text in written.items()}


# Every figure in every face


@pytest.mark.parametrize("kind", ["week", "month"])
def test_practised_days_and_constancy_are_in_every_face(lang, seen, kind):
    for face, text in faces(REPORTS[kind], seen).items():
        assert WORDS[lang]["practised"][kind] in text, face
        assert WORDS[lang]["constancy"] in text, face


@pytest.mark.parametrize("kind", list(REPORTS))
def test_medians_and_their_n_are_in_every_face(lang, seen, kind):
    any_area = "|".join(WORDS[lang]["areas"])
    for face, text in faces(REPORTS[kind], seen).items():
        for area, median in zip(WORDS[lang]["areas"], WORDS[lang]["medians"], strict=True):
            row = rf"{area}(?:(?!{any_area}).)*{re.escape(median)}"
            assert re.search(row, text), (face, area)


@pytest.mark.parametrize("kind", ["week", "month"])
@pytest.mark.parametrize("face", ["plain", "markdown"])
def test_the_ratings_of_each_area_are_listed_day_by_day(lang, seen, face, kind):
    text = faces(REPORTS[kind], seen)[face]
    for area, digits in zip(WORDS[lang]["areas"], DIGITS, strict=True):
        row = re.search(rf"{area}: (.*?)(?:; |· )(?:median|n =)", text)
        assert row is not None, area
        assert re.findall(r"\d", row[1]) == digits


def test_a_week_in_the_terminal_shows_each_rating_with_a_gap_where_there_is_none(lang, seen):
    lines = seen(progress_view(WEEK)).splitlines()
    rows = [
        next(line for line in lines if line.startswith(f"  {area} "))
        for area in WORDS[lang]["areas"]
    ]
    signs = [re.findall(r"[●○]\d| ·", row) for row in rows]
    assert signs == [
        ["●2", "●3", "●4", "●5", "●3", " ·", " ·"],
        ["●1", "●2", "●3", "●4", "●5", "●4", " ·"],
        ["○1", "●2", "●3", " ·", " ·", " ·", " ·"],
    ]


def test_a_month_in_the_terminal_shows_a_few_ratings_as_dots(lang, seen):
    text = faces(MONTH, seen)["terminal"]
    for area, dots in zip(
        WORDS[lang]["areas"], ("●2 ●3 ●4 ●5 ●3", "●1 ●2 ●3 ●4 ●5 ●4", "○1 ●2 ●3"), strict=True
    ):
        assert f"{area} {dots}" in text


@pytest.mark.parametrize("kind", ["year", "all"])
def test_a_long_period_in_the_terminal_draws_ratings_and_counts_each(lang, seen, kind):
    text = faces(REPORTS[kind], seen)["terminal"]
    for area, drawn in zip(
        WORDS[lang]["areas"],
        (
            "▂▄▆█▄ 2×1 3×2 4×1 5×1",
            "▁▂▄▆█▆ 1×1 2×1 3×1 4×2 5×1",
            "○1 ●2 ●3",
        ),
        strict=True,
    ):
        assert f"{area} {drawn}" in text


@pytest.mark.parametrize("kind", list(REPORTS))
def test_what_was_given_from_memory_is_shown_apart_in_the_terminal(lang, seen, kind):
    text = faces(REPORTS[kind], seen)["terminal"]
    ratings, note, _ = text.partition("○ de memoria" if lang == "es" else "○ from memory")
    assert note
    assert "○" in ratings, "the note explains a sign that is not there"


def test_a_rating_from_memory_is_told_apart_in_words_too(lang, seen):
    shown = faces(WEEK, seen)
    assert ("1 de memoria, 2, 3" if lang == "es" else "1 from memory, 2, 3") in shown["plain"]
    assert ("1 de memoria, 2, 3" if lang == "es" else "1 from memory, 2, 3") in shown["markdown"]


def test_practices_with_their_day_and_how_they_went_are_in_every_face(lang, seen):
    for face, text in faces(WEEK, seen, 120).items():
        for day, title, went in zip(DAYS[lang], TITLES, WORDS[lang]["went"], strict=True):
            assert re.search(rf"(?i:{day})\W*{title}[^a-zé]*{re.escape(went)}", text), (
                face,
                title,
            )


@pytest.mark.parametrize("kind", list(REPORTS))
def test_moments_and_open_ends_are_in_every_face(lang, seen, kind):
    for face, text in faces(REPORTS[kind], seen).items():
        ahead = text[text.index(NEXT) :]
        for words in (MOMENT, *ANOTHER.split("\n")):
            assert words in text[: text.index(NEXT)], face
        assert f"{TITLES[0]}; {TITLES[2]}" in ahead, face
        assert UNCLOSED[lang] in ahead, face


def test_a_week_ends_with_a_good_moment_from_before_and_its_day(lang, seen):
    day = "mié 8 oct 2025" if lang == "es" else "Wed 8 Oct 2025"
    for face, text in faces(WEEK, seen).items():
        *_, last = text[text.index(NEXT) :].rpartition(REMEMBERED)[:1]
        assert day.casefold() in last.casefold(), face


@pytest.mark.parametrize("kind", list(REPORTS))
def test_what_moved_forward_comes_before_everything_else(lang, seen, kind):
    for face, text in faces(REPORTS[kind], seen).items():
        places = [text.index(words) for words in (MOMENT, "n = 2", TITLES[0], NEXT)]
        assert places == sorted(places), face


@pytest.mark.parametrize("kind", list(REPORTS))
def test_every_face_says_that_it_is_a_self_report(lang, seen, kind):
    for face, text in faces(REPORTS[kind], seen).items():
        assert ("Autoinforme" if lang == "es" else "Self-report") in text, face


def test_the_front_matter_has_the_same_figures(lang):
    page = list(front_matter(MONTH, "a1" * 32, shared=False))
    assert (page[0], page[-1]) == ("---", "---")
    matter = yaml.safe_load("\n".join(page[1:-1]))
    assert matter == {
        "title": "Noviembre de 2026" if lang == "es" else "November 2026",
        "date": nov(30),
        "period": "month",
        "name": "2026-11",
        "start": nov(1),
        "end": nov(30),
        "lang": lang,
        "tags": ["arte", "arte/month"],
        "worked_days": 21,
        "practised_days": 17,
        "posture_n": 5,
        "posture_median": 3,
        "greetings_n": 6,
        "greetings_median": 3.5,
        "messages_n": 2,
        "arte_digest": "a1" * 32,
    }


# Data


def daily_data(numbers: str, *, n: int, median: float | None, counts: list[int]) -> dict:
    """Return the data of ratings written "1r2": 1 from memory on Monday, 2 on Tuesday."""
    given = re.findall(r"(\d)(r?)", numbers)
    return {
        "ratings": [
            {"day": f"2026-11-{16 + place}", "number": int(number), "recalled": bool(recalled)}
            for place, (number, recalled) in enumerate(given)
        ],
        "n": n,
        "median": median,
        "recalled": numbers.count("r"),
        "counts": counts,
        "change": None,
        "earlier_median": None,
    }


def test_the_keys_and_values_of_a_report_as_data():
    assert progress_data(WEEK) == {
        "period": "week",
        "name": "2026-W47",
        "first": "2026-11-16",
        "last": "2026-11-22",
        "scope": {"area": None, "practice": None},
        "worked": 5,
        "practised": 4,
        "constancy": {"practised": 18, "of": 20},
        "moments": [
            {"day": "2026-11-16", "text": MOMENT},
            {"day": "2026-11-19", "text": ANOTHER},
        ],
        "daily": {
            "posture": daily_data("23453", n=5, median=3.0, counts=[0, 1, 2, 1, 1]),
            "greetings": daily_data("123454", n=6, median=3.5, counts=[1, 1, 1, 2, 1]),
            "messages": daily_data("1r23", n=2, median=None, counts=[0, 1, 1, 0, 0]),
        },
        "energy": None,
        "practices": [
            {
                "day": "2026-11-16",
                "practice": "one",
                "title": TITLES[0],
                "rating": 4,
                "recalled": False,
            },
            {
                "day": "2026-11-17",
                "practice": "two",
                "title": TITLES[1],
                "rating": 0,
                "recalled": True,
            },
            {
                "day": "2026-11-18",
                "practice": "three",
                "title": TITLES[2],
                "rating": None,
                "recalled": False,
            },
        ],
        "met": None,
        "greetings": None,
        "applause": None,
        "promises": None,
        "frictions": None,
        "repairs": None,
        "contacts": None,
        "rewrites": None,
        "circles": [],
        "year": None,
        "years": [],
        "compared": [],
        "ahead": {
            "next_time": [{"day": "2026-11-20", "text": NEXT}],
            "returning": [TITLES[0], TITLES[2]],
            "unclosed": ["2026-11-19"],
        },
        "remembered": {"day": "2025-10-08", "text": REMEMBERED},
        "why": [],
        "damaged": 0,
    }


def test_the_keys_and_values_of_what_only_longer_periods_have():
    data = progress_data(MONTH)
    assert data["met"] == {
        "rows": [
            {"practice": "one", "title": TITLES[0], "times": 3, "ratings": [4, 2],
             "recalled": [False, True], "rated": 2, "absent": 1,
             "last": "2026-11-16", "due": "2026-11-26", "is_due": False},
            {"practice": "two", "title": TITLES[1], "times": 1, "ratings": [],
             "recalled": [], "rated": 0, "absent": 1,
             "last": "2026-11-17", "due": "2026-11-20", "is_due": True},
            {"practice": "three", "title": TITLES[2], "times": 1, "ratings": [],
             "recalled": [], "rated": 0, "absent": 0,
             "last": "2026-11-18", "due": None, "is_due": False},
        ],
        "more": 7,
    }  # fmt: skip
    assert data["greetings"] == {
        "total": 22, "distinct": 18, "longest_repeat": 3, "set_phrases": 6,
    }  # fmt: skip
    assert data["applause"] == {
        "total": 6, "worked": 21, "words": [{"day": "2026-11-18", "text": "Vorna selpi"}],
        "circles": {"external": 4, "personal": 2}, "forms": {"thanks": 5, "gesture": 1},
    }  # fmt: skip
    assert data["promises"] == {
        "made": 13, "in_time": 5, "late": 4, "missed": 1, "open": 3, "overdue": 2, "moved": 8,
        "late_days": [1, 3, 6], "late_days_median": None, "late_minutes": [20, 130],
    }  # fmt: skip
    assert data["frictions"] == {
        "rows": [{"text": "Trelu mando", "notes": 2, "times": 17,
                  "effects": {"delays": 2, "angers": 1}, "proposals": ["Sorvi plen"]}],
        "more": 9,
    }  # fmt: skip
    assert data["repairs"] == {"total": 14, "soon": {"15min": 11, "later": 3}, "with_result": 12}
    assert data["contacts"] == {
        "total": 26, "solved_well": 15, "solved_badly": 2, "unsolved_well": 3,
        "unsolved_badly": 1, "apart": 5, "mood": [2, 1, -1], "mood_median": None,
    }  # fmt: skip
    assert data["rewrites"] == {
        "messages": 8, "findings": 19, "per_ten": 24.0, "categories": {"jargon": 10, "blame": 9},
    }  # fmt: skip
    assert data["circles"] == [
        {"circle": "external", "practices": 41, "applause": 4},
        {"circle": "work", "practices": 31, "applause": 0},
        {"circle": "personal", "practices": 28, "applause": 2},
    ]
    compared = data["compared"][0]
    assert compared.keys() == {"area", "latest", "before"}
    assert compared["latest"].keys() == {"ratings", "n", "median"}
    assert (compared["latest"]["n"], compared["before"]["n"]) == (10, 6)
    assert {why["figure"] for why in data["why"]} == {basis.figure for basis in MONTH.bases}
    assert data["why"][0].keys() == {"figure", "name", "formula", "days"}
    assert data["why"][0]["days"] == ["2026-11-02", "2026-11-03", "2026-11-16"]


def test_a_year_as_data_has_a_mark_a_day():
    year = progress_data(YEAR)["year"]
    # From 2 to 19 November: 14 weekdays, of which 5 were practised (3 November in short).
    assert year["counts"] == {
        "practised": 4, "short": 1, "rest": 4, "empty": 9, "outside": 365 - 18,
    }  # fmt: skip
    assert year["months"] == [{"month": "2026-11", "worked": 14, "practised": 5}]
    assert len(year["days"]) == 365
    assert year["days"][305:307] == ["practised", "short"]  # 2 and 3 November
    years = progress_data(ALL)["years"]
    assert years[0] == {"year": 2025, "worked": 209, "practised": 181}


# Every figure of what was noted in every face


@pytest.mark.parametrize("kind", ["month", "year", "all"])
def test_every_figure_of_the_data_is_in_every_face(lang, seen, kind):
    """Each number of the fixture stands once or more in each face, beside its words."""
    said = {
        "es": (
            "22 anotados, 18 distintos; el mismo 3 días apuntados seguidos; 6 frases hechas",
            "6 en 21 jornadas", "clientes 4, en lo personal 2", "gracias 5, un gesto 1",
            "13 (5 cumplidas a tiempo, 4 cumplidas tarde, 1 fallida, 3 abiertas, 2 vencidas",
            "8 cambiadas de día",
            "1, 3, 6", "20 min, 2 h 10 min", "17 veces; en 2 notas; retrasa 2, enoja 1",
            "y 9 fricciones más", "14 (en 15 minutos 11, después 3); 12 con resultado",
            "+2, +1, −1", "8 mensajes guardados, 19 hallazgos en las primeras versiones, 24 por",
            "palabras de oficina 10, culpa 9", "clientes 41, en el trabajo 31, en lo personal 28",
            "3 veces; valorada con 4, 2 de memoria; sin ocasión 1 vez; vuelve el 26 nov",
            "1 vez; sin ocasión 1 vez; toca desde el 20 nov", "y 7 prácticas más",
            "últimas: mediana 3 (n = 10); anteriores: mediana 2,5 (n = 6)", "3 días: 2–3 nov,",
        ),
        "en": (
            "22 noted, 18 different; the same one 3 recorded days running; 6 set phrases",
            "6 in 21 working days", "customers 4, oneself and one's own 2",
            "thanks 5, a gesture 1",
            "13 (5 kept in time, 4 kept late, 1 missed, 3 open, 2 overdue, 8 moved)",
            "1, 3, 6", "20 min, 2 h 10 min", "17 times; in 2 notes; it delays 2, it angers 1",
            "and 9 more frictions", "14 (within 15 minutes 11, later 3); 12 with a result",
            "+2, +1, −1", "8 messages kept, 19 findings before, 24 for every ten",
            "office words 10, blame 9", "customers 41, at work 31, oneself and one's own 28",
            "3 times; rated 4, 2 from memory; no occasion 1 time; comes back 26 Nov",
            "1 time; no occasion 1 time; due since 20 Nov", "and 7 more practices",
            "last: median 3 (n = 10); before: median 2.5 (n = 6)", "3 days: 2–3 Nov,",
        ),
    }[lang]  # fmt: skip
    for face, text in faces(REPORTS[kind], seen, 100).items():
        for words in said:
            assert words.lower() in text.lower(), (face, words)
        for number in ("15", "2", "3", "1", "5"):  # the square, and what is not in it
            assert number in text


def test_the_square_stands_in_the_terminal_as_a_square(lang, seen):
    page = seen(progress_view(MONTH))
    row = {"es": (r"Resuelto +15 +2\n", r"Sin resolver +3 +1\n"),
           "en": (r"Solved +15 +2\n", r"Not solved +3 +1\n")}[lang]  # fmt: skip
    for words in row:
        assert re.search(words, re.sub(r" +\n", "\n", page))


def test_the_map_of_a_year_has_a_sign_for_each_day_and_says_how_many(lang, seen):
    page = seen(progress_view(YEAR))
    drawn, _, legend = page.partition("■ 4")
    assert [drawn.count(sign) for sign in "■▪□"] == [4, 1, 9]
    assert drawn.count("·") == 4
    assert legend
    for text in ("\n".join(progress_sentences(YEAR)), "\n".join(body(YEAR, []))):
        assert ("Noviembre: 5 de 14" if lang == "es" else "November: 5 of 14") in text
        assert ("347 por venir" if lang == "es" else "347 to come") in text


def test_a_run_chart_has_a_point_for_each_rating_and_a_gap_for_each_day_without(lang, seen):
    # Energy from 2 to 27 November, even days 3, odd ones 4, the 9th from memory: 26 ratings.
    page = seen(progress_view(MONTH))
    chart = page[page.index("Energía" if lang == "es" else "Energy") :].splitlines()
    rows = {line.split()[0]: line[2 + 4 :] for line in chart[1:7]}
    assert rows["3"] == " ●" * 13 + "" or rows["3"].count("●") == 13
    assert (rows["4"].count("●"), rows["4"].count("○")) == (12, 1)
    # The median of 13 threes and 12 fours is 3, drawn from the first rating to the last.
    assert rows["3"].rstrip() == " " + "●┄" * 13
    assert rows["4"].rstrip() == "  " + "● " * 3 + "○ " + "● " * 8 + "●"


def test_data_says_null_where_there_is_no_constancy_yet():
    assert progress_data(WEEK._replace(constancy=None))["constancy"] is None


# A day and a week of the history


def line(question: str, kind: str, words: str, **given) -> Line:
    fields = {
        "number": None, "choices": (), "text": None, "note": None, "skipped": not words,
        "recalled": False, "private": False, "intact": True, **given,
    }  # fmt: skip
    return Line(question, kind, f"¿{question}?", words, **fields)


def part(sitting: str, *lines: Line, short: bool = False) -> Part:
    return Part(sitting, "2026-11-20T12:55:00.000Z", -300, short, None, lines)


DAY = DayReport(
    nov(20),
    (
        part(
            "morning",
            line("energy", "scale", "4, Drovak", number=4, note="Drovak"),
            line("message", "text", ""),
            short=True,
        ),
        part(
            "closing",
            line("good-moment", "text", MOMENT, text=MOMENT),
            line("posture", "scale", "2", number=2, recalled=True),
            line("next-time", "text", NEXT, text=NEXT, private=True),
            line("greetings", "scale", "5", number=5, intact=False),
        ),
    ),
)


def test_a_day_says_what_was_skipped_recalled_private_and_damaged_in_every_face(lang, seen):
    said = {
        "es": (
            "saltada",
            "2 (de memoria)",
            f"{NEXT} (privada)",
            "5 (dañada: no es lo que se guardó)",
            "(corta)",
        ),
        "en": (
            "skipped",
            "2 (recalled)",
            f"{NEXT} (private)",
            "5 (damaged: it is not what was saved)",
            "(short)",
        ),
    }[lang]
    for page in (seen(day_view(DAY)), "\n".join(day_sentences(DAY))):
        for words in ("4, Drovak", MOMENT, *said):
            assert words in page


def test_a_day_as_data_has_its_keys():
    data = day_data(DAY)
    assert data.keys() == {"day", "sittings", "notes"}
    assert [sitting.keys() for sitting in data["sittings"]] == [
        {"sitting", "at", "offset", "short", "practice", "answers"}
    ] * 2
    assert data["sittings"][0]["answers"][0] == {
        "question": "energy",
        "kind": "scale",
        "wording": "¿energy?",
        "skipped": False,
        "number": 4,
        "choices": [],
        "text": None,
        "note": "Drovak",
        "recalled": False,
        "private": False,
        "intact": True,
    }


def test_the_history_gives_a_day_its_ratings_and_one_thing_that_was_said(lang, seen):
    page = seen(history_view(WEEK.period, [DAY]))
    day = "vie 20" if lang == "es" else "Fri 20"
    # The five is a damaged one, and the row says so.
    damaged = {
        "es": "(dañada: no es lo que se guardó)",
        "en": "(damaged: it is not what was saved)",
    }[lang]
    assert re.search(rf"{day} +2 5 +{MOMENT}", page)
    assert damaged in " ".join(page.split())
    sentence = {
        "es": f"Viernes 20 de noviembre: Postura 2, Saludos 5: {MOMENT}",
        "en": f"Friday 20 November: Posture 2, Greetings 5: {MOMENT}",
    }[lang]
    assert list(history_sentences(WEEK.period, [DAY]))[1] == f"{sentence} {damaged}"


# Width, signs, language

LONG = WEEK._replace(
    moments=(
        Said(nov(16), "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3),
        Said(nov(17), "漢字かな" * 30),
        Said(nov(18), "palabras cortas " * 20),
        Said(nov(19), "https://ejemplo.org/" + "camino/" * 20),
    ),
    practices=(PracticeDay(nov(16), "one", "Un título que no acaba nunca " * 4, 4),),
    ahead=OpenEnds(
        (Said(nov(20), "Interminable" * 12),),
        ("Título " * 9, "Otro " * 20),
        tuple(nov(day) for day in range(2, 27)),
    ),
)
LONG_DAY = DayReport(
    nov(20),
    (part("closing", *(line("good-moment", "text", said.text) for said in LONG.moments)),),
)


def columns(text: str) -> int:
    """Return how many columns `text` takes: East Asian wide signs take two."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def views(report: Progress) -> dict[str, object]:
    return {
        "report": progress_view(report),
        "day": day_view(LONG_DAY),
        "history": history_view(WEEK.period, [DAY, LONG_DAY]),
    }


@pytest.mark.parametrize("width", [120, 80, 40])
@pytest.mark.parametrize("kind", list(REPORTS))
def test_no_line_is_wider_than_the_terminal(lang, seen, kind, width):
    for report in (REPORTS[kind], LONG._replace(period=REPORTS[kind].period)):
        for name, view in views(report).items():
            wide = [line for line in seen(view, width).splitlines() if columns(line) > width]
            assert wide == [], name


@pytest.mark.parametrize("width", [120, 80, 40])
def test_nothing_the_advisor_wrote_is_cut_off_in_a_report(lang, seen, width):
    shown = re.sub(r"\s", "", seen(progress_view(LONG), width))
    for said in (*LONG.moments, *LONG.ahead.next_time):
        assert re.sub(r"\s", "", said.text) in shown, said.text[:20]


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("kind", ["week", "month"])
def test_no_name_and_no_figure_is_cut_off_in_a_narrow_terminal(lang, seen, kind, width):
    text = faces(REPORTS[kind], seen, width)["terminal"]
    assert "…" not in text
    for area in WORDS[lang]["areas"]:
        assert area in text


def signs_in(sentences: Iterable[str]) -> list[str]:
    return re.findall(r"[●○·│─×…\x1b]|  |^ ", "\n".join(sentences), re.MULTILINE)


@pytest.mark.parametrize("kind", list(REPORTS))
def test_a_plain_report_has_no_signs(lang, kind):
    assert signs_in(progress_sentences(REPORTS[kind])) == []


def test_a_plain_day_and_a_plain_history_have_no_signs(lang):
    assert signs_in(day_sentences(DAY)) == []
    assert signs_in(history_sentences(WEEK.period, [DAY])) == []


# Written the same in both languages.
COGNATES = {"n", "no", "nov", "a", "h", "min", "feb", "mar", "may", "jun", "jul", "sep", "oct"}
COGNATES |= {"do", "su", "text"}  # "domingo", "Sunday", a fence
OWN = "Vorna selpi Trelu mando Sorvi plen"


@pytest.mark.parametrize("kind", list(REPORTS))
def test_no_word_of_one_language_stands_in_the_other(seen, kind):
    words = {}
    for lang in ("es", "en"):
        speak(lang)
        pages = [
            *faces(REPORTS[kind], seen).values(),
            seen(day_view(DAY)),
            seen(history_view(WEEK.period, [DAY])),
            *day_sentences(DAY),
            *history_sentences(WEEK.period, [DAY]),
        ]
        words[lang] = set(re.findall(r"[^\W\d_]+", " ".join(pages).lower()))
    wordings = [line.question for part in DAY.parts for line in part.lines]
    said = " ".join((*TITLES, MOMENT, ANOTHER, NEXT, REMEMBERED, OWN, "Drovak", *wordings))
    mine = set(re.findall(r"[^\W\d_]+", said.lower()))
    assert (words["es"] & words["en"]) - mine <= COGNATES


@pytest.mark.parametrize("colour", [True, False])
def test_colours_only_where_they_are_wanted(capsys, colour):
    print_view(progress_view(WEEK), width=80, colour=colour)
    assert ("\x1b[" in capsys.readouterr().out) is colour


HOSTILE = "a\x1b[31mb\x1b]0;title\x07c\x9bd\u202ee[bold]f[/bold]:smile:\u2066g"
# Made visible as everywhere else (text.clean), and no markup.
HARMLESS = "a␛[31mb␛]0;title␇c‹U+009B›d‹U+202E›e[bold]f[/bold]:smile:‹U+2066›g"


def test_no_face_obeys_what_was_written(lang, seen):
    """A journal that came from elsewhere may hold what a terminal would obey."""
    said = Said(nov(16), HOSTILE)
    report = WEEK._replace(
        moments=(said,),
        practices=(PracticeDay(nov(16), "one", HOSTILE, 4),),
        ahead=OpenEnds((said,), (HOSTILE,), ()),
    )
    day = DayReport(nov(20), (part("closing", line("good-moment", "text", HOSTILE)),))
    for view in (progress_view(report), day_view(day), history_view(WEEK.period, [day])):
        page = seen(view, 120)
        assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page) == []
        assert HARMLESS in page
