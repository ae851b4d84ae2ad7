"""`arte nudge`: one line or nothing, at every new shell."""

from __future__ import annotations

import datetime as dt
import stat

import pytest

from conftest import FRIDAY, MORNING

DAY = dt.timedelta(days=1)
LINE = {
    "es": "Un minuto para la mañana: arte hoy\n",
    "en": "A minute for the morning: arte today\n",
}
NAMES = pytest.mark.parametrize(
    ("lang", "name"), [("es", "recuerda"), ("es", "nudge"), ("en", "nudge"), ("en", "recuerda")]
)


def begin(arte, now=FRIDAY - DAY):
    assert arte("today", "--answers", "-", given=MORNING, now=now).status == 0


@NAMES
@pytest.mark.parametrize("options", [[], ["--plain"], ["--no-color"]])
def test_one_line_names_the_command_while_the_morning_is_open(arte, lang, name, options):
    begin(arte)
    assert arte(name, *options, lang=lang) == (0, LINE[lang], "")


@NAMES
def test_it_is_silent_once_the_morning_is_done(arte, lang, name):
    begin(arte)
    arte("today", "--answers", "-", given={"energy": 4})
    assert arte(name, lang=lang) == (0, LINE[lang], "")  # four questions are open
    arte("today", "--answers", "-", given={**MORNING, "plan": True})
    assert arte(name, lang=lang) == (0, "", "")


def test_a_short_morning_is_done_too_and_a_skip_is_no_reminder(arte):
    begin(arte)
    arte("today", "--short", "--answers", "-", given={"energy": None, "plan": True})
    assert arte("nudge") == (0, "", "")


@pytest.mark.parametrize(
    "settings",
    [
        {"ARTE_WORK_DAYS": "mon,tue,wed,thu"},
        {"ARTE_SHIFT": "4-2 2026-11-16"},
        {"ARTE_HOLIDAYS": "LB"},  # whose independence is on 22 November
    ],
)
def test_it_is_silent_on_days_that_are_not_scheduled(arte, settings):
    begin(arte)
    now = FRIDAY + 2 * DAY if "ARTE_HOLIDAYS" in settings else FRIDAY
    every_day = {"ARTE_WORK_DAYS": "mon,tue,wed,thu,fri,sat,sun"}
    assert arte("nudge", now=now, **every_day).out == LINE["es"]
    assert arte("nudge", now=now, **{**every_day, **settings}) == (0, "", "")


def test_after_three_ignored_days_it_is_silent_until_there_is_an_answer(arte):
    begin(arte)  # on Thursday; ignored on Friday, Monday and Tuesday
    said = [arte("nudge", now=FRIDAY + back * DAY).out for back in range(8)]
    line = LINE["es"]
    assert said == [line, "", "", line, line, "", "", ""]
    begin(arte, FRIDAY + 6 * DAY)
    assert [arte("nudge", now=FRIDAY + back * DAY).out for back in (6, 7)] == [line, line]


def test_days_off_are_not_ignored_days(arte):
    begin(arte)
    back = FRIDAY + 4 * DAY  # Tuesday; Friday and Monday were ignored
    assert arte("nudge", now=back + DAY).out == ""
    # Two on, two off: Thursday and Friday, Monday and Tuesday, Friday. Only two were ignored.
    assert arte("nudge", now=back, ARTE_SHIFT="2-2 2026-11-19").out == LINE["es"]


def test_an_empty_journal_is_nobodys_habit_yet(arte, home):
    assert arte("nudge") == (0, "", "")
    assert not (home / "data").exists()


def test_it_never_writes_and_never_asks(arte, home):
    begin(arte)
    arte("nudge")
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in home.rglob("*") if p.is_file()}
    for now in (FRIDAY, FRIDAY + DAY, FRIDAY + 9 * DAY):
        assert arte("nudge", now=now, given="1\n2\n").status == 0
    after = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in home.rglob("*") if p.is_file()}
    assert after == before
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in after)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_an_unreadable_journal_is_one_sentence(arte, home, lang):
    (home / "data").mkdir(parents=True)
    (home / "data" / "journal.db").write_text("not a journal")
    damaged = arte("nudge", lang=lang)
    assert (damaged.status, damaged.out) == (5, "")
    assert damaged.err.count("\n") == 1


def test_a_practice_with_a_mistake_is_no_news_for_every_new_shell(arte, home):
    begin(arte)
    (home / "config" / "practices").mkdir(parents=True)
    (home / "config" / "practices" / "mine.yaml").write_text("id: other\n")
    assert arte("nudge") == (0, LINE["es"], "")
    begin(arte, FRIDAY)
    arte("today", "--answers", "-", given={"plan": True})
    assert arte("nudge") == (0, "", "")


def test_the_night_before_is_still_today_for_it(arte):
    night = dt.datetime(2026, 11, 19, 21, 30, tzinfo=FRIDAY.tzinfo)
    arte("today", "--answers", "-", given={**MORNING, "plan": True}, now=night,
         ARTE_DAY_ENDS="10:00")  # fmt: skip
    at_nine = FRIDAY.replace(hour=9, minute=0)
    assert arte("nudge", now=at_nine, ARTE_DAY_ENDS="10:00").out == ""
    assert arte("nudge", now=at_nine.replace(hour=10), ARTE_DAY_ENDS="10:00").out == LINE["es"]
