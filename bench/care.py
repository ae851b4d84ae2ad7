"""What the daily care after a sitting costs, and what it is made of.

    python bench/care.py [years] [days a week]

19 years of five days are 54,549 answers. The first care has no snapshot to compare with; the
second half is a journal with its history of changes, as the program writes it.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time

from make_journal import make_journal

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


if __name__ == "__main__":
    size = [*map(int, sys.argv[1:])] or [19, 5]
    for what, history in (("answers alone", False), ("with the history of changes", True)):
        with tempfile.TemporaryDirectory() as folder:
            print(make_journal(folder, *size, history=history), "answers")
            measure(folder, what)
