"""Make a journal of a given size under a folder, for the benchmarks: always the same one.

    python bench/make_journal.py FOLDER [years] [days a week]

Eleven answers a day, as an advisor leaves who skips nothing, and in the last ten years seven notes
a week: 10 years of five days are 28,710 answers, 50 years of seven days are 200,893. The search
index and the history of changes are what they would be, too.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from artesupremo.journal.model import Answer, Asked, Chosen, Entry, Note, Value
from artesupremo.journal.rows import answer_row, entry_row, note_row, sealed
from artesupremo.journal.schema import migrate

LAST = dt.date(2026, 11, 20)
TEN_YEARS = 3653  # days that have notes
JOURNAL_ID = "019aa2b4-7c00-7000-8000-000000000001"
WORDS = """serenidad pedido factura cliente señora mañana revisar esperar llamar brevedad equipo
    plazo envío caja devolver cuenta oficina correo número semana garantía pronto nota promesa
    respirar saludar leer antes después escribir mirar preguntar cerrar abrir volver""".split()  # noqa: SIM905  # words, not quotation marks
COMMON, RARE = "serenidad", "ornitorrinco"
FROM_MEMORY = 0.03  # of all answers
NOTES_A_DAY = (2, 2, 1, 1, 1, 0, 0)  # Monday first
PRACTICES = [f"practice-{number}" for number in range(75)]
AREAS = ("posture", "greetings", "messages", "preparation", "responses", "promises", "details",
         "circles", "friction")  # fmt: skip
SCALES = ("energy", "posture", "greetings", "messages")
MORNING = ("energy", "posture-now", "greeting", "message", "plan")
CLOSING = ("good-moment", "posture", "greetings", "messages", "practice", "next-time")
NOTES = ("applause", "applause", "promise", "promise", "promise", "friction", "contact", "contact",
         "contact", "repair")  # fmt: skip


class Maker:
    """Draws the days of a journal, one after the other."""

    def __init__(self, seed: int = 7) -> None:
        self.draw = random.Random(seed)  # noqa: S311  # the same journal every time, no secret
        self.count = self.texts = 0

    def fresh_id(self) -> str:
        """Return an id that was not given yet."""
        self.count += 1
        return f"019aa2b4-7c00-7000-8000-{self.count:012d}"

    def words(self, count: int) -> str:
        """Return `count` words; one text in ten thousand has a rare one."""
        self.texts += 1
        rare = [RARE] if self.texts % 10_000 == 1 else []
        return " ".join([*rare, *self.draw.choices(WORDS, k=count)]).capitalize()

    def sitting(self, name: str, day: dt.date) -> Iterator[dict[str, Any]]:
        """Yield the row of a sitting, then those of its answers."""
        chosen = None
        if name == "morning":
            number = self.draw.randrange(len(PRACTICES))
            title = f"Una práctica que se llama {number}"
            chosen = Chosen(PRACTICES[number], AREAS[number % 9], 1, title, "¿Y hoy?",
                            "suena el teléfono", "respiro antes", (("new", 0),))  # fmt: skip
        at = f"{day}T{13 if name == 'morning' else 22}:00:00.000Z"
        entry = Entry(self.fresh_id(), name, day, at, -300, "America/Bogota", "es", chosen=chosen)
        yield entry_row(entry)
        for question in MORNING if name == "morning" else CLOSING:
            yield answer_row(self.answer(entry, question))

    def answer(self, entry: Entry, question: str) -> Answer:
        """Return an answer to `question`."""
        kind, value = "text", Value(text=self.words(self.draw.randint(8, 25)))
        if question in SCALES:
            kind, value = "scale", Value(number=self.draw.choice((2, 3, 3, 4, 4, 5)))
        elif question == "practice":
            kind, value = "practice", Value(number=self.draw.randint(0, 5))
        elif question == "posture-now":
            kind, value = "choice", Value(choices=("back", "face"))
        elif question == "plan":
            kind, value = "plan", Value()
        asked = Asked(question, kind, f"¿Y {question}, cómo fue hoy?", "es", 1)
        return Answer(self.fresh_id(), entry.id, asked, value, entry.day, entry.at, entry.offset,
                      entry.zone, self.draw.random() < FROM_MEMORY)  # fmt: skip

    def note(self, number: int, kind: str, day: dt.date) -> dict[str, Any]:
        """Return the row of a note with everything told."""
        draw, due = self.draw, day + dt.timedelta(days=2)
        late = due + dt.timedelta(days=draw.choice((0, 0, 0, 1, 3)))
        details: dict[str, dict[str, Any]] = {
            "applause": {"circle": draw.choice(("external", "work", "family")), "form": "thanks"},
            "promise": {
                "to": "la señora del tercero", "due": f"{due} 10:00", "outcome": "kept",
                "settled": f"{late}T09:40:00",
            },
            "friction": {"effects": ["delays"], "times": draw.randint(1, 5),
                         "proposal": self.words(6)},
            "contact": {"before": draw.randint(-2, 1), "after": draw.randint(-1, 2),
                        "solved": draw.choice(("yes", "no", "unknown")),
                        "treated": draw.randint(1, 5)},
            "repair": {"soon": draw.choice(("15min", "shift", "later")), "result": "sí"},
        }  # fmt: skip
        text = self.words(2 if kind == "friction" else 9)
        return note_row(
            Note(self.fresh_id(), number, kind, text, details[kind], "es", day,
                 f"{day}T15:00:00.000Z", -300, "America/Bogota")
        )  # fmt: skip


def days_before(last: dt.date, years: float, a_week: int) -> list[dt.date]:
    """Return the first `a_week` days of each week of the `years` up to `last`."""
    first = last - dt.timedelta(days=round(years * 365.25))
    days = (first + dt.timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in days if day.weekday() < a_week]


class History:
    """Puts rows in their tables, each with the change that it was."""

    def __init__(self, connection: sqlite3.Connection, *, kept: bool) -> None:
        self.connection, self.kept = connection, kept
        self.seq = 0

    def add(self, place: str, rows: Iterable[dict[str, Any]]) -> None:
        """Put `rows` in the table `place`."""
        for row in rows:
            self._insert(place, row)
            if not self.kept:
                continue
            self.seq += 1
            change = {
                "seq": self.seq, "id": row["id"].replace("019aa2b4", "019aa2b5"),
                "act": row["entry"] if "entry" in row else row["id"],
                "kind": "note" if place == "note" else "answer",
                "at": row["at"], "offset": row["offset"], "zone": row["zone"],
                "place": place, "row": row["id"], "before": None,
                "after": json.dumps(row, ensure_ascii=False), "undone": 0,
            }  # fmt: skip
            self._insert("change", sealed(change))

    def _insert(self, place: str, row: dict[str, Any]) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _name in row)
        self.connection.execute(
            f"INSERT INTO {place} ({names}) VALUES ({marks})",  # noqa: S608  # names of our own
            tuple(row.values()),
        )


def make_journal(
    home: str, years: float, a_week: int, *, last: dt.date = LAST, history: bool = True
) -> int:
    """Make a journal up to the day `last` in the data folder of `home`.

    `history`: with the change that each row was. Returns how many answers it holds.
    """
    path = os.path.join(home, "data", "journal.db")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    migrate(connection, JOURNAL_ID, "1976-01-01T00:00:00.000Z")
    maker, notes, written = Maker(), 0, History(connection, kept=history)
    for day in days_before(last, years, a_week):
        for sitting in ("morning", "closing"):
            entry, *answers = maker.sitting(sitting, day)
            written.add("entry", [entry])
            written.add("answer", answers)
        many = NOTES_A_DAY[day.weekday()] if (last - day).days < TEN_YEARS else 0
        today = [NOTES[(notes + place) % 10] for place in range(many)]
        written.add(
            "note",
            [maker.note(notes + place, kind, day) for place, kind in enumerate(today, start=1)],
        )
        notes += len(today)
    for place in ("answer", "note"):
        connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('rebuild')")  # noqa: S608  # names of our own
    connection.execute("COMMIT")
    count = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
    connection.close()
    return int(count)


if __name__ == "__main__":
    folder, *size = sys.argv[1:]
    print(make_journal(folder, *(map(int, size) if size else (50, 7))), "answers")
