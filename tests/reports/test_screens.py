"""A few whole screens, each read aloud before it was accepted.

ARTE_SNAPSHOTS=write pytest tests/reports/test_screens.py     writes them anew: read the change.
"""

from __future__ import annotations

import datetime as dt
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from artesupremo.calendar import Calendar
from artesupremo.days import Period, period_of
from artesupremo.i18n import language, speak
from artesupremo.journal.model import Note
from artesupremo.reports.faces.pieces import print_view
from artesupremo.reports.faces.plain import progress_sentences
from artesupremo.reports.faces.progress import progress_view
from artesupremo.reports.figures.greetings import Greeted
from artesupremo.reports.progress import (
    Gathered,
    Past,
    PracticeDay,
    Progress,
    Rating,
    Said,
    build_progress,
    count_meetings,
)

FOLDER = pathlib.Path(__file__).parents[1] / "snapshots"
BEGUN, TODAY = dt.date(2026, 2, 2), dt.date(2026, 11, 20)
# A fortnight in August off, and a gap here and there.
OFF = frozenset(dt.date(2026, 8, 3) + dt.timedelta(days=step) for step in range(14))
CALENDAR = Calendar(frozenset(range(5)), off=OFF)
PRACTICES = (
    ("with-their-name", "Con su nombre", "With their name", "external"),
    ("one-pause-first", "Primero una pausa", "One pause first", "all"),
    ("promise-book", "El cuaderno de promesas", "The book of promises", "external"),
    ("the-hidden-hand", "La mano que no se ve", "The hidden hand", "work"),
    ("dressing-room", "El camerino", "The dressing room", "self"),
    ("voice-with-air", "La voz con aire", "A voice with air", "self"),
    ("name-the-thing", "La cosa por su nombre", "Call it by its name", "external"),
    ("look-back-in", "Volver a mirar", "Look back in", "external"),
    ("a-promise-at-home", "Una promesa en casa", "A promise at home", "family"),
    ("one-step-less", "Un paso menos", "One step less", "external"),
)
MOMENTS = {
    "es": ("Leo dio las gracias antes de colgar", "La señora del tercero se rió conmigo",
           "Avisé del retraso y nadie llamó", "Cerré el caso del sello a la primera"),
    "en": ("Leo said thanks before hanging up", "The lady from the third floor laughed",
           "I told them it was late and nobody called", "Closed the stamp case at once"),
}  # fmt: skip
WORDS = {
    "es": ("Gracias por esperar conmigo", "Así da gusto", "Volveré por usted"),
    "en": ("Thanks for waiting with me", "A pleasure, like this", "I'll be back because of you"),
}
FRICTIONS = {
    "es": ("Sellar la hoja a mano", "Pedir la clave dos veces", "Repetir los datos en caja"),
    "en": ("Stamp the sheet by hand", "Ask for the code twice", "Repeat the data at the desk"),
}
PROPOSALS = {"es": "un sello digital", "en": "a digital stamp"}
NEXT = {"es": "Leer la nota antes de saludar", "en": "Read the note before the greeting"}


def worked() -> Iterator[tuple[int, dt.date]]:
    """Yield the recorded days with their number: every eleventh worked day was left out."""
    days = (BEGUN + dt.timedelta(days=step) for step in range((TODAY - BEGUN).days + 1))
    scheduled = [day for day in days if CALENDAR.schedules(day)]
    return ((n, day) for n, day in enumerate(scheduled) if n % 11 != 7)


def note(number: int, kind: str, day: dt.date, text: str = "", **details: Any) -> Note:
    return Note("", number, kind, text, details, "es", day, "", 0, "")


def noted(lang: str) -> Iterator[Note]:
    for n, day in worked():
        if n % 9 == 0:
            circle = ("external", "external", "work", "family")[n // 9 % 4]
            yield note(n, "applause", day, WORDS[lang][n % 3], circle=circle, form="thanks")
        if n % 7 == 0:
            late = dt.timedelta(days=(0, 0, 0, 2, 0, 1)[n // 7 % 6])
            settled = f"{day + dt.timedelta(days=2) + late}T09:00:00"
            yield note(n, "promise", day, "", due=f"{day + dt.timedelta(days=2)} 10:00",
                       outcome="kept", settled=settled)  # fmt: skip
        if n % 6 == 1:
            yield note(n, "friction", day, FRICTIONS[lang][n % 3], times=1 + n % 3,
                       effects=[("delays", "angers")[n % 2]],
                       **({"proposal": PROPOSALS[lang]} if n % 3 == 1 else {}))  # fmt: skip
        if n % 8 == 2:
            yield note(n, "contact", day, "", solved=("yes", "yes", "no")[n % 3],
                       treated=3 + n % 3, before=-1, after=n % 3)  # fmt: skip
        if n % 25 == 3:
            yield note(n, "repair", day, "", soon=("15min", "shift")[n % 2], result="sí")
        if n % 20 == 4:
            yield note(n, "rewrite", day, "", found=["jargon", "blame"][: 1 + n % 2])


def report(kind: str, lang: str) -> Progress:
    period = period_of(kind, TODAY) if kind != "all" else Period("all", "all", BEGUN, TODAY)
    all_days = list(worked())
    days = [(n, day) for n, day in all_days if period.first <= day <= period.last]
    met = [PracticeDay(day, PRACTICES[n % 10][0], PRACTICES[n % 10][1 + (lang == "en")],
                       (4, 3, 0, 5, None, 4)[n % 6]) for n, day in all_days]  # fmt: skip
    rated = {
        "posture": [2, 3, 3, 2, 3], "greetings": [3, 4, 4, 3, 5, 4], "messages": [3, 3, 4, 2],
        "energy": [3, 4, 2, 4, 3, 5, 3],
    }  # fmt: skip
    ratings = {
        area: [
            Rating(day, min(numbers[n % len(numbers)] + (area == "posture" and n > 190), 5),
                   recalled=n % 17 == 3)
            for n, day in days if area != "messages" or n % 3
        ]
        for area, numbers in rated.items()
    }  # fmt: skip
    greetings = ("Buenos días, Inés", "Hola, ya vi su nota", "Buenos días, Leo", "¿Cómo está?")
    gathered = Gathered(
        moments=[Said(day, MOMENTS[lang][n // 3 % 4]) for n, day in days if n % 3 == 0],
        next_time=[Said(days[-1][1], NEXT[lang])],
        ratings=ratings,
        practices=[one for one in met if period.first <= one.day <= period.last],
        circles={practice[0]: practice[3] for practice in PRACTICES},
        greetings=[Greeted(day, f"{greetings[n // 2 % 4]} {n // 9}") for n, day in days],
        notes=[one for one in noted(lang) if period.first <= one.day <= period.last],
        unclosed={day for n, day in days if n % 13 == 6},
        short={day for n, day in days if n % 29 == 5},
        is_cliche=(lambda text: "Cómo" in text) if kind in ("week", "month") else None,
    )
    past = Past(CALENDAR, frozenset(day for _n, day in all_days), count_meetings(met, TODAY))
    return build_progress(period, gathered, past, today=TODAY)


SCREENS = (
    ("week", "es", 80), ("month", "es", 80), ("year", "es", 80), ("all", "es", 80),
    ("month", "es", 40), ("year", "es", 40), ("month", "es", 0), ("year", "es", 0),
    ("week", "en", 40), ("month", "en", 120),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "lang", "width"), SCREENS)
def test_a_screen_is_as_it_was_read(kind, lang, width, capsys):
    before = language()
    speak(lang)
    try:
        held = report(kind, lang)
        if width:
            print_view(progress_view(held), width=width, colour=False)
            page = capsys.readouterr().out
        else:
            page = "\n".join(progress_sentences(held)) + "\n"
    finally:
        speak(before)
    page = "\n".join(line.rstrip() for line in page.splitlines()) + "\n"
    path = FOLDER / f"report-{kind}-{lang}-{width or 'plain'}.txt"
    if os.environ.get("ARTE_SNAPSHOTS") == "write":
        path.write_text(page, encoding="utf-8")
    assert page == path.read_text(encoding="utf-8")


def test_there_are_at_most_twelve_screens_and_each_is_looked_at():
    held = {path.name for path in FOLDER.glob("report-*.txt")}
    assert held == {
        f"report-{kind}-{lang}-{width or 'plain'}.txt" for kind, lang, width in SCREENS
    }
    assert len(held) <= 12
