"""The journal's file: what holds in it, its history, undo, damage, and two writers at once."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from uuid import RFC_4122, UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from artesupremo.days import moment
from artesupremo.errors import JournalError, NothingToShowError
from artesupremo.journal.model import SCHEMA_VERSION, Asked, Chosen, Value
from artesupremo.journal.queries import answers_on, entry_on
from artesupremo.journal.store import Clerk, Journal, Sitting, uuid7
from conftest import FRIDAY, MORNING

DAY = FRIDAY.date()
CHOSEN = Chosen("attentive-hands", "posture", 1, "Manos", "¿Y?", "suena", "respiro", (("new", 0),))
ROUNDS = 20
EACH = 50


def asked(question: str, kind: str = "text") -> Asked:
    return Asked(question, kind, f"¿{question}?", "es", 1)


def clerk(day: dt.date = DAY) -> Clerk:
    return Clerk(moment(FRIDAY, day), lambda: "America/Bogota")


def sitting(day: dt.date = DAY, name: str = "morning") -> Sitting:
    return Sitting(name, day, "es")


def open_journal(folder: Path) -> Journal:
    return Journal(str(folder / "data" / "journal.db"), str(folder / "state" / "snapshots"))


def write(journal: Journal, question: str, value: Value | None, day: dt.date = DAY) -> None:
    journal.record(clerk(day), sitting(day), [(asked(question), value)])


def read(journal: Journal, day: dt.date = DAY, name: str = "morning") -> dict[str, Value | None]:
    return {answer.asked.question: answer.value for answer in answers_on(journal, name, day)}


@pytest.fixture
def journal(tmp_path):
    opened = open_journal(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def raw(journal) -> Callable[..., list[tuple[Any, ...]]]:
    """Ask the journal's file past the program."""

    def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(journal.path)
        try:
            rows = connection.execute(sql, values).fetchall()
            connection.commit()
        finally:
            connection.close()
        return rows

    return ask


# What holds in the file


def test_every_table_is_strict_and_the_file_says_whose_it_is(journal, raw):
    write(journal, "greeting", Value(text="Buenos días"))
    tables = dict(raw("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    assert {"journal", "entry", "answer", "change"} <= set(tables)
    loose = {name for name, strict in tables.items() if not strict}
    assert {name for name in loose if "_fts" not in name} <= {  # the search index is SQLite's own
        "sqlite_schema",
        "sqlite_sequence",
        "_sqlite_migrations",  # made by sqlite_utils
    }
    header = Path(journal.path).read_bytes()[:100]
    assert header[68:72] == b"ARTE"  # application_id
    assert int.from_bytes(header[60:64]) == SCHEMA_VERSION  # user_version
    assert raw("PRAGMA integrity_check") == [("ok",)]
    assert raw("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 3),  # EXTRA
        ("journal_mode", "delete"),
        ("foreign_keys", 1),
        ("fullfsync", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
    ],
)
def test_the_connection_that_wrote_is_a_careful_one(journal, pragma, value):
    write(journal, "greeting", Value(text="Buenos días"))
    assert [list(row.values()) for row in journal.rows(f"PRAGMA {pragma}")] == [[value]]


def test_a_sitting_with_answers_cannot_be_removed_under_them(journal):
    write(journal, "greeting", Value(text="Buenos días"))
    with pytest.raises(JournalError):
        journal.rows("DELETE FROM entry")
    assert read(journal) == {"greeting": Value(text="Buenos días")}


def test_a_removed_text_is_overwritten_in_the_file(journal):
    write(journal, "greeting", Value(text="un saludo larguísimo"))
    journal.rows("DELETE FROM change")
    journal.rows("DELETE FROM answer")
    journal.close()
    assert "larguísimo".encode() not in Path(journal.path).read_bytes()


def test_each_answer_is_one_transaction(journal):
    def transactions() -> int:
        """Return SQLite's own count of the transactions that changed the file."""
        return int.from_bytes(Path(journal.path).read_bytes()[24:28])

    write(journal, "energy", Value(4))
    counted = [transactions()]
    for number in range(1, 4):
        write(journal, f"question-{number}", Value(number))
        counted.append(transactions())
    several = [(asked(f"other-{n}"), Value(text="x")) for n in range(5)]
    journal.record(clerk(), sitting(), several, CHOSEN)
    counted.append(transactions())
    assert [later - counted[0] for later in counted] == [0, 1, 2, 3, 4]


def test_reading_makes_and_writes_nothing(journal):
    assert read(journal) == {}
    assert journal.id == ""
    assert not Path(journal.path).parent.exists()
    write(journal, "energy", Value(4))
    before = Path(journal.path).read_bytes()
    assert read(journal) == {"energy": Value(4)}
    assert Path(journal.path).read_bytes() == before


def test_an_answer_is_whole_or_not_there(journal):
    write(journal, "energy", Value(4))
    unfit = [(asked("greeting"), Value(text="Hola")), (asked("message"), Value(9))]
    with pytest.raises(JournalError):
        journal.record(clerk(), sitting(), unfit)
    assert read(journal) == {"energy": Value(4)}
    write(journal, "greeting", Value(text="Hola"))
    assert read(journal) == {"energy": Value(4), "greeting": Value(text="Hola")}


def test_every_kind_of_value_comes_back_as_it_was(journal):
    given = {
        "scale": Value(5, note="tras la pausa"),
        "choice": Value(choices=("feet", "back"), text="la silla"),
        "text": Value(text="dos\nlíneas «con» 'comillas' y 💧"),
        "plan": Value(),
        "practice": Value(0),
        "skipped": None,
    }
    pairs = [(asked(name, "text" if name == "skipped" else name), v) for name, v in given.items()]
    journal.record(clerk(), sitting(), pairs)
    journal.close()
    assert read(journal) == given


# The history of changes, and undo


def test_history_keeps_each_former_value_in_order(journal, raw):
    for value in (Value(2), Value(5, note="mejor"), None, Value(3)):
        write(journal, "energy", value)
    kept = raw("SELECT kind, before, after FROM change WHERE place = 'answer' ORDER BY seq")
    before = [json.loads(row[1]) if row[1] else None for row in kept]
    after = [json.loads(row[2]) for row in kept]
    for row in before:
        if row:
            row.pop("line", None)  # where it stands in its file
    assert [row[0] for row in kept] == ["answer", "edit", "edit", "edit"]
    assert before == [None, *after[:-1]]
    assert [(row["state"], row["number"], row["note"]) for row in after] == [
        ("answered", 2, None),
        ("answered", 5, "mejor"),
        ("skipped", None, None),
        ("answered", 3, None),
    ]
    assert len({row["id"] for row in after}) == 1


def test_the_same_answer_again_is_no_change(journal, raw):
    write(journal, "energy", Value(4))
    before = raw("SELECT * FROM change")
    write(journal, "energy", Value(4))
    assert raw("SELECT * FROM change") == before


def told(deed):
    """Return what an undo did to answers: the question, what it was, and what it is again."""
    return [
        (change.was.asked.question, change.was.value,
         change.now.value if change.now else "unanswered")
        for change in deed.changes
        if change.place == "answer"
    ]  # fmt: skip


def test_undo_goes_back_over_answers_edits_and_declined_offers(journal):
    yesterday = DAY - dt.timedelta(days=1)
    missing = sitting(yesterday, "closing")
    write(journal, "energy", Value(2))
    write(journal, "energy", Value(5))
    journal.decline(clerk(yesterday), missing)
    journal.record(clerk(), sitting(), [(asked("greeting"), None), (asked("message"), Value(1))])

    undone = told(journal.undo(clerk()))
    assert undone == [("greeting", None, "unanswered"), ("message", Value(1), "unanswered")]
    assert read(journal) == {"energy": Value(5)}
    declined = entry_on(journal, "closing", yesterday)
    assert declined is not None
    assert declined.declined
    assert told(journal.undo(clerk())) == []
    assert entry_on(journal, "closing", yesterday) is None
    assert told(journal.undo(clerk())) == [("energy", Value(5), Value(2))]
    assert read(journal) == {"energy": Value(2)}
    journal.undo(clerk())
    assert read(journal) == {}
    assert entry_on(journal, "morning", DAY) is None
    with pytest.raises(NothingToShowError):
        journal.undo(clerk())


def test_undo_leaves_the_practice_that_was_shown(journal):
    write(journal, "energy", Value(3))
    journal.keep_choice(clerk(), sitting(), CHOSEN)
    write(journal, "plan", Value(text="cuento hasta tres"))
    journal.undo(clerk())
    assert read(journal) == {"energy": Value(3)}
    morning = entry_on(journal, "morning", DAY)
    assert morning is not None
    assert morning.chosen == CHOSEN


def test_a_change_after_an_undo_can_be_undone_itself(journal):
    write(journal, "energy", Value(1))
    write(journal, "energy", Value(2))
    journal.undo(clerk())
    write(journal, "energy", Value(3))
    assert told(journal.undo(clerk())) == [("energy", Value(3), Value(1))]
    assert told(journal.undo(clerk())) == [("energy", Value(1), "unanswered")]


VALUES = st.none() | st.builds(
    Value,
    st.none() | st.integers(0, 5),
    st.sampled_from([(), ("feet",), ("back", "face")]),
    st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
DAYS = st.sampled_from([DAY, DAY - dt.timedelta(days=1)])
NAMES = st.sampled_from(["morning", "closing"])
ANSWERS = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, min_size=1)


class JournalAndDict(RuleBasedStateMachine):
    """The journal beside a plain dict that is copied before every act."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.journal = open_journal(Path(self.folder.name))
        self.model: dict[tuple[str, dt.date], dict[str, Any]] = {}
        self.past: list[Any] = []

    def _act(self) -> None:
        self.past.append({key: dict(held) for key, held in self.model.items()})

    @rule(day=DAYS, name=NAMES, answers=ANSWERS)
    def record(self, day, name, answers) -> None:
        held = self.model.get((name, day))
        if held != {**(held or {}), **answers, "declined": False}:
            self._act()
        self.model[name, day] = {**(held or {}), **answers, "declined": False}
        pairs = [(asked(question), value) for question, value in answers.items()]
        self.journal.record(clerk(day), sitting(day, name), pairs)

    @rule(day=DAYS, name=NAMES)
    def decline(self, day, name) -> None:
        held = self.model.get((name, day), {})
        if not held.get("declined"):
            self._act()
        self.model[name, day] = {**held, "declined": True}
        self.journal.decline(clerk(day), sitting(day, name))

    @rule()
    def undo(self) -> None:
        if self.past:
            self.model = self.past.pop()
            self.journal.undo(clerk())
        else:
            with pytest.raises(NothingToShowError):
                self.journal.undo(clerk())

    @rule()
    def reopen(self) -> None:
        self.journal.close()

    @invariant()
    def equal(self) -> None:
        for name, day in {("morning", DAY), ("closing", DAY), *self.model}:
            entry = entry_on(self.journal, name, day)
            found = (
                {**read(self.journal, day, name), "declined": entry.declined} if entry else None
            )
            assert found == self.model.get((name, day))
            assert all(answer.intact for answer in answers_on(self.journal, name, day))

    def teardown(self) -> None:
        self.journal.close()
        self.folder.cleanup()


JournalAndDict.TestCase.settings = settings(max_examples=30, stateful_step_count=10)


class TestJournalEqualsADict(JournalAndDict.TestCase):
    """Random records, replacements, declined offers and undos, compared at every step."""


@pytest.mark.slow
class TestJournalEqualsADictForLong(JournalAndDict.TestCase):
    """The same, for hundreds of longer histories."""

    settings = settings(settings.get_profile("slow"), max_examples=300, stateful_step_count=40)


# Damage


CLOSED = {"good-moment": "Se rió", "posture": "4 con la silla", "practice": 3}
DAMAGE = [
    ("text", "greeting", "'Otra cosa'"),
    ("number", "energy", "1"),
    ("number", "energy", "NULL"),
    ("note", "posture", "'otra'"),
    ("choices", "posture-now", """'["face"]'"""),
    ("choices", "posture-now", "'[\"fa'"),
    ("choices", "posture-now", "'7'"),
    ("state", "message", "'skipped'"),
    ("wording", "energy", "'¿Con cuánta prisa?'"),
    ("kind", "energy", "'text'"),
    ("question", "energy", "'anergy'"),
    ("rev", "energy", "2"),
    ("practice", "practice", "'another'"),
    ("day", "energy", "'2026-11-99'"),
    ("day", "energy", "'2026-11-19'"),
    ("at", "energy", "'T?Z'"),
    ("zone", "energy", "'Mars'"),
    ("recalled", "energy", "1"),
    ("checksum", "energy", "'0'"),
]


@pytest.fixture(scope="module")
def day_kept(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("day") / "home"


@pytest.fixture
def closed(arte, home, day_kept) -> Path:
    """Record a whole day, once, and return the path of a journal that holds it."""
    if not day_kept.exists():
        assert arte("today", "--answers", "-", given={**MORNING, "plan": True}).status == 0
        assert arte("close", "--answers", "-", given=CLOSED).status == 0
        home.rename(day_kept)
    shutil.copytree(day_kept, home)
    return home / "data" / "journal.db"


@pytest.mark.parametrize(("column", "question", "value"), DAMAGE)
def test_an_answer_changed_behind_our_back_is_shown_as_damaged(
    arte, closed, column, question, value
):
    with sqlite3.connect(closed) as connection:
        # No value of ours is quoted here: names and values are those above.
        sql = f"UPDATE answer SET {column} = {value} WHERE question = ?"  # noqa: S608
        assert connection.execute(sql, (question,)).rowcount == 1
    connection.close()
    assert count_damaged(arte) == 1


def count_damaged(arte: Any) -> int:
    """Return how many answers every face of the day says are damaged."""
    shown, plain, card, data = (
        arte("show"),
        arte("show", "--plain"),
        arte(),
        arte("show", "--json"),
    )
    statuses = [page.status for page in (shown, plain, card, data)]
    assert statuses == [0, 0, 0, 0], shown.err + card.err
    parts = data.data["sittings"]
    count = [answer["intact"] for part in parts for answer in part["answers"]].count(False)
    for page in (shown, plain):
        assert " ".join(page.out.split()).count("(dañada: no es lo que se guardó)") == count
    return count


@pytest.mark.parametrize(
    ("column", "value"), [("plan_then", "'corro'"), ("plan_if", "'llueve'"), ("reasons", "'[\"'")]
)
def test_a_plan_changed_behind_our_back_is_shown_as_damaged(arte, closed, column, value):
    with sqlite3.connect(closed) as connection:
        sql = f"UPDATE entry SET {column} = {value} WHERE sitting = 'morning'"  # noqa: S608  # as above
        assert connection.execute(sql).rowcount == 1
    connection.close()
    assert count_damaged(arte) >= 1


def test_one_byte_changed_in_the_file_is_noticed(arte, closed):
    data = closed.read_bytes()
    closed.write_bytes(data.replace("Buenos días, Inés".encode(), "Buenas días, Inés".encode()))
    shown = arte("show")
    assert shown.status == 0
    assert "Buenas días, Inés: ya vi su pedido (dañada: no es lo que se guardó)" in shown.out


def test_bytes_that_are_no_text_are_told_in_a_sentence(arte, closed):
    data = closed.read_bytes()
    closed.write_bytes(data.replace("Buenos días".encode(), b"Buenos d\xff\xffas"))
    shown = arte("show")
    assert shown.status == 5
    assert shown.err == (
        f"El diario {closed} está dañado o no se puede leer: arte diario restaurar recupera lo que"
        " hay y guarda el archivo tal como está.\n"
    )


# Identifiers


def test_ids_are_uuid7_and_rise():
    before = time.time_ns() // 1_000_000
    made = [uuid7() for _number in range(5_000)]
    after = time.time_ns() // 1_000_000
    assert made == sorted(set(made))
    for text in (made[0], made[-1]):
        parsed = UUID(text)
        assert str(parsed) == text
        assert (parsed.version, parsed.variant) == (7, RFC_4122)
    assert before <= UUID(made[0]).int >> 80 <= after


def test_every_row_has_a_uuid7_of_its_own(journal, raw):
    write(journal, "energy", Value(4))
    write(journal, "greeting", None)
    found = [
        row[0]
        for table in ("journal", "entry", "answer", "change")
        for row in raw(f"SELECT id FROM {table}")  # noqa: S608  # four names
    ]
    assert len(set(found)) == len(found) == 1 + 1 + 2 + 3
    assert {UUID(text).version for text in found} == {7}


# Two processes


def _begin_journals(barrier: Barrier, folder: Path, number: int) -> None:
    """Record the first answer of ROUNDS journals, each while the other process does, too.

    The second process starts later from turn to turn, so that it meets every stage of the first.
    """
    for turn in range(ROUNDS):
        journal = open_journal(folder / str(turn))
        barrier.wait(60)
        time.sleep(0.001 * turn * (number - 1))
        write(journal, f"question-{number}", Value(number))
        journal.close()


def _record_many(barrier: Barrier, folder: Path, number: int) -> None:
    """Record EACH answers on a day of this process's own."""
    journal = open_journal(folder)
    barrier.wait(60)
    for turn in range(EACH):
        write(journal, f"question-{turn}", Value(turn % 6), DAY + dt.timedelta(days=number))
    journal.close()


def run_twice(work: Callable[[Barrier, Path, int], None], folder: Path) -> None:
    """Run `work` in two processes at once; both must end well."""
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(2)
    workers = [spawn.Process(target=work, args=(barrier, folder, n)) for n in (1, 2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]


@pytest.fixture(scope="module")
def begun_twice(tmp_path_factory) -> list[Journal]:
    """Return ROUNDS journals, each begun by two processes at once."""
    folder = tmp_path_factory.mktemp("twice")
    run_twice(_begin_journals, folder)
    return [open_journal(folder / str(turn)) for turn in range(ROUNDS)]


def test_two_processes_that_begin_a_journal_at_once_both_succeed(begun_twice):
    for journal in begun_twice:
        assert read(journal) == {"question-1": Value(1), "question-2": Value(2)}
        assert len(journal.rows("SELECT id FROM journal")) == 1
        assert len(journal.rows("SELECT id FROM entry")) == 1
        journal.close()


def test_the_slower_beginner_takes_no_copy_of_a_journal_that_is_up_to_date(begun_twice):
    assert [j.snapshots for j in begun_twice if Path(j.snapshots).exists()] == []


def test_two_processes_that_write_at_once_lose_nothing(tmp_path):
    run_twice(_record_many, tmp_path)
    journal = open_journal(tmp_path)
    wanted = {f"question-{turn}": Value(turn % 6) for turn in range(EACH)}
    for number in (1, 2):
        assert read(journal, DAY + dt.timedelta(days=number)) == wanted
    changes = journal.rows("SELECT seq FROM change ORDER BY seq")
    assert [row["seq"] for row in changes] == list(range(1, 2 * (EACH + 1) + 1))
    journal.close()
