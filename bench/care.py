"""What the daily care after a sitting costs, and what it is made of.

    python bench/care.py [years] [days a week]

19 years of five days are 54,549 answers. The first care has no snapshot to compare with; the
history of changes, as the program writes it, is added for the second half.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import sys
import tempfile
import time

from make_journal import Maker, make_journal

from artesupremo.journal.rows import sealed
from artesupremo.journal.store import Journal

DAYS = 5
FIRST = dt.date(2026, 11, 16)


def measure(home: str, what: str) -> None:
    snapshots = os.path.join(home, "snapshots", what.replace(" ", "-"))
    journal = Journal(os.path.join(home, "data", "journal.db"), snapshots)
    times = []
    for number in range(DAYS):
        began = time.perf_counter()
        whole = journal.look_after(FIRST + dt.timedelta(days=number))
        times.append((time.perf_counter() - began) * 1000)
        if not whole:
            sys.exit("the journal that was made is damaged")
    journal.close()
    size = os.path.getsize(journal.path) / 2**20
    first, later = times[0], min(times[1:])
    print(f"{what}: {size:.0f} MiB, first care {first:.0f} ms, later {later:.0f} ms")


def add_history(path: str) -> None:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    maker, seq = Maker(), 0
    for place in ("entry", "answer", "note"):
        for row in connection.execute(f"SELECT * FROM {place}").fetchall():  # noqa: S608  # names of our own
            seq += 1
            change = sealed({
                "seq": seq, "id": maker.fresh_id(), "act": maker.fresh_id(), "kind": "answer",
                "at": row["at"], "offset": row["offset"], "zone": row["zone"], "place": place,
                "row": row["id"], "before": None,
                "after": json.dumps(dict(row), ensure_ascii=False), "undone": 0,
            })  # fmt: skip
            marks = ", ".join("?" for _name in change)
            connection.execute(f"INSERT INTO change VALUES ({marks})", tuple(change.values()))  # noqa: S608  # marks
    connection.commit()
    connection.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        size = [*map(int, sys.argv[1:])] or [19, 5]
        print(make_journal(folder, *size), "answers")
        measure(folder, "answers alone")
        add_history(os.path.join(folder, "data", "journal.db"))
        measure(folder, "with the history of changes")
