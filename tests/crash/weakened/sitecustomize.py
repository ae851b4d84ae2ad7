"""Takes one protection away from the program that starts next: the negative controls' hand.

On PYTHONPATH only for a control. ARTE_WEAKEN names what is taken away: "synchronous=OFF",
"journal_mode=WAL", … (a PRAGMA of the store), "begin" (BEGIN IMMEDIATE becomes BEGIN),
"autocommit" (each statement is a transaction by itself), "late" (all is committed as the file is
closed), "rename" (what is written atomically goes straight to its final name), "snapshot" (so
does a snapshot), "early" (snapshots go before there is a new one), "checksum" (every row is
intact). "nothing" takes nothing away, and "trace=FILE" notes every statement.
"""

import contextlib
import os
import sqlite3

WEAK = dict(part.partition("=")[::2] for part in os.environ.get("ARTE_WEAKEN", "").split())
_connect = sqlite3.connect
_BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Weaker(sqlite3.Connection):
    """A connection that does not quite do what it is told."""

    def execute(self, sql, *values):
        word, _, rest = sql.partition(" ")
        name = rest.partition(" ")[0]
        if word == "PRAGMA" and name in WEAK:
            sql = f"PRAGMA {name} = {WEAK[name]}"
        if "begin" in WEAK and sql == "BEGIN IMMEDIATE":
            sql = "BEGIN"
        if word in _BRACKETS and ("autocommit" in WEAK or self._is_late(sql)):
            sql = "SELECT 1"
        return super().execute(sql, *values)

    def _is_late(self, sql):
        return "late" in WEAK and (sql != "BEGIN IMMEDIATE" or self.in_transaction)

    def close(self):
        if "late" in WEAK and self.in_transaction:
            super().execute("COMMIT")
        super().close()


def _weaker_connect(*args, **options):
    connection = _connect(*args, **{"factory": Weaker, **options})
    if "trace" in WEAK:
        connection.set_trace_callback(_note)
    return connection


def _note(statement):
    with open(WEAK["trace"], "a") as file:
        file.write(statement.partition("\n")[0] + "\n")


@contextlib.contextmanager
def _straight(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb", buffering=4096) as file:
        yield file


@contextlib.contextmanager
def _straight_draft(path):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    yield path


if WEAK:
    sqlite3.connect = _weaker_connect
if "rename" in WEAK:
    from artesupremo import files

    files.atomic_file = _straight
if "snapshot" in WEAK:
    from artesupremo.journal import safety

    safety.drafted = _straight_draft
if "early" in WEAK:
    from artesupremo.journal import care

    _drafted = care.drafted

    def _rotated_first(path):
        care.rotate(os.path.dirname(path))
        return _drafted(path)

    care.drafted = _rotated_first
if "checksum" in WEAK:
    from artesupremo.journal import rows

    rows.is_intact = lambda _row: True
