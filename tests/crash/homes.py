"""Homes of advisors: blank, well used, or of an older arte; and what a journal in one holds."""

from __future__ import annotations

import compileall
import contextlib
import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from programs import SOURCE, Run, days_ago, now, run
from sqlite_utils.migrations import Migrations

from artesupremo.days import moment
from artesupremo.journal import schema
from artesupremo.journal.model import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    Answer,
    Asked,
    Entry,
    Note,
    Rest,
    Value,
)
from artesupremo.journal.rows import answer_row, entry_row, is_intact, note_row, rest_row

JOURNAL = "data/journal.db"
# Every migration, in order: the schemas that an older arte may have left.
STEPS = (schema.m001_first_schema, schema.m002_real_days, schema.m003_found_at_once)
assert len(STEPS) == SCHEMA_VERSION, "a new migration: add it, and it is walked, too"
OLD_VERSIONS = range(1, SCHEMA_VERSION)
_TEXT = "A message to look at"


@cache
def _compiled() -> Path:
    """Return a folder with the compiled library and rules, made once: each takes its time."""
    compileall.compile_dir(str(SOURCE / "artesupremo"), quiet=2)  # thousands of runs read it
    folder = _models() / "compiled"
    assert run(folder, "check", "-", given=_TEXT).status in (0, 1)
    return folder / "cache"


@cache
def _models() -> Path:
    """Return a folder for homes that are made once and copied; forget_models() takes it away."""
    return Path(tempfile.mkdtemp(prefix="arte-crash-models-", dir=memory()))


def forget_models() -> None:
    """Take away what was made once for all programs."""
    if _models.cache_info().currsize:
        shutil.rmtree(_models())
        _models.cache_clear()
        _compiled.cache_clear()
        _much.cache_clear()


def make_home(folder: Path) -> Path:
    """Make the home of an advisor who never wrote anything."""
    shutil.copytree(_compiled(), folder / "cache")
    return folder


def copy_home(home: Path, folder: Path) -> Path:
    """Copy `home`; what is compiled is shared: the program never writes into it, but anew."""
    shutil.copytree(home, folder, ignore=lambda at, _names: ["cache"] * (at == str(home)))
    if (home / "cache").exists():
        shutil.copytree(home / "cache", folder / "cache", copy_function=os.link)
    return folder


_MANY = """\
import io, json, sys
from artesupremo.__main__ import main
for argv, given in json.loads(sys.stdin.buffer.read()):
    sys.stdin = io.TextIOWrapper(io.BytesIO(given.encode()))
    status = main(argv)
    if status:
        sys.exit(status)
    sys.stdout.write("\\ndone\\n")
    sys.stdout.flush()
"""


def do_all(
    home: Path, acts: Iterable[Sequence[str]], *, given: Sequence[str] = (), before=()
) -> Run:
    """Do one act after the other in one process, up to the first that fails.

    Each says "done" on a line of its own. `given` is what stands on standard input, act by act.
    """
    told = list(acts)
    inputs = [*given, *[""] * (len(told) - len(given))]
    text = json.dumps(list(zip(map(list, told), inputs, strict=True)))
    return run(home, given=text, program=[sys.executable, "-c", _MANY], before=before)


def write_days(home: Path, count: int, words: str = "") -> None:
    """Write `count` whole days before today into `home`, the latest yesterday."""
    acts, inputs = [], []
    for back in range(count, 0, -1):
        for command, given in (("today", _given(back, words)), ("close", _evening(back, words))):
            acts.append((command, "--date", str(days_ago(back)), "--answers", "-"))
            inputs.append(json.dumps(given))
    done = do_all(home, acts, given=inputs)
    assert done.status == 0, done.said


def write_much(folder: Path) -> Path:
    """Make the home of an advisor with six days, notes, days off and things undone."""
    return copy_home(_much(), folder)


@cache
def _much() -> Path:
    home = make_home(_models() / "much")
    write_days(home, 6, "words")
    acts = (("log", "applause", "Thanks words"), ("log", "friction", "Twice words"), ("undo",),
            ("log", "contact", "Calm words"), ("rest", "tomorrow", "--yes"),
            ("delete", "yesterday", "message", "--yes"))  # fmt: skip
    done = do_all(home, acts)
    assert done.status == 0, done.said
    return home


def _given(back: int, words: str) -> dict[str, object]:
    return {"energy": 1 + back % 5, "posture-now": "feet", "greeting": f"Hello {back} {words}",
            "message": f"Message {back} {words}", "plan": True}  # fmt: skip


def _evening(back: int, words: str) -> dict[str, object]:
    return {"good-moment": f"Moment {back} {words}", "posture": 1 + back % 5, "greetings": 3,
            "messages": 4, "practice": 0, "next-time": f"Next {back} {words}"}  # fmt: skip


def write_old(home: Path, version: int, days: int) -> Path:
    """Make a journal as schema `version` held it, with `days` whole days; return its path."""
    path = home / JOURNAL
    path.parent.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        known = Migrations("artesupremo")
        for step in STEPS[:1]:
            known(name=step.__name__)(step)
        identity = ("01890a5d-ac96-774b-bcce-b302099a8057", _at(0))
        schema.migrate(connection, *identity, (known, 1))
        for back in range(days, 0, -1):
            _write_old_day(connection, days_ago(back), back)
        for step in STEPS[1:version]:
            known(name=step.__name__)(step)
        schema.migrate(connection, *identity, (known, version))
        if version > 1:
            _write_old_notes(connection, days)
        connection.execute("COMMIT")
    return path


def _at(back: int) -> str:
    return moment(now() - dt.timedelta(days=back), days_ago(back)).at


def _write_old_day(connection: sqlite3.Connection, day: dt.date, back: int) -> None:
    for sitting, given in (("morning", _given(back, "old")), ("closing", _evening(back, "old"))):
        entry = Entry(f"e-{sitting}-{back}", sitting, day, _at(back), 0, "UTC", "en")
        _insert(connection, "entry", entry_row(entry))
        for key, value in given.items():
            held = Value(text=str(value)) if isinstance(value, str) else Value(number=3)
            kind = "text" if isinstance(value, str) else "scale"
            asked = Asked(key, kind, f"About {key}?", "en", 1)
            answer = Answer(f"a-{key}-{back}", entry.id, asked, held, day, _at(back), 0, "UTC",
                            recalled=False)  # fmt: skip
            _insert(connection, "answer", answer_row(answer))


def _write_old_notes(connection: sqlite3.Connection, days: int) -> None:
    for back in range(days, 0, -1):
        note = Note(f"n-{back}", back, "applause", f"Thanks {back} old", {}, "en", days_ago(back),
                    _at(back), 0, "UTC")  # fmt: skip
        _insert(connection, "note", note_row(note))
        rest = Rest(f"r-{back}", days_ago(back + 30), _at(back), 0, "UTC")
        _insert(connection, "rest", rest_row(rest))
    for place in ("answer", "note"):
        connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('rebuild')")  # noqa: S608  # ours


def _insert(connection: sqlite3.Connection, place: str, row: dict[str, object]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
    sql = f"INSERT INTO {place} ({names}) VALUES ({marks})"  # noqa: S608  # names of our own
    connection.execute(sql, tuple(row.values()))


# What a journal holds

Row = dict[str, Any]
_PLACES = {"entry": 1, "answer": 1, "change": 1, "note": 2, "rest": 2}  # since which schema
_VOLATILE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"  # ids
    r"|\d{4}-\d\d-\d\dT[\d:.]+Z?"  # moments, of the clock on the wall too
    r"|(?<=checksum['\"]: ['\"])[0-9a-f]{16}"
)


class Held(NamedTuple):
    """What a journal holds, read without the program: its rows by place, sorted."""

    version: int
    rows: dict[str, list[Row]]

    @property
    def answers(self) -> dict[tuple[str, str], tuple[object, ...] | None]:
        """Return number, choices, text and note by (day, question); None: skipped."""
        columns = ("number", "choices", "text", "note")
        return {
            (row["day"], row["question"]): None
            if row["state"] == "skipped"
            else tuple(row[name] for name in columns)
            for row in self.rows.get("answer", ())
        }

    def of(self, asked: Iterable[str], day: dt.date | None = None) -> dict[str, object]:
        """Return the answers of `day` (today) to the questions `asked`."""
        date, answers = str(day or days_ago(0)), self.answers
        return {key: answers[date, key] for key in asked if (date, key) in answers}

    def told(self) -> str:
        """Return it as text, with its schema, without ids and moments: what two runs share.

        A journal that was begun and holds nothing is as good as none.
        """
        if not any(rows for place, rows in self.rows.items() if place != "journal"):
            return ""
        lines = [f"schema {self.version}", *(f"{place} {rows}" for place, rows in self._ordered())]
        return "\n".join(lines)

    def _ordered(self) -> list[tuple[str, list[str]]]:
        return [(place, sorted(_VOLATILE.sub("…", repr(row)) for row in rows))
                for place, rows in self.rows.items()]  # fmt: skip


NOTHING = Held(0, {})


def look_at(path: Path) -> Held:
    """Return what the journal at `path` holds; asserts that it is sound.

    Sound: SQLite finds no fault, no key points nowhere, every row matches its checksum, the search
    index is what the rows are. A copy is looked at, with its rollback journal: recovery is left to
    the program.
    """
    if not path.exists() or not path.stat().st_size:
        return NOTHING
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        for file in (path, Path(f"{path}-journal"), Path(f"{path}-wal")):
            if file.exists():
                shutil.copyfile(file, Path(folder, file.name))
        with contextlib.closing(sqlite3.connect(Path(folder, path.name))) as connection:
            connection.row_factory = sqlite3.Row
            return _held(connection)


@cache
def memory() -> str | None:
    """Return a folder in memory, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # folders of our own


def _held(connection: sqlite3.Connection) -> Held:
    verdict = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    assert verdict == ["ok"], verdict[:3]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if not version:
        assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
        return NOTHING
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    rows: dict[str, list[Row]] = {}
    for place, since in _PLACES.items():
        if version < since:
            continue
        rows[place] = [dict(row) for row in connection.execute(f"SELECT * FROM {place}")]  # noqa: S608  # names of our own
        assert all(map(is_intact, rows[place])), f"{place}: a row is not what was saved"
        rows[place].sort(key=repr)
    if version > 1:
        for place in ("answer", "note"):  # raises if the index is not what the rows are
            connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('integrity-check')")  # noqa: S608  # as above
    journal = [dict(row) for row in connection.execute("SELECT * FROM journal")]
    assert len(journal) == 1, journal
    return Held(version, {"journal": journal, **rows})
