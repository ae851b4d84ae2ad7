"""The schema of the journal, forward only: a released migration is never edited.

Imported only to make a journal or to bring an older one up to date, because sqlite_utils is
slow to load.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import sqlite_utils
from sqlite_utils.migrations import Migrations

from artesupremo.journal.model import APPLICATION_ID, SCHEMA_VERSION
from artesupremo.journal.rows import sealed

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("artesupremo")

_FIRST_SCHEMA = """
CREATE TABLE journal (
    id TEXT PRIMARY KEY,
    begun TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
    id TEXT PRIMARY KEY,
    sitting TEXT NOT NULL CHECK (sitting IN ('morning', 'closing')),
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL CHECK (at GLOB '*T*Z'),
    offset INTEGER NOT NULL CHECK (offset BETWEEN -1440 AND 1440),
    zone TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('es', 'en')),
    recalled INTEGER NOT NULL CHECK (recalled IN (0, 1)),
    short INTEGER NOT NULL CHECK (short IN (0, 1)),
    declined INTEGER NOT NULL CHECK (declined IN (0, 1)),
    practice TEXT,
    area TEXT,
    practice_rev INTEGER,
    title TEXT,
    question TEXT,
    plan_if TEXT,
    plan_then TEXT,
    reasons TEXT,
    swapped TEXT,
    checksum TEXT NOT NULL,
    UNIQUE (day, sitting)
) STRICT;

CREATE TABLE answer (
    id TEXT PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entry (id),
    question TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('scale', 'choice', 'text', 'plan', 'practice')),
    wording TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('es', 'en')),
    rev INTEGER NOT NULL,
    practice TEXT,
    state TEXT NOT NULL CHECK (state IN ('answered', 'skipped')),
    number INTEGER CHECK (number BETWEEN 0 AND 5),
    choices TEXT,
    text TEXT,
    note TEXT,
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL CHECK (at GLOB '*T*Z'),
    offset INTEGER NOT NULL CHECK (offset BETWEEN -1440 AND 1440),
    zone TEXT NOT NULL,
    recalled INTEGER NOT NULL CHECK (recalled IN (0, 1)),
    private INTEGER NOT NULL CHECK (private IN (0, 1)),
    checksum TEXT NOT NULL,
    UNIQUE (entry, question)
) STRICT;

CREATE INDEX answer_by_day ON answer (day, question);

-- One act of the advisor is one or more changes with the same `act`; undo takes back an act.
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    act TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('answer', 'edit', 'decline', 'choose', 'import')),
    at TEXT NOT NULL CHECK (at GLOB '*T*Z'),
    offset INTEGER NOT NULL CHECK (offset BETWEEN -1440 AND 1440),
    zone TEXT NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('entry', 'answer')),
    row TEXT NOT NULL,
    before TEXT,
    after TEXT NOT NULL,
    undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
    checksum TEXT NOT NULL
) STRICT;
"""


@migrations()
def m001_first_schema(db: Database) -> None:
    """Make the journal, its sittings, answers and the history of changes."""
    db.executescript(_FIRST_SCHEMA)


# Tables are made anew because SQLite cannot widen a CHECK; each old one is dropped only when
# nothing refers to it any more, so that foreign keys hold at every statement.
_REAL_DAYS = """
CREATE TABLE new_entry (
    id TEXT PRIMARY KEY,
    sitting TEXT NOT NULL,
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL CHECK (at GLOB '*T*Z'),
    offset INTEGER NOT NULL CHECK (offset BETWEEN -1440 AND 1440),
    zone TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('es', 'en')),
    recalled INTEGER NOT NULL CHECK (recalled IN (0, 1)),
    short INTEGER NOT NULL CHECK (short IN (0, 1)),
    declined INTEGER NOT NULL CHECK (declined IN (0, 1)),
    practice TEXT,
    area TEXT,
    practice_rev INTEGER,
    title TEXT,
    question TEXT,
    plan_if TEXT,
    plan_then TEXT,
    reasons TEXT,
    swapped TEXT,
    checksum TEXT NOT NULL,
    UNIQUE (day, sitting)
) STRICT;
INSERT INTO new_entry SELECT * FROM entry ORDER BY rowid;

-- `line` keeps the order of answers and ties the search index to them; it survives VACUUM,
-- which a rowid of its own does not.
CREATE TABLE new_answer (
    line INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    entry TEXT NOT NULL REFERENCES new_entry (id),
    question TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('scale', 'choice', 'text', 'plan', 'practice')),
    wording TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('es', 'en')),
    rev INTEGER NOT NULL,
    practice TEXT,
    state TEXT NOT NULL CHECK (state IN ('answered', 'skipped')),
    number INTEGER CHECK (number BETWEEN 0 AND 5),
    choices TEXT,
    text TEXT,
    note TEXT,
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL CHECK (at GLOB '*T*Z'),
    offset INTEGER NOT NULL CHECK (offset BETWEEN -1440 AND 1440),
    zone TEXT NOT NULL,
    recalled INTEGER NOT NULL CHECK (recalled IN (0, 1)),
    private INTEGER NOT NULL CHECK (private IN (0, 1)),
    checksum TEXT NOT NULL,
    UNIQUE (entry, question)
) STRICT;
INSERT INTO new_answer SELECT rowid, * FROM answer ORDER BY rowid;

DROP TABLE answer;
DROP TABLE entry;
ALTER TABLE new_entry RENAME TO entry;
ALTER TABLE new_answer RENAME TO answer;
CREATE INDEX answer_by_day ON answer (day, question);

-- What a note's details are depends on its kind (notes.py). A number is never given twice.
CREATE TABLE note (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    more TEXT NOT NULL,
    details TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('es', 'en')),
    private INTEGER NOT NULL CHECK (private IN (0, 1)),
    recalled INTEGER NOT NULL CHECK (recalled IN (0, 1)),
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL CHECK (at GLOB '*T*Z'),
    offset INTEGER NOT NULL CHECK (offset BETWEEN -1440 AND 1440),
    zone TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_day ON note (day);
CREATE INDEX note_by_kind ON note (kind, day);

-- A day off; one row a day, so that ranges may overlap and part of one may be taken back.
CREATE TABLE rest (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL UNIQUE CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL CHECK (at GLOB '*T*Z'),
    offset INTEGER NOT NULL CHECK (offset BETWEEN -1440 AND 1440),
    zone TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT;

-- `after` is empty for what was deleted. `undone`: 0 stands, 1 taken back, 2 taken back and
-- overtaken by a later act, so that it cannot be done again.
CREATE TABLE new_change (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    act TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL CHECK (at GLOB '*T*Z'),
    offset INTEGER NOT NULL CHECK (offset BETWEEN -1440 AND 1440),
    zone TEXT NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('entry', 'answer', 'note', 'rest')),
    row TEXT NOT NULL,
    before TEXT,
    after TEXT,
    undone INTEGER NOT NULL CHECK (undone IN (0, 1, 2)),
    checksum TEXT NOT NULL
) STRICT;
INSERT INTO new_change SELECT * FROM change ORDER BY seq;
DROP TABLE change;
ALTER TABLE new_change RENAME TO change;
CREATE INDEX change_by_act ON change (act);

-- What reports count without reading every answer.
CREATE INDEX answer_answered ON answer (day)
    WHERE state = 'answered' AND question NOT GLOB 'week-*';
CREATE INDEX answer_rated ON answer (question, recalled, number, private)
    WHERE number IS NOT NULL;
CREATE INDEX entry_practised ON entry (practice, day)
    WHERE practice IS NOT NULL AND sitting = 'morning';
"""
_FOLDED = "unicode61 remove_diacritics 2"


def _settle_overtaken(db: Database) -> None:
    """Mark what was taken back and then overtaken: the first schema did not tell them apart."""
    rows = db.query(
        "SELECT * FROM change WHERE undone = 1"
        " AND seq < (SELECT max(seq) FROM change WHERE undone = 0)"
    )
    for row in list(rows):
        settled = sealed({**row, "undone": 2})
        db.execute(
            "UPDATE change SET undone = 2, checksum = ? WHERE seq = ?",
            (settled["checksum"], row["seq"]),
        )


@migrations()
def m002_real_days(db: Database) -> None:
    """Add notes, days off, deletions that can be undone, and the search index."""
    db.executescript(_REAL_DAYS)
    _settle_overtaken(db)
    # No triggers: a schema that is not trusted may not write to virtual tables; act.py does.
    db.table("answer").enable_fts(["text", "note"], tokenize=_FOLDED)
    db.table("note").enable_fts(["text", "more"], tokenize=_FOLDED)


@migrations()
def m003_found_at_once(db: Database) -> None:
    """Add what the morning and every change would else read a whole history for."""
    db.executescript(
        "CREATE INDEX answer_by_question ON answer (question, day);"
        "CREATE INDEX change_taken_back ON change (seq) WHERE undone = 1;"
        "CREATE INDEX note_open ON note (kind)"
        " WHERE kind = 'promise' AND instr(details, '\"outcome\": \"') = 0;"
    )


def migrate(
    connection: sqlite3.Connection,
    journal_id: str,
    at: str,
    steps: tuple[Migrations, int] = (migrations, SCHEMA_VERSION),
) -> None:
    """Bring the schema up to date inside the transaction that `connection` has open.

    All migrations or none: the caller commits or rolls back. A new journal gets `journal_id`
    and `at`, the instant it begins. `steps` are the migrations and the version they lead to.
    """
    known, version = steps
    db = sqlite_utils.Database(connection, execute_plugins=False)
    known.apply(db)
    if db.table("journal").count == 0:
        db.table("journal").insert({"id": journal_id, "begun": at})
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
