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
