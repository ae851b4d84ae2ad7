"""A journal made by hand, from February to November 2027, written by the real program.

Somebody in Mexico who works from Monday to Friday. It can be recounted with a pencil: what
hand_counted.py expects is worked out from these lines alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from artesupremo.days import Moment
from artesupremo.journal.model import Note
from artesupremo.journal.queries import note_numbered
from artesupremo.journal.store import Clerk, Journal
from conftest import BOGOTA
from talking import _spare_compiling

# key: id, title, circle ("all" is of no circle)
PRACTICES = {
    "V": ("voice-with-air", "Voz con aire", "external"),
    "R": ("reset-between-contacts", "Reinicio entre contactos", "external"),
    "N": ("with-their-name", "Con su nombre", "external"),
    "L": ("one-reading-aloud", "Una lectura en voz alta", "external"),
    "H": ("clear-handover", "Relevo claro", "work"),
    "M": ("my-margin", "Mi margen", "work"),
    "S": ("one-pause-first", "Una pausa antes", "self"),
    "F": ("a-promise-at-home", "Una promesa en casa", "family"),
    "A": ("look-around", "Mirar alrededor", "all"),
}
# a and A are the same greeting but for the name; c is a set phrase.
GREETINGS = {
    "a": "Buenos días, Inés: ya vi su pedido",
    "A": "buenos dias, Leo, ya vi su pedido!",
    "b": "Hola, don Luis, empiezo por su envío",
    "c": "Gracias por comunicarse con nosotros",
    "d": "Buenas tardes, le escribo por la cita del doce",
    "e": "Hola, ya tengo a la vista su recibo de julio",
    "f": "Buenos días, leí su mensaje de anoche",
    "g": "Hola, sigo con el cambio de su contrato",
}
# One line a day: day, how ("." on its day; +4 filled in four days later; "short" the short
# morning; "rest" the short morning and later the rest of it; "night" closed after midnight);
# energy, greeting and practice of the morning; practice, posture, greetings and messages of the
# closing ("-" no closing). "." not answered, "s" skipped. At the end: m a good moment was
# written, n something for next time.
JOURNAL = """
2027-02  Mo 1 is a holiday, and the journal begins on We 3
  3  .      3 a V   4 3 2 .
  4  .      4 A N   3 2 . 3
  5  .      3 b V   3 3 3 .  m
  9  .      2 . S   0 . 2 .
 16  short  1 . H   -
 25  .      4 c F   4 2 3 .
2027-03  Mo 15 is a holiday, 22 to 26 are days off
  2  .      3 a N   5 4 . .
  5  .      . b L   3 3 4 .
 11  .      4 b A   4 . . 2
 12  +4     3 b M   2 5 5 .
 31  .      5 b S   4 3 3 .  m
2027-04
  7  .      2 d H   2 . . .
 15  .      . d F   0 2 . .
 30  .      . . .   . 4 2 .
2027-05
  3  .      3 . R   3 3 4 .
 31  .      4 c R   -
2027-07  all of June is off
  1  .      3 e A   4 2 . .
 20  .      . e L   2 . . 4
2027-08
 30  .      5 f N   -
 31  .      4 a S   5 4 3 .  m
2027-09  Th 16 is a holiday, Fr 24 a day off; Sa 11 is worked; 8 and 27 have nothing
  1  .      4 a V   4 3 3 2  m
  2  .      3 A N   3 2 . 3
  3  .      4 b H   5 3 4 .  m
  6  .      2 c S   2 3 2 .  n
  7  short  1 . V   4 2 . .
  9  .      3 b N   -
 10  .      4 b F   0 3 3 .  m
 11  .      5 d A   4 5 5 4  m
 13  .      3 d V   . 3 . .
 14  rest   3 d H   -
 15  .      4 e N   5 4 4 s  m
 17  .      5 s L   3 s 3 .
 20  .      4 e S   4 5 4 .  m
 21  +2     2 a V   1 1 1 1
 22  .      s s M   -
 23  .      4 a N   5 4 . .
 28  .      5 f H   4 4 . .  n
 29  +1     3 f L   4 5 . .
 30  night  4 c S   5 5 4 3  m
2027-10  11 to 15 were noted as days off, and that was taken back
  1  .      3 b V   5 4 4 .
  4  .      4 g N   4 5 . 4  m
 14  +5     2 . H   3 1 1 .
 29  .      5 g A   0 5 2 .
2027-11  Mo 15 is a holiday, and worked
  3  .      4 c M   4 5 3 .  n
 10  .      3 a V   5 4 . .  m
 15  .      2 . S   3 5 4 .
 18  .      4 A N   -
"""
DAYS_OFF = ("2027-03-22..2027-03-26", "2027-06-01..2027-06-30", "2027-09-24")
# Friday 19 November, before anything is written on it: when the reports are looked at.
NOW = dt.datetime(2027, 11, 19, 9, 0, tzinfo=BOGOTA)
# when, kind, text, details
NOTES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("02-05", "applause", "uno", {"circle": "external", "form": "thanks"}),
    ("05-31", "applause", "dos", {"circle": "work", "form": "praise"}),
    ("09-01", "applause", "tres", {"circle": "external", "form": "thanks"}),
    ("09-10", "applause", "cuatro", {"circle": "self", "form": "gesture"}),
    ("09-11", "applause", "cinco", {"circle": "family"}),
    ("09-20", "applause", "seis", {"circle": "external", "form": "recommendation"}),
    ("09-23", "applause", "siete", {}),
    # Twenty past midnight, in the shift of 30 September.
    ("10-01 00:20", "applause", "ocho", {"circle": "external", "form": "thanks"}),
    ("10-01", "applause", "nueve", {"circle": "work", "form": "return"}),
    ("11-10", "applause", "diez", {"circle": "external", "form": "praise"}),

    ("04-15", "friction", "Sellar a mano",
     {"times": 2, "effects": ["delays"], "proposal": "sin sello"}),
    ("09-02", "friction", "Sellar a mano",
     {"times": 5, "effects": ["angers", "delays"], "proposal": "sello digital"}),
    ("09-08", "friction", "séllar  a MANO.", {"effects": ["delays"]}),
    ("09-10", "friction", "La clave caduca", {"times": 4, "effects": ["annoys"]}),
    ("09-13", "friction", "Horario partido", {"times": 1}),
    ("09-17", "friction", "Tres pantallas", {"times": 2}),
    ("09-23", "friction", "Tres pantallas", {"times": 2}),
    ("09-29", "friction", "Fotocopia doble", {"times": 1}),
    ("09-30", "friction", "Cola única", {}),
    ("10-29", "friction", "La clave caduca",
     {"times": 3, "effects": ["angers"], "proposal": "clave de un año"}),

    ("02-25", "contact", "uno", {"solved": "no", "treated": 3, "before": -1}),
    ("09-01", "contact", "dos", {"solved": "yes", "treated": 5, "before": -2, "after": 1}),
    ("09-03", "contact", "tres", {"solved": "yes", "treated": 3, "before": 0, "after": 0}),
    ("09-06", "contact", "cuatro", {"solved": "no", "treated": 4, "before": -1, "after": 1}),
    ("09-15", "contact", "cinco", {"solved": "no", "treated": 2, "before": 1, "after": 0}),
    ("09-20", "contact", "seis", {"solved": "unknown", "treated": 5, "before": -1, "after": 1}),
    ("09-30", "contact", "siete", {"solved": "yes"}),
    ("10-04", "contact", "ocho", {"solved": "yes", "treated": 4, "before": -2, "after": 2}),

    ("03-11", "repair", "uno", {"soon": "shift", "result": "llegó"}),
    ("09-07", "repair", "dos", {"soon": "15min", "result": "aclarado"}),
    ("09-07", "repair", "tres", {"soon": "later"}),
    ("09-23", "repair", "cuatro", {"soon": "15min"}),
    ("09-28", "repair", "cinco", {}),

    ("09-03", "rewrite", "mejor uno", {"first": "x", "found": ["jargon", "servility"]}),
    ("09-14", "rewrite", "mejor dos", {"first": "x", "found": ["jargon"]}),
    ("09-29", "rewrite", "mejor tres", {"first": "x"}),
    ("10-14", "rewrite", "mejor cuatro", {"first": "x", "found": ["blame"]}),
    ("11-03", "rewrite", "mejor cinco",
     {"first": "x", "found": ["blame", "jargon", "no-without-alternative"]}),
)  # fmt: skip
# made on, due, then what became of it and when; the text is the number of the line
PROMISES: tuple[tuple[str, str, str], ...] = (
    ("02-09", "2027-02-12", "02-15 kept"),
    ("03-02", "2027-03-05 18:00", "03-06 01:00 kept"),  # after midnight, still the 5th
    ("05-03", "2027-05-04", "05-05 kept"),
    ("08-31", "2027-09-03", "09-03 kept"),
    ("09-02", "2027-09-06 10:00", "09-06 11:30 kept"),
    ("09-03", "2027-09-10", "09-14 kept"),
    ("09-06", "2027-09-09", "09-08 move 2027-09-17; 09-17 kept"),
    ("09-10", "2027-09-15", "09-20 missed"),
    ("09-13", "", "09-15 kept"),
    ("09-20", "2027-09-30", "10-05 kept"),
    ("09-28", "2027-10-08", ""),
    ("09-30", "", ""),
    ("10-04", "2027-10-15", "10-14 move 2027-10-29; 10-28 move 2027-11-19"),
    ("10-14", "2027-10-15", "10-29 kept"),
    ("11-03", "2027-11-05 10:00", "11-08 kept --date 2027-11-05"),  # its hour is not known
)

Act = tuple[dt.datetime, Callable[[], object]]  # when, and what is done then


def good(day: dt.date) -> str:
    """Return the good moment written on `day`."""
    return f"lo bueno del {day.day} del {day.month}"


def next_time(day: dt.date) -> str:
    """Return what was written on `day` for the next time."""
    return f"otra vez el {day.day} del {day.month}"


def at(when: str) -> dt.datetime:
    """Return the instant of "09-30" (noon) or "10-01 00:20"."""
    day, _space, hour = when.partition(" ")
    return dt.datetime.fromisoformat(f"2027-{day} {hour or '12:00'}").replace(tzinfo=BOGOTA)


def write_year(arte: Callable[..., Any], home: Path) -> None:
    """Write the whole journal, one act after another as they happened."""
    _spare_compiling("es")
    writer = _Writer(arte, home)
    writer.run("config", "set", "holidays", "MX", now=at("02-03 07:00"))
    for days in DAYS_OFF:
        writer.run("rest", days, now=at("02-03 07:00"))
    acts = [*writer.sittings(), *writer.notes(), *writer.promises(), *writer.taken_back()]
    for _when, act in sorted(acts, key=lambda act: act[0]):
        act()
    writer.journal.close()


class _Writer:
    def __init__(self, arte: Callable[..., Any], home: Path) -> None:
        self.arte = arte
        self.journal = Journal(str(home / "data" / "journal.db"), str(home / "state/snapshots"))
        self.numbers: dict[int, str] = {}  # line of PROMISES -> number of its note

    def run(self, *argv: str, now: dt.datetime, **more: Any) -> Any:
        told = self.arte(*argv, now=now, **more)
        assert told.status == 0, (argv, now, told.err)
        return told

    def taken_back(self) -> Iterator[Act]:
        week = "2027-10-11..2027-10-15"
        for when, more in (("10-01 13:00", ()), ("10-04 13:00", ("--remove",))):
            yield at(when), partial(self.run, "rest", week, *more, now=at(when))

    def sittings(self) -> Iterator[Act]:
        month = ""
        for line in JOURNAL.strip().split("\n"):
            if not line.startswith(" "):
                month = line[5:7]
                continue
            number, how, *written = line.split()
            yield from self._day(f"{month}-{int(number):02}", how, written)

    def _day(self, day: str, how: str, written: list[str]) -> Iterator[Act]:
        energy, greeting, practice, *closing = written
        late = dt.timedelta(days=int(how)) if how[0] == "+" else None
        began = at(f"{day} {'15:00' if how == 'night' else '08:00'}") + (late or dt.timedelta())
        dated = ("--date", f"2027-{day}") if late else ()
        morning = _given(energy=_number(energy), greeting=GREETINGS.get(greeting, greeting))
        which = ("--practice", PRACTICES[practice][0], "--answers", "-") if practice != "." else ()
        if how in ("short", "rest"):
            first = {"energy": morning.pop("energy"), "plan": True}
            argv = ("today", "--short", *which)
            yield began, partial(self.run, *argv, given=first, now=began)
        if morning and which:
            then = began + dt.timedelta(hours=how == "rest")
            yield then, partial(self.run, "today", *dated, *which, given=morning, now=then)
        if closing == ["-"]:
            return
        names = ("practice", "posture", "greetings", "messages")
        answers = _given(**dict(zip(names, map(_number, closing[:4]), strict=True)))
        on = dt.date.fromisoformat(f"2027-{day}")
        answers |= {"good-moment": good(on)} if "m" in closing[4:] else {}
        answers |= {"next-time": next_time(on)} if "n" in closing[4:] else {}
        closed = began + dt.timedelta(hours=9, minutes=40)  # of a night: 00:40
        argv = ("close", *dated, "--answers", "-")
        yield closed, partial(self.run, *argv, given=answers, now=closed)

    def notes(self) -> Iterator[Act]:
        for when, kind, text, details in NOTES:
            yield at(when), partial(self._note, at(when), kind, text, details)

    def _note(self, now: dt.datetime, kind: str, text: str, details: dict[str, Any]) -> str:
        """Note `text` and return its number; only a terminal is asked for details."""
        clerk = Clerk(Moment(now.date(), f"{now:%Y-%m-%d}T17:00:00.000Z", -300), str)
        if kind == "rewrite":
            made = Note("", 0, kind, text, details, "es", now.date(), "", 0, "")
            return str(self.journal.keep_note(clerk, made, kind="note").number)
        number = self.run("log", kind, text, "--json", now=now).data["number"]
        if details:
            noted = note_numbered(self.journal, number)
            self.journal.keep_note(clerk, noted._replace(details=details), kind="edit")
        return str(number)

    def promises(self) -> Iterator[Act]:
        for line, (made, due, fates) in enumerate(PROMISES):
            yield at(made), partial(self._promise, line, at(made), due)
            for fate in filter(None, fates.split("; ")):
                words = fate.split()
                hour = words.pop(1) if ":" in words[1] else "12:30"
                now = at(f"{words[0]} {hour}")
                yield now, partial(self._settle, line, now, words[1:])

    def _promise(self, line: int, now: dt.datetime, due: str) -> None:
        self.numbers[line] = self._note(
            now, "promise", f"promesa {line}", {"due": due} if due else {}
        )

    def _settle(self, line: int, now: dt.datetime, words: list[str]) -> None:
        verb, *rest = words
        self.run("promises", verb, self.numbers[line], *rest, now=now)


def _given(**answers: Any) -> dict[str, Any]:
    """Return `answers` as they stand in an answers file: "." is not there, "s" is a skip."""
    return {name: None if value == "s" else value for name, value in answers.items()
            if value != "."}  # fmt: skip


def _number(written: str) -> int | str:
    return int(written) if written.isdigit() else written
