"""Everything that writes, in random order, beside a plain model: equal after every step."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import io
import json
import os
import re
import shutil
import sqlite3
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from artesupremo.cli import promises
from artesupremo.cli.session import GlobalOptions, Session
from artesupremo.days import moment
from artesupremo.errors import NothingToShowError, UsageError
from artesupremo.i18n import speak
from artesupremo.journal import exchange, queries, search
from artesupremo.journal.model import Asked, Chosen, Clerk, Deed, Sitting, Value
from artesupremo.journal.notes import FIELDS
from artesupremo.journal.rows import is_intact
from artesupremo.journal.store import Journal
from artesupremo.sittings.notes import Desk, NoteTaking, keep_text
from artesupremo.sittings.terminal import Terminal
from conftest import FRIDAY, Arte

DAY = FRIDAY.date()
EVER = (dt.date.min, dt.date.max)
SITTINGS = ("morning", "closing")
KINDS = ("applause", "promise", "friction", "contact", "repair")
KEPT_EXPORTS = 3
MEMORY = "/dev/shm"  # noqa: S108  # a folder in memory, on Linux


# The model: what a journal holds, and every whole state that undo and redo can go to


@dataclasses.dataclass
class Held:
    """A sitting; the order of its answers is the one they were first given in."""

    answers: dict[str, Value | None] = dataclasses.field(default_factory=dict)
    declined: bool = False
    short: bool = False
    chosen: str | None = None

    @property
    def frame(self) -> tuple[Any, ...]:
        return self.declined, self.short, self.chosen


class Noted(NamedTuple):
    number: int
    kind: str
    text: str
    details: dict[str, Any]
    day: dt.date
    private: bool


@dataclasses.dataclass
class State:
    sittings: dict[tuple[dt.date, str], Held] = dataclasses.field(default_factory=dict)
    notes: dict[str, Noted] = dataclasses.field(default_factory=dict)  # by id
    rests: set[dt.date] = dataclasses.field(default_factory=set)

    def numbered(self, number: int) -> tuple[str, Noted]:
        return next((key, note) for key, note in self.notes.items() if note.number == number)


class Past(NamedTuple):
    """A state that can be gone back to, or forward, and the act in between."""

    state: State
    kinds: tuple[str, ...]  # what the act may be called
    touched: frozenset[tuple[dt.date, str]]  # the sittings it began, changed or took away


def read_export(text: str) -> State:
    """Return what an export in JSON Lines holds, read without the program."""
    state, homes = State(), dict[str, Held]()
    own = {"type", "id", "day", "at", "offset", "zone", "number", "text", "private", "language",
           "recalled"}  # fmt: skip
    for record in map(json.loads, text.splitlines()[1:]):
        day = dt.date.fromisoformat(record.get("day", "0001-01-01"))
        if record["type"] == "entry":
            practice = record["practice"] and record["practice"]["id"]
            homes[record["id"]] = Held({}, record["declined"], record["short"], practice)
            state.sittings[day, record["sitting"]] = homes[record["id"]]
        elif record["type"] == "answer":
            value = Value(record["number"], tuple(record["choices"]), record["text"],
                          record["note"], record["private"])  # fmt: skip
            answers = homes[record["entry"]].answers
            answers[record["question"]] = None if record["skipped"] else value
        elif record["type"] == "rest":
            state.rests.add(day)
        elif record["type"] in KINDS:
            details = {k: v for k, v in record.items() if k not in own and v not in (None, [])}
            state.notes[record["id"]] = Noted(
                record["number"], record["type"], record["text"], details, day, record["private"]
            )
    return state


# What is typed


WORDS = ("Inés", "ines", "CAFÉ", "sol", "solo", "no", "¿no?", "niño", "«Devolución»", "ok")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
QUERIES = ("ines", "sol", "no", "cafe NIÑO", "devol", "look again", "ok sol")
QUESTIONS = {"morning": ("energy", "m1", "m2"), "closing": ("posture", "c1", "c2")}
PRACTICES = st.sampled_from(["one", "two", "three"])
DAYS = st.sampled_from([DAY - dt.timedelta(days=back) for back in range(3)])
RESTS = st.tuples(st.integers(-2, 4), st.integers(0, 2))
SOMETIMES = st.integers(0, 7).map(lambda number: number == 7)  # the real main is slow
# For each detail of a note: what is typed, and what has to be kept of it.
TYPED: dict[str, list[tuple[str, Any]]] = {
    "circle": [("1", "external"), ("family", "family")],
    "form": [("2", "praise"), ("gesture", "gesture")],
    "to": [("Inés de caja", "Inés de caja"), ("sol", "sol")],
    "due": [("tomorrow 10:00", "2026-11-21 10:00"), ("2026-12-01", "2026-12-01")],
    "effects": [("1, 3", ["angers", "annoys"]), ("2", ["delays"])],
    "times": [("3", 3), ("99", 99)],
    "proposal": [("menos café", "menos café")],
    "before": [("-2", -2), ("0", 0)],
    "after": [("+1", 1), ("2", 2)],
    "solved": [("1", "yes"), ("2", "no")],
    "treated": [("5", 5)],
    "emotion": [("sol", "sol"), ("no sé", "no sé")],
    "action": [("un café", "un café")],
    "soon": [("2", "shift"), ("3", "later")],
    "follow_up": [("2026-12-02", "2026-12-02"), ("monday", "2026-11-23")],
    "result": [("niño contento", "niño contento")],
}


def asked(question: str) -> Asked:
    kind = "scale" if question in ("energy", "posture") else "text"
    return Asked(question, kind, f"{question}?", "en", 1)


def values(question: str) -> st.SearchStrategy[Value | None]:
    if question in ("energy", "posture"):
        pairs = st.tuples(st.integers(1, 5), st.none() | TEXTS)
        return st.none() | pairs.map(lambda pair: Value(pair[0], note=pair[1]))
    texts = st.tuples(TEXTS, st.booleans())
    return st.none() | texts.map(lambda pair: Value(text=pair[0], private=pair[1]))


def given(name: str) -> st.SearchStrategy[dict[str, Value | None]]:
    one = st.sampled_from(QUESTIONS[name]).flatmap(
        lambda question: st.tuples(st.just(question), values(question))
    )
    return st.lists(one, min_size=1, max_size=3, unique_by=lambda pair: pair[0]).map(dict)


def details(kind: str) -> st.SearchStrategy[tuple[tuple[str, Any], ...]]:
    names = [field.name for field in FIELDS[kind]]
    return st.tuples(*(st.sampled_from([("", None), *TYPED[name]]) for name in names))


def tokens(text: str | None) -> list[str]:
    bare = unicodedata.normalize("NFD", (text or "").lower())
    return re.findall(r"[^\W_]+", "".join(c for c in bare if not unicodedata.combining(c)))


# The machine


class JournalBesideModel(RuleBasedStateMachine):
    """The real store, and now and then the real main, beside the model."""

    def __init__(self, arte: Arte, home: Path, foreign: str, counter: list[int]) -> None:
        super().__init__()
        self.arte, self.home, self.foreign, self.counter = arte, home, foreign, counter
        self.now = FRIDAY
        self.state = State()
        self.past: list[Past] = []
        self.future: list[Past] = []
        self.given: dict[int, str] = {}  # every number a note ever had, and whose it is
        self.exports = [foreign]
        self.journal = Journal(
            str(home / "data" / "journal.db"), str(home / "state" / "snapshots")
        )

    @initialize()
    def begin(self) -> None:
        for folder in ("data", "state"):
            shutil.rmtree(self.home / folder, ignore_errors=True)
        speak("en")

    def teardown(self) -> None:
        self.journal.close()

    # What rules need

    def clerk(self, day: dt.date = DAY) -> Clerk:
        return Clerk(moment(self.clock(), day), lambda: "America/Bogota")

    def clock(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now

    def typed(self, *words: str, status: int = 0, given: Any = None) -> str:
        """Run the real program and return its output."""
        done = self.arte(*words, now=self.clock(), lang="en", given=given)
        assert done.status == status, (words, done)
        return done.out

    def desk(self, day: dt.date) -> Desk:
        return Desk(self.journal, self.clerk(day), "en", day, DAY, recalled=day != DAY)

    def act(self, *kinds: str) -> State:
        """Remember the state as it is, and return the one to change."""
        before = copy.deepcopy(self.state)
        self.past.append(Past(before, kinds, frozenset()))
        self.future.clear()
        return self.state

    def acted(self) -> None:
        """Note which sittings the act touched; forget it if it changed nothing."""
        before = self.past[-1].state
        now = self.state
        touched = {
            key
            for key in before.sittings.keys() | now.sittings.keys()
            if key not in before.sittings
            or key not in now.sittings
            or before.sittings[key].frame != now.sittings[key].frame
        }
        self.past[-1] = self.past[-1]._replace(touched=frozenset(touched))

    def changes(self, change: Callable[[State], None], *kinds: str) -> bool:
        """Apply an act to the model, unless it changes nothing; tell whether it did."""
        after = copy.deepcopy(self.state)
        change(after)
        if after == self.state:
            return False
        self.act(*kinds)
        self.state = after
        self.acted()
        return True

    def next_number(self) -> int:
        return max(self.given, default=0) + 1

    def add_note(self, key: str, note: Noted) -> None:
        self.given[note.number] = key
        self.state.notes[key] = note

    # Sittings

    @rule(data=st.data(), day=DAYS, name=st.sampled_from(SITTINGS), short=st.booleans())
    def record(self, data, day, name, short) -> None:
        answers = data.draw(given(name))

        def change(state: State) -> None:
            held = state.sittings.setdefault((day, name), Held())
            held.declined, held.short = False, held.short or short
            held.answers |= answers

        self.changes(change, "answer", "edit")
        pairs = [(asked(question), value) for question, value in answers.items()]
        self.journal.record(self.clerk(day), Sitting(name, day, "en", short=short), pairs)

    @rule(day=DAYS, words=TEXTS)
    @precondition(lambda self: len(self.past) % 4 == 3)
    def greet(self, day, words) -> None:
        """Answer through an answers file, as scripts do; the practice of the day comes along."""
        known = self.state.sittings.get((day, "morning"))
        self.typed("today", "--answers", "-", "--date", str(day), given={"greeting": words})
        entry = queries.entry_on(self.journal, "morning", day)
        assert entry is not None
        assert entry.chosen is not None
        chosen = entry.chosen.practice

        def change(state: State) -> None:
            held = state.sittings.setdefault((day, "morning"), Held())
            held.declined = False
            held.chosen = held.chosen or chosen
            held.answers["greeting"] = Value(text=words)

        assert known is None or known.chosen in (None, chosen)
        self.changes(change, "answer", "edit")

    @rule(day=DAYS)
    def decline(self, day) -> None:
        if self.changes(lambda s: _decline(s, day), "decline"):
            self.journal.decline(self.clerk(day), Sitting("closing", day, "en"))

    @rule(day=DAYS, practice=PRACTICES)
    def choose(self, day, practice) -> None:
        """Show a practice: no act to undo, but it goes with the act that made its sitting so."""
        key = (day, "morning")
        held = self.state.sittings.get(key)
        if held and held.chosen == practice:
            return
        states = [self.state]
        for past in reversed(self.past):
            if key in past.touched:
                break
            states.append(past.state)
        for state in states:
            state.sittings.setdefault(key, Held()).chosen = practice
        self.future.clear()
        chosen = Chosen(practice, "posture", 1, practice, "?", "if", "then", (("asked", ""),))
        self.journal.keep_choice(self.clerk(day), Sitting("morning", day, "en"), chosen)

    # Notes

    @rule(kind=st.sampled_from(KINDS), day=DAYS, text=TEXTS, private=st.booleans(),
          typed=SOMETIMES)  # fmt: skip
    def log(self, kind, day, text, private, typed) -> None:
        words = f"private: {text}" if private else text
        number = self.next_number()
        if typed:
            data = json.loads(self.typed("log", kind, words, "--date", str(day), "--json"))
            assert data["data"]["number"] == number
        else:
            assert keep_text(self.desk(day), kind, words)[0].number == number
        note = queries.note_numbered(self.journal, number)
        assert note is not None
        assert note.id not in self.given.values()
        self.act("note")
        self.add_note(note.id, Noted(number, kind, text, {}, day, private))

    @rule(data=st.data(), kind=st.sampled_from(KINDS), day=DAYS, text=TEXTS)
    def ask(self, data, kind, day, text) -> None:
        """Take a note by its form: the text, then each detail; undo takes back all of it."""
        replies = data.draw(details(kind))
        taking = self.taking(day, text, replies)
        note = taking.take(kind)
        assert note is not None
        assert note.number == self.next_number()
        self.act("note")
        kept = _with_replies({}, kind, replies)
        self.add_note(note.id, Noted(note.number, kind, text, kept, day, private=False))
        self.follow_up(taking, day, text, kept.get("follow_up"), private=False)

    @rule(data=st.data(), day=DAYS, text=st.just("") | TEXTS)
    @precondition(lambda self: self.state.notes)
    def correct(self, data, day, text) -> None:
        """Walk a note; Enter keeps, anything else replaces."""
        key, noted = self.draw_note(data)
        replies = data.draw(details(noted.kind))
        note = queries.note_numbered(self.journal, noted.number)
        assert note is not None
        taking = self.taking(day, text, replies)
        assert taking.go_on(note).number == noted.number
        after = noted._replace(
            text=text or noted.text, details=_with_replies(noted.details, noted.kind, replies)
        )
        due = after.details.get("follow_up")
        if after != noted:
            self.act("edit")
            self.state.notes[key] = after
        new_due = due if due != noted.details.get("follow_up") else None
        had = noted.details.get("follow_up")
        self.follow_up(taking, day, after.text, None if had else new_due, private=noted.private)

    def taking(self, day: dt.date, text: str, replies: tuple[tuple[str, Any], ...]) -> NoteTaking:
        lines = "".join(f"{line}\n" for line in (text, *(typed for typed, _kept in replies)))
        terminal = Terminal(io.StringIO(lines), io.StringIO(), width=80, colour=False)
        return NoteTaking(self.desk(day), terminal, lambda draft: draft)

    def follow_up(
        self, taking: NoteTaking, day: dt.date, text: str, due: str | None, *, private: bool
    ) -> None:
        """Compare the promise that a repair with a day to look again brings in the same act."""
        promise = taking.follow_up
        assert (promise is not None) == (due is not None)
        if promise is not None:
            assert promise.number == self.next_number()
            noted = Noted(
                promise.number, "promise", f"Look again: {text}", {"due": due}, day, private
            )
            self.add_note(promise.id, noted)

    def draw_note(self, data: st.DataObject) -> tuple[str, Noted]:
        numbers = sorted(note.number for note in self.state.notes.values())
        return self.state.numbered(data.draw(st.sampled_from(numbers)))

    @rule(data=st.data(), what=st.sampled_from(["kept", "missed", "move"]), typed=SOMETIMES)
    @precondition(lambda self: self.state.notes)
    def settle(self, data, what, typed) -> None:
        key, noted = self.draw_note(data)
        refused = noted.kind != "promise" or noted.details.get("outcome") == what
        refused = refused or (what == "move" and "outcome" in noted.details)
        self.say(what, str(noted.number), typed=typed, refused=refused)
        if refused:
            return
        now = f"{self.now:%Y-%m-%dT%H:%M}"
        more: dict[str, Any] = {"outcome": what, "settled": now, "settled_day": str(DAY)}
        if what == "move":
            had = noted.details.get("due")
            due = f"{DAY + dt.timedelta(days=3)} 09:30"
            if had == due:
                return
            more = {"due": due}
            moved = [*noted.details.get("moved", []), *([had] if had else [])]
            more |= {"moved": moved} if moved else {}
        after = noted._replace(details={**noted.details, **more})
        self.act("settle")
        self.state.notes[key] = after

    def say(self, what: str, number: str, *, typed: bool, refused: bool) -> None:
        """Say that a promise was kept or missed, or move it."""
        when = ["+3", "9:30"]
        if typed:
            words = [what, number, *(when if what == "move" else [])]
            self.typed("promises", *words, status=2 if refused else 0)
            return
        session = Session(self.clock(), os.environ, GlobalOptions())
        try:
            with pytest.raises(UsageError) if refused else nullcontext():
                if what == "move":
                    promises.move(session, number, when)
                else:
                    promises.settle(session, what, [number], None)
        finally:
            session.journal.close()

    # Days off

    @rule(span=RESTS, remove=st.booleans(), typed=SOMETIMES)
    def rest(self, span, remove, typed) -> None:
        first = DAY + dt.timedelta(days=span[0])
        days = [first + dt.timedelta(days=step) for step in range(span[1] + 1)]

        def change(state: State) -> None:
            state.rests = state.rests - {*days} if remove else state.rests | {*days}

        changed = len({*days} & self.state.rests)
        changed = changed if remove else len(days) - changed
        self.changes(change, "rest")
        if typed:
            more = ["--remove"] if remove else []
            self.typed("rest", f"{first}..{days[-1]}", *more)
        else:
            assert self.journal.set_rest(self.clerk(), days, off=not remove) == changed

    # Taking away

    @rule(day=DAYS, typed=SOMETIMES)
    @precondition(lambda self: len(self.past) > 2)
    def delete_day(self, day, typed) -> None:
        held = [self.state.sittings.get((day, name), Held()) for name in SITTINGS]
        notes = [key for key, note in self.state.notes.items() if note.day == day]
        if not notes and not any(sitting.answers for sitting in held):
            if typed:
                self.typed("delete", str(day), "--yes", status=3)
            return
        if typed:
            self.typed("delete", str(day), "--yes")
        else:
            self.journal.delete_day(self.clerk(), day)

        def change(state: State) -> None:
            for name in SITTINGS:
                state.sittings.pop((day, name), None)
            for key in notes:
                del state.notes[key]

        assert self.changes(change, "delete")

    @rule(data=st.data(), day=DAYS, name=st.sampled_from(SITTINGS), typed=SOMETIMES)
    def delete_answer(self, data, day, name, typed) -> None:
        held = self.state.sittings.get((day, name))
        if not held or not held.answers:
            return
        question = data.draw(st.sampled_from(sorted(held.answers)))
        if typed:
            self.typed("delete", str(day), question, "--yes")
        else:
            answers = queries.answers_on(self.journal, name, day)
            one = next(answer for answer in answers if answer.asked.question == question)
            self.journal.delete_answer(self.clerk(), one)
        assert self.changes(lambda s: s.sittings[day, name].answers.pop(question), "delete")

    @rule(data=st.data(), typed=SOMETIMES)
    @precondition(lambda self: self.state.notes)
    def delete_note(self, data, typed) -> None:
        key, noted = self.draw_note(data)
        if typed:
            self.typed("delete", str(noted.number), "--yes")
            self.typed("delete", str(noted.number), "--yes", status=2)
        else:
            note = queries.note_numbered(self.journal, noted.number)
            assert note is not None
            self.journal.delete_note(self.clerk(), note)
        assert self.changes(lambda s: s.notes.pop(key), "delete")

    # Out and in

    @rule()
    @precondition(lambda self: self.journal.id)
    def export(self) -> None:
        text = "\n".join(exchange.export_lines(self.journal, *EVER))
        assert read_export(text) == self.state
        self.exports = [self.foreign, *self.exports[1:], text][-KEPT_EXPORTS:]

    @rule(data=st.data(), typed=SOMETIMES)
    def take_in(self, data, typed) -> None:
        text = data.draw(st.sampled_from(self.exports))
        parcel = read_export(text)

        def change(state: State) -> None:
            for key, held in parcel.sittings.items():
                mine = state.sittings.setdefault(key, Held({}, *held.frame))
                for question, value in held.answers.items():
                    mine.answers.setdefault(question, value)
            for key, note in parcel.notes.items():
                if key not in state.notes:
                    free = self.given.get(note.number, key) == key
                    number = note.number if free else self.next_number()
                    self.given[number] = key
                    state.notes[key] = note._replace(number=number)
            state.rests |= parcel.rests

        if typed:
            self.typed("journal", "import", "-", given=text)
        else:
            lines = [line.encode() for line in text.splitlines()]
            read = exchange.read_parcel(lines, "file")
            done = exchange.import_parcel(self.journal, self.clerk(), read)
            assert sum(done) == len(read.rows)
        self.changes(change, "import")

    # Back and forward

    @rule(typed=SOMETIMES)
    def undo(self, typed) -> None:
        self.go(self.past, self.future, "--undo", typed=typed)

    @rule(typed=SOMETIMES)
    def redo(self, typed) -> None:
        self.go(self.future, self.past, "--redo", typed=typed)

    @rule(times=st.integers(2, 4))
    def undo_and_redo(self, times) -> None:
        for way in (self.undo, self.redo):
            for _time in range(min(times, len(self.past) + len(self.future))):
                way(typed=False)
                self.compare_sittings()

    def go(self, source: list[Past], target: list[Past], way: str, *, typed: bool) -> None:
        """Go to the last state of `source`, in the journal and in the model."""
        is_redo = way == "--redo"
        nothing = "There is nothing to redo." if is_redo else "There is nothing to undo."
        step = self.journal.redo if is_redo else self.journal.undo
        if not source:
            with pytest.raises(NothingToShowError) as refusal:
                step(self.clerk())
            assert refusal.value.sentence == nothing
            return
        to = source.pop()
        if typed:
            said = self.typed("undo", *([way] if is_redo else []))
            assert said.startswith("Done again: " if is_redo else "Undone: ")
        else:
            deed = step(self.clerk())
            assert isinstance(deed, Deed)
            assert deed.kind in to.kinds
        target.append(to._replace(state=self.state))
        self.state = to.state

    @rule()
    def reopen(self) -> None:
        self.journal.close()

    # After every step

    @invariant()
    def count(self) -> None:
        self.counter[0] += 1

    @invariant()
    def compare_sittings(self) -> None:
        found: dict[tuple[dt.date, str], Held] = {}
        for entry in queries.entries_between(self.journal, *EVER):
            answers = queries.answers_on(self.journal, entry.sitting, entry.day)
            assert entry.intact
            assert all(answer.intact and answer.day == entry.day for answer in answers)
            found[entry.day, entry.sitting] = Held(
                {answer.asked.question: answer.value for answer in answers},
                entry.declined,
                entry.short,
                entry.chosen.practice if entry.chosen else None,
            )
        assert found == self.state.sittings
        assert [list(found[key].answers) for key in found] == [
            list(self.state.sittings[key].answers) for key in found
        ]

    @invariant()
    def compare_notes_and_rests(self) -> None:
        notes = list(queries.notes_between(self.journal, *EVER))
        assert {
            note.id: Noted(
                note.number, note.kind, note.text, dict(note.details), note.day, note.private
            )
            for note in notes
        } == self.state.notes
        assert all(note.intact for note in notes)
        assert all(self.given[note.number] == note.id for note in notes)
        assert queries.rest_days(self.journal) == self.state.rests

    @invariant()
    def compare_history(self) -> None:
        deeds = queries.latest_deeds(self.journal, 1_000)
        assert [deed.undone for deed in deeds] == [True] * len(self.future) + [False] * len(
            self.past
        )
        for deed, past in zip(deeds, [*self.future, *reversed(self.past)], strict=True):
            assert deed.kind in past.kinds

    @invariant()
    def compare_search(self) -> None:
        words = QUERIES[self.counter[0] % len(QUERIES)]
        found = [
            (item.day, item.type, item.number or item.question)
            for item in search.find(self.journal, search.Wanted(words))
        ]
        assert found == self.scan(words)

    def scan(self, words: str) -> list[tuple[dt.date, str, Any]]:
        """Return what holds all of `words`, found by reading everything, the newest first."""
        lines = {row["id"]: row["line"] for row in self.journal.rows("SELECT * FROM answer")}
        every: list[tuple[tuple[dt.date, str, int], str, Any, str]] = []
        for answer in queries.answers_between(self.journal, *EVER):
            value = answer.value or Value()
            place = answer.day, answer.at, lines[answer.id]
            text = f"{value.text or ''}\n{value.note or ''}"
            every.append((place, "answer", answer.asked.question, text))
        for note in queries.notes_between(self.journal, *EVER):
            text = "\n".join([note.text, *texts_of(note.details)])
            every.append(((note.day, note.at, note.number), note.kind, note.number, text))
        return [
            (place[0], kind, which)
            for place, kind, which, text in sorted(every, key=lambda one: one[0], reverse=True)
            if all(
                any(held == word or (len(word) > 2 and held.startswith(word))
                    for held in tokens(text))
                for word in tokens(words)
            )
        ]  # fmt: skip

    @invariant()
    def check_file(self) -> None:
        if not Path(self.journal.path).exists():
            return
        file = sqlite3.connect(self.journal.path)
        copied = sqlite3.connect(":memory:")  # so that checking cannot change anything
        try:
            file.backup(copied)
        finally:
            file.close()
        copied.row_factory = sqlite3.Row
        try:
            check_copy(copied)
        finally:
            copied.close()


def _decline(state: State, day: dt.date) -> None:
    state.sittings.setdefault((day, "closing"), Held()).declined = True


def _with_replies(
    before: dict[str, Any], kind: str, replies: tuple[tuple[str, Any], ...]
) -> dict[str, Any]:
    names = [field.name for field in FIELDS[kind]]
    said = {name: kept for name, (_typed, kept) in zip(names, replies, strict=True)}
    return {**before, **{name: kept for name, kept in said.items() if kept is not None}}


def texts_of(details: Any) -> list[str]:
    """Return the details of a note that can be searched."""
    names = ("to", "proposal", "emotion", "action", "result")
    return [details[name] for name in names if name in details]


def check_copy(copied: sqlite3.Connection) -> None:
    """Check what SQLite can check, each checksum, and that the index holds the rows' words."""
    assert copied.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert copied.execute("PRAGMA foreign_key_check").fetchall() == []
    for place in ("entry", "answer", "note", "rest", "change"):
        assert all(is_intact(dict(row)) for row in copied.execute(f"SELECT * FROM {place}"))  # noqa: S608  # five names
    for place, key, columns in (
        ("answer", "line", ("text", "note")),
        ("note", "number", ("text", "more")),
    ):
        copied.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('integrity-check')")  # noqa: S608  # two names
        copied.execute(
            f"CREATE VIRTUAL TABLE temp.{place}_words"
            f" USING fts5vocab (main, {place}_fts, instance)"
        )
        held = copied.execute(f"SELECT doc, col, offset, term FROM {place}_words").fetchall()  # noqa: S608  # two names
        rows = copied.execute(f"SELECT * FROM {place}").fetchall()  # noqa: S608  # two names
        assert sorted(map(tuple, held)) == sorted(
            (row[key], column, offset, term)
            for row in rows
            for column in columns
            for offset, term in enumerate(tokens(row[column]))
        )


# Runs


@pytest.fixture
def home(home, monkeypatch) -> Iterator[Path]:
    """Keep the journal in memory where the system can: thousands of syncs prove nothing here."""
    if not os.path.isdir(MEMORY):
        yield home
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        monkeypatch.setenv("ARTE_HOME", folder)
        yield Path(folder)


@pytest.fixture
def foreign(arte, tmp_path) -> str:
    """Return the export of another journal, whose notes have the numbers that ours will have."""

    def run(*words: str, **options: Any) -> str:
        done = arte(*words, lang="en", ARTE_HOME=str(tmp_path / "other"), **options)
        assert done.status == 0, done.err
        return str(done.out)

    day = str(DAY - dt.timedelta(days=1))
    run("today", "--answers", "-", "--date", day, given={"greeting": "Sol y café"})
    run("log", "applause", "Inés: «solo tú»", "--date", day)
    run("log", "promise", "El café de niño")
    run("log", "repair", "no había sol")
    run("rest", "tomorrow")
    return run("export", "all", "--format", "jsonl", "-o", "-")


def run_machine(arte: Arte, home: Path, foreign: str, limits: settings) -> int:
    """Run the machine and return how many steps were compared."""
    counter = [0]
    run_state_machine_as_test(
        lambda: JournalBesideModel(arte, home, foreign, counter), settings=limits
    )
    return counter[0]


def test_the_journal_equals_a_plain_model_whatever_is_done_in_any_order(arte, home, foreign):
    limits = settings(max_examples=54, stateful_step_count=52)
    assert run_machine(arte, home, foreign, limits) >= 2_000


@pytest.mark.slow
def test_the_journal_equals_a_plain_model_over_long_histories(arte, home, foreign):
    limits = settings(settings.get_profile("slow"), max_examples=120, stateful_step_count=120)
    assert run_machine(arte, home, foreign, limits) >= 10_000
