"""`arte setup` at a real terminal; what it settles, and where its words show later."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from zoneinfo import ZoneInfo

import pytest

from talking import ENTER, LEFT, Talk, days_ago, today, write_morning

MONDAY = dt.datetime(2026, 11, 23, 7, 50, tzinfo=ZoneInfo("America/Bogota"))
DAY = dt.timedelta(days=1)
MOTTO = "Que se vayan con un paso claro"
LANGUAGES = pytest.mark.parametrize("lang", ["es", "en"])
NAMES = pytest.mark.parametrize(
    ("lang", "name"), [("es", "preparar"), ("es", "setup"), ("en", "setup"), ("en", "preparar")]
)


@pytest.fixture
def path(home):
    return home / "config" / "config.toml"


def settled(path):
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@NAMES
def test_five_answers_settle_as_they_are_given(path, lang, name):
    talk = Talk(name, lang=lang)
    steps = [
        ("2", {"address": "usted"}),
        ("lunes a jueves" if lang == "es" else "Monday to Thursday",
         {"work_days": ["mon", "tue", "wed", "thu"]}),
        ("10", {"day_ends": "10:00"}),
        ("~/mis días", {"export_folder": "~/mis días"}),
        (MOTTO, {"leave_with": MOTTO}),
    ]  # fmt: skip
    held = {}
    for number, (line, new) in enumerate(steps, start=1):
        assert talk.question == str(number)
        talk.answer(line)
        held |= new
        assert settled(path) == held
    assert talk.status() == 0
    assert "config.toml" in talk.shown
    assert ("ajustes poner holidays" if lang == "es" else "config set holidays") in talk.shown


@LANGUAGES
def test_enter_keeps_what_is_there(path, lang):
    text = '# mío\naddress = "vos"  # así\nleave_with = "con calma"\n'
    write(path, text)
    talk = Talk("setup", lang=lang)
    assert "vos (Enter" in talk.shown
    for _ in range(4):
        talk.answer(ENTER)
    assert "con calma (Enter" in talk.shown
    talk.answer(ENTER)
    assert talk.status() == 0
    assert path.read_text("utf-8") == text


def test_enter_all_the_way_makes_no_file(path):
    talk = Talk("setup")
    talk.answer(*[ENTER] * 5)
    assert talk.status() == 0
    assert not path.exists()


def test_going_back_shows_the_new_value_and_takes_another(path):
    talk = Talk("setup")
    talk.answer("<")
    assert talk.question == "1"  # nothing lies before
    talk.answer("3", "<")
    assert talk.question == "1"
    assert "vos (Enter" in talk.shown
    talk.answer("usted")
    assert talk.question == "2"
    assert settled(path) == {"address": "usted"}


def test_a_shift_stands_in_place_of_the_days_and_the_days_of_a_shift(path):
    Talk("setup").answer(ENTER, "4x2 2026-11-03")
    assert settled(path) == {"shift": "4-2 2026-11-03"}
    talk = Talk("setup")
    talk.answer(ENTER)
    assert "4-2 2026-11-03 (Enter" in talk.shown
    talk.answer("lun, mié y vie")
    assert settled(path) == {"work_days": ["mon", "wed", "fri"]}
    talk.answer("<", "-")
    assert settled(path) == {}


def test_a_dash_takes_out(path):
    write(path, f'day_ends = "10:00"\nleave_with = "{MOTTO}"\n')
    talk = Talk("setup")
    talk.answer(ENTER, ENTER, "-", ENTER, "-")
    assert talk.status() == 0
    assert settled(path) == {}


@LANGUAGES
@pytest.mark.parametrize(
    ("place", "wrong", "named"),
    [(1, "thou", "usted"), (2, "nunca", "4-2"), (3, "25", "04:00"), (5, "a" * 121, "120")],
)
def test_what_does_not_fit_is_said_and_asked_again(path, lang, place, wrong, named):
    talk = Talk("setup", lang=lang)
    talk.answer(*[ENTER] * (place - 1), wrong)
    assert not talk.ended
    assert named in talk.shown
    assert settled(path) == {}
    assert not talk.shown.strip().startswith(("address", "day_ends", "leave_with"))
    talk.answer("?")
    assert not talk.ended


@LANGUAGES
@pytest.mark.parametrize("key", ["c", "d"])
def test_leaving_keeps_what_was_settled(path, lang, key):
    talk = Talk("setup", lang=lang)
    talk.answer("2")
    talk.type("lun")
    if key == "d":  # ends a line that is empty only
        talk.answer("es")
    assert talk.leave(key) == 130
    assert LEFT[lang] in talk.shown.replace("\n", " ")
    assert settled(path)["address"] == "usted"


@NAMES
def test_a_pipe_is_refused_with_a_sentence(arte, path, lang, name):
    refused = arte(name, lang=lang, given="2\n\n\n\n\n")
    assert (refused.status, refused.out) == (3, "")
    assert ("arte ajustes poner" if lang == "es" else "arte config set") in refused.err
    assert not path.exists()


def test_the_address_holds_from_the_next_sitting_on(home):
    Talk("setup").answer("2")
    assert "¿Con cuánta energía empieza?" in Talk("today").shown


def test_the_folder_holds_from_the_next_export_on(arte, home, tmp_path):
    write_morning(arte, today(), {"energy": 4})
    Talk("setup").answer(ENTER, ENTER, ENTER, str(tmp_path / "mío"))
    done = arte("export", "day", str(today()))
    assert done.out.startswith(str(tmp_path / "mío"))


# Named once


SETUP = {"es": "arte preparar", "en": "arte setup"}
WHOLE_MORNING = ("4", ENTER, ENTER, ENTER, ENTER)


def hold_morning(at, *typed, lang="es", argv=("today",), **environ):
    talk = Talk(*argv, lang=lang, at=at, **environ)
    talk.answer(*typed)
    assert talk.status() == 0
    return talk.output


@LANGUAGES
def test_setup_is_named_after_the_very_first_card_only(home, lang):
    assert hold_morning(MONDAY, *WHOLE_MORNING, lang=lang).count(SETUP[lang]) == 1
    assert SETUP[lang] not in hold_morning(MONDAY, lang=lang)  # looked at again
    tuesday = hold_morning(MONDAY + DAY, "n", *WHOLE_MORNING, lang=lang)
    assert SETUP[lang] not in tuesday


def test_a_first_morning_that_was_left_names_it_the_second_day_and_never_later(arte):
    for day, named in ((0, False), (1, True), (2, False)):
        talk = Talk("today", at=MONDAY + day * DAY)
        if "Cerramos" in talk.shown or "n no" in talk.shown:
            talk.answer("n")
        if day == 0:
            talk.answer("4")
            talk.leave("c")
        else:
            talk.answer(*WHOLE_MORNING)
        assert ("arte preparar" in talk.output) == named, day


def test_it_is_not_named_once_something_is_settled(path):
    write(path, 'address = "tu"\n')
    assert "arte preparar" not in hold_morning(MONDAY, *WHOLE_MORNING)


def test_scripts_never_see_it(arte):
    done = arte("today", "--answers", "-", given={"energy": 4, "plan": True})
    assert "preparar" not in done.out + done.err


# What people are to leave with


@LANGUAGES
def test_the_motto_opens_the_first_morning_of_each_week_and_no_other(path, lang):
    write(path, f'leave_with = "{MOTTO}"\naddress = "tu"\nwork_days = ["mon", "tue"]\n')
    seen = []
    for day in (0, 1, 7, 8):
        talk = Talk("today", lang=lang, at=MONDAY + day * DAY)
        seen.append(MOTTO in talk.output)
        if seen[-1]:  # beneath the heading, dim
            heading, motto, *_rest = talk.output.splitlines()
            assert heading.startswith("\x1b[1m")
            assert motto == f"\x1b[2m{MOTTO}\x1b[0m"
        if not talk.question:
            talk.answer("n")
        talk.answer("4")
        talk.leave("c")
        assert MOTTO not in Talk("today", lang=lang, at=MONDAY + day * DAY).output
    assert seen == [True, False, True, False]


def test_a_week_that_begins_on_wednesday_has_its_motto_then(path):
    write(path, f'leave_with = "{MOTTO}"\n')
    assert MOTTO in Talk("today", at=MONDAY + 2 * DAY).output


@pytest.mark.parametrize("argv", [(), ("close",), ("show",), ("today", "--date", "ayer")])
def test_the_motto_shows_nowhere_else(arte, path, argv):
    write(path, f'leave_with = "{MOTTO}"\n')
    write_morning(arte, days_ago(8), {"energy": 4})
    assert MOTTO not in Talk(*argv).output


def test_a_long_motto_stays_on_the_screen(path):
    write(path, f'leave_with = "{"palabra " * 15}"\n')
    lines = Talk("today", columns=40).output.replace("\r\n", "\n").split("\n")
    assert all(len(line.replace("\x1b[2m", "").replace("\x1b[0m", "")) <= 40 for line in lines)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_what_is_settled_is_private(path):
    Talk("setup").answer("2")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
